//! Projects for strategies of one's own: `odlm strategy new` and `odlm strategy build`, through the program itself.

mod build;
mod new;
mod project;
mod rust;
mod tools;
