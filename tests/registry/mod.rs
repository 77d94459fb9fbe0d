//! Strategies in OCI registries: the real program against real registries on this machine, and against one that means ill.

mod configured;
mod demanded;
mod files;
mod hostile;
mod logins;
mod own;
mod refused;
mod round;
mod signed;
mod stand;
mod transport;

pub(crate) use stand::open_port;
