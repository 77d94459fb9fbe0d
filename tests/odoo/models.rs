//! The contract of what stands around leads: teams and their members, holidays, contacts, sources, keys, activities.

use odlm::odoo::{ErrorKind, OdooRead, OdooWrite, ReadCall, ReadMethod, ToDo};
use serde_json::{Value, json};

use super::site::{Site, everywhere};

/// The attributes of a model's fields that odlm looks at: type, relation, searchable.
async fn kinds(site: &Site, model: &str, fields: &[&str]) -> Vec<String> {
    let call = ReadCall::new(model, ReadMethod::FieldsGet).with("allfields", json!(fields));
    let answer = site.odoo.read(call.with("attributes", json!(["type", "relation", "searchable"]))).await.unwrap();
    let line = |field: &&str| {
        let found = &answer[*field];
        let relation = found["relation"].as_str().map_or(String::new(), |relation| format!(" {relation}"));
        let hidden = if found["searchable"] == false { " unsearchable" } else { "" };
        format!("{field}: {}{relation}{hidden}", found["type"].as_str().unwrap_or("absent"))
    };
    fields.iter().map(line).collect()
}

async fn read(site: &Site, model: &str, id: u64, fields: &[&str]) -> Value {
    let call = ReadCall::new(model, ReadMethod::Read).ids(&[id]).with("fields", json!(fields)).with("load", "");
    site.odoo.read(call).await.unwrap()[0].clone()
}

#[tokio::test]
async fn teams_and_members_say_how_odoo_assigns() {
    everywhere(|site| async move {
        let member = ["assignment_max", "assignment_optout", "assignment_domain", "assignment_domain_preferred"];
        assert_eq!(
            kinds(&site, "crm.team.member", &member).await,
            [
                "assignment_max: integer",
                "assignment_optout: boolean",
                "assignment_domain: char",
                "assignment_domain_preferred: char"
            ]
        );
        let team = ["assignment_enabled", "assignment_auto_enabled", "assignment_optout", "assignment_domain"];
        assert_eq!(
            kinds(&site, "crm.team", &team).await,
            [
                "assignment_enabled: boolean unsearchable",
                "assignment_auto_enabled: boolean unsearchable",
                "assignment_optout: boolean",
                "assignment_domain: char"
            ]
        );
        let [seller, _] = site.sellers().await;
        let team_id = site.create("crm.team", vec![json!({"name": format!("{} team", site.prefix)})]).await[0];
        let made = site.create("crm.team.member", vec![json!({"crm_team_id": team_id, "user_id": seller.user})]).await;
        let row = read(&site, "crm.team.member", made[0], &member).await;
        assert_eq!((&row["assignment_max"], &row["assignment_optout"]), (&json!(30), &json!(false)));
        assert_eq!((&row["assignment_domain"], &row["assignment_domain_preferred"]), (&json!(false), &json!(false)));
        let call = ReadCall::new("crm.team", ReadMethod::SearchCount);
        let error = site.odoo.read(call.with("domain", json!([["assignment_enabled", "=", true]]))).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsupported, "{error}");
    })
    .await;
}

#[tokio::test]
async fn time_off_without_a_resource_is_a_public_holiday() {
    everywhere(|site| async move {
        let fields = ["name", "date_from", "date_to", "resource_id", "calendar_id", "company_id", "time_type"];
        assert_eq!(
            kinds(&site, "resource.calendar.leaves", &fields).await,
            [
                "name: char",
                "date_from: datetime",
                "date_to: datetime",
                "resource_id: many2one resource.resource",
                "calendar_id: many2one resource.calendar",
                "company_id: many2one res.company",
                "time_type: selection"
            ]
        );
        let day = json!({"name": format!("{} day", site.prefix), "date_from": "2031-12-25 00:00:00", "date_to": "2031-12-25 22:59:59"});
        let id = site.create("resource.calendar.leaves", vec![day]).await[0];
        let row = read(&site, "resource.calendar.leaves", id, &fields).await;
        assert_eq!((&row["resource_id"], &row["calendar_id"], &row["time_type"]), (&json!(false), &json!(false), &json!("leave")));
        assert!(row["company_id"].is_u64(), "{row}");
        assert_eq!((&row["date_from"], &row["date_to"]), (&json!("2031-12-25 00:00:00"), &json!("2031-12-25 22:59:59")));
        let over = |day: &str| {
            vec![
                json!(["id", "=", id]),
                json!(["resource_id", "=", false]),
                json!(["date_from", "<=", format!("{day} 23:59:59")]),
                json!(["date_to", ">=", format!("{day} 00:00:00")]),
            ]
        };
        assert_eq!(site.count("resource.calendar.leaves", &over("2031-12-25")).await, 1);
        assert_eq!(site.count("resource.calendar.leaves", &over("2031-12-26")).await, 0);
    })
    .await;
}

