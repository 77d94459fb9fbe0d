//! A run from its beginning to its end.

use odlm::domain::decision::State;
use odlm::domain::run::{LeftOutPerson, RunEnd, RunId, RunRecord, Status};
use odlm::ledger::{EndRecord, LedgerError, PlanRecord};

use crate::ledger::samples::{change, end, funnel, new_run, person, planned, planning, strategy};
use crate::ledger::stand::Stand;

pub(crate) async fn begun_planned_written_ended(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let run = ledger.begin(&new_run()).await.unwrap();
    let begun = RunRecord {
        id: run,
        new: new_run(),
        strategy: None,
        fuel: None,
        status: Status::Running,
        end: None,
        funnel: vec![],
        people: vec![],
        left_out: vec![],
        figures: vec![],
        statuses: vec![],
        summary: None,
    };
    assert_eq!(ledger.run(run).await.unwrap(), Some(begun.clone()));
    assert_eq!(ledger.decisions(run).await.unwrap(), vec![]);

    ledger.set_strategy(run, &strategy(), None).await.unwrap();
    assert_eq!(ledger.run(run).await.unwrap().unwrap().fuel, None);
    ledger.set_strategy(run, &strategy(), Some(123_456_789_012)).await.unwrap();

    // Not in the order of their ids: the order of recording is what comes back.
    let people = [person(9, 10, 2), person(4, 0, 1)];
    let decisions = [planned(30), planned(10), planned(20)];
    let left_out = [("Anna", "excluded by the configuration"), ("Bert", "of campaign `Apple`, not of `Voice`")];
    let left_out = left_out.map(|(name, reason)| LeftOutPerson { name: name.into(), reason: reason.into() });
    ledger.record_plan(run, PlanRecord { left_out: &left_out, ..planning(&people, &decisions) }).await.unwrap();
    assert_eq!(ledger.decisions(run).await.unwrap(), decisions);
    let planned_run = RunRecord {
        strategy: Some(strategy()),
        fuel: Some(123_456_789_012),
        funnel: funnel().to_vec(),
        people: people.to_vec(),
        left_out: left_out.to_vec(),
        ..begun
    };
    assert_eq!(ledger.run(run).await.unwrap(), Some(planned_run.clone()));

    ledger.set_states(run, &[change(10, State::Intent), change(30, State::Intent)]).await.unwrap();
    let states = |states: [State; 3]| states;
    assert_eq!(read_states(stand, run).await, states([State::Intent, State::Intent, State::Planned]));
    ledger.set_states(run, &[change(10, State::Done)]).await.unwrap();
    assert_eq!(read_states(stand, run).await, states([State::Intent, State::Done, State::Planned]));

    let came_out = [person(9, 10, 1), person(4, 0, 0)];
    let partial = end(Status::Partial);
    ledger.finish(run, EndRecord { people: &came_out, ..EndRecord::of(&partial) }).await.unwrap();
    let ended = RunRecord { status: Status::Partial, end: Some(partial), people: came_out.to_vec(), ..planned_run };
    assert_eq!(ledger.run(run).await.unwrap(), Some(ended));
    assert_eq!(ledger.unfinished(&new_run().odoo, &new_run().campaign).await.unwrap(), vec![]);
}

/// As another handle sees them.
async fn read_states(stand: &dyn Stand, run: RunId) -> Vec<State> {
    stand.open().await.decisions(run).await.unwrap().into_iter().map(|decision| decision.state).collect()
}

pub(crate) async fn dry_run(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let new = odlm::domain::run::NewRun { dry_run: true, ..new_run() };
    let run = ledger.begin(&new).await.unwrap();
    assert_eq!(ledger.unfinished(&new.odoo, &new.campaign).await.unwrap(), vec![], "a dry run wrote nothing to resume");
    ledger.record_plan(run, planning(&[person(7, 0, 1)], &[planned(1)])).await.unwrap();
    ledger.finish(run, EndRecord::of(&end(Status::DryRun))).await.unwrap();
    let record = ledger.run(run).await.unwrap().unwrap();
    assert!(record.new.dry_run);
    assert_eq!(record.status, Status::DryRun);
    assert_eq!(record.people, [person(7, 0, 1)], "an end without people keeps those of the plan");
    assert_eq!(record.funnel, funnel());
    assert_eq!(ledger.planned_memory(run).await.unwrap(), b"turn: 7");
    assert!(ledger.planned_memory(RunId(99)).await.unwrap().is_empty());
}

