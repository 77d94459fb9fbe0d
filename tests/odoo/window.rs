//! The contract of the window: the leads of whole days in the run's zone, both ends inside, read and named as odlm does it.

use std::collections::BTreeMap;

use jiff::civil::date;
use jiff::tz::TimeZone;
use odlm::config::written::LeadType;
use odlm::config::{Calendar, DateWindow, DoNotCall, FieldNames, LeadRules, Patterns};
use odlm::domain::lead::Lead;
use odlm::leads::{Days, LeadQuery, mapped, read_fields, read_leads};
use serde_json::{Value, json};

use super::site::{Site, everywhere};

/// What an empty `lead_finding` means, with this date field. Which days are asked for is said apart, by the caller of `read_leads`.
fn rules(date_field: &str) -> LeadRules {
    let fields = FieldNames {
        status: "stage_id".to_owned(),
        source: "source_id".to_owned(),
        date: date_field.to_owned(),
        campaign: "campaign_id".to_owned(),
        closer: "closer_id".to_owned(),
        open_user: "open_user_id".to_owned(),
    };
    let blacklists = DoNotCall { statuses: Patterns::default(), tags: None, strict: false, blacklists: true };
    LeadRules {
        lead_type: LeadType::Lead,
        fields,
        window: DateWindow::Between(date(1999, 3, 28), Some(date(1999, 3, 29))),
        calendar: Calendar::default(),
        sources: None,
        campaigns: None,
        statuses: None,
        excluded_statuses: None,
        sale_statuses: None,
        do_not_call: Some(blacklists),
        included_tags: None,
        excluded_tags: None,
        required_fields: Vec::new(),
        priority: (0, 3),
        exclude_assigned: false,
        exclude_closed: true,
        exclude_inactive_owners: false,
        activity: None,
        sales: None,
        dropback: None,
        explain_limit: 50_000,
    }
}

/// The leads of two days, those of this contract only, by id.
async fn window(site: &Site, date_field: &str, zone: &str, made: &[u64]) -> BTreeMap<u64, Lead> {
    let rules = rules(date_field);
    let fields = read_fields(&site.odoo).await.unwrap();
    let reading = mapped(&rules, &fields).unwrap();
    let (days, zone) = (Days { from: date(1999, 3, 28), to: date(1999, 3, 29) }, TimeZone::get(zone).unwrap());
    let query = LeadQuery { rules: &rules, reading: &reading, fields: &fields, columns: &[], days, zone: &zone };
    let leads = read_leads(&site.odoo, &query, query.domain(), &|_| {}).await.unwrap();
    leads.into_iter().map(|lead| (lead.id.0, lead)).filter(|(id, _)| made.contains(id)).collect()
}

async fn dated(site: &Site, field: &str, values: &[&str]) -> Vec<u64> {
    site.leads(values.iter().map(|value| json!({"name": value, field: value}))).await
}

#[tokio::test]
async fn moments_are_taken_by_the_zones_days() {
    everywhere(|site| async move {
        // In Berlin the clocks change on 1999-03-28: the two days last from the 27th, 23:00 UTC, to the 29th, 22:00 UTC.
        let moments = [
            "1999-03-27 22:59:59",
            "1999-03-27 23:00:00",
            "1999-03-28 12:00:00",
            "1999-03-29 21:59:59",
            "1999-03-29 22:00:00",
            "1999-03-29 23:59:59",
            "1999-03-30 00:00:00",
        ];
        let made = dated(&site, "date_open", &moments).await;
        let found = |leads: &BTreeMap<u64, Lead>| {
            made.iter().zip(moments).filter(|(id, _)| leads.contains_key(id)).map(|(_, text)| text).collect::<Vec<_>>()
        };
        let berlin = window(&site, "date_open", "Europe/Berlin", &made).await;
        assert_eq!(found(&berlin), moments[1..4]);
        assert_eq!(berlin[&made[1]].date, Some(date(1999, 3, 28)), "a moment's day is the zone's");
        assert_eq!(found(&window(&site, "date_open", "UTC", &made).await), moments[2..6]);
    })
    .await;
}

#[tokio::test]
async fn days_are_taken_as_they_stand() {
    everywhere(|site| async move {
        let days = ["1999-03-27", "1999-03-28", "1999-03-29", "1999-03-30"];
        let made = dated(&site, "date_deadline", &days).await;
        let leads = window(&site, "date_deadline", "Pacific/Kiritimati", &made).await;
        assert_eq!(leads.into_keys().collect::<Vec<u64>>(), made[1..3]);
    })
    .await;
}

#[tokio::test]
async fn a_lead_is_read_with_its_names() {
    everywhere(|site| async move {
        let [seller, _] = site.sellers().await;
        let named = |name: &str| json!({"name": format!("{} {name}", site.prefix)});
        let source = site.create("utm.source", vec![named("Größe")]).await[0];
        let tag = site.create("crm.tag", vec![named("vip")]).await[0];
        let day = json!({"date_deadline": "1999-03-28"});
        let with = |more: Value| {
            let mut values = day.clone();
            values.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            values
        };
        let made = site
            .leads([
                with(json!({"source_id": source, "tag_ids": [[6, 0, [tag]]], "priority": "3", "user_id": seller.user,
                    "team_id": seller.team})),
                with(json!({})),
                with(json!({"type": "opportunity"})),
                with(json!({"active": false})),
            ])
            .await;
        let leads = window(&site, "date_deadline", "UTC", &made).await;
        assert_eq!(leads.keys().copied().collect::<Vec<u64>>(), made[..2], "neither opportunities nor lost leads");
        let (full, bare) = (&leads[&made[0]], &leads[&made[1]]);
        let stage = site.field(made[0], "stage_id").await;
        let status = site.raw.call("crm.stage", "read", json!([[stage]]), json!({"fields": ["display_name"]})).await;
        assert_eq!(full.status.as_deref(), status[0]["display_name"].as_str());
        assert_eq!(full.source.as_deref(), Some(format!("{} Größe", site.prefix).as_str()));
        assert_eq!(full.tags.iter().map(AsRef::as_ref).collect::<Vec<&str>>(), [format!("{} vip", site.prefix)]);
        assert_eq!(
            (full.owner.map(|user| user.0), full.team.map(|team| team.0)),
            (Some(seller.user), Some(seller.team))
        );
        assert_eq!((full.priority, full.blacklisted), (3, false));
        assert_eq!((bare.owner, bare.team, bare.source.as_deref(), bare.tags.len()), (None, None, None, 0));
        assert_eq!(bare.priority, 0);
    })
    .await;
}
