//! What a run tells people: mails by a mail server of these tests, to-dos in the sandbox, alerts to a webhook of these tests.

mod alerts;
mod digest;
mod mishaps;
mod post;
mod receiver;
mod to_do;
mod wild_names;
