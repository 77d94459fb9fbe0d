//! Whether the figures add up: asked before anything of the history is shown.

use super::model::{CountLine, Figures, History, Outcomes};

impl History {
    /// Passes when all totals are the sums of their parts.
    ///
    /// # Errors
    /// The first that is not, as a sentence.
    pub fn check(&self) -> Result<(), String> {
        let given = self.totals.given(self.dry_runs);
        let told = self.totals.received.unwrap_or(given);
        for (name, value) in COUNTS {
            let of = |figures: &Figures| value(figures);
            equal(&format!("`{name}` of the days"), self.days.iter().map(|line| of(&line.figures)), of(&self.totals))?;
            let campaigns = self.campaigns.iter().map(|line| of(&line.figures));
            equal(&format!("`{name}` of the campaigns"), campaigns, of(&self.totals))?;
        }
        let without = if self.person.is_some() { 0 } else { self.without_people };
        let received = self.people.iter().map(|line| line.received);
        equal("what people received", received.chain([without]), told)?;
        let leads = &self.leads;
        for (name, lines) in
            [("sources", &leads.by_source), ("campaigns", &leads.by_campaign), ("statuses", &leads.by_status)]
        {
            let counts = lines.iter().map(|CountLine { leads, .. }| *leads);
            equal(&format!("the leads' {name}"), counts.chain([leads.without_decision]), told)?;
        }
        if self.person.is_none() {
            let shares: f64 = self.people.iter().map(|line| line.fair_share).sum();
            let all = (given - without) as f64;
            // Each share is told to a thousandth.
            if (shares - all).abs() > 0.001 * (self.people.len() + 1) as f64 {
                return Err(format!("the fair shares add up to {shares} and not to {all}"));
            }
        }
        let Some(conversions) = &self.conversions else { return Ok(()) };
        let lines = || conversions.people.iter().map(|line| &line.outcomes);
        for (name, value) in OUTCOMES {
            equal(&format!("`{name}` of the people"), lines().map(value), value(&conversions.totals))?;
        }
        for one in lines() {
            equal(
                "what became of the leads",
                [one.open, one.archived, one.won, one.lost, one.gone].into_iter(),
                one.leads,
            )?;
            let owners = [one.kept, one.reassigned, one.unowned, one.gone];
            equal("who has the leads", owners.into_iter(), one.leads)?;
        }
        Ok(())
    }
}

