//! Who is told of a run, and by what: mails, to-dos, webhooks.

use std::time::Duration;

use crate::config::written::{AlertOn, Channel, SmtpSecurity};
use crate::odoo::Secret;

/// A mail address, and the name that stands before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// The name, where there is one.
    pub name: Option<String>,
    /// The address.
    pub address: String,
}

/// Telling salespeople and managers what a run gave out.
#[derive(Clone, Debug)]
pub struct Email {
    /// Whether live runs tell at all; if so, `office` is there where mails are needed.
    pub enabled: bool,
    /// How salespeople are told; none where they are not.
    pub salespeople: Option<Channel>,
    /// Who gets the run's figures by mail.
    pub managers: Vec<Mailbox>,
    /// What every subject begins with; empty for nothing.
    pub subject_prefix: String,
    /// By what mails are sent.
    pub office: Option<PostOffice>,
}

/// A server that takes mails, and the sender.
#[derive(Clone, Debug)]
pub struct PostOffice {
    /// The server's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is made safe.
    pub security: SmtpSecurity,
    /// Login and password.
    pub login: Option<(String, Secret)>,
    /// PEM certificates that are trusted beside the system's.
    pub ca_cert: Option<Vec<u8>>,
    /// How long one answer may take.
    pub timeout: Duration,
    /// The sender.
    pub from: Mailbox,
    /// Where answers go, if not to the sender.
    pub reply_to: Option<Mailbox>,
}

/// Who hears of it when a run did not go as it should.
#[derive(Clone, Debug)]
pub struct Alerts {
    /// What is alerted; nothing where nobody is there to hear it.
    pub on: Vec<AlertOn>,
    /// After how long a run is slow.
    pub slow_after: Duration,
    /// Whether dry runs alert too.
    pub dry_run: bool,
    /// A URL that gets each alert.
    pub webhook: Option<Webhook>,
    /// Who gets each alert by mail; then there is a post office.
    pub email: Vec<Mailbox>,
    /// By what mails are sent.
    pub office: Option<PostOffice>,
}

/// A URL that gets each alert as JSON.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// The URL, which may be a secret as a whole.
    pub url: Secret,
    /// What of it may be shown: the host.
    pub host: String,
    /// `Authorization: Bearer`.
    pub bearer_token: Option<Secret>,
    /// Further headers.
    pub headers: Vec<(String, Secret)>,
    /// Signs the body.
    pub signing_secret: Option<Secret>,
    /// How long one try may take.
    pub timeout: Duration,
}
