//! The same request, seen otherwise: what must not change the answer.

use crate::{Column, NOBODY, Plan, Request, Values};

/// How many leads each person gets, by row.
#[must_use]
pub fn counts(request: &Request, plan: &Plan) -> Vec<usize> {
    let mut counts = vec![0; request.salespeople.id.len()];
    for person in &plan.assignee {
        if let Some(count) = usize::try_from(*person).ok().and_then(|row| counts.get_mut(row)) {
            *count += 1;
        }
    }
    counts
}

/// The reason of each lead, by row.
#[must_use]
pub fn reasons(plan: &Plan) -> Vec<&str> {
    plan.reason.iter().filter_map(|reason| plan.reasons.get(usize::from(*reason))).map(String::as_str).collect()
}

/// The request with one more person, who has no room: they must change nothing for the others.
#[must_use]
pub fn with_idle_person(request: &Request) -> Request {
    let mut request = request.clone();
    let people = &mut request.salespeople;
    people.id.push(999_999);
    people.rank.push(people.rank.first().copied().unwrap_or(1));
    people.target.push(50);
    people.workload.push(0);
    people.room.push(0);
    people.credit.push(9.0);
    for column in &mut people.columns {
        let row = crate::column::rows(&column.values);
        match &mut column.values {
            Values::Bools(items) => items.push(false),
            Values::Integers(items) => items.push(0),
            Values::Numbers(items) => items.push(0.0),
            Values::Texts(items) => items.push(0),
            Values::TextLists(lists) => lists.ends.push(lists.ends.last().copied().unwrap_or_default()),
        }
        column.missing.extend(u32::try_from(row));
    }
    request
}

/// The request with its people in the opposite order: everybody must get what they got before. (Lists of texts stay as they are.)
#[must_use]
pub fn mirrored(request: &Request) -> Request {
    let mut request = request.clone();
    let people = &mut request.salespeople;
    people.id.reverse();
    people.rank.reverse();
    people.target.reverse();
    people.workload.reverse();
    people.room.reverse();
    people.credit.reverse();
    let count = people.id.len();
    people.columns.iter_mut().for_each(|column| mirror_column(column, count));
    request.leads.owner = mirrored_rows(&request.leads.owner, count);
    request
}

fn mirror_column(column: &mut Column, people: usize) {
    match &mut column.values {
        Values::Bools(items) => items.reverse(),
        Values::Integers(items) => items.reverse(),
        Values::Numbers(items) => items.reverse(),
        Values::Texts(items) => items.reverse(),
        Values::TextLists(_) => return,
    }
    column.missing = mirrored_rows(&column.missing, people);
    column.missing.reverse();
}

/// Rows of people in the opposite order; nobody stays nobody.
#[must_use]
pub fn mirrored_rows(rows: &[u32], people: usize) -> Vec<u32> {
    let last = u32::try_from(people).unwrap_or(NOBODY).saturating_sub(1);
    rows.iter().map(|row| if *row == NOBODY { NOBODY } else { last.saturating_sub(*row) }).collect()
}
