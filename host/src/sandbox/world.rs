//! The sandbox's records: one ordered table a model, a clock, counters of chatter. Speaks no HTTP and checks no caller.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use serde_json::{Map, Value};

use super::cell::{Cell, Record};
use super::errors::{OdooError, SandboxError};
use super::schema::{self, DISPLAY_NAME, Field, Model};
use super::{field_check, lead_rules, read, schema_lead, write};

/// What Odoo would have told people because of writes: counts since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chatter {
    /// "You have been assigned" notices, a mail for each lead: none under `mail_auto_subscribe_no_notify` or `tracking_disable`.
    pub assigned_notices: u64,
    /// Tracking messages in the leads' history: none under `mail_notrack` or `tracking_disable`.
    pub tracking_messages: u64,
    /// Mails about activities: none under `mail_activity_quick_update`.
    pub activity_notices: u64,
}

/// The records of one model.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) model: &'static Model,
    pub(crate) rows: BTreeMap<u64, Record>,
    next_id: u64,
}

/// All records of a sandbox.
#[derive(Debug)]
pub struct World {
    tables: BTreeMap<&'static str, Table>,
    hidden: &'static [&'static str],
    origin: Timestamp,
    started: Instant,
    /// The user that every call is made as.
    pub(crate) caller: u64,
    pub(crate) chatter: Chatter,
}

impl World {
    /// An empty world whose clock starts at `now`; `legacy` hides what Odoo 18 lacks.
    pub(crate) fn new(now: Timestamp, legacy: bool, caller: u64) -> Self {
        let table = |model: &'static Model| (model.name, Table { model, rows: BTreeMap::new(), next_id: 1 });
        Self {
            tables: schema::models().map(table).collect(),
            hidden: if legacy { schema_lead::NEW_IN_19 } else { &[] },
            origin: now,
            started: Instant::now(),
            caller,
            chatter: Chatter::default(),
        }
    }

    /// The sandbox's time: its start plus the time that has gone by since.
    pub(crate) fn now(&self) -> Timestamp {
        let gone = SignedDuration::try_from(self.started.elapsed()).unwrap_or(SignedDuration::ZERO);
        self.origin.checked_add(gone).unwrap_or(self.origin)
    }

    /// The sandbox's time as a stored datetime, with microseconds.
    pub(crate) fn now_cell(&self) -> Cell {
        Cell::text(&stored_datetime(self.now()))
    }

    pub(crate) fn table(&self, model: &str) -> Option<&Table> {
        self.tables.get(model)
    }

    pub(crate) fn table_mut(&mut self, model: &str) -> Option<&mut Table> {
        self.tables.get_mut(model)
    }

    pub(crate) fn record(&self, model: &str, id: u64) -> Option<&Record> {
        self.table(model)?.rows.get(&id)
    }

    /// Whether it stands in for Odoo 18.
    pub(crate) fn is_legacy(&self) -> bool {
        !self.hidden.is_empty()
    }

    /// The place of a field that this version has.
    pub(crate) fn place(&self, model: &Model, field: &str) -> Option<usize> {
        if self.hidden.contains(&field) { None } else { model.place(field) }
    }

    /// The fields of a model that this version has, with their places.
    pub(crate) fn fields(&self, model: &'static Model) -> impl Iterator<Item = (usize, &'static Field)> {
        model.fields.iter().enumerate().filter(|(_, field)| !self.hidden.contains(&field.name))
    }

    /// The cell of a named field, empty where record or field are unknown.
    pub(crate) fn value(&self, model: &str, id: u64, field: &str) -> Cell {
        let found =
            self.table(model).and_then(|table| Some(table.rows.get(&id)?.cell(table.model.place(field)?).clone()));
        found.unwrap_or(Cell::Empty)
    }

    /// What a many2one to this record shows.
    pub(crate) fn display_name(&self, model: &str, id: u64) -> Arc<str> {
        let name = match model {
            "crm.team.member" => match self.value(model, id, "user_id").reference() {
                Some(user) => self.value("res.users", user, "name"),
                None => Cell::Empty,
            },
            _ => {
                let field = self.table(model).map_or("name", |table| table.model.name_field());
                self.value(model, id, field)
            }
        };
        match name {
            Cell::Text(name) => name,
            _ => Arc::from(""),
        }
    }

    /// A record's cell, computed where it is not stored.
    pub(crate) fn cell(&self, model: &Model, id: u64, record: &Record, place: usize) -> Cell {
        if place == DISPLAY_NAME { Cell::text(&self.display_name(model.name, id)) } else { record.cell(place).clone() }
    }

