//! Projects for strategies of one's own: `odlm strategy new` and `odlm strategy build`, through the program itself; and the examples.

mod build;
mod examples;
mod new;
mod project;
mod rust;
mod tools;
