//! Which leads are distributed: the window goes into Odoo's domain, the other filters run here, and each lead left out keeps its first
//! failing rule.

mod convert;
mod days_off;
mod dropback;
mod export;
mod fields;
mod filters;
mod lists;
mod mapping;
mod matcher;
mod names;
mod narrow;
mod order;
mod outcomes;
mod reach;
mod read;
mod sales;
mod sales_rule;
#[cfg(test)]
mod sample;
mod sources;
mod value;
mod window;

pub use days_off::{DaysOff, asks_for_holidays, is_weekend, read_days_off};
pub use dropback::{DropbackError, OldLead, OldQuery, find_old, last_old_day, old_reading};
pub use export::{Columns, Exported, ROWS, ids_of_window};
pub use fields::{Field, FieldKind, LeadFields, read_fields};
pub use filters::{Against, Filtered, Owners, filter};
pub use lists::Lists;
pub use mapping::{BLACKLISTS, Reading, Unmapped, mapped};
pub use matcher::{Matcher, PatternError, PatternList};
pub use order::serve_order;
pub use outcomes::read_outcomes;
pub use reach::count_reachable;
pub use read::{Found, LeadQuery, field_behind, find_leads, read_leads};
pub use sales::{Sold, opportunities};
pub use sales_rule::{Mistake, SalesError, SalesRule, sales_rule};
pub use sources::{UnknownName, known_values, read_sources, unknown_names};
pub use value::{Wrong, find_record, value_for};
pub use window::{Days, window_days};
