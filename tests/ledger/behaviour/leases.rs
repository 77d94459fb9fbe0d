//! Two runs at once cannot both write.

use std::sync::Arc;
use std::time::Duration;

use odlm::ledger::{LeaseKey, LedgerError};
use tokio::sync::Barrier;

use crate::ledger::samples::lease_key;
use crate::ledger::stand::Stand;

/// Longer than any test takes.
const LONG: Duration = Duration::from_secs(3_600);

/// Over as soon as the clock moves.
const OVER: Duration = Duration::ZERO;

pub(crate) async fn one_of_many_wins(stand: &dyn Stand) {
    const RIVALS: usize = 6;
    let start = Arc::new(Barrier::new(RIVALS));
    let mut rivals = Vec::new();
    for number in 0..RIVALS {
        let (ledger, start) = (stand.open().await, Arc::clone(&start));
        rivals.push(tokio::spawn(async move {
            start.wait().await;
            ledger.acquire(&lease_key(), &format!("rival {number}"), LONG).await
        }));
    }
    let mut won = Vec::new();
    let mut beaten_by = Vec::new();
    for rival in rivals {
        match rival.await.unwrap() {
            Ok(lease) => won.push(lease.holder),
            Err(LedgerError::Held { by, .. }) => beaten_by.push(by),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(won.len(), 1, "{won:?}");
    assert_eq!(beaten_by, vec![won[0].clone(); RIVALS - 1], "everybody else is told who has it");
}

pub(crate) async fn kept_apart(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let keys = [
        lease_key(),
        LeaseKey { campaign: "other".to_owned(), ..lease_key() },
        LeaseKey { odoo: "https://other.example.com/sales".to_owned(), ..lease_key() },
    ];
    for key in &keys {
        assert_eq!(ledger.acquire(key, "one", LONG).await.unwrap().key, *key);
    }
    for key in &keys {
        let held = ledger.acquire(key, "two", LONG).await;
        assert!(matches!(held, Err(LedgerError::Held { .. })), "{held:?}");
    }
}

pub(crate) async fn taken_over_when_run_out(stand: &dyn Stand) {
    let (one, two) = (stand.open().await, stand.open().await);
    let first = one.acquire(&lease_key(), "one", OVER).await.unwrap();
    let second = two.acquire(&lease_key(), "two", LONG).await.unwrap();
    assert_ne!(first.token, second.token);
    assert!(second.until > first.until);
    let held = one.acquire(&lease_key(), "one", LONG).await.unwrap_err();
    let LedgerError::Held { by, until, campaign, odoo } = &held else { panic!("{held}") };
    assert_eq!((by.as_str(), *until), ("two", second.until));
    assert_eq!(LeaseKey { odoo: odoo.clone(), campaign: campaign.clone() }, lease_key());
    assert!(held.to_string().contains("two") && held.hint().is_some(), "{held}");
}

pub(crate) async fn renewed(stand: &dyn Stand) {
    let (one, two) = (stand.open().await, stand.open().await);
    let lease = one.acquire(&lease_key(), "one", OVER).await.unwrap();
    // It ran out, but nobody took it: it is still the holder's.
    one.holds(&lease).await.unwrap();
    one.renew(&lease, LONG).await.unwrap();
    let held = two.acquire(&lease_key(), "two", LONG).await;
    assert!(matches!(held, Err(LedgerError::Held { until, .. }) if until > lease.until), "{held:?}");
    one.renew(&lease, OVER).await.unwrap();
    two.acquire(&lease_key(), "two", LONG).await.unwrap();
    let absurd = two.acquire(&LeaseKey { campaign: "x".to_owned(), ..lease_key() }, "two", Duration::MAX).await;
    assert!(matches!(absurd, Err(LedgerError::OutOfRange { .. })), "{absurd:?}");
}

pub(crate) async fn lost(stand: &dyn Stand) {
    let (one, two) = (stand.open().await, stand.open().await);
    let old = one.acquire(&lease_key(), "same name", OVER).await.unwrap();
    // The same holder's name: a process that was started again is another holder all the same.
    let new = two.acquire(&lease_key(), "same name", LONG).await.unwrap();
    let held = one.holds(&old).await;
    assert!(matches!(held, Err(LedgerError::Lost { .. })), "{held:?}");
    let renewal = one.renew(&old, LONG).await;
    assert!(matches!(renewal, Err(LedgerError::Lost { .. })), "{renewal:?}");
    one.release(&old).await.unwrap();
    let held = one.acquire(&lease_key(), "three", LONG).await;
    assert!(matches!(held, Err(LedgerError::Held { .. })), "giving up a lost lease leaves the new one alone: {held:?}");
    two.renew(&new, LONG).await.unwrap();
}

pub(crate) async fn given_up(stand: &dyn Stand) {
    let (one, two) = (stand.open().await, stand.open().await);
    let first = one.acquire(&lease_key(), "one", LONG).await.unwrap();
    one.release(&first).await.unwrap();
    let renewal = one.renew(&first, LONG).await;
    assert!(matches!(renewal, Err(LedgerError::Lost { .. })), "{renewal:?}");
    let second = two.acquire(&lease_key(), "two", LONG).await.unwrap();
    assert!(second.token > first.token);
    one.release(&first).await.unwrap();
    let held = one.acquire(&lease_key(), "one", LONG).await;
    assert!(matches!(held, Err(LedgerError::Held { .. })), "{held:?}");
}