pub(crate) async fn empty_run(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let run = ledger.begin(&new_run()).await.unwrap();
    ledger.record_plan(run, planning(&[], &[])).await.unwrap();
    ledger.set_states(run, &[]).await.unwrap();
    let nothing = RunEnd { counts: Default::default(), ..end(Status::Nothing) };
    ledger.finish(run, EndRecord::of(&nothing)).await.unwrap();
    assert_eq!(ledger.decisions(run).await.unwrap(), vec![]);
    assert_eq!(ledger.run(run).await.unwrap().unwrap().end, Some(nothing));
}

pub(crate) async fn newest_first(stand: &dyn Stand) {
    let ledger = stand.open().await;
    assert_eq!(ledger.runs(10).await.unwrap(), vec![]);
    let mut runs = Vec::new();
    for received in 0..4 {
        let run = ledger.begin(&new_run()).await.unwrap();
        ledger
            .finish(
                run,
                EndRecord {
                    people: &[person(1, 5, received)],
                    fairness: None,
                    ..EndRecord::of(&end(Status::Complete))
                },
            )
            .await
            .unwrap();
        runs.push(run);
    }
    let newest = ledger.runs(3).await.unwrap();
    assert_eq!(newest.iter().map(|record| record.id).collect::<Vec<_>>(), [runs[3], runs[2], runs[1]]);
    let received = newest.iter().map(|record| record.people[0].received).collect::<Vec<_>>();
    assert_eq!(received, [3, 2, 1], "each run has its own people");
    assert!(newest.iter().all(|record| record.end == Some(end(Status::Complete))), "and its own end");
    assert_eq!(ledger.runs(0).await.unwrap(), vec![]);
    assert_eq!(ledger.runs(u32::MAX).await.unwrap().len(), 4);
    assert_eq!(ledger.run(RunId(99)).await.unwrap(), None);
    assert_eq!(ledger.decisions(RunId(99)).await.unwrap(), vec![]);
}

pub(crate) async fn steps_out_of_turn(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let run = ledger.begin(&new_run()).await.unwrap();
    let nowhere = RunId(99);
    let refused = ledger.set_strategy(nowhere, &strategy(), None).await;
    assert!(matches!(refused, Err(LedgerError::NoRun { run, .. }) if run == nowhere), "{refused:?}");
    let refused = ledger.record_plan(nowhere, planning(&[], &[])).await;
    assert!(matches!(refused, Err(LedgerError::NoRun { run, .. }) if run == nowhere), "{refused:?}");
    let refused = ledger.finish(nowhere, EndRecord::of(&end(Status::Complete))).await;
    assert!(matches!(refused, Err(LedgerError::NoRun { run, .. }) if run == nowhere), "{refused:?}");

    ledger.record_plan(run, planning(&[], &[planned(1)])).await.unwrap();
    let second = ledger.record_plan(run, planning(&[], &[planned(2)])).await;
    assert!(matches!(second, Err(LedgerError::OutOfTurn { .. })), "{second:?}");
    assert_eq!(ledger.decisions(run).await.unwrap(), [planned(1)]);

    let running = ledger.finish(run, EndRecord::of(&end(Status::Running))).await;
    assert!(matches!(running, Err(LedgerError::OutOfTurn { .. })), "{running:?}");
    ledger.finish(run, EndRecord::of(&end(Status::Complete))).await.unwrap();
    let again = ledger.finish(run, EndRecord::of(&end(Status::Failed))).await;
    assert!(matches!(again, Err(LedgerError::OutOfTurn { .. })), "{again:?}");
    assert_eq!(ledger.run(run).await.unwrap().unwrap().status, Status::Complete);
}

pub(crate) async fn numbers_that_do_not_fit(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let huge = odlm::domain::run::NewRun { seed: u64::MAX, ..new_run() };
    let refused = ledger.begin(&huge).await;
    assert!(matches!(refused, Err(LedgerError::OutOfRange { what: "seed", .. })), "{refused:?}");
    assert_eq!(ledger.runs(1).await.unwrap(), vec![]);

    let run = ledger.begin(&new_run()).await.unwrap();
    let refused = ledger.set_strategy(run, &strategy(), Some(u64::MAX)).await;
    assert!(matches!(refused, Err(LedgerError::OutOfRange { what: "fuel", .. })), "{refused:?}");
    let refused = ledger.record_plan(run, planning(&[], &[planned(1), planned(u64::MAX)])).await;
    assert!(matches!(refused, Err(LedgerError::OutOfRange { .. })), "{refused:?}");
    for seconds in [f64::NAN, f64::INFINITY] {
        let refused = ledger.finish(run, EndRecord::of(&RunEnd { seconds, ..end(Status::Complete) })).await;
        assert!(matches!(refused, Err(LedgerError::OutOfRange { .. })), "{refused:?}");
    }
    let record = ledger.run(run).await.unwrap().unwrap();
    assert_eq!((record.status, record.strategy, record.end), (Status::Running, None, None));
}
