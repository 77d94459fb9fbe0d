//! The contract of values: what `load: ""` gives for each kind of field, filled and empty.

use odlm::odoo::{OdooRead, ReadCall, ReadMethod, records};
use serde_json::{Value, json};

use super::site::everywhere;

fn is_moment(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.len() == 19 && text.as_bytes()[10] == b' ' && !text.ends_with('Z'))
}

#[tokio::test]
async fn relations_are_plain_ids_and_moments_have_no_zone() {
    everywhere(|site| async move {
        let [seller, _] = site.sellers().await;
        let source = site.create("utm.source", vec![json!({"name": format!("{} ☎ Quelle", site.prefix)})]).await[0];
        let names = ["one", "two"].map(|name| json!({"name": format!("{} {name}", site.prefix)}));
        let tags = site.create("crm.tag", names.to_vec()).await;
        let lead = site
            .leads([json!({
                "user_id": seller.user, "team_id": seller.team, "source_id": source, "tag_ids": [[6, 0, tags]],
                "priority": "2", "email_from": "anna@example.org", "expected_revenue": 1500.5, "date_deadline": "2030-02-28",
            })])
            .await[0];
        let fields = [
            "user_id", "team_id", "source_id", "tag_ids", "priority", "type", "active", "email_from", "expected_revenue",
            "date_deadline", "write_date", "create_date", "date_open", "won_status", "stage_id",
        ];
        let row = site.read(&[lead], &fields).await.remove(&lead).unwrap();
        assert_eq!(row["id"], lead);
        assert_eq!(row["user_id"], seller.user);
        assert_eq!(row["team_id"], seller.team);
        assert_eq!(row["source_id"], source);
        assert_eq!(row["tag_ids"], json!(tags));
        assert_eq!((&row["priority"], &row["type"]), (&json!("2"), &json!("lead")), "selections are texts");
        assert_eq!((&row["active"], &row["won_status"]), (&json!(true), &json!("pending")));
        assert_eq!(row["expected_revenue"], 1500.5);
        assert_eq!((&row["email_from"], &row["date_deadline"]), (&json!("anna@example.org"), &json!("2030-02-28")));
        assert!(row["stage_id"].is_u64(), "a new lead has a stage: {}", row["stage_id"]);
        for moment in ["write_date", "create_date", "date_open"] {
            assert!(is_moment(&row[moment]), "{moment}: {}", row[moment]);
        }
        // By default a relation is a pair; names are read by id.
        let call = ReadCall::new("crm.lead", ReadMethod::Read).ids(&[lead]).with("fields", json!(["source_id"]));
        let pair = records("crm.lead", site.odoo.read(call.clone()).await.unwrap()).unwrap();
        assert_eq!(pair[0]["source_id"], json!([source, format!("{} ☎ Quelle", site.prefix)]));
        let call = ReadCall::new("utm.source", ReadMethod::Read).ids(&[source]).with("fields", json!(["display_name"]));
        let named = records("utm.source", site.odoo.read(call).await.unwrap()).unwrap();
        assert_eq!(named[0]["display_name"], format!("{} ☎ Quelle", site.prefix));
    })
    .await;
}

#[tokio::test]
async fn empty_is_false_but_for_numbers_and_lists() {
    everywhere(|site| async move {
        let lead = site.leads([json!({})]).await[0];
        let fields = [
            "user_id",
            "team_id",
            "source_id",
            "email_from",
            "date_deadline",
            "date_open",
            "tag_ids",
            "expected_revenue",
        ];
        let row = site.read(&[lead], &fields).await.remove(&lead).unwrap();
        for field in ["user_id", "team_id", "source_id", "email_from", "date_deadline", "date_open"] {
            assert_eq!(row[field], false, "{field}");
        }
        assert_eq!((&row["tag_ids"], row["expected_revenue"].as_f64()), (&json!([]), Some(0.0)));
        assert_eq!(row.len(), 1 + fields.len(), "only what was asked for, and the id: {row:?}");
    })
    .await;
}

#[tokio::test]
async fn a_blacklisted_address_shows_on_its_leads() {
    everywhere(|site| async move {
        let address = format!("{}@example.org", site.prefix.replace([' ', ':'], "-"));
        let made =
            site.leads([json!({"email_from": address}), json!({"email_from": "other@example.org"}), json!({})]).await;
        match site.sandbox() {
            Some(sandbox) => {
                sandbox.edit(|world| world.set("crm.lead", made[0], &json!({"is_blacklisted": true}))).unwrap();
            }
            None => {
                site.create("mail.blacklist", vec![json!({"email": address})]).await;
            }
        }
        let rows = site.read(&made, &["is_blacklisted", "phone_sanitized_blacklisted"]).await;
        let listed: Vec<&Value> = made.iter().map(|lead| &rows[lead]["is_blacklisted"]).collect();
        assert_eq!(listed, [true, false, false]);
        assert!(rows.values().all(|row| row["phone_sanitized_blacklisted"] == false));
    })
    .await;
}

#[tokio::test]
async fn a_deleted_lead_is_absent_from_what_is_read() {
    everywhere(|site| async move {
        let made = site.leads([json!({}), json!({})]).await;
        site.raw.unlink("crm.lead", &made[..1]).await;
        assert_eq!(site.read(&made, &["write_date"]).await.into_keys().collect::<Vec<u64>>(), made[1..]);
    })
    .await;
}
