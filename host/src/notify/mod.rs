//! Telling people what a run did: each salesperson of their new leads, managers of the figures, operators of what went wrong.
//!
//! Nothing here can fail a run: what does not arrive is a warning. Addresses are read when they are needed and kept nowhere; no warning
//! names one. Mails are sent and webhooks called here alone.

mod alert;
mod details;
mod digest;
mod links;
mod mail;
mod manager;
mod person;
mod smtp;
mod to_do;
mod webhook;
mod words;

pub use alert::{Alert, alert};
pub use digest::{Digest, digest};
pub use mail::Attachment;
