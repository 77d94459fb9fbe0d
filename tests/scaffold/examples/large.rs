//! 100,000 leads for 1,000 people, as different as they may be: within the fuel that odlm allows, in time that grows with the leads.

use std::sync::Arc;
use std::time::Duration;

use odlm::domain::request::{Answer, Column, ColumnRequest, Kind, NOBODY, Request, Values};
use odlm::plan::check;
use odlm::strategy::{Host, Limits, Strategy};
use serde_json::json;

use super::super::project::cache;
use crate::support::requests::request;

const PEOPLE: usize = 1_000;
/// Cheap and even enough to scatter rows.
const SCATTER: usize = 7_919;

/// The component, loaded. Fuel decides, on a busy machine too: time is not what is tried here.
pub(super) fn load(name: &str, component: &[u8]) -> Strategy {
    let limits = Limits { assign_time: Duration::from_secs(600), ..Limits::default() };
    Host::new(limits, Some(cache().join("odlm"))).unwrap().load(name, component).unwrap()
}

/// A value of a column for a row: postcodes, addresses and amounts differ in every row.
fn text(name: &str, row: usize) -> Arc<str> {
    let scattered = row * SCATTER;
    Arc::from(match name {
        "zip" => format!("{:05}", scattered % 100_000),
        "country" => ["Germany", "France", "Italy", "Poland"][scattered % 4].to_owned(),
        "email_normalized" => format!("user{row}@company{}.example", scattered % 30_011),
        _ => format!("{name} {}", scattered % 40_009),
    })
}

fn column(asked: &ColumnRequest, rows: usize) -> Column {
    let of = |row: usize| (row * SCATTER % 10_007) as f64 / 10.0;
    let territories = |row: usize| vec![Arc::from(format!("Germany/{:03}*", row % 1_000)), text("country", row)];
    let values = match asked.kind {
        Kind::Texts => Values::Texts((0..rows).map(|row| Some(text(&asked.name, row))).collect()),
        Kind::Numbers => Values::Numbers((0..rows).map(|row| Some(of(row))).collect()),
        Kind::TextLists => Values::TextLists((0..rows).map(|row| Some(territories(row))).collect()),
        Kind::Bools | Kind::Integers => panic!("no example asks for such a column"),
    };
    Column { name: asked.name.clone(), values }
}

fn large(strategy: &Strategy, leads: usize) -> Request {
    let description = strategy.description();
    let mut request = request(leads, PEOPLE);
    request.leads.columns = description.lead_columns.iter().map(|asked| column(asked, leads)).collect();
    request.salespeople.columns = description.salesperson_columns.iter().map(|asked| column(asked, PEOPLE)).collect();
    request.salespeople.room = vec![1_000; PEOPLE];
    for (row, owner) in request.leads.owner.iter_mut().enumerate().filter(|(row, _)| row % 10 == 0) {
        *owner = u32::try_from(row * SCATTER % PEOPLE).unwrap();
    }
    request.settings = strategy.settings(&json!({})).unwrap();
    request
}

/// Asserts that a large request gets a sound plan that gives every lead away, for fuel that grows with the leads.
pub(super) fn assert_large(strategy: &Strategy) -> Answer {
    let name = &strategy.identity().name;
    let small = strategy.assign(&large(strategy, 10_000)).unwrap_or_else(|error| panic!("{error}"));
    let request = large(strategy, 100_000);
    let planned = strategy.assign(&request).unwrap_or_else(|error| panic!("{error}"));
    check(name, &request, &planned.answer, u32::MAX).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(planned.answer.assignee.iter().filter(|person| **person == NOBODY).count(), 0);
    assert!(planned.fuel < small.fuel * 15, "{name}: {} for ten times the leads of {}", planned.fuel, small.fuel);
    planned.answer
}
