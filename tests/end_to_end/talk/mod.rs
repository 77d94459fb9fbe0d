//! What the program says: data on stdout, talk on stderr, fit for any terminal and any name.

mod check;
mod help;
mod logs;
mod manual;
mod names;
mod pipes;
mod progress;
mod quiet;
mod runs;
mod sandbox;
mod screen;
mod streams;
mod tables;

pub(super) use screen::fits;
