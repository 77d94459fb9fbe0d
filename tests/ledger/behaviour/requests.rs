//! What strategies were asked: comes back whole, and only of the latest runs.

use std::sync::Arc;

use odlm::domain::request::{Column, LeadTable, Request, Values};
use odlm::domain::run::{NewRun, Status};
use odlm::ledger::{EndRecord, PlanRecord, RunFilter};

use crate::ledger::samples::{CAMPAIGN, ODOO, end, new_run, planned, planning};
use crate::ledger::stand::Stand;

/// A question about so many leads, whose texts hardly shrink when they are packed.
fn request(leads: u64) -> Request {
    let text = |lead: u64| Some(Arc::from(format!("{:x}", lead.wrapping_mul(0x9e37_79b9_7f4a_7c15)).as_str()));
    let count = usize::try_from(leads).unwrap();
    Request {
        leads: LeadTable {
            id: (1..=leads).collect(),
            owner: vec![0; count],
            priority: vec![1; count],
            columns: vec![Column { name: "source".to_owned(), values: Values::Texts((0..leads).map(text).collect()) }],
        },
        seed: leads,
        ..Request::default()
    }
}

pub(crate) async fn come_back_in_their_order(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let (asked, nothing) = (ledger.begin(&new_run()).await.unwrap(), ledger.begin(&new_run()).await.unwrap());
    // The first takes several parts.
    let requests = [request(150_000), request(0), request(3)];
    let decisions = [planned(1)];
    let plan = PlanRecord { requests: &requests, ..planning(&[], &decisions) };
    ledger.record_plan(asked, plan).await.unwrap();
    ledger.record_plan(nothing, planning(&[], &decisions)).await.unwrap();
    assert!(ledger.requests(asked).await.unwrap() == requests);
    assert_eq!(ledger.requests(nothing).await.unwrap(), []);
}

pub(crate) async fn only_the_latest_are_kept(stand: &dyn Stand) {
    let ledger = stand.open().await;
    let mut runs = Vec::new();
    for campaign in [CAMPAIGN, CAMPAIGN, "other", CAMPAIGN] {
        let run = ledger.begin(&NewRun { campaign: campaign.to_owned(), ..new_run() }).await.unwrap();
        ledger.record_plan(run, PlanRecord { requests: &[request(2)], ..planning(&[], &[]) }).await.unwrap();
        ledger.finish(run, EndRecord::of(&end(Status::Complete))).await.unwrap();
        runs.push(run);
    }
    // One without, and one at work, count for nothing.
    let without = ledger.begin(&new_run()).await.unwrap();
    ledger.finish(without, EndRecord::of(&end(Status::Nothing))).await.unwrap();
    let at_work = ledger.begin(&new_run()).await.unwrap();
    ledger.record_plan(at_work, PlanRecord { requests: &[request(2)], ..planning(&[], &[]) }).await.unwrap();
    ledger.forget_requests(ODOO, CAMPAIGN, 2).await.unwrap();
    let mut kept = Vec::new();
    for run in runs.iter().copied().chain([at_work]) {
        kept.push(!ledger.requests(run).await.unwrap().is_empty());
    }
    assert_eq!(kept, [false, true, true, true, true]);
    let asked = async |filter: RunFilter| {
        let runs = ledger.runs_between(&RunFilter { asked: true, ..filter }, 9).await.unwrap();
        runs.into_iter().map(|run| run.id).collect::<Vec<_>>()
    };
    assert_eq!(asked(RunFilter::default()).await, [at_work, runs[3], runs[2], runs[1]]);
    let of_campaign = RunFilter { campaign: Some(CAMPAIGN.to_owned()), dry_run: Some(false), ..RunFilter::default() };
    assert_eq!(asked(of_campaign).await, [at_work, runs[3], runs[1]]);
    assert_eq!(asked(RunFilter { dry_run: Some(true), ..RunFilter::default() }).await, []);
    ledger.forget_requests(ODOO, CAMPAIGN, 0).await.unwrap();
    assert!(!ledger.requests(at_work).await.unwrap().is_empty(), "what is at work is left alone");
}
