//! One call of Odoo's external API, before a transport gives it its shape.

use serde_json::{Map, Value};

/// Methods that change nothing. The half that reads can name no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadMethod {
    /// Records by domain.
    SearchRead,
    /// How many records a domain has.
    SearchCount,
    /// Records by id.
    Read,
    /// What fields a model has.
    FieldsGet,
    /// Grouped counts, Odoo 19 and later.
    FormattedReadGroup,
    /// Grouped counts, before Odoo 19.
    ReadGroup,
    /// Who is calling.
    ContextGet,
    /// May the caller do this, Odoo 18 and later.
    HasAccess,
    /// May the caller do this, before Odoo 18.
    CheckAccessRights,
    /// Is the user of a group.
    HasGroup,
}

impl ReadMethod {
    /// Odoo's name of the method.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            ReadMethod::SearchRead => "search_read",
            ReadMethod::SearchCount => "search_count",
            ReadMethod::Read => "read",
            ReadMethod::FieldsGet => "fields_get",
            ReadMethod::FormattedReadGroup => "formatted_read_group",
            ReadMethod::ReadGroup => "read_group",
            ReadMethod::ContextGet => "context_get",
            ReadMethod::HasAccess => "has_access",
            ReadMethod::CheckAccessRights => "check_access_rights",
            ReadMethod::HasGroup => "has_group",
        }
    }

    /// Whether the method works on records, so that ids come first among its positional arguments.
    pub(super) fn takes_ids(self) -> bool {
        matches!(self, ReadMethod::Read | ReadMethod::HasAccess)
    }
}

/// A search domain in Odoo's prefix notation.
pub type Domain = Vec<Value>;

/// A call that changes nothing: it can only be made of a [`ReadMethod`].
#[derive(Clone, Debug)]
pub struct ReadCall(pub(super) Call);

impl ReadCall {
    /// A call of `method` on `model`.
    #[must_use]
    pub fn new(model: &str, method: ReadMethod) -> ReadCall {
        let ids = method.takes_ids().then(Vec::new);
        ReadCall(Call {
            model: model.to_owned(),
            method: method.name(),
            ids,
            arguments: Map::new(),
            context: Map::new(),
        })
    }

    /// Sets the records.
    #[must_use]
    pub fn ids(mut self, ids: &[u64]) -> ReadCall {
        self.0.ids = Some(ids.to_vec());
        self
    }

    /// Sets a named argument.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> ReadCall {
        self.0.arguments.insert(name.to_owned(), value.into());
        self
    }

    /// Sets a key of the context.
    #[must_use]
    pub fn context(mut self, name: &str, value: impl Into<Value>) -> ReadCall {
        self.0.context.insert(name.to_owned(), value.into());
        self
    }
}

/// Any call: model, method, records, named arguments, context.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) model: String,
    pub(super) method: &'static str,
    pub(super) ids: Option<Vec<u64>>,
    pub(super) arguments: Map<String, Value>,
    /// What is added to the context; it replaces the user's own.
    pub(super) context: Map<String, Value>,
}

impl Call {
    /// The call that writes values; only the half that writes builds it.
    pub(super) fn write(model: &str, ids: &[u64], values: Map<String, Value>, context: Map<String, Value>) -> Call {
        let mut arguments = Map::new();
        arguments.insert("vals".to_owned(), Value::Object(values));
        Call { model: model.to_owned(), method: "write", ids: Some(ids.to_vec()), arguments, context }
    }

    /// The call that plans a to-do on a record; only the half that writes builds it.
    pub(super) fn schedule(model: &str, id: u64, arguments: Map<String, Value>, context: Map<String, Value>) -> Call {
        Call { model: model.to_owned(), method: "activity_schedule", ids: Some(vec![id]), arguments, context }
    }
}
