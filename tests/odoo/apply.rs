//! The contract of applying a plan: done, in conflict, gone, and nobody told by mail, whatever the chatter keeps.

use std::time::Duration;

use jiff::Timestamp;
use odlm::apply::{Applying, Journal, Stop, apply};
use odlm::config::written::Chatter;
use odlm::domain::decision::{About, Decision, State, Values};
use odlm::domain::ids::{LeadId, TeamId, UserId};
use odlm::domain::run::NewRun;
use odlm::ledger::{LeaseKey, PlanRecord};
use serde_json::{Value, json};

use super::site::{Seller, Site, everywhere};

/// Planned decisions for leads as they are now.
async fn plan(site: &Site, leads: &[u64], to: Seller) -> Vec<Decision> {
    let rows = site.read(leads, &["user_id", "team_id", "write_date"]).await;
    let decision = |lead: &u64| Decision {
        lead: LeadId(*lead),
        from: rows[lead]["user_id"].as_u64().map(UserId),
        from_team: rows[lead]["team_id"].as_u64().map(TeamId),
        to: Some(UserId(to.user)),
        to_team: Some(TeamId(to.team)),
        values: Values::default(),
        dropback: None,
        about: About::default(),
        reason: "contract".into(),
        write_date: rows[lead]["write_date"].as_str().unwrap().to_owned(),
        state: State::Planned,
        detail: None,
    };
    leads.iter().map(decision).collect()
}

/// Applies decisions with a ledger of their own, and checks that the ledger says the same.
async fn applied(site: &Site, decisions: &mut [Decision], chatter: Chatter) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = crate::support::ledgers::at(&folder.path().join("ledger.sqlite")).await.unwrap();
    let (odoo, campaign) = (site.connection.identity(), "contract".to_owned());
    let lives = Duration::from_secs(60);
    let lease =
        ledger.acquire(&LeaseKey { odoo: odoo.clone(), campaign: campaign.clone() }, "test", lives).await.unwrap();
    let now = Timestamp::now().as_second();
    let run = NewRun { campaign, odoo, dry_run: false, now, seed: 1, config_digest: "0".repeat(64) };
    let run = ledger.begin(&run).await.unwrap();
    ledger.record_plan(run, PlanRecord { decisions, ..PlanRecord::default() }).await.unwrap();
    let stop = Stop::default();
    let about = Applying {
        odoo: &site.odoo,
        journal: Journal::new(&*ledger, run, &lease, lives),
        batch_size: 100,
        max_failed: None,
        chatter,
        stop: &stop,
        settled: &|_| {},
        pause: Duration::from_millis(50),
    };
    assert!(!apply(decisions, &about).await.unwrap().interrupted);
    let kept = ledger.decisions(run).await.unwrap();
    let states = |decisions: &[Decision]| decisions.iter().map(|one| (one.lead, one.state)).collect::<Vec<_>>();
    assert_eq!(states(&kept), states(decisions));
    ledger.close().await;
}

/// Who was told of these leads: notices by mail, and tracking messages in their history.
#[derive(Debug, PartialEq)]
struct Told {
    notices: u64,
    tracking: u64,
}

async fn told(site: &Site, leads: &[u64]) -> Told {
    if let Some(sandbox) = site.sandbox() {
        let chatter = sandbox.chatter();
        return Told { notices: chatter.assigned_notices, tracking: chatter.tracking_messages };
    }
    let of_leads = json!(["model", "=", "crm.lead"]);
    let notices = json!([["mail_message_id.model", "=", "crm.lead"], ["mail_message_id.res_id", "in", leads]]);
    let tracking = json!([of_leads, ["res_id", "in", leads], ["tracking_value_ids", "!=", false]]);
    let mails = json!([["mail_message_id.model", "=", "crm.lead"], ["mail_message_id.res_id", "in", leads]]);
    let notices = site.raw.count("mail.notification", notices).await.max(site.raw.count("mail.mail", mails).await);
    Told { notices, tracking: site.raw.count("mail.message", tracking).await }
}

#[tokio::test]
async fn no_chatter_sends_a_notice_for_each_lead() {
    everywhere(|site| async move {
        let [seller, other] = site.sellers().await;
        for (chatter, tracking) in [(Chatter::Full, 3), (Chatter::None, 0)] {
            let made = site.leads([json!({}), json!({}), json!({"user_id": other.user, "team_id": other.team})]).await;
            let before = told(&site, &made).await;
            let mut decisions = plan(&site, &made, seller).await;
            applied(&site, &mut decisions, chatter).await;
            assert!(decisions.iter().all(|decision| decision.state == State::Done), "{decisions:?}");
            let after = told(&site, &made).await;
            assert_eq!(after.notices, before.notices, "{chatter:?}");
            assert_eq!(after.tracking, before.tracking + tracking, "{chatter:?}");
        }
        // Without odlm's context there would have been one for each.
        let made = site.leads([json!({}), json!({})]).await;
        let before = told(&site, &made).await;
        let values = json!({"user_id": seller.user, "team_id": seller.team});
        let context = json!({"mail_notify_force_send": false});
        site.raw.call("crm.lead", "write", json!([made, values]), json!({"context": context})).await;
        assert_eq!(told(&site, &made).await.notices, before.notices + 2);
    })
    .await;
}

#[tokio::test]
async fn a_lead_that_changed_or_went_is_a_conflict_and_the_rest_is_done() {
    everywhere(|site| async move {
        let [seller, other] = site.sellers().await;
        let made = site.leads((0..4).map(|number| json!({"name": format!("{number}")}))).await;
        let mut decisions = plan(&site, &made, seller).await;
        tokio::time::sleep(Duration::from_millis(1100)).await;
        let own: [(u64, Value); 2] =
            [(made[0], json!({"user_id": other.user, "team_id": other.team})), (made[1], json!({"priority": "3"}))];
        for (lead, values) in own {
            site.raw
                .call("crm.lead", "write", json!([[lead], values]), json!({"context": {"tracking_disable": true}}))
                .await;
        }
        site.raw.unlink("crm.lead", &made[2..3]).await;
        applied(&site, &mut decisions, Chatter::None).await;
        let states: Vec<State> = decisions.iter().map(|decision| decision.state).collect();
        assert_eq!(states, [State::Conflict, State::Conflict, State::Conflict, State::Done], "{decisions:?}");
        let rows = site.read(&made, &["user_id", "priority"]).await;
        assert_eq!(rows[&made[0]]["user_id"], other.user, "somebody else's change stays");
        assert_eq!((&rows[&made[1]]["user_id"], &rows[&made[1]]["priority"]), (&json!(false), &json!("3")));
        assert_eq!(rows[&made[3]]["user_id"], seller.user);
    })
    .await;
}

#[tokio::test]
async fn a_person_who_is_gone_refuses_each_lead_by_itself() {
    everywhere(|site| async move {
        let [seller, _] = site.sellers().await;
        let made = site.leads([json!({}), json!({}), json!({})]).await;
        let mut decisions = plan(&site, &made, seller).await;
        for decision in &mut decisions[..2] {
            decision.to = Some(UserId(2_000_000_000));
        }
        applied(&site, &mut decisions, Chatter::Full).await;
        let states: Vec<State> = decisions.iter().map(|decision| decision.state).collect();
        assert_eq!(states, [State::Refused, State::Refused, State::Done], "{decisions:?}");
        let rows = site.read(&made, &["user_id"]).await;
        assert_eq!((&rows[&made[0]]["user_id"], &rows[&made[2]]["user_id"]), (&json!(false), &json!(seller.user)));
    })
    .await;
}
