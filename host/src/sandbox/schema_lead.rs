//! `crm.lead`: Odoo's fields that odlm uses, and those of a customised call-centre database.

use super::schema::Kind::{Boolean, Char, Date, Datetime, Float, Many2many, Many2one, Monetary, Selection};
use super::schema::{ACTIVE_FIELD, CREATED_FIELD, DISPLAY_NAME_FIELD, Field, ID_FIELD, Kind, Model, WRITTEN_FIELD};

/// Fields that Odoo 18 lacks.
pub(crate) const NEW_IN_19: &[&str] = &["won_status"];

const TYPES: Kind = Selection(&[("lead", "Lead"), ("opportunity", "Opportunity")]);
const PRIORITIES: Kind = Selection(&[("0", "Low"), ("1", "Medium"), ("2", "High"), ("3", "Very High")]);
const WON: Kind = Selection(&[("won", "Won"), ("lost", "Lost"), ("pending", "Pending")]);

/// The model of leads and opportunities.
pub(crate) static LEAD: Model = Model {
    name: "crm.lead",
    label: "Lead",
    order: "priority desc, id desc",
    fields: &[
        ID_FIELD,
        DISPLAY_NAME_FIELD,
        Field::new("name", "Opportunity", Char).required(),
        Field::new("type", "Type", TYPES).required(),
        ACTIVE_FIELD,
        Field::new("stage_id", "Stage", Many2one("crm.stage")),
        Field::new("source_id", "Source", Many2one("utm.source")),
        Field::new("medium_id", "Medium", Many2one("utm.medium")),
        Field::new("campaign_id", "Campaign", Many2one("utm.campaign")),
        Field::new("tag_ids", "Tags", Many2many("crm.tag")),
        Field::new("priority", "Priority", PRIORITIES),
        Field::new("user_id", "Salesperson", Many2one("res.users")),
        Field::new("team_id", "Sales Team", Many2one("crm.team")),
        Field::new("company_id", "Company", Many2one("res.company")),
        Field::new("email_from", "Email", Char),
        Field::new("email_normalized", "Normalized Email", Char).readonly(),
        Field::new("phone", "Phone", Char),
        Field::new("phone_sanitized", "Sanitized Number", Char).readonly(),
        Field::new("contact_name", "Contact Name", Char),
        Field::new("partner_name", "Company Name", Char),
        Field::new("partner_id", "Contact", Many2one("res.partner")),
        Field::new("date_open", "Assignment Date", Datetime).readonly(),
        Field::new("date_deadline", "Expected Closing", Date),
        Field::new("probability", "Probability", Float),
        Field::new("expected_revenue", "Expected Revenue", Monetary),
        Field::new("lost_reason_id", "Lost Reason", Many2one("crm.lost.reason")),
        Field::new("won_status", "Won/Lost", WON).readonly(),
        Field::new("is_blacklisted", "Blacklist", Boolean).readonly().computed(),
        Field::new("phone_sanitized_blacklisted", "Phone Blacklisted", Boolean).readonly().computed(),
        Field::new("country_id", "Country", Many2one("res.country")),
        Field::new("lang_id", "Language", Many2one("res.lang")),
        Field::new("activity_date_deadline", "Next Activity Deadline", Date).readonly().computed(),
        Field::new("status", "Status", Char),
        Field::new("source_date", "Source Date", Date),
        Field::new("web_source_id", "Web Source", Char),
        Field::new("closer_id", "Closer", Many2one("res.users")),
        Field::new("open_user_id", "Open User", Many2one("res.users")),
        CREATED_FIELD,
        WRITTEN_FIELD,
    ],
};
