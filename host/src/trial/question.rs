//! From a request as it is written to the one that a strategy gets, and back.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::columns::{Rows, value};
use super::request_file::{LeadRow, PersonRow, Reference, RequestFile};
use crate::domain::request::{LeadTable, NOBODY, PersonTable, Request};
use crate::plan::{LEAD_COLUMNS, PERSON_COLUMNS};
use crate::strategy::{SettingsError, Strategy};

/// 2026-01-05 08:00 UTC, a Monday.
pub(super) const NOW: i64 = 1_767_600_000;
/// The seed where none is said.
pub(super) const SEED: u64 = 1;
/// The target where none is said.
pub(super) const TARGET: u32 = 100;
/// Most mistakes of a request that are told.
const MOST_MISTAKES: usize = 20;

/// A mistake in a request or case: where, what, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Like `leads[3].owner`.
    pub path: String,
    /// One sentence.
    pub message: String,
    /// The way out.
    pub hint: Option<String>,
}

impl Mistake {
    pub(super) fn new(path: impl Into<String>, message: impl Into<String>) -> Mistake {
        Mistake { path: path.into(), message: message.into(), hint: None }
    }

    /// A setting that the strategy refuses.
    pub(super) fn of_settings(error: SettingsError) -> Mistake {
        let path = format!("settings{}", error.pointer.replace('/', "."));
        Mistake { path, message: error.message, hint: error.hint }
    }
}

/// A request that is ready, and what its rows are called.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The request.
    pub request: Request,
    /// A name of each lead: its own, or `lead 7`.
    pub leads: Vec<String>,
    /// A name of each salesperson: their own, or `user 3`.
    pub people: Vec<String>,
}

/// Builds the request for a strategy: defaults filled in, names resolved, columns of the kinds that it asks for.
///
/// # Errors
/// The mistakes of the file, the first twenty of them; never empty.
pub fn asked(file: &RequestFile, strategy: &Strategy) -> Result<Asked, Vec<Mistake>> {
    let mut mistakes = Vec::new();
    let people_ids = ids("salespeople", file.salespeople.iter().map(|row| row.id), &mut mistakes);
    let lead_ids = ids("leads", file.leads.iter().map(|row| row.id), &mut mistakes);
    let people = Index::new("salespeople", &people_ids, file.salespeople.iter().map(|row| row.name.as_deref()));
    let leads = Index::new("leads", &lead_ids, file.leads.iter().map(|row| row.name.as_deref()));
    let owner = file.leads.iter().enumerate().map(|(row, lead)| {
        let Some(owner) = &lead.owner else { return NOBODY };
        people.find(owner).unwrap_or_else(|message| {
            mistakes.push(Mistake::new(format!("leads[{row}].owner"), message));
            NOBODY
        })
    });
    let owner = owner.collect();
    for (row, _) in file.leads.iter().enumerate().filter(|(_, lead)| lead.priority.is_some_and(|high| high > 3)) {
        mistakes.push(Mistake::new(format!("leads[{row}].priority"), "a priority is 0 to 3"));
    }
    let explain = file.explain.iter().enumerate().filter_map(|(row, lead)| {
        leads.find(lead).map_err(|message| mistakes.push(Mistake::new(format!("explain[{row}]"), message))).ok()
    });
    let explain = explain.collect();
    let settings = strategy.settings(&Value::Object(file.settings.clone())).unwrap_or_else(|errors| {
        mistakes.extend(errors.into_iter().map(Mistake::of_settings));
        String::new()
    });
    let memory = STANDARD.decode(file.memory.as_deref().unwrap_or_default()).unwrap_or_else(|error| {
        mistakes.push(Mistake::new("memory", format!("it is not base64: {error}")));
        Vec::new()
    });
    let seed = file.seed.unwrap_or(SEED);
    if seed >= 1 << 53 {
        mistakes.push(Mistake::new("seed", "a seed is below 2^53, as some languages keep whole numbers in floats"));
    }
    let description = strategy.description();
    let lead_rows = Rows {
        table: "leads",
        rows: file.leads.iter().map(|row| &row.columns).collect(),
        names: file.leads.iter().map(|row| row.name.as_deref()).collect(),
    };
    let person_rows = Rows {
        table: "salespeople",
        rows: file.salespeople.iter().map(|row| &row.columns).collect(),
        names: file.salespeople.iter().map(|row| row.name.as_deref()).collect(),
    };
    lead_rows.strangers(&description.lead_columns, &LEAD_COLUMNS, &mut mistakes);
    person_rows.strangers(&description.salesperson_columns, &PERSON_COLUMNS, &mut mistakes);
    let lead_columns = lead_rows.columns(&description.lead_columns, &mut mistakes);
    let person_columns = person_rows.columns(&description.salesperson_columns, &mut mistakes);
    if !mistakes.is_empty() {
        mistakes.truncate(MOST_MISTAKES);
        return Err(mistakes);
    }
    let rows = &file.salespeople;
    let request = Request {
        leads: LeadTable {
            id: lead_ids.clone(),
            owner,
            priority: file.leads.iter().map(|lead| lead.priority.unwrap_or(0)).collect(),
            columns: lead_columns,
        },
        salespeople: PersonTable {
            id: people_ids.clone(),
            rank: rows.iter().map(|person| person.rank.unwrap_or(1)).collect(),
            target: rows.iter().map(|person| person.target.unwrap_or(TARGET)).collect(),
            workload: rows.iter().map(|person| person.workload.unwrap_or(0)).collect(),
            room: rows.iter().map(|person| person.room.unwrap_or(u32::MAX)).collect(),
            credit: rows.iter().map(|person| person.credit.unwrap_or(0.0)).collect(),
            columns: person_columns,
        },
        settings,
        now: file.now.unwrap_or(NOW),
        seed,
        memory,
        explain,
    };
    Ok(Asked { leads: leads.shown("lead"), people: people.shown("user"), request })
}

