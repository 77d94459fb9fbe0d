//! The methods the sandbox knows, by their Python signatures, and how named or positional arguments become a call.

use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::errors::{OdooError, name};
use super::python;
use super::world::World;

/// A call, whichever transport it came by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Call {
    pub(crate) model: String,
    pub(crate) method: String,
    pub(crate) ids: Vec<i64>,
    pub(crate) args: Map<String, Value>,
    pub(crate) context: Map<String, Value>,
}

impl Call {
    /// The zone of the call: of its context, else the caller's, else UTC.
    pub(crate) fn zone(&self, world: &World) -> TimeZone {
        let own = world.value("res.users", world.caller, "tz");
        let name = self.context.get("tz").and_then(Value::as_str).unwrap_or(own.as_text());
        TimeZone::get(name).unwrap_or(TimeZone::UTC)
    }
}

/// A method: whether it works on records (`self`) and what it takes, required arguments first.
pub(crate) struct Signature {
    pub(crate) method: &'static str,
    pub(crate) on_records: bool,
    /// How many of `takes` must be given.
    required: usize,
    takes: &'static [&'static str],
    /// The only model that has it; all of them when empty.
    only: &'static str,
}

const fn on_model(method: &'static str, required: usize, takes: &'static [&'static str]) -> Signature {
    Signature { method, on_records: false, required, takes, only: "" }
}

const fn on_records(method: &'static str, required: usize, takes: &'static [&'static str]) -> Signature {
    Signature { method, on_records: true, required, takes, only: "" }
}

static SIGNATURES: &[Signature] = &[
    on_model("search", 1, &["domain", "offset", "limit", "order"]),
    on_model("search_read", 0, &["domain", "fields", "offset", "limit", "order", "load"]),
    on_model("search_count", 1, &["domain", "limit"]),
    on_records("read", 0, &["fields", "load"]),
    on_model("fields_get", 0, &["allfields", "attributes"]),
    on_model("formatted_read_group", 1, &["domain", "groupby", "aggregates", "having", "offset", "limit", "order"]),
    on_model("read_group", 3, &["domain", "fields", "groupby", "offset", "limit", "orderby", "lazy"]),
    on_records("has_access", 1, &["operation"]),
    on_records("write", 1, &["vals"]),
    on_model("create", 1, &["vals_list"]),
    on_records("unlink", 0, &[]),
    Signature {
        method: "activity_schedule",
        on_records: true,
        required: 0,
        takes: &["act_type_xmlid", "date_deadline", "summary", "note", "user_id"],
        only: "crm.lead",
    },
    Signature { method: "context_get", on_records: false, required: 0, takes: &[], only: "res.users" },
];

/// The signature of a method that the model has in this version.
pub(crate) fn find(model: &str, method: &str, legacy: bool) -> Option<&'static Signature> {
    let known =
        |signature: &&Signature| signature.method == method && (signature.only.is_empty() || signature.only == model);
    SIGNATURES.iter().find(known).filter(|signature| !(legacy && signature.method == "formatted_read_group"))
}

impl Signature {
    /// Binds the named arguments of a JSON-2 body, `ids` and `context` among them.
    pub(crate) fn bind_named(&self, model: &str, mut body: Map<String, Value>) -> Result<Call, OdooError> {
        let refused = |message: String| OdooError::new(name::UNPROCESSABLE, message);
        let context = context(body.shift_remove("context"))?;
        let ids = ids(body.shift_remove("ids"))?;
        if !self.on_records && !ids.is_empty() {
            return Err(refused(format!("cannot call {model}.{} with ids", self.method)));
        }
        for required in self.takes.iter().take(self.required) {
            if !body.contains_key(*required) {
                return Err(refused(format!("missing a required argument: '{required}'")));
            }
        }
        if let Some(unknown) = body.keys().find(|key| !self.takes.contains(&key.as_str())) {
            return Err(refused(format!("got an unexpected keyword argument '{unknown}'")));
        }
        Ok(Call { model: model.to_owned(), method: self.method.to_owned(), ids, args: body, context })
    }

    /// Binds the positional and keyword arguments of `execute_kw`; methods on records take their ids first.
    pub(crate) fn bind_positional(
        &self,
        model: &str,
        mut positional: Vec<Value>,
        mut keywords: Map<String, Value>,
    ) -> Result<Call, OdooError> {
        let refused = |message: String| OdooError::kind(format!("BaseModel.{}() {message}", self.method));
        let context = context(keywords.shift_remove("context"))?;
        let records =
            if self.on_records && !positional.is_empty() { ids(Some(positional.remove(0)))? } else { Vec::new() };
        if positional.len() > self.takes.len() {
            let (least, most) = (self.required + 1, self.takes.len() + 1);
            let given = positional.len() + 1;
            return Err(refused(format!("takes from {least} to {most} positional arguments but {given} were given")));
        }
        if let Some(unknown) = keywords.keys().find(|key| !self.takes.contains(&key.as_str())) {
            return Err(refused(format!("got an unexpected keyword argument '{unknown}'")));
        }
        let mut args: Map<String, Value> = self.takes.iter().map(|taken| (*taken).to_owned()).zip(positional).collect();
        if let Some(twice) = keywords.keys().find(|key| args.contains_key(key.as_str())) {
            return Err(refused(format!("got multiple values for argument '{twice}'")));
        }
        args.extend(keywords);
        if let Some(missing) = self.takes.iter().take(self.required).find(|required| !args.contains_key(**required)) {
            return Err(refused(format!("missing 1 required positional argument: '{missing}'")));
        }
        Ok(Call { model: model.to_owned(), method: self.method.to_owned(), ids: records, args, context })
    }
}

fn context(value: Option<Value>) -> Result<Map<String, Value>, OdooError> {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => Ok(Map::new()),
        Some(Value::Object(context)) => Ok(context),
        Some(_) => Err(OdooError::kind("cannot convert dictionary update sequence element #0 to a sequence")),
    }
}

/// A list of ids, or one.
fn ids(value: Option<Value>) -> Result<Vec<i64>, OdooError> {
    let one = |value: &Value| {
        let wrong =
            || format!("invalid input syntax for type integer: \"{}\"\n", python::repr(value).trim_matches('\''));
        value.as_i64().ok_or_else(|| OdooError::new(name::BAD_TEXT, wrong()))
    };
    match value {
        None | Some(Value::Null | Value::Bool(false)) => Ok(Vec::new()),
        Some(Value::Array(ids)) => ids.iter().map(one).collect(),
        Some(other) => Ok(vec![one(&other)?]),
    }
}
