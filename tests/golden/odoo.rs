//! `odoo.yaml`: the records that a case puts into the sandbox, relations by name, days relative to today, and what goes wrong there.

use std::collections::BTreeMap;
use std::time::Duration;

use odlm::sandbox::{Answer, Effect, Faults, Operation, Sandbox, When};
use serde_json::{Map, Value, json};

use super::days::moment;

/// Models whose records are nothing but a name: one that a relation names and nobody has made is made.
const NAMES: [&str; 4] = ["utm.source", "utm.campaign", "utm.medium", "crm.tag"];

/// A case's Odoo.
pub(super) struct Odoo {
    /// How many people `Seller 0001` and so on there are.
    pub(super) salespeople: usize,
    /// Whether it is Odoo 18.
    pub(super) legacy: bool,
    faults: Vec<Map<String, Value>>,
    records: Vec<(String, Vec<Map<String, Value>>)>,
}

impl Odoo {
    /// Reads the file's tree.
    ///
    /// # Errors
    /// What is of the wrong shape.
    pub(super) fn read(tree: Option<&Value>) -> Result<Odoo, String> {
        let mut odoo = Odoo { salespeople: 0, legacy: false, faults: Vec::new(), records: Vec::new() };
        let Some(tree) = tree else { return Ok(odoo) };
        for (key, value) in tree.as_object().ok_or("a map of models is expected")? {
            match (key.as_str(), value) {
                ("salespeople", Value::Number(number)) => odoo.salespeople = number.as_u64().unwrap_or(0) as usize,
                ("version", Value::Number(version)) => odoo.legacy = version.as_u64() < Some(19),
                ("faults", list) => odoo.faults = maps(key, list)?,
                (model, list) => odoo.records.push((model.to_owned(), maps(model, list)?)),
            }
        }
        Ok(odoo)
    }

    /// Makes the records, in the order of the file; the leads' ids by name.
    ///
    /// # Errors
    /// A record that cannot be made.
    pub(super) fn fill(&self, sandbox: &Sandbox) -> Result<BTreeMap<String, u64>, String> {
        let mut leads = BTreeMap::new();
        for (model, records) in &self.records {
            for record in records {
                let id = add(sandbox, model, record).map_err(|fault| format!("{model}: {fault}"))?;
                if model == "crm.lead" {
                    let name = record.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
                    if leads.insert(name.clone(), id).is_some() {
                        return Err(format!("crm.lead: `{name}` stands there twice"));
                    }
                }
            }
        }
        let mut faults = Faults::default();
        for rule in &self.faults {
            faults = fault(faults, rule, &leads)?;
        }
        sandbox.set_faults(faults);
        Ok(leads)
    }
}

fn maps(key: &str, list: &Value) -> Result<Vec<Map<String, Value>>, String> {
    let items = list.as_array().ok_or_else(|| format!("`{key}`: a list is expected"))?;
    let map = |item: &Value| item.as_object().cloned().ok_or_else(|| format!("`{key}`: a list of maps is expected"));
    items.iter().map(map).collect()
}

/// Makes one record; gives its id.
fn add(sandbox: &Sandbox, model: &str, record: &Map<String, Value>) -> Result<u64, String> {
    let mut values = Map::new();
    if model == "crm.lead" {
        // Odoo gives a lead without an owner to whoever makes it, and makes opportunities.
        values.insert("type".to_owned(), "lead".into());
        values.insert("user_id".to_owned(), false.into());
    }
    let mut team = None;
    for (field, value) in record {
        if (model, field.as_str()) == ("res.users", "team") {
            team = Some(named(sandbox, "crm.team", value)?);
            continue;
        }
        let known = sandbox.inspect(|world| world.field_type(model, field));
        let (kind, target) = known.ok_or_else(|| format!("the sandbox has no field `{field}`"))?;
        values.insert(field.clone(), cell(sandbox, kind, target, value)?);
    }
    let id = sandbox.add(model, &Value::Object(values)).map_err(|error| error.to_string())?;
    if let Some(team) = team {
        let member = json!({"crm_team_id": team, "user_id": id});
        sandbox.add("crm.team.member", &member).map_err(|error| error.to_string())?;
    }
    Ok(id)
}