impl RequestFile {
    /// A request as it is written; taken in again it is the same request.
    #[must_use]
    pub fn of(request: &Request) -> RequestFile {
        let (leads, people) = (&request.leads, &request.salespeople);
        let owner = |row: u32| usize::try_from(row).ok().and_then(|row| people.id.get(row)).copied().map(Reference::Id);
        let columns = |columns: &[crate::domain::request::Column], row: usize| {
            columns.iter().filter_map(|column| Some((column.name.clone(), value(&column.values, row)?))).collect()
        };
        let lead = |(row, id): (usize, &u64)| LeadRow {
            id: Some(*id),
            name: None,
            owner: leads.owner.get(row).copied().and_then(owner),
            priority: leads.priority.get(row).copied(),
            columns: columns(&leads.columns, row),
        };
        let person = |(row, id): (usize, &u64)| PersonRow {
            id: Some(*id),
            name: None,
            rank: people.rank.get(row).copied(),
            target: people.target.get(row).copied(),
            workload: people.workload.get(row).copied(),
            room: people.room.get(row).copied().filter(|room| *room != u32::MAX),
            credit: people.credit.get(row).copied().filter(|credit| *credit != 0.0),
            columns: columns(&people.columns, row),
        };
        let settings = match serde_json::from_str(&request.settings) {
            Ok(Value::Object(settings)) => settings,
            _ => Map::new(),
        };
        let explained = request.explain.iter().filter_map(|row| leads.id.get(usize::try_from(*row).ok()?));
        RequestFile {
            leads: leads.id.iter().enumerate().map(lead).collect(),
            salespeople: people.id.iter().enumerate().map(person).collect(),
            settings,
            now: Some(request.now),
            seed: Some(request.seed),
            memory: (!request.memory.is_empty()).then(|| STANDARD.encode(&request.memory)),
            explain: explained.copied().map(Reference::Id).collect(),
        }
    }
}

/// The ids of a table; a row without one has its number. One that comes twice is a mistake.
fn ids(table: &str, given: impl Iterator<Item = Option<u64>>, mistakes: &mut Vec<Mistake>) -> Vec<u64> {
    let ids: Vec<u64> = given.zip(1..).map(|(id, number)| id.unwrap_or(number)).collect();
    let mut seen = HashMap::new();
    for (row, id) in ids.iter().enumerate() {
        if let Some(before) = seen.insert(*id, row) {
            let message = format!("the id {id} is that of `{table}[{before}]` too; a row without one has its number");
            mistakes.push(Mistake::new(format!("{table}[{row}].id"), message));
        }
    }
    ids
}

/// Rows by id and by name.
pub(super) struct Index<'a> {
    table: &'static str,
    ids: HashMap<u64, u32>,
    names: HashMap<&'a str, Vec<u32>>,
    shown: Vec<(u64, Option<&'a str>)>,
}

impl<'a> Index<'a> {
    pub(super) fn new(table: &'static str, ids: &[u64], names: impl Iterator<Item = Option<&'a str>>) -> Index<'a> {
        let shown: Vec<_> = ids.iter().copied().zip(names).collect();
        let mut by_name: HashMap<&str, Vec<u32>> = HashMap::new();
        for ((_, name), row) in shown.iter().zip(0..) {
            if let Some(name) = name {
                by_name.entry(name).or_default().push(row);
            }
        }
        Index { table, ids: ids.iter().copied().zip(0..).collect(), names: by_name, shown }
    }

    /// The row that is meant.
    pub(super) fn find(&self, reference: &Reference) -> Result<u32, String> {
        let table = self.table;
        match reference {
            Reference::Id(id) => {
                self.ids.get(id).copied().ok_or_else(|| format!("none of the {table} has the id {id}"))
            }
            Reference::Name(name) => match self.names.get(name.as_str()).map(Vec::as_slice) {
                Some([row]) => Ok(*row),
                Some(rows) => Err(format!("{} of the {table} are called `{name}`; write the id", rows.len())),
                // A key of YAML or JSON is a text even where an id is meant.
                None => match name.parse().ok().and_then(|id: u64| self.ids.get(&id)) {
                    Some(row) => Ok(*row),
                    None => Err(format!("none of the {table} is called `{name}`")),
                },
            },
        }
    }

    fn shown(&self, word: &str) -> Vec<String> {
        let name = |(id, name): &(u64, Option<&str>)| name.map_or_else(|| format!("{word} {id}"), str::to_owned);
        self.shown.iter().map(name).collect()
    }
}
