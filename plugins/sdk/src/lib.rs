//! Everything a lead-distribution strategy for odlm needs beside its own rule: the contract's types, rows over columns, ties without
//! favourites, a line of people, plans, settings, memory, and support for tests that run natively.
//!
//! A strategy is a pure function: no clock, files, network or randomness. What it may know stands in the [`Request`].
//!
//! ```
//! use odlm_strategy_sdk::{Description, Plan, PlanBuilder, Request, Strategy, Table};
//!
//! struct FirstComeFirstServed;
//!
//! impl Strategy for FirstComeFirstServed {
//!     fn describe() -> Description {
//!         odlm_strategy_sdk::describe("first-come", "1.0.0", "Everything to whoever has room", "")
//!     }
//!
//!     fn assign(request: &Request) -> Result<Plan, String> {
//!         let table = Table::of(request)?;
//!         let mut plan = PlanBuilder::new(&table);
//!         let mut room: Vec<u32> = table.people().map(|person| person.room()).collect();
//!         for lead in table.leads() {
//!             let free = room.iter_mut().enumerate().find(|(row, room)| **room > 0 && lead.owner() != Some(*row));
//!             match free {
//!                 Some((row, room)) => {
//!                     *room -= 1;
//!                     plan.give(lead.row(), row, "first with room");
//!                 }
//!                 None => plan.nobody(lead.row(), "nobody has room left"),
//!             }
//!         }
//!         Ok(plan.finish(Vec::new()))
//!     }
//! }
//!
//! odlm_strategy_sdk::register!(FirstComeFirstServed);
//! ```

pub mod bindings;
pub mod calendar;
pub mod column;
pub mod log;
pub mod memory;
pub mod settings;
#[cfg(not(target_arch = "wasm32"))]
pub mod testing;
pub mod ties;

mod describe;
mod key;
mod line;
mod plan;
mod register;
mod share;
mod table;

pub use bindings::odlm::strategy::types::{
    Column, ColumnRequest, Description, Kind, Leads, Note, Plan, Request, Salespeople, TextLists, Values,
};
pub use describe::describe;
pub use key::Key;
pub use line::{Line, Seat};
pub use plan::{AsReason, PlanBuilder, Reason};
#[doc(hidden)]
pub use register::report_panics;
pub use share::Share;
pub use table::{Lead, Person, Table};

/// Row number that stands for nobody, in `owner` and `assignee`.
pub const NOBODY: u32 = u32::MAX;

/// What a plugin is. Hand the type to [`register!`].
pub trait Strategy {
    /// What the strategy says of itself. Constant.
    fn describe() -> Description;

    /// Who gets which lead. The same request gives the same plan.
    ///
    /// # Errors
    /// One sentence that tells the operator why no plan can be made.
    fn assign(request: &Request) -> Result<Plan, String>;
}

/// The example of the README is compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}
