//! What one run leaves for the next of its campaign, and for no other.

use std::collections::HashMap;

use jiff::{Timestamp, ToSpan};
use odlm::domain::decision::{Decision, State};
use odlm::domain::ids::UserId;
use odlm::domain::run::{NewRun, Status};
use odlm::ledger::{EndRecord, Fairness, Ledger, LedgerError};

use crate::ledger::samples::{CAMPAIGN, ODOO, change, end, fairness, new_run, planned, planning};
use crate::ledger::stand::Stand;

/// A run that leaves `fairness`.
async fn leave(ledger: &dyn Ledger, fairness: &Fairness) {
    let new = NewRun { odoo: fairness.odoo.clone(), campaign: fairness.campaign.clone(), ..new_run() };
    let run = ledger.begin(&new).await.unwrap();
    ledger.finish(run, EndRecord { fairness: Some(fairness), ..EndRecord::of(&end(Status::Complete)) }).await.unwrap();
}

pub(crate) async fn kept_apart(stand: &dyn Stand) {
    let ledger = stand.open().await;
    assert_eq!(ledger.credits(ODOO, CAMPAIGN).await.unwrap(), vec![]);
    assert_eq!(ledger.memory(ODOO, CAMPAIGN, "round-robin").await.unwrap(), b"");

    let places = [(ODOO, CAMPAIGN), (ODOO, "other"), ("https://other.example.com/sales", CAMPAIGN)];
    for (number, (odoo, campaign)) in (1_u8..).zip(places) {
        let credits = [(1, f64::from(number)), (2, -f64::from(number) / 3.0)];
        leave(&*ledger, &fairness(odoo, campaign, &credits, Some(("round-robin", &[number, 0, 255])))).await;
        leave(&*ledger, &fairness(odoo, campaign, &[], Some(("capacity", &[number, number])))).await;
    }
    let ledger = stand.open().await;
    for (number, (odoo, campaign)) in (1_u8..).zip(places) {
        let credits = ledger.credits(odoo, campaign).await.unwrap();
        assert_eq!(credits, [(UserId(1), f64::from(number)), (UserId(2), -f64::from(number) / 3.0)], "to the last bit");
        assert_eq!(ledger.memory(odoo, campaign, "round-robin").await.unwrap(), [number, 0, 255]);
        assert_eq!(ledger.memory(odoo, campaign, "capacity").await.unwrap(), [number, number]);
    }
    assert_eq!(ledger.credits("https://other.example.com/sales", "other").await.unwrap(), vec![]);
}

pub(crate) async fn replaced_by_name(stand: &dyn Stand) {
    let ledger = stand.open().await;
    leave(&*ledger, &fairness(ODOO, CAMPAIGN, &[(3, 0.75), (1, -0.5)], Some(("round-robin", b"first")))).await;
    leave(&*ledger, &fairness(ODOO, CAMPAIGN, &[(1, 2.0), (2, 0.0)], None)).await;
    let credits = ledger.credits(ODOO, CAMPAIGN).await.unwrap();
    assert_eq!(credits, [(UserId(1), 2.0), (UserId(2), 0.0), (UserId(3), 0.75)], "whoever is not named keeps theirs");
    assert_eq!(ledger.memory(ODOO, CAMPAIGN, "round-robin").await.unwrap(), b"first");
    let large = vec![7; 3_000_000];
    leave(&*ledger, &fairness(ODOO, CAMPAIGN, &[], Some(("round-robin", &large)))).await;
    assert_eq!(ledger.memory(ODOO, CAMPAIGN, "round-robin").await.unwrap(), large);
    leave(&*ledger, &fairness(ODOO, CAMPAIGN, &[], Some(("round-robin", b"")))).await;
    assert_eq!(ledger.memory(ODOO, CAMPAIGN, "round-robin").await.unwrap(), b"");
}

pub(crate) async fn only_kept_with_the_end(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let left = fairness(ODOO, CAMPAIGN, &[(1, 1.0)], Some(("round-robin", b"turn")));
    let dry = ledger.begin(&NewRun { dry_run: true, ..new_run() }).await.unwrap();
    let refused = ledger.finish(dry, EndRecord { fairness: Some(&left), ..EndRecord::of(&end(Status::DryRun)) }).await;
    assert!(matches!(refused, Err(LedgerError::OutOfTurn { .. })), "{refused:?}");
    let run = ledger.begin(&new_run()).await.unwrap();
    ledger.finish(run, EndRecord::of(&end(Status::Complete))).await.unwrap();
    let refused =
        ledger.finish(run, EndRecord { fairness: Some(&left), ..EndRecord::of(&end(Status::Complete)) }).await;
    assert!(matches!(refused, Err(LedgerError::OutOfTurn { .. })), "credits must not count twice: {refused:?}");
    assert_eq!(ledger.credits(ODOO, CAMPAIGN).await.unwrap(), vec![]);
    assert_eq!(ledger.memory(ODOO, CAMPAIGN, "round-robin").await.unwrap(), b"");
}

pub(crate) async fn received_is_counted_by_person(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let since = Timestamp::now().checked_sub(1.hours()).unwrap();
    let other = || NewRun { odoo: "https://other.example.com/sales".to_owned(), ..new_run() };
    let campaign = || NewRun { campaign: "other".to_owned(), ..new_run() };
    let dry = || NewRun { dry_run: true, ..new_run() };
    for (new, leads) in [(new_run(), 1_u64..=3), (campaign(), 4..=5), (other(), 6..=6), (dry(), 7..=7)] {
        let run = ledger.begin(&new).await.unwrap();
        let decisions: Vec<Decision> = leads.clone().map(planned).collect();
        ledger.record_plan(run, planning(&[], &decisions)).await.unwrap();
        if !new.dry_run {
            let changes = [change(*leads.start(), State::Done), change(*leads.end(), State::Done)];
            ledger
                .set_states(run, &leads.clone().map(|lead| change(lead, State::Intent)).collect::<Vec<_>>())
                .await
                .unwrap();
            ledger.set_states(run, &changes[..if leads.start() == leads.end() { 1 } else { 2 }]).await.unwrap();
        }
    }
    // One lead of the first run is under way: it counts when it is done.
    assert_eq!(ledger.received_since(ODOO, since).await.unwrap(), HashMap::from([(UserId(7), 4)]));
    let later = Timestamp::now().checked_add(1.hours()).unwrap();
    assert_eq!(ledger.received_since(ODOO, later).await.unwrap(), HashMap::new(), "an earlier day does not count");
}
