//! Native test support for plugins: requests by hand and by chance, the host's check of a plan, a campaign over many runs, the log.

mod campaign;
mod check;
mod log;
#[cfg(feature = "proptest")]
mod random;
mod request;
mod schema;
mod variants;

pub use campaign::Campaign;
pub use check::{check, plan};
pub(crate) use log::keep;
pub use log::logged;
#[cfg(feature = "proptest")]
pub use random::{Bounds, requests};
pub use request::RequestBuilder;
pub use schema::default_settings;
pub use variants::{counts, mirrored, mirrored_rows, reasons, with_idle_person};
