//! From a domain request to the contract's columns. Numbers are borrowed as they are; texts go once into one table.

use std::collections::HashMap;
use std::sync::Arc;

use super::bindings::odlm::strategy::types as wit;
use crate::domain::request::{Column, NOBODY, Request, Values};

/// Seeds stay below this, as some languages keep integers in doubles.
const SEED_LIMIT: u64 = 1 << 53;

/// A request with its columns converted; what need not be converted is borrowed.
pub(super) struct Lowered<'a> {
    request: &'a Request,
    texts: Vec<&'a str>,
    leads: Vec<Owned<'a>>,
    salespeople: Vec<Owned<'a>>,
}

/// A column without its missing values, which the contract lists apart.
struct Owned<'a> {
    name: &'a str,
    values: OwnedValues,
    missing: Vec<u32>,
}

enum OwnedValues {
    Bools(Vec<bool>),
    Integers(Vec<i64>),
    Numbers(Vec<f64>),
    Texts(Vec<u32>),
    TextLists { items: Vec<u32>, ends: Vec<u32> },
}

/// The columns of a [`Lowered`] as the contract's types.
pub(super) struct Views<'a> {
    lowered: &'a Lowered<'a>,
    leads: Vec<wit::Column<'a>>,
    salespeople: Vec<wit::Column<'a>>,
}

impl<'a> Lowered<'a> {
    /// Converts a request. The error says what is not sound in it.
    pub(super) fn new(request: &'a Request) -> Result<Lowered<'a>, String> {
        check(request)?;
        let mut table = TextTable::new();
        let leads = request.leads.columns.iter().map(|column| Owned::new(column, &mut table)).collect();
        let salespeople = request.salespeople.columns.iter().map(|column| Owned::new(column, &mut table)).collect();
        Ok(Lowered { request, texts: table.texts, leads, salespeople })
    }

    /// Leads and salespeople together.
    pub(super) fn rows(&self) -> usize {
        self.request.leads.id.len().saturating_add(self.request.salespeople.id.len())
    }

    /// Views of the columns.
    pub(super) fn views(&self) -> Views<'_> {
        Views {
            lowered: self,
            leads: self.leads.iter().map(Owned::view).collect(),
            salespeople: self.salespeople.iter().map(Owned::view).collect(),
        }
    }
}

impl Views<'_> {
    /// The request as the contract's type. Copies no row.
    pub(super) fn request(&self) -> wit::Request<'_> {
        let Request { leads, salespeople, settings, now, seed, memory, explain } = self.lowered.request;
        wit::Request {
            leads: wit::Leads { id: &leads.id, owner: &leads.owner, priority: &leads.priority, columns: &self.leads },
            salespeople: wit::Salespeople {
                id: &salespeople.id,
                rank: &salespeople.rank,
                target: &salespeople.target,
                workload: &salespeople.workload,
                room: &salespeople.room,
                credit: &salespeople.credit,
                columns: &self.salespeople,
            },
            texts: &self.lowered.texts,
            settings,
            now: *now,
            seed: *seed,
            memory,
            explain,
        }
    }
}

impl<'a> Owned<'a> {
    fn new(column: &'a Column, table: &mut TextTable<'a>) -> Owned<'a> {
        let mut missing = Vec::new();
        let values = match &column.values {
            Values::Bools(rows) => OwnedValues::Bools(present(rows, &mut missing)),
            Values::Integers(rows) => OwnedValues::Integers(present(rows, &mut missing)),
            Values::Numbers(rows) => OwnedValues::Numbers(present(rows, &mut missing)),
            Values::Texts(rows) => {
                note_missing(rows, &mut missing);
                OwnedValues::Texts(rows.iter().map(|text| text.as_ref().map_or(0, |text| table.index(text))).collect())
            }
            Values::TextLists(rows) => {
                note_missing(rows, &mut missing);
                let (mut items, mut ends) = (Vec::new(), Vec::with_capacity(rows.len()));
                for row in rows {
                    items.extend(row.iter().flatten().map(|text| table.index(text)));
                    ends.push(row_number(items.len()));
                }
                OwnedValues::TextLists { items, ends }
            }
        };
        Owned { name: &column.name, values, missing }
    }

    fn view(&self) -> wit::Column<'_> {
        let values = match &self.values {
            OwnedValues::Bools(rows) => wit::Values::Bools(rows),
            OwnedValues::Integers(rows) => wit::Values::Integers(rows),
            OwnedValues::Numbers(rows) => wit::Values::Numbers(rows),
            OwnedValues::Texts(rows) => wit::Values::Texts(rows),
            OwnedValues::TextLists { items, ends } => wit::Values::TextLists(wit::TextLists { items, ends }),
        };
        wit::Column { name: self.name, values, missing: &self.missing }
    }
}

