//! Which leads are distributed: the window goes into Odoo's domain, the other filters run here, and each lead left out keeps its first
//! failing rule.

mod convert;
mod fields;
mod filters;
mod matcher;
mod names;
mod order;
mod read;
mod sales;
mod sales_rule;
mod window;

pub use convert::Reading;
pub use fields::{Field, FieldKind, LeadFields, read_fields};
pub use filters::{Filtered, Owners, filter};
pub use matcher::{Matcher, PatternError, PatternList};
pub use order::serve_order;
pub use read::{field_behind, mapped, read_leads};
pub use sales::opportunities;
pub use sales_rule::{Mistake, SalesError, SalesRule, sales_rule};
pub use window::{Days, window_days};
