//! The command line: what is typed, what is printed. The only place beside `report` that prints.

mod alert;
mod arguments;
mod check;
mod compile;
mod config;
mod dailydist;
mod exports;
mod files;
mod folder;
mod generate;
mod history;
mod init;
mod log_file;
mod logging;
mod manners;
mod manual;
mod measure;
mod output;
mod own;
mod progress;
mod report_files;
mod runs;
mod sandbox;
mod signals;
mod start;
mod step;
mod strategy;

pub use start::main;
