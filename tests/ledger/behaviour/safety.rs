//! What is on the disk stays there, what failed left nothing, and nobody sees half of anything.

use odlm::domain::decision::State;
use odlm::domain::ids::LeadId;
use odlm::domain::run::{NewRun, RunEnd, Status};
use odlm::ledger::{EndRecord, LedgerError};

use crate::ledger::samples::{CAMPAIGN, ODOO, change, end, fairness, new_run, person, planned, planning};
use crate::ledger::stand::Stand;

pub(crate) async fn dropped_in_the_middle(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let run = ledger.begin(&new_run()).await.unwrap();
    let people = [person(7, 3, 2)];
    ledger.record_plan(run, planning(&people, &[planned(1), planned(2), planned(3)])).await.unwrap();
    ledger.set_states(run, &[change(1, State::Intent), change(2, State::Intent)]).await.unwrap();
    ledger.set_states(run, &[change(1, State::Done)]).await.unwrap();
    drop(ledger);

    let ledger = stand.open().await;
    assert_eq!(ledger.unfinished(ODOO, CAMPAIGN).await.unwrap(), [run]);
    let record = ledger.run(run).await.unwrap().unwrap();
    assert_eq!((record.status, record.end, record.people), (Status::Running, None, people.to_vec()));
    let states: Vec<State> = ledger.decisions(run).await.unwrap().into_iter().map(|decision| decision.state).collect();
    assert_eq!(states, [State::Done, State::Intent, State::Planned]);
    // And it can be brought to its end.
    ledger.set_states(run, &[change(2, State::Done), change(3, State::Done)]).await.unwrap();
    ledger.finish(run, EndRecord { people: &people, ..EndRecord::of(&end(Status::Complete)) }).await.unwrap();
    assert_eq!(ledger.unfinished(ODOO, CAMPAIGN).await.unwrap(), vec![]);
}

pub(crate) async fn an_interrupted_run_ends_later(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let first = ledger.begin(&new_run()).await.unwrap();
    let second = ledger.begin(&new_run()).await.unwrap();
    let elsewhere = [
        NewRun { campaign: "other".to_owned(), ..new_run() },
        NewRun { odoo: "https://other.example.com/sales".to_owned(), ..new_run() },
        NewRun { dry_run: true, ..new_run() },
    ];
    for other in &elsewhere {
        ledger.begin(other).await.unwrap();
    }
    assert_eq!(
        ledger.unfinished(ODOO, CAMPAIGN).await.unwrap(),
        [first, second],
        "oldest first, of this campaign alone"
    );
    ledger.finish(first, EndRecord::of(&end(Status::Interrupted))).await.unwrap();
    assert_eq!(ledger.unfinished(ODOO, CAMPAIGN).await.unwrap(), [first, second]);
    let complete = RunEnd { rpc_calls: 22, ..end(Status::Complete) };
    ledger.finish(first, EndRecord::of(&complete)).await.unwrap();
    assert_eq!(ledger.unfinished(ODOO, CAMPAIGN).await.unwrap(), [second]);
    assert_eq!(ledger.run(first).await.unwrap().unwrap().end, Some(complete), "the later end replaces the first whole");
}

