//! The report of a run: its committed sample, names that mean something elsewhere, figures that contradict each other, files of the real
//! program.

mod files;
mod sample;
mod wild;
