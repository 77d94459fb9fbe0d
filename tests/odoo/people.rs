//! The contract of people: who is active and internal, in which team, and how many open leads each owns.

use odlm::domain::ids::UserId;
use odlm::domain::run::Moment;
use odlm::odoo::{Domain, OdooRead};
use odlm::people::{Workload, read_users, read_workload};
use serde_json::{Value, json};

use super::site::{Site, everywhere};

#[tokio::test]
async fn archived_and_portal_users_are_told_apart() {
    everywhere(|site| async move {
        let shared = site.raw.search("res.users", json!([["share", "=", true]])).await;
        let users = read_users(&site.odoo, &shared[..1], &["tz"]).await.unwrap();
        let me = users.get(UserId(site.odoo.session().uid)).unwrap();
        assert_eq!((me.login.as_str(), me.active, me.share), (site.server.username.as_str(), true, false));
        assert!(!me.name.is_empty());
        assert!(me.extra.contains_key("tz"), "a field asked for beside the usual ones comes along");
        let bot = users.iter().find(|user| user.login == "__system__").unwrap();
        assert_eq!((bot.active, bot.share), (false, false), "archived users are read as such");
        assert!(users.get(UserId(shared[0])).unwrap().share, "a user asked for by id comes whoever it is");
        assert!(users.iter().all(|user| !user.share || user.id.0 == shared[0]), "no other is a portal user");
        let internal = site.raw.search("res.users", json!([["share", "=", false]])).await;
        assert_eq!(users.iter().filter(|user| !user.share).map(|user| user.id.0).collect::<Vec<u64>>(), internal);
    })
    .await;
}

#[tokio::test]
async fn a_users_team_is_the_one_of_the_membership() {
    everywhere(|site| async move {
        let [seller, _] = site.sellers().await;
        let membership =
            json!([["user_id", "=", seller.user], ["crm_team_id", "=", seller.team], ["active", "=", true]]);
        assert_eq!(site.raw.count("crm.team.member", membership).await, 1);
    })
    .await;
}

/// What counts as workload: a person's open leads of a type.
fn open(person: u64, lead_type: &str) -> Domain {
    vec![json!(["type", "=", lead_type]), json!(["user_id", "=", person]), json!(["won_status", "=", "pending"])]
}

fn of_type(lead_type: &'static str, has_won_status: bool) -> Workload {
    Workload { lead_type, has_won_status, status: Some("stage_id".to_owned()) }
}

/// The grouped count of each person, taken while `search_count` says the same before and after: others may be at work.
async fn workload(site: &Site, people: &[u64], lead_type: &'static str) -> (Vec<u64>, Vec<u64>) {
    let ids: Vec<UserId> = people.iter().copied().map(UserId).collect();
    let single = async || {
        let mut counts = Vec::new();
        for person in people {
            counts.push(site.count("crm.lead", &open(*person, lead_type)).await);
        }
        counts
    };
    for _ in 0..20 {
        let before = single().await;
        let grouped = read_workload(&site.odoo, &ids, &of_type(lead_type, true), Moment::Before).await.unwrap().leads;
        let after = single().await;
        if before == after {
            return (ids.iter().map(|id| u64::from(grouped.get(id).copied().unwrap_or(0))).collect(), after);
        }
    }
    panic!("the leads of {people:?} never stand still");
}

#[tokio::test]
async fn the_grouped_workload_is_each_persons_search_count() {
    everywhere(|site| async move {
        let sellers = site.sellers().await;
        let people = sellers.map(|seller| seller.user);
        let won = site.raw.search("crm.stage", json!([["is_won", "=", true]])).await[0];
        let of = |seller: usize, more: Value| {
            let mut values = json!({"user_id": sellers[seller].user, "team_id": sellers[seller].team});
            values.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            values
        };
        let (before, _) = workload(&site, &people, "lead").await;
        let made = site
            .leads([
                of(0, json!({})),
                of(0, json!({"priority": "3"})),
                of(0, json!({"stage_id": won, "probability": 100})),
                of(0, json!({"active": false, "probability": 0})),
                of(0, json!({"type": "opportunity"})),
                of(1, json!({})),
                json!({}),
            ])
            .await;
        let rows = site.read(&made, &["won_status"]).await;
        let states: Vec<&str> = made.iter().map(|lead| rows[lead]["won_status"].as_str().unwrap()).collect();
        assert_eq!(states, ["pending", "pending", "won", "lost", "pending", "pending", "pending"]);
        for lead_type in ["lead", "opportunity"] {
            let (grouped, single) = workload(&site, &people, lead_type).await;
            assert_eq!(grouped, single, "{lead_type}");
        }
        // Without `won_status`, as before Odoo 19, the stage and the archive say the same.
        let ids = people.map(UserId);
        let by_stage = read_workload(&site.odoo, &ids, &of_type("lead", false), Moment::Before).await.unwrap().leads;
        let own: Domain = vec![json!(["id", "in", made])];
        let mine = async |person: u64| {
            site.count("crm.lead", &open(person, "lead").into_iter().chain(own.clone()).collect()).await
        };
        assert_eq!((mine(people[0]).await, mine(people[1]).await), (2, 1), "neither won, lost nor of the other type");
        assert!(by_stage.get(&ids[0]).is_some_and(|count| *count >= 2), "{by_stage:?}");
        if site.sandbox().is_some() {
            let (after, _) = workload(&site, &people, "lead").await;
            assert_eq!(after, [before[0] + 2, before[1] + 1]);
        }
        assert!(
            read_workload(&site.odoo, &[], &of_type("lead", true), Moment::Before).await.unwrap().leads.is_empty(),
            "nobody asked for, nobody counted"
        );
    })
    .await;
}
