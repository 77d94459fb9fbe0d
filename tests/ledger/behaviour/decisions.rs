//! What is written about leads comes back as it was.

use std::sync::Arc;

use odlm::domain::decision::{Decision, Dropback, State};
use odlm::domain::ids::{LeadId, UserId};
use odlm::domain::run::{NewRun, RunEnd, Status, StrategyIdentity};
use odlm::ledger::{EndRecord, StateChange};

use crate::ledger::samples::{end, new_run, person, planned, planning};
use crate::ledger::stand::Stand;

pub(crate) async fn every_state_comes_back(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let run = ledger.begin(&new_run()).await.unwrap();
    // Recorded in each state, with and without its optional parts.
    let recorded: Vec<Decision> =
        (1..).zip(State::ALL).map(|(lead, state)| Decision { state, ..planned(lead) }).collect();
    let bare = Decision {
        from: Some(UserId(8)),
        from_team: None,
        to: None,
        to_team: None,
        values: Arc::new(serde_json::from_str(r#"{"status": "new", "closer_id": 7, "date_deadline": false}"#).unwrap()),
        dropback: Some(Arc::new(Dropback { campaign: "Voice".to_owned(), person: Some("Dana".to_owned()) })),
        detail: Some("changed by somebody".to_owned()),
        ..planned(100)
    };
    let recorded = [recorded, vec![bare]].concat();
    ledger.record_plan(run, planning(&[], &recorded)).await.unwrap();
    assert_eq!(ledger.decisions(run).await.unwrap(), recorded);

    // Moved into each state, with a detail and without one.
    for state in State::ALL {
        let detail = Some(format!("now {}", state.name()));
        ledger.set_states(run, &[StateChange { lead: LeadId(1), state, detail: detail.clone() }]).await.unwrap();
        let moved = ledger.decisions(run).await.unwrap();
        assert_eq!(moved[0], Decision { state, detail, ..planned(1) });
        assert_eq!(moved[1..], recorded[1..], "other leads stay as they are");
    }
    ledger.set_states(run, &[StateChange { lead: LeadId(1), state: State::Done, detail: None }]).await.unwrap();
    assert_eq!(ledger.decisions(run).await.unwrap()[0].detail, None, "a change without a detail empties it");

    // Of two changes in one call the last stands.
    let twice =
        [State::Intent, State::Done, State::Unknown].map(|state| StateChange { lead: LeadId(2), state, detail: None });
    ledger.set_states(run, &twice).await.unwrap();
    assert_eq!(ledger.decisions(run).await.unwrap()[1].state, State::Unknown);
}

pub(crate) async fn every_status_comes_back(stand: &dyn Stand) {
    let ledger = stand.open().await;
    for status in Status::ALL.into_iter().filter(|status| *status != Status::Running) {
        let run = ledger.begin(&new_run()).await.unwrap();
        let ended = RunEnd { error: Some(format!("it was {}", status.name())), ..end(status) };
        ledger.finish(run, EndRecord::of(&ended)).await.unwrap();
        let record = stand.open().await.run(run).await.unwrap().unwrap();
        assert_eq!((record.status, record.end), (status, Some(ended)));
    }
}

pub(crate) async fn unicode(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let text = "Zoë Müller-Ångström 李小龙 \u{202e}עברית\u{202c} 🧑🏽‍💼 O'Brien \"x\" `y` %_\\ ; DROP TABLE runs;--\n\ttab";
    let new = NewRun { campaign: text.to_owned(), odoo: text.to_owned(), ..new_run() };
    let run = ledger.begin(&new).await.unwrap();
    let strategy = StrategyIdentity { name: text.to_owned(), version: text.to_owned(), digest: text.to_owned() };
    ledger.set_strategy(run, &strategy, None).await.unwrap();
    let mut someone = person(1, 0, 1);
    someone.name = text.to_owned();
    someone.level = text.to_owned();
    let decision =
        Decision { reason: text.into(), write_date: text.to_owned(), detail: Some(text.to_owned()), ..planned(1) };
    ledger.record_plan(run, planning(std::slice::from_ref(&someone), std::slice::from_ref(&decision))).await.unwrap();
    assert_eq!(ledger.decisions(run).await.unwrap(), [decision]);
    let record = ledger.run(run).await.unwrap().unwrap();
    assert_eq!((record.new, record.strategy, record.people), (new, Some(strategy), vec![someone]));
    assert_eq!(ledger.unfinished(text, text).await.unwrap(), [run]);
}

pub(crate) async fn fifty_thousand(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let reasons = ["furthest below target", "next in turn", "outside the window", ""];
    // Two runs, so that what belongs to one is not taken for the other's.
    let other = ledger.begin(&new_run()).await.unwrap();
    ledger.record_plan(other, planning(&[], &[planned(1), planned(2)])).await.unwrap();
    let run = ledger.begin(&new_run()).await.unwrap();
    let decisions: Vec<Decision> = (0..50_000_u64)
        // Scattered ids, each once.
        .map(|i| Decision { reason: reasons[(i % 4) as usize].into(), ..planned(1 + (i * 7919) % 50_000) })
        .collect();
    ledger.record_plan(run, planning(&[], &decisions)).await.unwrap();
    let changes: Vec<StateChange> = decisions
        .iter()
        .filter(|decision| decision.lead.0 % 2 == 0)
        .map(|decision| StateChange { lead: decision.lead, state: State::Intent, detail: None })
        .collect();
    ledger.set_states(run, &changes).await.unwrap();
    let read = ledger.decisions(run).await.unwrap();
    assert_eq!(read.len(), decisions.len());
    for (read, recorded) in read.into_iter().zip(decisions) {
        let state = if recorded.lead.0 % 2 == 0 { State::Intent } else { State::Planned };
        assert_eq!(read, Decision { state, ..recorded });
    }
    assert_eq!(ledger.decisions(other).await.unwrap(), [planned(1), planned(2)]);
}

pub(crate) async fn long_details_are_cut(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let run = ledger.begin(&new_run()).await.unwrap();
    ledger.record_plan(run, planning(&[], &[planned(1)])).await.unwrap();
    let traceback = "€".repeat(1_000_000);
    let change = StateChange { lead: LeadId(1), state: State::Refused, detail: Some(traceback.clone()) };
    ledger.set_states(run, &[change]).await.unwrap();
    ledger.finish(run, EndRecord::of(&RunEnd { error: Some(traceback), ..end(Status::Failed) })).await.unwrap();
    let detail = ledger.decisions(run).await.unwrap().remove(0).detail.unwrap();
    assert_eq!(detail.chars().count(), 4_000);
    assert_eq!(ledger.run(run).await.unwrap().unwrap().end.unwrap().error, Some(detail));
}
