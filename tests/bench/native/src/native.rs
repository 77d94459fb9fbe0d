//! The shipped strategies without WebAssembly: the request in the SDK's types, as the component's own code gets it.

use std::collections::HashMap;

use capacity::Capacity;
use level_based::LevelBased;
use odlm::domain::request::{self as host, Values};
use odlm_strategy_sdk::{self as sdk, Plan, Strategy};
use proportional::Proportional;
use round_robin::RoundRobin;

/// Asks a strategy by its name.
pub fn assign(name: &str, request: &sdk::Request) -> Result<Plan, String> {
    match name {
        "capacity" => Capacity::assign(request),
        "level-based" => LevelBased::assign(request),
        "proportional" => Proportional::assign(request),
        "round-robin" => RoundRobin::assign(request),
        _ => Err(format!("no native `{name}` is known here: add it to tests/bench/native")),
    }
}

/// The same request.
pub fn request(request: &host::Request) -> sdk::Request {
    let host::Request { leads, salespeople, settings, now, seed, memory, explain } = request.clone();
    let mut texts = Texts { texts: vec![String::new()], known: HashMap::from([(String::new(), 0)]) };
    sdk::Request {
        leads: sdk::Leads {
            id: leads.id,
            owner: leads.owner,
            priority: leads.priority,
            columns: texts.columns(&leads.columns),
        },
        salespeople: sdk::Salespeople {
            id: salespeople.id,
            rank: salespeople.rank,
            target: salespeople.target,
            workload: salespeople.workload,
            room: salespeople.room,
            credit: salespeople.credit,
            columns: texts.columns(&salespeople.columns),
        },
        texts: texts.texts,
        settings,
        now,
        seed,
        memory,
        explain,
    }
}

struct Texts {
    texts: Vec<String>,
    known: HashMap<String, u32>,
}

impl Texts {
    fn columns(&mut self, columns: &[host::Column]) -> Vec<sdk::Column> {
        columns.iter().map(|column| self.column(column)).collect()
    }

    fn column(&mut self, column: &host::Column) -> sdk::Column {
        let (values, missing) = match &column.values {
            Values::Bools(rows) => (sdk::Values::Bools(filled(rows)), missing(rows)),
            Values::Integers(rows) => (sdk::Values::Integers(filled(rows)), missing(rows)),
            Values::Numbers(rows) => (sdk::Values::Numbers(filled(rows)), missing(rows)),
            Values::Texts(rows) => {
                let indices = rows.iter().map(|text| self.index(text.as_deref().unwrap_or_default()));
                (sdk::Values::Texts(indices.collect()), missing(rows))
            }
            Values::TextLists(rows) => {
                let (mut items, mut ends) = (Vec::new(), Vec::new());
                for row in rows {
                    items.extend(row.iter().flatten().map(|text| self.index(text)));
                    ends.push(items.len() as u32);
                }
                (sdk::Values::TextLists(sdk::TextLists { items, ends }), missing(rows))
            }
        };
        sdk::Column { name: column.name.clone(), values, missing }
    }

    fn index(&mut self, text: &str) -> u32 {
        if let Some(index) = self.known.get(text) {
            return *index;
        }
        let index = self.texts.len() as u32;
        self.texts.push(text.to_owned());
        self.known.insert(text.to_owned(), index);
        index
    }
}

fn filled<T: Copy + Default>(rows: &[Option<T>]) -> Vec<T> {
    rows.iter().map(|value| value.unwrap_or_default()).collect()
}

fn missing<T>(rows: &[Option<T>]) -> Vec<u32> {
    (0_u32..).zip(rows).filter(|(_, value)| value.is_none()).map(|(row, _)| row).collect()
}
