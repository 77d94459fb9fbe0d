//! Who may receive leads: the rows of whatever source, resolved to Odoo's users, with their workload.

mod columns;
mod list;
mod named;
mod person;
mod row;
mod select;
mod source;
mod table;
mod teams;
mod text_file;
mod users;
mod wording;
mod workload;

pub use list::{listed_rows, stored_rows};
pub use named::named;
pub use row::{Row, Spot};
pub use select::{People, select, strangers};
pub use source::{read_member_rows, read_team_rows, read_user_rows};
pub use table::read_table;
pub use teams::{NoTeam, Teams, read_teams};
pub use text_file::read_text_file;
pub use users::{User, Users, read_share_users, read_users};
pub use workload::{Owned, Workload, leave_out_the_full, read_workload};
