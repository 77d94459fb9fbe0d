//! What machines see of a run: metrics and traces.

mod metrics;
mod traces;
