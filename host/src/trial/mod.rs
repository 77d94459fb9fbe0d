//! Trying a strategy without Odoo: what a component is, one call of it, its cases, the rules that every strategy must keep, what it costs.
//!
//! Nothing here prints, reads a configuration or goes to the network.

mod again;
mod answer;
mod bench;
mod budget;
mod cases;
mod chain;
mod columns;
mod compare;
mod expect;
mod fill;
mod generate;
mod inputs;
mod inspect;
mod junit;
mod outline;
mod question;
mod report;
mod request_file;
mod rules;
mod shrink;
mod source;
mod store;
mod test;

pub use again::{Again, again};
pub use answer::{Answered, AnsweredLead, Note, Received, answered};
pub use bench::{BenchLine, Contender, Figures, SIZES, bench};
pub use budget::Cost;
pub use cases::{Case, CaseFile, CaseRun, read_cases};
pub use compare::Candidate;
pub use expect::{Expectation, Names, unmet};
pub use fill::standard;
pub use inspect::{AskedColumn, Export, Inspection, Load, Personal, Refused, inspect};
pub use junit::junit;
pub use outline::{Outline, outline};
pub use question::{Asked, Mistake, asked};
pub use report::{Check, Report, Suite};
pub use request_file::{LeadRow, PersonRow, Reference, RequestFile, case_schema, request_schema};
pub use rules::{Ask, Failure, Kept, Rule, judge};
pub use shrink::shrink;
pub use source::{Component, open};
pub use store::{command, store};
pub use test::{Plan, failures_folder, test};