#[tokio::test]
async fn addresses_are_kept_in_a_normal_form_too() {
    everywhere(|site| async move {
        let tail = site.prefix.replace([' ', ':'], "-");
        let typed = format!("Gold <GOLD@{tail}.example>");
        let partner = json!({"name": format!("{} contact", site.prefix), "email": typed, "phone": "+1 555 0100"});
        let partner = site.create("res.partner", vec![partner]).await[0];
        let fields = ["email", "email_normalized", "phone", "phone_sanitized", "active"];
        let row = read(&site, "res.partner", partner, &fields).await;
        let normal = format!("gold@{tail}.example").to_lowercase();
        assert_eq!((&row["email"], &row["email_normalized"]), (&json!(typed), &json!(normal)));
        assert_eq!(row["phone"], "+1 555 0100");
        let leads = site
            .leads([
                json!({"partner_id": partner}),
                json!({"email_from": format!("one@{tail}.example, two@{tail}.example")}),
                json!({"email_from": "nonsense"}),
            ])
            .await;
        let rows = site.read(&leads, &["email_from", "email_normalized"]).await;
        assert_eq!(rows[&leads[0]]["email_from"], typed, "a contact's address becomes the lead's");
        assert_eq!(rows[&leads[0]]["email_normalized"], normal);
        assert_eq!(rows[&leads[1]]["email_normalized"], format!("one@{tail}.example").to_lowercase());
        assert_eq!(rows[&leads[2]]["email_normalized"], false);
        let by_address = vec![json!(["email_normalized", "=", normal])];
        assert_eq!(site.count("crm.lead", &by_address).await, 1);
        assert_eq!(site.count("crm.lead", &vec![json!(["partner_id.email_normalized", "=", normal])]).await, 1);
    })
    .await;
}

#[tokio::test]
async fn sources_and_campaigns_have_names_of_their_own() {
    everywhere(|site| async move {
        let name = format!("{} source", site.prefix);
        let sources = site.create("utm.source", vec![json!({"name": name})]).await[0];
        let second = site.create("utm.source", vec![json!({"name": name})]).await[0];
        let named = read(&site, "utm.source", second, &["name"]).await;
        assert_eq!(named["name"], format!("{name} [2]"), "no two sources are of one name");
        assert_eq!(site.count("utm.source", &vec![json!(["name", "=", name]), json!(["id", "=", sources])]).await, 1);
        let title = format!("{} campaign", site.prefix);
        let campaign = site.create("utm.campaign", vec![json!({"title": title})]).await[0];
        let row = read(&site, "utm.campaign", campaign, &["name", "title", "display_name", "active"]).await;
        assert_eq!((&row["name"], &row["title"]), (&json!(title), &json!(title)));
        assert_eq!((&row["display_name"], &row["active"]), (&json!(title), &json!(true)));
        let call = ReadCall::new("utm.source", ReadMethod::SearchCount).with("domain", json!([["active", "=", true]]));
        assert_eq!(site.odoo.read(call).await.unwrap_err().kind, ErrorKind::Unsupported, "a source is never archived");
    })
    .await;
}

#[tokio::test]
async fn a_login_sees_its_keys_and_nobody_writes_them() {
    everywhere(|site| async move {
        let fields = ["name", "user_id", "scope", "expiration_date"];
        assert_eq!(
            kinds(&site, "res.users.apikeys", &fields).await,
            ["name: char", "user_id: many2one res.users", "scope: char", "expiration_date: datetime"]
        );
        let own = site.raw.search("res.users.apikeys", json!([["user_id", "=", site.odoo.session().uid]])).await;
        assert!(!own.is_empty() || site.connection.api_key.is_none());
        for (operation, allowed) in [("read", true), ("write", false), ("create", false), ("unlink", false)] {
            let call = ReadCall::new("res.users.apikeys", ReadMethod::HasAccess).with("operation", operation);
            assert_eq!(site.odoo.read(call).await.unwrap(), allowed, "{operation}");
        }
        assert!(kinds(&site, "res.users", &["email", "phone"]).await == ["email: char", "phone: char"]);
    })
    .await;
}

#[tokio::test]
async fn paths_lead_to_archived_owners_and_drop_leads_of_nobody() {
    everywhere(|site| async move {
        let login = format!("{}gone", site.prefix);
        let gone = site.create("res.users", vec![json!({"name": login, "login": login})]).await[0];
        if site.sandbox().is_none() {
            let partner = read(&site, "res.users", gone, &["partner_id"]).await["partner_id"].as_u64().unwrap();
            site.goes_last("res.partner", partner);
        }
        let made = site.leads([json!({"user_id": gone}), json!({})]).await;
        site.raw.call("res.users", "write", json!([[gone], {"active": false}]), json!({})).await;
        let count = async |condition: Value| site.count("crm.lead", &vec![json!(["id", "in", made]), condition]).await;
        assert_eq!(count(json!(["user_id.active", "=", false])).await, 1);
        assert_eq!(count(json!(["user_id.active", "=", true])).await, 0);
        assert_eq!(count(json!(["user_id.active", "!=", true])).await, 1, "not the lead of nobody");
        assert_eq!(count(json!(["user_id.login", "=", login])).await, 1);
        assert_eq!(count(json!(["stage_id.is_won", "=", false])).await, 2);
    })
    .await;
}

