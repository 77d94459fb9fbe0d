//! `odlm report`: the figures are those of the runs, they add up, and nothing in a name breaks any form.

mod conversions;
mod figures;
mod forms;
mod messages;
pub(super) mod past;
