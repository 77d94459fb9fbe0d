//! What machines watch a run by: Prometheus metrics and OpenTelemetry traces. Nothing here ends a run or changes how it ended.

mod exposition;
mod memory;
mod push;
mod textfile;
mod traces;

pub use exposition::{Facts, exposition};
pub use memory::peak_memory;
pub use push::push;
pub use textfile::{file_name, write};
pub use traces::Traces;
