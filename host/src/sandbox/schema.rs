//! The models the sandbox knows, with the fields odlm uses. Labels and flags are those `fields_get` of Odoo 19 gives.

use super::schema_lead;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    Integer,
    Float,
    Monetary,
    Boolean,
    Char,
    Date,
    Datetime,
    Selection(&'static [(&'static str, &'static str)]),
    Many2one(&'static str),
    Many2many(&'static str),
}

/// A field of a model.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) kind: Kind,
    pub(crate) stored: bool,
    pub(crate) readonly: bool,
    pub(crate) required: bool,
    /// Whether a domain may ask for it.
    pub(crate) searchable: bool,
}

impl Field {
    pub(crate) const fn new(name: &'static str, label: &'static str, kind: Kind) -> Self {
        Self { name, label, kind, stored: true, readonly: false, required: false, searchable: true }
    }

    pub(crate) const fn readonly(mut self) -> Self {
        self.readonly = true;
        self
    }

    pub(crate) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Computed when it is read: neither sorted nor grouped by.
    pub(crate) const fn computed(mut self) -> Self {
        self.stored = false;
        self
    }

    /// Computed when it is read, and no domain may ask for it.
    pub(crate) const fn unsearchable(mut self) -> Self {
        self.searchable = false;
        self.readonly().computed()
    }

    /// The model a relation points to.
    pub(crate) fn relation(&self) -> Option<&'static str> {
        match self.kind {
            Kind::Many2one(model) | Kind::Many2many(model) => Some(model),
            _ => None,
        }
    }
}

/// A model: its fields, `id` first and `display_name` second, and its default order.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) order: &'static str,
    pub(crate) fields: &'static [Field],
}

impl Model {
    /// The field that a record of this model shows as its name.
    pub(crate) fn name_field(&self) -> &'static str {
        match self.name {
            "utm.campaign" => "title",
            "mail.activity" => "summary",
            _ => "name",
        }
    }
}

/// Where `id` stands in every model.
pub(crate) const ID: usize = 0;
/// Where `display_name` stands in every model; its cell is never stored.
pub(crate) const DISPLAY_NAME: usize = 1;

impl Model {
    /// The place of a field.
    pub(crate) fn place(&self, field: &str) -> Option<usize> {
        self.fields.iter().position(|known| known.name == field)
    }

    /// The field at a place.
    pub(crate) fn field(&self, place: usize) -> Option<&'static Field> {
        self.fields.get(place)
    }
}

use Kind::{Boolean, Char, Date, Datetime, Integer, Many2many, Many2one, Selection};

pub(crate) const ID_FIELD: Field = Field::new("id", "ID", Integer).readonly();
pub(crate) const DISPLAY_NAME_FIELD: Field = Field::new("display_name", "Display Name", Char).readonly().computed();
pub(crate) const ACTIVE_FIELD: Field = Field::new("active", "Active", Boolean);
pub(crate) const CREATED_FIELD: Field = Field::new("create_date", "Created on", Datetime).readonly();
pub(crate) const WRITTEN_FIELD: Field = Field::new("write_date", "Last Updated on", Datetime).readonly();

const ZONES: Kind = Selection(&[("Europe/Brussels", "Europe/Brussels"), ("UTC", "UTC")]);
const LANGUAGES: Kind = Selection(&[("en_US", "English (US)")]);

macro_rules! model {
    ($name:literal, $label:literal, $order:literal, [$($field:expr),* $(,)?]) => {
        Model {
            name: $name,
            label: $label,
            order: $order,
            fields: &[ID_FIELD, DISPLAY_NAME_FIELD, $($field,)* CREATED_FIELD, WRITTEN_FIELD],
        }
    };
}

