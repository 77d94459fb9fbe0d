//! Carries a bound call out on the world. Knows no transport and no faults.

use std::collections::BTreeSet;
use std::sync::{PoisonError, RwLock};

use serde_json::{Value, json};

use super::errors::{OdooError, name};
use super::faults::Operation;
use super::schema::{Model, NOBODY_WRITES};
use super::signature::Call;
use super::world::World;
use super::{activity, group, read, write};

/// What is not allowed to the caller: operations by model.
pub(crate) type Denied = BTreeSet<(String, Operation)>;

/// Answers a call whose method is known to exist.
pub(crate) fn perform(world: &RwLock<World>, call: &Call, denied: &Denied) -> Result<Value, OdooError> {
    if call.model == "common" {
        // Logging in touches no record; it comes here only so that faults and log see it.
        return Ok(Value::Null);
    }
    let operation = operation(&call.method);
    if let Some(operation) = operation
        && !allowed(&call.model, operation, denied)
    {
        return Err(access_error(world, &call.model, operation));
    }
    match operation {
        None | Some(Operation::Read) => {
            let world = world.read().unwrap_or_else(PoisonError::into_inner);
            let model = model(&world, &call.model)?;
            reading(&world, model, call, denied)
        }
        Some(_) => {
            let mut world = world.write().unwrap_or_else(PoisonError::into_inner);
            let model = model(&world, &call.model)?;
            writing(&mut world, model, call)
        }
    }
}

fn reading(world: &World, model: &'static Model, call: &Call, denied: &Denied) -> Result<Value, OdooError> {
    match call.method.as_str() {
        "search" => read::search(world, model, call),
        "search_read" => read::search_read(world, model, call),
        "search_count" => read::search_count(world, model, call),
        "read" => read::read(world, model, call),
        "fields_get" => Ok(read::fields_get(world, model, call)),
        "formatted_read_group" => group::formatted(world, model, call),
        "read_group" => group::classic(world, model, call),
        "has_access" => {
            let asked = call.args.get("operation").and_then(Value::as_str).and_then(Operation::named);
            let asked = asked.ok_or_else(|| OdooError::new(name::ASSERTION, "Invalid access mode"))?;
            Ok(json!(allowed(&call.model, asked, denied)))
        }
        _ => {
            let own = |field: &str| match world.value("res.users", world.caller, field) {
                super::cell::Cell::Text(text) => json!(&*text),
                _ => json!(false),
            };
            Ok(json!({"lang": own("lang"), "tz": own("tz"), "uid": world.caller}))
        }
    }
}

fn writing(world: &mut World, model: &'static Model, call: &Call) -> Result<Value, OdooError> {
    let given = |key: &str| call.args.get(key).unwrap_or(&Value::Null);
    match call.method.as_str() {
        "write" => write::write(world, model, &call.ids, given("vals"), &call.context),
        "activity_schedule" => activity::schedule(world, call),
        "create" => Ok(json!(write::create(world, model, given("vals_list"), &call.context)?)),
        _ => write::unlink(world, model, &call.ids),
    }
}

fn model(world: &World, name: &str) -> Result<&'static Model, OdooError> {
    let unknown = || OdooError::new(super::errors::name::NOT_FOUND, format!("the model '{name}' does not exist"));
    world.table(name).map(|table| table.model).ok_or_else(unknown)
}

/// What a method does to records; nothing for those that need no rights.
pub(crate) fn operation(method: &str) -> Option<Operation> {
    match method {
        "search" | "search_read" | "search_count" | "read" | "formatted_read_group" | "read_group" => {
            Some(Operation::Read)
        }
        // A note on a record changes it, as far as rights go.
        "write" | "activity_schedule" => Some(Operation::Write),
        "create" => Some(Operation::Create),
        "unlink" => Some(Operation::Unlink),
        _ => None,
    }
}

/// Whether the caller may do this to the model's records.
fn allowed(model: &str, operation: Operation, denied: &Denied) -> bool {
    let open = operation == Operation::Read || !NOBODY_WRITES.contains(&model);
    open && !denied.contains(&(model.to_owned(), operation))
}

fn access_error(world: &RwLock<World>, model: &str, operation: Operation) -> OdooError {
    let world = world.read().unwrap_or_else(PoisonError::into_inner);
    let label = world.table(model).map_or(model, |table| table.model.label);
    let what = match operation {
        Operation::Read => "access",
        Operation::Write => "modify",
        Operation::Create => "create",
        Operation::Unlink => "delete",
    };
    let message = format!(
        "You are not allowed to {what} '{label}' ({model}) records.\n\nContact your administrator to request access if necessary."
    );
    OdooError::new(name::ACCESS, message)
}
