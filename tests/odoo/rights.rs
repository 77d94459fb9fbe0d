//! The contract of missing rights: a login that may see no leads is told so, and `has_access` says it before.

use odlm::odoo::{ErrorKind, OdooRead, OdooWrite, Protocol, ReadCall, ReadMethod, Secret, Writer, connect};
use odlm::sandbox::{Faults, Operation};
use serde_json::{Map, Value, json};

use super::site::{Site, everywhere};

/// A login that may do nothing with leads. JSON-2 would want a key of theirs, which on a real Odoo only they can make: none there.
async fn outsider(site: &Site) -> Option<Writer> {
    if let Some(sandbox) = site.sandbox() {
        let denied = Faults::default().deny("crm.lead", Operation::Read).deny("crm.lead", Operation::Write);
        sandbox.set_faults(denied);
        return Some(Writer::new(connect(&site.connection).await.unwrap()));
    }
    if site.connection.protocol == Protocol::Json2 {
        return None;
    }
    let employee = json!([["module", "=", "base"], ["name", "=", "group_user"]]);
    let named = site.raw.search("ir.model.data", employee).await;
    let group = site.raw.call("ir.model.data", "read", json!([named]), json!({"fields": ["res_id"]})).await;
    let (login, password) = (format!("{}outsider", site.prefix), format!("{}-secret", site.prefix));
    let groups = json!([[6, 0, [group[0]["res_id"]]]]);
    let values = json!({"name": login, "login": login, "password": password, "group_ids": groups});
    let user = site.create("res.users", vec![values]).await;
    let partner =
        site.raw.call("res.users", "read", json!([user]), json!({"fields": ["partner_id"], "load": ""})).await;
    site.goes_last("res.partner", partner[0]["partner_id"].as_u64().unwrap());
    let mut connection = site.connection.clone();
    (connection.username, connection.password, connection.api_key) = (Some(login), Some(Secret::new(password)), None);
    Some(Writer::new(connect(&connection).await.unwrap()))
}

#[tokio::test]
async fn a_login_without_rights_on_leads_is_denied() {
    everywhere(|site| async move {
        let lead = site.leads([json!({"priority": "1"})]).await[0];
        let Some(outsider) = outsider(&site).await else { return };
        for operation in ["read", "write"] {
            let call = ReadCall::new("crm.lead", ReadMethod::HasAccess).with("operation", operation);
            assert_eq!(outsider.read(call).await.unwrap(), false, "{operation}");
        }
        let search = ReadCall::new("crm.lead", ReadMethod::SearchRead).with("domain", json!([["id", "=", lead]]));
        let reading = outsider.read(search.with("fields", json!(["name"]))).await.unwrap_err();
        assert_eq!(reading.kind, ErrorKind::Access, "{reading}");
        let values = Map::from_iter([("priority".to_owned(), Value::from("3"))]);
        let writing = outsider.write("crm.lead", &[lead], values, Map::new()).await.unwrap_err();
        assert_eq!(writing.kind, ErrorKind::Access, "{writing}");
        if let Some(sandbox) = site.sandbox() {
            sandbox.set_faults(Faults::default());
        }
        assert_eq!(site.field(lead, "priority").await, "1");
    })
    .await;
}