static MODELS: &[Model] = &[
    model!(
        "res.users",
        "User",
        "name, login",
        [
            Field::new("name", "Name", Char).computed(),
            Field::new("login", "Login", Char).required(),
            ACTIVE_FIELD,
            Field::new("share", "Share User", Boolean).readonly(),
            Field::new("tz", "Timezone", ZONES).computed(),
            Field::new("lang", "Language", LANGUAGES).computed(),
            Field::new("email", "Email", Char).computed(),
            Field::new("email_normalized", "Normalized Email", Char).readonly().computed(),
            Field::new("phone", "Phone", Char).computed(),
            Field::new("company_id", "Company", Many2one("res.company")).required(),
            Field::new("company_ids", "Companies", Many2many("res.company")),
            Field::new("sale_team_id", "User Sales Team", Many2one("crm.team")).readonly(),
        ]
    ),
    model!(
        "crm.team",
        "Sales Team",
        "sequence, create_date desc, id desc",
        [
            Field::new("name", "Sales Team", Char).required(),
            ACTIVE_FIELD,
            Field::new("sequence", "Sequence", Integer),
            Field::new("user_id", "Team Leader", Many2one("res.users")),
            Field::new("company_id", "Company", Many2one("res.company")),
            Field::new("use_leads", "Leads", Boolean),
            Field::new("use_opportunities", "Pipeline", Boolean),
            Field::new("member_ids", "Salespersons", Many2many("res.users")).computed(),
            Field::new("assignment_enabled", "Lead Assign", Boolean).unsearchable(),
            Field::new("assignment_auto_enabled", "Auto Assignment", Boolean).unsearchable(),
            Field::new("assignment_optout", "Skip auto assignment", Boolean),
            Field::new("assignment_domain", "Assignment Domain", Char),
        ]
    ),
    model!(
        "crm.team.member",
        "Sales Team Member",
        "create_date, id",
        [
            Field::new("crm_team_id", "Sales Team", Many2one("crm.team")).required(),
            Field::new("user_id", "Salesperson", Many2one("res.users")).required(),
            ACTIVE_FIELD,
            Field::new("assignment_max", "Average Leads Capacity (on 30 days)", Integer),
            Field::new("assignment_optout", "Pause assignment", Boolean),
            Field::new("assignment_domain", "Assignment Domain", Char),
            Field::new("assignment_domain_preferred", "Preference assignment Domain", Char),
        ]
    ),
    model!(
        "crm.stage",
        "CRM Stages",
        "sequence, name, id",
        [
            Field::new("name", "Stage Name", Char).required(),
            Field::new("sequence", "Sequence", Integer),
            Field::new("is_won", "Is Won Stage?", Boolean),
            Field::new("fold", "Folded in Pipeline", Boolean),
            Field::new("team_ids", "Sales Teams", Many2many("crm.team")),
        ]
    ),
    model!(
        "crm.tag",
        "CRM Tag",
        "id",
        [Field::new("name", "Tag Name", Char).required(), Field::new("color", "Color", Integer),]
    ),
    model!("utm.source", "UTM Source", "id", [Field::new("name", "Source Name", Char).required()]),
    model!(
        "utm.campaign",
        "UTM Campaign",
        "id",
        [
            Field::new("name", "Campaign Identifier", Char).required(),
            Field::new("title", "Campaign Name", Char).required(),
            ACTIVE_FIELD,
        ]
    ),
    model!("utm.medium", "UTM Medium", "name", [Field::new("name", "Medium Name", Char).required(), ACTIVE_FIELD]),
    model!("res.company", "Companies", "id", [Field::new("name", "Company Name", Char).required()]),
    model!("res.country", "Country", "name", [Field::new("name", "Country Name", Char).required()]),
    model!("res.lang", "Languages", "name", [Field::new("name", "Name", Char).required(), ACTIVE_FIELD]),
    model!(
        "res.partner",
        "Contact",
        "id",
        [
            Field::new("name", "Name", Char),
            ACTIVE_FIELD,
            Field::new("email", "Email", Char),
            Field::new("email_normalized", "Normalized Email", Char).readonly(),
            Field::new("phone", "Phone", Char),
            Field::new("phone_sanitized", "Sanitized Number", Char).readonly(),
        ]
    ),
    model!(
        "mail.activity.type",
        "Activity Type",
        "sequence, id",
        [Field::new("name", "Name", Char).required(), ACTIVE_FIELD, Field::new("sequence", "Sequence", Integer),]
    ),
    model!(
        "mail.activity",
        "Activity",
        "date_deadline, id",
        [
            Field::new("res_model", "Related Document Model", Char).readonly(),
            Field::new("res_id", "Related Document ID", Integer),
            Field::new("activity_type_id", "Activity Type", Many2one("mail.activity.type")),
            Field::new("summary", "Summary", Char),
            Field::new("note", "Note", Char),
            Field::new("date_deadline", "Due Date", Date).required(),
            Field::new("user_id", "Assigned to", Many2one("res.users")),
            Field::new("automated", "Automated activity", Boolean).readonly(),
        ]
    ),
    model!(
        "crm.lost.reason",
        "Opp. Lost Reason",
        "id",
        [Field::new("name", "Description", Char).required(), ACTIVE_FIELD]
    ),
    model!(
        "resource.calendar",
        "Resource Working Time",
        "id",
        [
            Field::new("name", "Name", Char).required(),
            ACTIVE_FIELD,
            Field::new("company_id", "Company", Many2one("res.company")),
        ]
    ),
    model!(
        "resource.resource",
        "Resources",
        "name",
        [
            Field::new("name", "Name", Char).required(),
            ACTIVE_FIELD,
            Field::new("user_id", "User", Many2one("res.users")),
            Field::new("calendar_id", "Working Time", Many2one("resource.calendar")),
            Field::new("company_id", "Company", Many2one("res.company")),
        ]
    ),
    model!(
        "resource.calendar.leaves",
        "Resource Time Off Detail",
        "date_from",
        [
            Field::new("name", "Reason", Char),
            Field::new("date_from", "Start Date", Datetime).required(),
            Field::new("date_to", "End Date", Datetime).required(),
            Field::new("resource_id", "Resource", Many2one("resource.resource")),
            Field::new("calendar_id", "Working Hours", Many2one("resource.calendar")),
            Field::new("company_id", "Company", Many2one("res.company")).readonly(),
            Field::new("time_type", "Time Type", Selection(&[("leave", "Time Off"), ("other", "Other")])),
        ]
    ),
    // A view on a table of its own: it has no `write_date`.
    Model {
        name: "res.users.apikeys",
        label: "Users API Keys",
        order: "id",
        fields: &[
            ID_FIELD,
            DISPLAY_NAME_FIELD,
            Field::new("name", "Description", Char).readonly().required(),
            Field::new("user_id", "User", Many2one("res.users")).readonly().required(),
            Field::new("scope", "Scope", Char).readonly(),
            Field::new("expiration_date", "Expiration Date", Datetime).readonly(),
            CREATED_FIELD,
        ],
    },
];

/// Models that nobody may change through the API, whatever their rights.
pub(crate) const NOBODY_WRITES: [&str; 2] = ["res.users.apikeys", "resource.resource"];

/// Every model of the sandbox.
pub(crate) fn models() -> impl Iterator<Item = &'static Model> {
    std::iter::once(&schema_lead::LEAD).chain(MODELS)
}
