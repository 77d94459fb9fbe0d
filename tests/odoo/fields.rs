//! The contract of `fields_get`: the kinds of the fields that odlm reads and maps, stock ones and those of a customised Odoo.

use odlm::leads::{FieldKind, read_fields};
use odlm::odoo::{ErrorKind, OdooRead, ReadCall, ReadMethod};
use serde_json::json;

use super::site::everywhere;

fn one(model: &str) -> FieldKind {
    FieldKind::Many2one(model.to_owned())
}

fn stock() -> Vec<(&'static str, FieldKind)> {
    vec![
        ("user_id", one("res.users")),
        ("team_id", one("crm.team")),
        ("stage_id", one("crm.stage")),
        ("source_id", one("utm.source")),
        ("medium_id", one("utm.medium")),
        ("campaign_id", one("utm.campaign")),
        ("country_id", one("res.country")),
        ("lang_id", one("res.lang")),
        ("tag_ids", FieldKind::Many2many("crm.tag".to_owned())),
        ("type", FieldKind::Selection),
        ("priority", FieldKind::Selection),
        ("won_status", FieldKind::Selection),
        ("create_date", FieldKind::Datetime),
        ("write_date", FieldKind::Datetime),
        ("date_open", FieldKind::Datetime),
        ("date_deadline", FieldKind::Date),
        ("active", FieldKind::Boolean),
        ("is_blacklisted", FieldKind::Boolean),
        ("phone_sanitized_blacklisted", FieldKind::Boolean),
        ("probability", FieldKind::Float),
        ("expected_revenue", FieldKind::Float),
        ("email_from", FieldKind::Text),
    ]
}

#[tokio::test]
async fn stock_fields_have_the_kinds_that_odlm_expects() {
    everywhere(|site| async move {
        let fields = read_fields(&site.odoo).await.unwrap();
        for (name, kind) in stock() {
            assert_eq!(fields.get(name).map(|field| &field.kind), Some(&kind), "{name}");
        }
        let keys = |name: &str| {
            let field = fields.get(name).unwrap();
            field.selection.iter().map(|(key, _)| key.clone()).collect::<Vec<String>>()
        };
        assert_eq!(keys("priority"), ["0", "1", "2", "3"]);
        assert_eq!(keys("type"), ["lead", "opportunity"]);
        assert_eq!(keys("won_status"), ["won", "lost", "pending"]);
        let (message, hint) = fields.mapped("the date", "creat_date", FieldKind::is_dated).unwrap_err();
        assert!(message.contains("creat_date") && hint.contains("`create_date`"), "{message}; {hint}");
    })
    .await;
}

/// A real Odoo has them only where somebody added them; the sandbox always.
#[tokio::test]
async fn custom_fields_have_their_kinds_where_there_are_any() {
    everywhere(|site| async move {
        let fields = read_fields(&site.odoo).await.unwrap();
        let custom = [
            ("status", FieldKind::Text),
            ("web_source_id", FieldKind::Text),
            ("source_date", FieldKind::Date),
            ("closer_id", one("res.users")),
            ("open_user_id", one("res.users")),
        ];
        for (name, kind) in custom {
            let found = fields.get(name).map(|field| field.kind.clone());
            assert!(found == Some(kind) || (found.is_none() && site.sandbox().is_none()), "{name}: {found:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_odoo_does_not_know_is_unsupported() {
    everywhere(|site| async move {
        let search = |domain, fields| {
            ReadCall::new("crm.lead", ReadMethod::SearchRead).with("domain", domain).with("fields", fields)
        };
        let unknown = [
            ("field of a domain", search(json!([["no_such_field", "=", 1]]), json!(["id"]))),
            ("field to read", search(json!([["id", "=", 1]]), json!(["no_such_field"]))),
            ("operator", search(json!([["id", "is about", 1]]), json!(["id"]))),
            ("argument", search(json!([]), json!(["id"])).with("no_such_argument", 1)),
            ("model", ReadCall::new("crm.no_such_model", ReadMethod::FieldsGet)),
        ];
        for (what, call) in unknown {
            let error = site.odoo.read(call).await.unwrap_err();
            assert_eq!(error.kind, ErrorKind::Unsupported, "{what}: {error}");
            assert!(what == "argument" || error.message.contains("no_such") || what == "operator", "{error}");
        }
    })
    .await;
}
