//! What every database has to do, by subject.

pub(crate) mod decisions;
pub(crate) mod fairness;
pub(crate) mod leases;
pub(crate) mod lifecycle;
pub(crate) mod requests;
pub(crate) mod safety;