/// A value as the sandbox takes it.
fn cell(sandbox: &Sandbox, kind: &str, target: Option<&str>, value: &Value) -> Result<Value, String> {
    match (target, value) {
        (_, Value::Null | Value::Bool(false)) => Ok(json!(false)),
        (Some(model), Value::Array(names)) => {
            let ids: Result<Vec<u64>, String> = names.iter().map(|name| named(sandbox, model, name)).collect();
            Ok(json!(ids?))
        }
        (Some(model), name) if kind == "many2many" => Ok(json!([named(sandbox, model, name)?])),
        (Some(model), name) => Ok(json!(named(sandbox, model, name)?)),
        (None, Value::String(text)) if kind.starts_with("date") => {
            Ok(moment(text, kind == "datetime").map_or_else(|| value.clone(), Value::from))
        }
        (None, value) => Ok(value.clone()),
    }
}

/// The id of the record of this name.
fn named(sandbox: &Sandbox, model: &str, name: &Value) -> Result<u64, String> {
    let name = name.as_str().ok_or_else(|| format!("a name is expected for a `{model}`, not {name}"))?;
    match sandbox.find(model, name) {
        Some(id) => Ok(id),
        None if NAMES.contains(&model) => sandbox.add(model, &json!({"name": name})).map_err(|error| error.to_string()),
        None => Err(format!("there is no `{model}` named `{name}`; make it further up")),
    }
}

/// Adds a fault: `{refuse: [leads]}`, `{deny: model, operation: read}`, or a rule of a method (and model) that acts on the first
/// `times` calls (all without it) by `status`, `delay_seconds` or `cut: before|after`.
fn fault(faults: Faults, rule: &Map<String, Value>, leads: &BTreeMap<String, u64>) -> Result<Faults, String> {
    let text = |key: &str| rule.get(key).and_then(Value::as_str);
    if let Some(names) = rule.get("refuse").and_then(Value::as_array) {
        let id = |name: &Value| leads.get(name.as_str().unwrap_or_default()).copied();
        let ids: Option<Vec<u64>> = names.iter().map(id).collect();
        return Ok(faults.refuse(ids.ok_or("`refuse` names no lead of the case")?));
    }
    if let Some(model) = text("deny") {
        let operation = match text("operation") {
            Some("read") => Operation::Read,
            Some("write") => Operation::Write,
            other => return Err(format!("`operation` is read or write, not {other:?}")),
        };
        return Ok(faults.deny(model, operation));
    }
    let when = rule.get("times").and_then(Value::as_u64).map_or(When::Always, When::Next);
    let effect = match (rule.get("status"), rule.get("delay_seconds"), text("cut")) {
        (Some(status), None, None) => {
            let status =
                status.as_u64().and_then(|status| u16::try_from(status).ok()).ok_or("`status` is no status")?;
            Effect::Answer(Answer::Proxy(status))
        }
        (None, Some(seconds), None) => {
            Effect::Delay(Duration::from_secs_f64(seconds.as_f64().ok_or("`delay_seconds` is no number")?))
        }
        (None, None, Some("before")) => Effect::CutBefore,
        (None, None, Some("after")) => Effect::CutAfter,
        _ => return Err("a fault has one of `status`, `delay_seconds` and `cut`".to_owned()),
    };
    let known = ["model", "method", "times", "status", "delay_seconds", "cut"];
    if let Some(unknown) = rule.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(format!("a fault has no `{unknown}`"));
    }
    let method = text("method").ok_or("a fault needs a `method`")?;
    Ok(match text("model") {
        Some(model) => faults.on_model(model, method, when, effect),
        None => faults.on(method, when, effect),
    })
}
