//! The screens of step mode: what each step has to show, and its text. Pure: who asks and prints is the command line.

mod application;
mod leads;
mod look;
mod model;
mod page;
mod people;
mod plan;
mod tally;
mod workload;

pub use application::application_screen;
pub use leads::leads_screen;
pub use look::{lead_screen, person_screen};
pub use model::{
    ApplicationStep, Breakdown, Choice, LeadLook, LeadRow, LeadsStep, PeopleStep, PersonLook, PersonRow, PlanStep,
    Receiver, Share, WorkloadRow, WorkloadStep,
};
pub use page::Style;
pub use people::people_screen;
pub use plan::plan_screen;
pub use tally::{breakdowns, planned_people, planned_reasons};
pub use workload::workload_screen;
