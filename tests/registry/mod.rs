//! Strategies in OCI registries: the real program against real registries on this machine, and against one that means ill.

mod files;
mod hostile;
mod logins;
mod refused;
mod round;
mod signed;
mod stand;
mod transport;

pub(crate) use stand::open_port;
