//! Runs, people and decisions to record.

use std::sync::LazyLock;

use odlm::domain::decision::{About, Decision, State, Values};
use odlm::domain::ids::{LeadId, TeamId, UserId};
use odlm::domain::run::{Counts, FunnelStep, NewRun, PersonCount, RunEnd, Status, StrategyIdentity};
use odlm::ledger::{Fairness, LeaseKey, PlanRecord, StateChange};

pub(crate) const ODOO: &str = "https://odoo.example.com/sales";
pub(crate) const CAMPAIGN: &str = "german-web";

pub(crate) fn new_run() -> NewRun {
    NewRun {
        campaign: CAMPAIGN.to_owned(),
        odoo: ODOO.to_owned(),
        dry_run: false,
        now: 1_790_000_000,
        seed: (1 << 53) - 1,
        config_digest: "c0ffee".repeat(8),
    }
}

pub(crate) fn strategy() -> StrategyIdentity {
    StrategyIdentity { name: "level-based".to_owned(), version: "1.2.3".to_owned(), digest: "ab".repeat(32) }
}

pub(crate) fn person(id: u64, before: u32, received: u32) -> PersonCount {
    PersonCount {
        id: UserId(id),
        name: format!("Person {id}"),
        level: "senior".to_owned(),
        target: 50,
        room: u32::MAX,
        before,
        received,
        after: before + received,
    }
}

/// A lead that is to be written.
pub(crate) fn planned(lead: u64) -> Decision {
    Decision {
        lead: LeadId(lead),
        from: None,
        from_team: Some(TeamId(3)),
        to: Some(UserId(7)),
        to_team: Some(TeamId(4)),
        values: Values::default(),
        dropback: None,
        about: About::default(),
        reason: "furthest below target".into(),
        write_date: "2026-09-21 08:15:30".to_owned(),
        state: State::Planned,
        detail: None,
    }
}

/// A plan with these people and decisions, a funnel and a memory.
pub(crate) fn planning<'a>(people: &'a [PersonCount], decisions: &'a [Decision]) -> PlanRecord<'a> {
    PlanRecord { people, decisions, funnel: funnel(), memory: b"turn: 7", ..PlanRecord::default() }
}

pub(crate) fn funnel() -> &'static [FunnelStep] {
    static FUNNEL: LazyLock<[FunnelStep; 2]> = LazyLock::new(|| {
        [
            FunnelStep { filter: "web_sources".to_owned(), before: 9, after: 8 },
            FunnelStep { filter: "dnc".to_owned(), before: 8, after: 7 },
        ]
    });
    &*FUNNEL
}

pub(crate) fn change(lead: u64, state: State) -> StateChange {
    StateChange { lead: LeadId(lead), state, detail: None }
}

pub(crate) fn end(status: Status) -> RunEnd {
    RunEnd {
        status,
        counts: Counts { found: 9, eligible: 7, planned: 6, assigned: 3, conflicts: 1, refused: 1, unknown: 1 },
        rpc_calls: 21,
        rpc_seconds: 1.25,
        seconds: 2.5,
        error: None,
    }
}

pub(crate) fn fairness(odoo: &str, campaign: &str, credits: &[(u64, f64)], memory: Option<(&str, &[u8])>) -> Fairness {
    Fairness {
        odoo: odoo.to_owned(),
        campaign: campaign.to_owned(),
        credits: credits.iter().map(|(user, credit)| (UserId(*user), *credit)).collect(),
        memory: memory.map(|(strategy, memory)| (strategy.to_owned(), memory.to_vec())),
    }
}

pub(crate) fn lease_key() -> LeaseKey {
    LeaseKey { odoo: ODOO.to_owned(), campaign: CAMPAIGN.to_owned() }
}
