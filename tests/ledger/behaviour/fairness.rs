//! What one run leaves for the next of its campaign, and for no other.

use odlm::domain::ids::UserId;
use odlm::domain::run::{NewRun, Status};
use odlm::ledger::{Fairness, Ledger, LedgerError};

use crate::ledger::samples::{CAMPAIGN, ODOO, end, fairness, new_run};
use crate::ledger::stand::Stand;

/// A run that leaves `fairness`.
async fn leave(ledger: &dyn Ledger, fairness: &Fairness) {
    let new = NewRun { odoo: fairness.odoo.clone(), campaign: fairness.campaign.clone(), ..new_run() };
    let run = ledger.begin(&new).await.unwrap();
    ledger.finish(run, &end(Status::Complete), &[], Some(fairness)).await.unwrap();
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
    let refused = ledger.finish(dry, &end(Status::DryRun), &[], Some(&left)).await;
    assert!(matches!(refused, Err(LedgerError::OutOfTurn { .. })), "{refused:?}");
    let run = ledger.begin(&new_run()).await.unwrap();
    ledger.finish(run, &end(Status::Complete), &[], None).await.unwrap();
    let refused = ledger.finish(run, &end(Status::Complete), &[], Some(&left)).await;
    assert!(matches!(refused, Err(LedgerError::OutOfTurn { .. })), "credits must not count twice: {refused:?}");
    assert_eq!(ledger.credits(ODOO, CAMPAIGN).await.unwrap(), vec![]);
    assert_eq!(ledger.memory(ODOO, CAMPAIGN, "round-robin").await.unwrap(), b"");
}