type Count<T> = (&'static str, fn(&T) -> u64);

const COUNTS: [Count<Figures>; 10] = [
    ("runs", |one| one.runs),
    ("unfinished", |one| one.unfinished),
    ("found", |one| one.found),
    ("eligible", |one| one.eligible),
    ("planned", |one| one.planned),
    ("assigned", |one| one.assigned),
    ("received", |one| one.received.unwrap_or(0)),
    ("conflicts", |one| one.conflicts),
    ("refused", |one| one.refused),
    ("unknown", |one| one.unknown),
];

const OUTCOMES: [Count<Outcomes>; 10] = [
    ("leads", |one| one.leads),
    ("opportunities", |one| one.opportunities),
    ("open", |one| one.open),
    ("archived", |one| one.archived),
    ("won", |one| one.won),
    ("lost", |one| one.lost),
    ("kept", |one| one.kept),
    ("reassigned", |one| one.reassigned),
    ("unowned", |one| one.unowned),
    ("gone", |one| one.gone),
];

fn equal(what: &str, parts: impl Iterator<Item = u64>, whole: u64) -> Result<(), String> {
    let sum: u64 = parts.sum();
    if sum == whole { Ok(()) } else { Err(format!("{what}: {sum} and not {whole}")) }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Arc;

    use jiff::civil::date;
    use jiff::tz::TimeZone;

    use super::*;
    use crate::domain::decision::{About, Decision, Dropback, State, Values};
    use crate::domain::ids::{LeadId, UserId};
    use crate::domain::outcome::{Fate, Outcome};
    use crate::domain::run::{Counts, NewRun, PersonCount, RunEnd, RunId, RunRecord, Status};
    use crate::report::history::{Builder, Period, PersonName, Scope, conversions};

    const ODOO: &str = "https://odoo.example.com#a";

    fn decision(lead: u64, to: Option<u64>, state: State, source: Option<&str>) -> Decision {
        Decision {
            lead: LeadId(lead),
            from: None,
            from_team: None,
            to: to.map(UserId),
            to_team: None,
            values: Values::default(),
            dropback: None,
            about: About { source: source.map(Arc::from), status: Some(Arc::from("new")), campaign: None },
            reason: Arc::from(""),
            write_date: String::new(),
            state,
            detail: None,
        }
    }

    fn run(id: i64, decisions: &[Decision]) -> RunRecord {
        let person = |id: u64, received: u32| PersonCount {
            id: UserId(id),
            name: format!("P{id}"),
            level: "senior".to_owned(),
            target: 10,
            room: 9,
            before: 1,
            received,
            after: 1 + received,
        };
        let end = RunEnd {
            status: Status::Partial,
            counts: Counts::of(decisions),
            rpc_calls: 0,
            rpc_seconds: 0.0,
            seconds: 1.0,
            error: None,
        };
        RunRecord {
            id: RunId(id),
            new: NewRun {
                campaign: "Voice".to_owned(),
                odoo: ODOO.to_owned(),
                dry_run: false,
                now: 1_793_700_000,
                seed: 1,
                config_digest: String::new(),
            },
            strategy: None,
            fuel: None,
            status: Status::Partial,
            end: Some(end),
            funnel: Vec::new(),
            people: vec![person(7, 2), person(8, 1)],
            left_out: Vec::new(),
            figures: Vec::new(),
            statuses: Vec::new(),
            summary: None,
        }
    }

    /// Three leads given, one in conflict, one to nobody, an old one that goes past the distribution.
    fn decisions() -> Vec<Decision> {
        let old = Arc::new(Dropback { campaign: "Voice".to_owned(), person: Some("P7".to_owned()) });
        vec![
            decision(1, Some(7), State::Done, Some("google")),
            decision(2, Some(7), State::Done, None),
            decision(3, Some(8), State::Done, Some("google")),
            decision(4, Some(8), State::Conflict, Some("facebook")),
            decision(5, None, State::Unassigned, Some("facebook")),
            Decision { dropback: Some(old), ..decision(6, Some(7), State::Done, Some("facebook")) },
        ]
    }

    fn builder(scope: Scope) -> Builder {
        let period = Period { from: date(2026, 11, 1), to: date(2026, 11, 30), zone: TimeZone::UTC };
        let mut builder = Builder::new(period, scope);
        builder.add(&run(1, &decisions()), &decisions());
        builder
    }

    #[test]
    fn what_the_leads_were_is_counted_of_those_given() {
        let history = builder(Scope::default()).history();
        assert_eq!(history.check(), Ok(()));
        let sources: Vec<_> = history.leads.by_source.iter().map(|line| (line.name.as_deref(), line.leads)).collect();
        assert_eq!(sources, [(Some("google"), 2), (None, 1)]);
        let person = PersonName { id: 8, name: "P8".to_owned() };
        let history = builder(Scope { person: Some((ODOO.to_owned(), person)), ..Scope::default() }).history();
        assert_eq!(history.check(), Ok(()));
        assert_eq!(history.leads.by_source.iter().map(|line| line.leads).sum::<u64>(), 1);
    }

    #[test]
    fn what_the_ledger_has_let_go_of_is_counted_apart() {
        let mut builder = builder(Scope::default());
        let mut old = run(2, &decisions());
        builder.add(&old, &[]);
        old.people.clear();
        builder.add(&old, &decisions());
        let history = builder.history();
        assert_eq!(history.check(), Ok(()));
        assert_eq!((history.leads.without_decision, history.without_people), (3, 3));
    }

    #[test]
    fn what_does_not_add_up_is_told() {
        let builder = builder(Scope::default());
        let sound = builder.history();
        let outcomes: HashMap<LeadId, Outcome> =
            [(1, Some(7)), (3, Some(7))].map(|(lead, owner)| (LeadId(lead), outcome(owner))).into();
        let counted = conversions(builder.received(), &outcomes, &sound.people, (ODOO, String::new()));
        assert_eq!((counted.totals.kept, counted.totals.reassigned, counted.totals.gone), (1, 1, 1));
        let sound = History { conversions: Some(counted), ..sound };
        assert_eq!(sound.check(), Ok(()));
        let wrong: [fn(&mut History); 8] = [
            |one| one.totals.found += 1,
            |one| one.totals.assigned += 1,
            |one| one.days.clear(),
            |one| one.campaigns.iter_mut().for_each(|line| line.figures.runs += 1),
            |one| one.people.iter_mut().for_each(|line| line.received += 1),
            |one| one.people.iter_mut().for_each(|line| line.fair_share += 1.0),
            |one| drop(one.leads.by_status.pop()),
            |one| one.conversions.iter_mut().for_each(|all| all.totals.won += 1),
        ];
        for change in wrong {
            let mut history = sound.clone();
            change(&mut history);
            assert!(history.check().is_err());
        }
    }

    fn outcome(owner: Option<u64>) -> Outcome {
        Outcome { owner: owner.map(UserId), is_opportunity: false, fate: Fate::Open }
    }
}
