//! The contract of `write`: what an owner changes besides, and that a refused call leaves everything as it was.

use std::time::Duration;

use odlm::odoo::{ErrorKind, OdooError, OdooWrite};
use serde_json::{Map, Value, json};

use super::site::{Site, everywhere};

/// An id that no record has.
const NOBODY: u64 = 2_000_000_000;
/// What a write may change.
const FIELDS: [&str; 8] = ["name", "user_id", "team_id", "priority", "stage_id", "date_open", "write_date", "active"];

async fn write(site: &Site, ids: &[u64], values: Value) -> Result<(), OdooError> {
    let context = Map::from_iter([("mail_auto_subscribe_no_notify".to_owned(), Value::Bool(true))]);
    site.odoo.write("crm.lead", ids, values.as_object().unwrap().clone(), context).await
}

/// Odoo shows seconds: a change within the second of the one before it cannot be seen in `write_date`.
async fn next_second() {
    tokio::time::sleep(Duration::from_millis(1100)).await;
}

#[tokio::test]
async fn an_owner_with_a_team_keeps_the_team_and_stamps_the_dates() {
    everywhere(|site| async move {
        let [seller, _] = site.sellers().await;
        let teams = site.raw.search("crm.team", json!([["id", "!=", seller.team], ["active", "=", true]])).await;
        let made = site.leads([json!({}), json!({"active": false}), json!({})]).await;
        let before = site.read(&made, &FIELDS).await;
        next_second().await;
        write(&site, &made[..2], json!({"user_id": seller.user, "team_id": teams[0]})).await.unwrap();
        let after = site.read(&made, &FIELDS).await;
        for lead in &made[..2] {
            let (before, after) = (&before[lead], &after[lead]);
            assert_eq!(
                (&after["user_id"], &after["team_id"]),
                (&json!(seller.user), &json!(teams[0])),
                "not the owner's"
            );
            assert!(after["write_date"].as_str() > before["write_date"].as_str(), "{before:?} {after:?}");
            assert_eq!((&before["date_open"], &after["date_open"]), (&json!(false), &after["write_date"]));
            assert_eq!(after["active"], before["active"], "archived ones stay so");
        }
        assert_eq!(after[&made[2]], before[&made[2]], "a lead that was not named");
        next_second().await;
        write(&site, &made[..1], json!({"user_id": false, "team_id": seller.team})).await.unwrap();
        let taken = site.read(&made[..1], &FIELDS).await.remove(&made[0]).unwrap();
        assert_eq!(
            (&taken["user_id"], &taken["date_open"]),
            (&json!(false), &json!(false)),
            "nobody's, never assigned"
        );
        assert_eq!(taken["team_id"], seller.team);
        assert!(taken["write_date"].as_str() > after[&made[0]]["write_date"].as_str());
    })
    .await;
}

#[tokio::test]
async fn an_owner_without_a_team_moves_the_lead_to_the_owners() {
    everywhere(|site| async move {
        let [seller, _] = site.sellers().await;
        let elsewhere = site
            .raw
            .search("crm.team", json!([["member_ids", "not in", [seller.user]], ["user_id", "!=", seller.user]]))
            .await[0];
        let lead = site.leads([json!({"team_id": elsewhere})]).await[0];
        write(&site, &[lead], json!({"user_id": seller.user})).await.unwrap();
        assert_ne!(site.field(lead, "team_id").await, elsewhere, "why odlm names the team");
    })
    .await;
}

#[tokio::test]
async fn every_lead_of_a_call_is_stamped_when_one_changes_hands() {
    everywhere(|site| async move {
        let [seller, _] = site.sellers().await;
        let owner = json!({"user_id": seller.user, "team_id": seller.team});
        let made = site.leads([owner.clone(), json!({})]).await;
        write(&site, &made[..1], json!({"date_open": "2020-01-01 00:00:00"})).await.unwrap();
        write(&site, &made[..1], owner.clone()).await.unwrap();
        assert_eq!(
            site.field(made[0], "date_open").await,
            "2020-01-01 00:00:00",
            "the same owner again changes nothing"
        );
        write(&site, &made, owner).await.unwrap();
        assert_ne!(site.field(made[0], "date_open").await, "2020-01-01 00:00:00", "why odlm leaves owned leads out");
    })
    .await;
}

#[tokio::test]
async fn a_new_owners_date_is_odoos_whatever_is_sent() {
    everywhere(|site| async move {
        let [seller, _] = site.sellers().await;
        let made = site.leads([json!({"date_open": "2020-01-01 00:00:00"}), json!({})]).await;
        assert_eq!(site.field(made[0], "date_open").await, "2020-01-01 00:00:00", "a new lead's own date stays");
        for date in ["2020-01-01 00:00:00", "2026-01-01T00:00:00Z"] {
            let values = json!({"user_id": seller.user, "team_id": seller.team, "date_open": date});
            write(&site, &made[1..], values).await.unwrap();
            let row = site.read(&made[1..], &["date_open", "write_date"]).await.remove(&made[1]).unwrap();
            assert_eq!(row["date_open"], row["write_date"], "{date}");
            write(&site, &made[1..], json!({"user_id": false, "date_open": date})).await.unwrap();
            assert_eq!(site.field(made[1], "date_open").await, false, "{date}");
        }
        write(&site, &made[1..], json!({"date_open": "2020-01-01 00:00:00"})).await.unwrap();
        assert_eq!(
            site.field(made[1], "date_open").await,
            "2020-01-01 00:00:00",
            "alone it holds: how undo restores it"
        );
    })
    .await;
}

#[tokio::test]
async fn a_refused_write_changes_nothing() {
    everywhere(|site| async move {
        let [seller, _] = site.sellers().await;
        let made = site.leads([json!({}), json!({"priority": "1"})]).await;
        let gone = site.leads([json!({})]).await[0];
        site.raw.unlink("crm.lead", &[gone]).await;
        let owner = json!({"user_id": seller.user, "team_id": seller.team});
        let with = |key: &str, value: Value| {
            let mut values = owner.clone();
            values[key] = value;
            values
        };
        let refusals = [
            ("a deleted lead", vec![made[0], gone, made[1]], owner.clone(), ErrorKind::Missing),
            ("a lead that never was", vec![made[0], NOBODY], owner.clone(), ErrorKind::Missing),
            ("no such user", made.clone(), json!({"user_id": NOBODY}), ErrorKind::Missing),
            ("no such team", made.clone(), with("team_id", json!(NOBODY)), ErrorKind::Missing),
            ("no such field", made.clone(), with("no_such_field", json!(1)), ErrorKind::Unsupported),
            ("no such key", made.clone(), with("priority", json!("9")), ErrorKind::Unsupported),
            (
                "a moment with a zone",
                made.clone(),
                json!({"date_open": "2026-01-01T00:00:00Z"}),
                ErrorKind::Unsupported,
            ),
            ("no name", made.clone(), with("name", json!(false)), ErrorKind::Refused),
        ];
        let before = site.read(&made, &FIELDS).await;
        next_second().await;
        for (what, ids, values, kind) in refusals {
            let error = write(&site, &ids, values).await.unwrap_err();
            assert_eq!(error.kind, kind, "{what}: {error}");
            assert_eq!(site.read(&made, &FIELDS).await, before, "{what}");
        }
    })
    .await;
}