    /// Adds a record with these cells and both dates; returns its id.
    pub(crate) fn insert(&mut self, model: &str, cells: Vec<(usize, Cell)>) -> Option<u64> {
        let now = self.now_cell();
        let table = self.tables.get_mut(model)?;
        let id = table.next_id;
        table.next_id += 1;
        let mut record = Record::new(id, table.model.fields.len());
        for date in ["create_date", "write_date"] {
            if let Some(place) = table.model.place(date) {
                record.set(place, now.clone());
            }
        }
        for (place, cell) in cells {
            record.set(place, cell);
        }
        table.rows.insert(id, record);
        Some(id)
    }

    /// The ids of a model's records, archived ones too, ascending; empty for an unknown model.
    pub fn ids(&self, model: &str) -> Vec<u64> {
        self.table(model).map(|table| table.rows.keys().copied().collect()).unwrap_or_default()
    }

    /// A record as JSON, as `read` with `load: ""` gives it: all fields, relations as ids.
    pub fn get(&self, model: &str, id: u64) -> Option<Value> {
        let table = self.table(model)?;
        let columns: Vec<usize> = self.fields(table.model).map(|(place, _)| place).collect();
        let record = table.rows.get(&id)?;
        Some(read::row(self, table.model, id, record, &columns, false))
    }

    /// Changes fields of a record as they are given, without Odoo's side effects but for `write_date`, which becomes now unless
    /// it is given. Readonly fields such as `is_blacklisted` can be set too.
    ///
    /// # Errors
    /// `Refused` for an unknown model, record or field, or a value of the wrong kind.
    pub fn set(&mut self, model: &str, id: u64, values: &Value) -> Result<(), SandboxError> {
        let refused = |error: OdooError| SandboxError::Refused(error.message);
        let table = self.table(model).ok_or_else(|| SandboxError::Refused(format!("no model `{model}`")))?;
        if !table.rows.contains_key(&id) {
            return Err(SandboxError::Refused(format!("no record {id} of `{model}`")));
        }
        let cells = field_check::cells(self, table.model, values, true).map_err(refused)?;
        write::store(self, model, &[id], &cells);
        Ok(())
    }

    /// Adds a record as `create` through the API does, side effects included but for messages; returns its id.
    ///
    /// # Errors
    /// `Refused` where Odoo would answer with an error.
    pub fn create(&mut self, model: &str, values: &Value) -> Result<u64, SandboxError> {
        let quiet = Map::from_iter([("tracking_disable".to_owned(), Value::Bool(true))]);
        write::create_one(self, model, values, &quiet).map_err(|error| SandboxError::Refused(error.message))
    }

    /// Adds a record as [`World::create`] does, then sets what only Odoo sets, such as `create_date` or `is_blacklisted`.
    ///
    /// # Errors
    /// `Refused` for an unknown model or field, or a value that Odoo would not take; then nothing is added.
    pub fn add(&mut self, model: &str, values: &Value) -> Result<u64, SandboxError> {
        let id = self.create(model, values)?;
        let own = |key: &str| {
            let schema = self.table(model)?.model;
            schema.field(schema.place(key)?)
        };
        let given = values.as_object().into_iter().flatten();
        let kept = given.filter(|(key, _)| own(key).is_some_and(field_check::only_odoo));
        let rest: Map<String, Value> = kept.map(|(key, value)| (key.clone(), value.clone())).collect();
        if !rest.is_empty()
            && let Err(error) = self.set(model, id, &Value::Object(rest))
        {
            self.remove(model, id);
            return Err(error);
        }
        Ok(id)
    }

    /// The id of the record that shows this name, of a user also that of a login; the lowest where several do.
    pub fn find(&self, model: &str, name: &str) -> Option<u64> {
        let login = |id: u64| model == "res.users" && self.value(model, id, "login").as_text() == name;
        self.ids(model).into_iter().find(|id| &*self.display_name(model, *id) == name || login(*id))
    }

    /// Odoo's name of a field's type, like `many2one`, with the model that a relation points to; none for an unknown field.
    pub fn field_type(&self, model: &str, field: &str) -> Option<(&'static str, Option<&'static str>)> {
        let schema = self.table(model)?.model;
        let field = schema.field(self.place(schema, field)?)?;
        Some((read::type_name(field.kind), field.relation()))
    }

    /// Deletes a record; true when it was there.
    pub fn remove(&mut self, model: &str, id: u64) -> bool {
        let gone = self.tables.get_mut(model).is_some_and(|table| table.rows.remove(&id).is_some());
        if gone && model == "crm.team.member" {
            lead_rules::relink_members(self);
        }
        gone
    }
}

/// A datetime as it is stored: UTC, microseconds.
pub(crate) fn stored_datetime(time: Timestamp) -> String {
    time.to_zoned(TimeZone::UTC).strftime("%Y-%m-%d %H:%M:%S.%6f").to_string()
}
