//! Runs of past days, put into the ledger of a rig through the ledger's own calls.

use odlm::domain::decision::{About, Decision, State, Values};
use odlm::domain::ids::{LeadId, UserId};
use odlm::domain::run::{Counts, NewRun, PersonCount, RunEnd, RunId, Status};
use odlm::ledger::{EndRecord, Ledger, PlanRecord};

use crate::support::rig::Rig;

pub(crate) const ODOO: &str = "https://odoo.example.com#production";

/// A run of a past day: who could receive, by id, target, owned before and received; each lead given has a decision.
pub(crate) struct Past {
    pub(crate) odoo: String,
    pub(crate) campaign: &'static str,
    /// When it began, UTC.
    pub(crate) at: &'static str,
    pub(crate) dry_run: bool,
    /// None: it was killed.
    pub(crate) status: Option<Status>,
    pub(crate) people: Vec<(u64, u32, u32, u32)>,
    /// Leads that nobody got, on top of those given.
    pub(crate) waiting: u64,
    /// Leads that the filters left out.
    pub(crate) left_out: u64,
    pub(crate) conflicts: u64,
    /// The first of its leads.
    pub(crate) first_lead: u64,
}

impl Default for Past {
    fn default() -> Past {
        Past {
            odoo: ODOO.to_owned(),
            campaign: "Voice",
            at: "2026-11-03T10:00:00Z",
            dry_run: false,
            status: Some(Status::Complete),
            people: Vec::new(),
            waiting: 0,
            left_out: 0,
            conflicts: 0,
            first_lead: 1,
        }
    }
}

pub(crate) fn name(id: u64) -> String {
    format!("Person {id}")
}

impl Past {
    fn decisions(&self) -> Vec<Decision> {
        let mut decisions = Vec::new();
        let mut add = |to: Option<u64>, state: State| {
            decisions.push(Decision {
                lead: LeadId(self.first_lead + decisions.len() as u64),
                from: None,
                from_team: None,
                to: to.map(UserId),
                to_team: None,
                values: Values::default(),
                dropback: None,
                about: About::default(),
                reason: "as it came".into(),
                write_date: "2026-11-01 00:00:00".to_owned(),
                state,
                detail: None,
            });
        };
        let given = if self.dry_run { State::Planned } else { State::Done };
        for (id, _, _, received) in &self.people {
            (0..*received).for_each(|_| add(Some(*id), given));
        }
        let somebody = self.people.first().map(|person| person.0);
        (0..self.conflicts).for_each(|_| add(somebody, State::Conflict));
        (0..self.waiting).for_each(|_| add(None, State::Unassigned));
        (0..self.left_out).for_each(|_| add(None, State::LeftOut));
        decisions
    }

    async fn record(&self, ledger: &dyn Ledger) -> RunId {
        let now = self.at.parse::<jiff::Timestamp>().unwrap().as_second();
        let new = NewRun {
            campaign: self.campaign.to_owned(),
            odoo: self.odoo.clone(),
            dry_run: self.dry_run,
            now,
            seed: 1,
            config_digest: "c0ffee".to_owned(),
        };
        let run = ledger.begin(&new).await.unwrap();
        let person = |(id, target, before, received): &(u64, u32, u32, u32)| PersonCount {
            id: UserId(*id),
            name: name(*id),
            level: "senior".to_owned(),
            target: *target,
            room: u32::MAX,
            before: *before,
            received: *received,
            after: before + received,
        };
        let people: Vec<PersonCount> = self.people.iter().map(person).collect();
        let decisions = self.decisions();
        let plan = PlanRecord { people: &people, decisions: &decisions, ..PlanRecord::default() };
        ledger.record_plan(run, plan).await.unwrap();
        if let Some(status) = self.status {
            let counts = Counts::of(&decisions);
            let end = RunEnd { status, counts, rpc_calls: 9, rpc_seconds: 0.5, seconds: 2.25, error: None };
            ledger.finish(run, EndRecord { people: &people, ..EndRecord::of(&end) }).await.unwrap();
        }
        run
    }
}

/// Records runs, each as if it had begun at its time.
pub(crate) async fn record(rig: &Rig, runs: &[Past]) {
    let ledger = crate::support::ledgers::at(&rig.path("odlm.sqlite")).await.unwrap();
    for run in runs {
        run.record(&*ledger).await;
    }
    ledger.close().await;
    rig.in_ledger("UPDATE runs SET began_ms = strategy_now_s * 1000").await.unwrap();
}
