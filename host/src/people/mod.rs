//! Who may receive leads: the campaign table, resolved to Odoo's users, with their workload.

mod named;
mod select;
mod table;
mod users;
mod workload;

pub use named::named;
pub use select::{LeftOutPerson, People, select, strangers};
pub use table::{Row, read_table};
pub use users::{User, Users, read_share_users, read_users};
pub use workload::read_workload;