/// Values with a default in place of each missing one, whose row is noted.
fn present<T: Copy + Default>(rows: &[Option<T>], missing: &mut Vec<u32>) -> Vec<T> {
    note_missing(rows, missing);
    rows.iter().map(|value| value.unwrap_or_default()).collect()
}

fn note_missing<T>(rows: &[Option<T>], missing: &mut Vec<u32>) {
    missing.extend(rows.iter().enumerate().filter(|(_, value)| value.is_none()).map(|(row, _)| row_number(row)));
}

/// A row's number; `check` has made sure that rows can be counted in 32 bits.
fn row_number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

/// Every text of a request once, in the order of appearance; index 0 is the empty text.
struct TextTable<'a> {
    texts: Vec<&'a str>,
    by_text: HashMap<&'a str, u32>,
    last: Option<(&'a Arc<str>, u32)>,
}

impl<'a> TextTable<'a> {
    fn new() -> TextTable<'a> {
        TextTable { texts: vec![""], by_text: HashMap::from([("", 0)]), last: None }
    }

    fn index(&mut self, text: &'a Arc<str>) -> u32 {
        // Columns are full of runs of one shared text: comparing addresses spares most look-ups.
        if let Some((last, index)) = self.last
            && Arc::ptr_eq(last, text)
        {
            return index;
        }
        let next = row_number(self.texts.len());
        let index = *self.by_text.entry(text).or_insert(next);
        if index == next {
            self.texts.push(text);
        }
        self.last = Some((text, index));
        index
    }
}

/// Checks what strategies rely on: columns as long as their table, owners that exist, a seed that every language can hold.
fn check(request: &Request) -> Result<(), String> {
    let (leads, people) = (&request.leads, &request.salespeople);
    let (lead_rows, person_rows) = (leads.id.len(), people.id.len());
    if lead_rows.max(person_rows) >= NOBODY as usize {
        return Err("there are more rows than a request can number".into());
    }
    let fixed = [
        ("leads.owner", leads.owner.len(), lead_rows),
        ("leads.priority", leads.priority.len(), lead_rows),
        ("salespeople.rank", people.rank.len(), person_rows),
        ("salespeople.target", people.target.len(), person_rows),
        ("salespeople.workload", people.workload.len(), person_rows),
        ("salespeople.room", people.room.len(), person_rows),
        ("salespeople.credit", people.credit.len(), person_rows),
    ];
    let asked_leads = leads.columns.iter().map(|column| (column.name.as_str(), length(&column.values), lead_rows));
    let asked_people = people.columns.iter().map(|column| (column.name.as_str(), length(&column.values), person_rows));
    let wrong = fixed.into_iter().chain(asked_leads).chain(asked_people).find(|(_, found, wanted)| found != wanted);
    if let Some((name, found, wanted)) = wrong {
        return Err(format!("its column `{name}` has {found} rows, and its table has {wanted}"));
    }
    let beyond = |row: &&u32, rows: usize| usize::try_from(**row).is_ok_and(|row| row >= rows);
    // Counted from 1, with nobody at 0, and not stopping at the first: a loop that the compiler makes wide.
    let rows = row_number(person_rows);
    if leads.owner.iter().fold(false, |beyond, owner| beyond | (owner.wrapping_add(1) > rows)) {
        let owner = leads.owner.iter().find(|owner| owner.wrapping_add(1) > rows).copied().unwrap_or(NOBODY);
        return Err(format!("a lead is owned by row {owner} of {person_rows} salespeople"));
    }
    if let Some(row) = request.explain.iter().find(|row| beyond(row, lead_rows)) {
        return Err(format!("it asks for an explanation of row {row} of {lead_rows} leads"));
    }
    if request.seed >= SEED_LIMIT {
        return Err(format!("its seed {} is not below {SEED_LIMIT}", request.seed));
    }
    Ok(())
}

fn length(values: &Values) -> usize {
    match values {
        Values::Bools(rows) => rows.len(),
        Values::Integers(rows) => rows.len(),
        Values::Numbers(rows) => rows.len(),
        Values::Texts(rows) => rows.len(),
        Values::TextLists(rows) => rows.len(),
    }
}
