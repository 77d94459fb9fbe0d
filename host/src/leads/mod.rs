//! Which leads are distributed: the window goes into Odoo's domain, the other filters run here, and each lead left out keeps its first
//! failing rule.

mod convert;
mod dropback;
mod fields;
mod filters;
mod matcher;
mod names;
mod order;
mod read;
mod sales;
mod sales_rule;
mod value;
mod window;

pub use convert::Reading;
pub use dropback::{DropbackError, OldLead, find_old, last_old_day, old_reading};
pub use fields::{Field, FieldKind, LeadFields, read_fields};
pub use filters::{Filtered, Owners, filter};
pub use matcher::{Matcher, PatternError, PatternList};
pub use order::serve_order;
pub use read::{field_behind, mapped, read_leads};
pub use sales::opportunities;
pub use sales_rule::{Mistake, SalesError, SalesRule, sales_rule};
pub use value::{Wrong, find_record, value_for};
pub use window::{Days, window_days};