#[tokio::test]
async fn the_next_activity_is_odoos_to_say_and_can_be_asked_for() {
    everywhere(|site| async move {
        let made = site.leads([json!({}), json!({})]).await;
        match site.sandbox() {
            Some(sandbox) => {
                let due = json!({"activity_date_deadline": "2031-05-10"});
                sandbox.edit(|world| world.set("crm.lead", made[0], &due)).unwrap();
            }
            None => {
                let due = json!({"act_type_xmlid": "mail.mail_activity_data_call", "date_deadline": "2031-05-10"});
                site.raw.call("crm.lead", "activity_schedule", json!([[made[0]]]), due).await;
            }
        }
        let write = json!([[made[1]], {"activity_date_deadline": "2031-05-11"}]);
        site.raw.call("crm.lead", "write", write, json!({})).await;
        let rows = site.read(&made, &["activity_date_deadline"]).await;
        let found: Vec<&Value> = made.iter().map(|lead| &rows[lead]["activity_date_deadline"]).collect();
        assert_eq!(found, [&json!("2031-05-10"), &json!(false)], "what is written to it is passed over");
        let count = async |condition: Value| site.count("crm.lead", &vec![json!(["id", "in", made]), condition]).await;
        assert_eq!(count(json!(["activity_date_deadline", "=", false])).await, 1);
        assert_eq!(count(json!(["activity_date_deadline", "!=", false])).await, 1);
        assert_eq!(count(json!(["activity_date_deadline", "<=", "2031-05-10"])).await, 1);
        assert_eq!(count(json!(["activity_date_deadline", "<", "2031-05-10"])).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_to_do_is_planned_for_its_owner_and_changes_nothing_else_of_the_lead() {
    everywhere(|site| async move {
        let [seller, _] = site.sellers().await;
        let made = site.leads([json!({"user_id": seller.user, "team_id": seller.team}), json!({})]).await;
        let fields = ["name", "user_id", "team_id", "write_date", "activity_date_deadline"];
        let before = site.read(&made, &fields).await;
        let to_do = ToDo {
            user: seller.user,
            summary: format!("{} to-do <b>", site.prefix),
            note: "<p><a href=\"https://odoo.example.com/odoo/crm.lead/1\"><bdi>a &#38; b</bdi></a></p>".to_owned(),
            deadline: "2031-05-10".to_owned(),
        };
        // Odoo shows seconds: a later write_date would be seen.
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        site.odoo.schedule("crm.lead", made[0], &to_do).await.unwrap();
        let domain = json!([
            ["res_model", "=", "crm.lead"],
            ["res_id", "=", made[0]],
            ["user_id", "=", seller.user],
            ["summary", "=", to_do.summary]
        ]);
        assert_eq!(
            site.count("mail.activity", &serde_json::from_value(domain.clone()).unwrap()).await,
            1,
            "how it is looked for"
        );
        let found = site.raw.search("mail.activity", domain).await[0];
        let shown = ["summary", "note", "user_id", "date_deadline", "activity_type_id"];
        let row = read(&site, "mail.activity", found, &shown).await;
        assert_eq!((&row["summary"], &row["user_id"]), (&json!(to_do.summary), &json!(seller.user)));
        assert_eq!(row["date_deadline"], to_do.deadline);
        let note = row["note"].as_str().unwrap();
        assert!(
            note.contains("href=\"https://odoo.example.com/odoo/crm.lead/1\"") && note.contains("b</bdi>"),
            "{note}"
        );
        let kind = read(&site, "mail.activity.type", row["activity_type_id"].as_u64().unwrap(), &["name"]).await;
        assert_eq!(kind["name"], "To-Do");
        let after = site.read(&made, &fields).await;
        assert_eq!(after[&made[0]]["activity_date_deadline"], to_do.deadline);
        for field in ["name", "user_id", "team_id", "write_date"] {
            assert_eq!(after[&made[0]][field], before[&made[0]][field], "{field}");
        }
        assert_eq!(after[&made[1]], before[&made[1]], "another lead");
        let gone = site.odoo.schedule("crm.lead", 2_000_000_000, &to_do).await.unwrap_err();
        assert_eq!(gone.kind, ErrorKind::Access, "{gone}");
        let nobody = ToDo { user: 2_000_000_000, ..to_do };
        site.odoo.schedule("crm.lead", made[1], &nobody).await.unwrap_err();
        assert_eq!(
            site.count("mail.activity", &vec![json!(["res_id", "=", made[1]]), json!(["res_model", "=", "crm.lead"])])
                .await,
            0
        );
    })
    .await;
}

#[tokio::test]
async fn a_user_has_an_address_in_normal_form() {
    everywhere(|site| async move {
        let of_users = kinds(&site, "res.users", &["name", "email_normalized", "login"]).await;
        assert_eq!(of_users, ["name: char", "email_normalized: char", "login: char"]);
        let of_leads = kinds(&site, "crm.lead", &["name", "contact_name", "partner_name", "priority"]).await;
        assert_eq!(of_leads, ["name: char", "contact_name: char", "partner_name: char", "priority: selection"]);
    })
    .await;
}