pub(crate) async fn a_failing_call_leaves_nothing(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let run = ledger.begin(&new_run()).await.unwrap();

    // A plan of many statements that fails in its last decision: no person, no reason, no lead stays, and another may follow.
    let mut twice: Vec<_> = (1..=3_000).map(planned).collect();
    twice.push(planned(2_000));
    let refused = ledger.record_plan(run, planning(&[person(1, 0, 1)], &twice)).await;
    assert!(matches!(refused, Err(LedgerError::DuplicateLead { lead: LeadId(2_000), .. })), "{refused:?}");
    let mut unfit = twice.split_off(3_000);
    unfit[0].to = Some(odlm::domain::ids::UserId(u64::MAX));
    unfit[0].lead = LeadId(5_000);
    unfit.splice(0..0, twice.iter().cloned());
    let refused = ledger.record_plan(run, planning(&[person(1, 0, 1)], &unfit)).await;
    assert!(matches!(refused, Err(LedgerError::OutOfRange { .. })), "{refused:?}");
    assert_eq!(ledger.decisions(run).await.unwrap(), vec![]);
    assert_eq!(ledger.run(run).await.unwrap().unwrap().people, vec![]);
    ledger.record_plan(run, planning(&[person(1, 0, 1)], &twice)).await.unwrap();

    // Changes of many statements, the one lead that is unknown among the last.
    let mut changes: Vec<_> = (1..=3_000).map(|lead| change(lead, State::Intent)).collect();
    changes.push(change(4_711, State::Intent));
    let refused = ledger.set_states(run, &changes).await;
    assert!(matches!(refused, Err(LedgerError::UnknownLead { lead: LeadId(4_711), .. })), "{refused:?}");
    assert_eq!(ledger.decisions(run).await.unwrap(), twice);
    let other = ledger.begin(&new_run()).await.unwrap();
    let refused = ledger.set_states(other, &[change(1, State::Done)]).await;
    assert!(
        matches!(refused, Err(LedgerError::UnknownLead { lead: LeadId(1), .. })),
        "another run's lead: {refused:?}"
    );

    // An end whose last part is refused: the run goes on, nobody's credit moved.
    let bad = fairness(ODOO, CAMPAIGN, &[(1, 0.5), (2, f64::NAN)], Some(("level-based", b"turn")));
    let refused = ledger
        .finish(
            run,
            EndRecord { people: &[person(1, 9, 9)], fairness: Some(&bad), ..EndRecord::of(&end(Status::Complete)) },
        )
        .await;
    assert!(matches!(refused, Err(LedgerError::OutOfRange { what: "credit", .. })), "{refused:?}");
    let record = ledger.run(run).await.unwrap().unwrap();
    assert_eq!((record.status, record.end, record.people), (Status::Running, None, vec![person(1, 0, 1)]));
    assert_eq!(ledger.credits(ODOO, CAMPAIGN).await.unwrap(), vec![]);
    assert_eq!(ledger.memory(ODOO, CAMPAIGN, "level-based").await.unwrap(), b"");
}

pub(crate) async fn readers_see_whole_plans(stand: &dyn Stand) {
    const LEADS: u64 = 4_000;
    const RUNS: usize = 6;
    let writer = stand.open().await;
    let writing = tokio::spawn(async move {
        for _ in 0..RUNS {
            let run = writer.begin(&new_run()).await.unwrap();
            let plan: Vec<_> = (1..=LEADS).map(planned).collect();
            writer.record_plan(run, planning(&[person(1, 0, 1)], &plan)).await.unwrap();
            let intents: Vec<_> = (1..=LEADS).map(|lead| change(lead, State::Intent)).collect();
            writer.set_states(run, &intents).await.unwrap();
            writer.finish(run, EndRecord::of(&end(Status::Complete))).await.unwrap();
        }
    });
    let reader = stand.open().await;
    let mut seen = 0;
    while !writing.is_finished() || seen < RUNS {
        let runs = reader.runs(u32::MAX).await.unwrap();
        seen = runs.len();
        let Some(newest) = runs.first() else { continue };
        assert_eq!(newest.end.is_some(), newest.status == Status::Complete);
        let decisions = reader.decisions(newest.id).await.unwrap();
        assert!(decisions.is_empty() || decisions.len() as u64 == LEADS, "half a plan: {}", decisions.len());
        let intents = decisions.iter().filter(|decision| decision.state == State::Intent).count();
        assert!(intents == 0 || intents as u64 == LEADS, "half of the intents: {intents}");
    }
    writing.await.unwrap();
    assert_eq!(seen, RUNS);
}
