//! `reporting.email` as it is written: who is told of new leads, and by which server.

use schemars::JsonSchema;
use serde::Deserialize;

/// Telling salespeople and managers what a run gave out. Only a live run tells, once, when it has come to its end.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Email {
    /// Every live run tells, as with `--email-notification`. Default: false.
    #[serde(default)]
    pub enabled: bool,
    /// How salespeople are told. Default: `mail`.
    #[serde(default)]
    pub channel: Channel,
    /// Whether salespeople are told of their new leads; `false` leaves the managers' mail alone. Default: true.
    pub to_salespeople: Option<bool>,
    /// Who gets the run's figures: addresses. Default: nobody.
    #[serde(default)]
    pub manager: Vec<String>,
    /// The sender: an address, or a name with one, like `odlm <odlm@example.com>`.
    pub from: Option<String>,
    /// Where answers go. Default: to the sender.
    pub reply_to: Option<String>,
    /// What every subject begins with, like `[Leads]`. Default: nothing.
    pub subject_prefix: Option<String>,
    /// The server that takes the mails.
    pub smtp: Option<Smtp>,
}

/// How salespeople are told of their new leads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// One mail a person.
    #[default]
    Mail,
    /// One to-do a person in Odoo, on the first of their new leads, without a mail.
    Activity,
    /// Both.
    Both,
}

/// A server that takes mails.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// Its name or address.
    pub host: String,
    /// The port. Default: 587 with `starttls`, 465 with `tls`, 25 with `none`.
    #[schemars(range(min = 1))]
    pub port: Option<u16>,
    /// How the connection is made safe. Default: `starttls`.
    #[serde(default)]
    pub security: SmtpSecurity,
    /// The login, where the server wants one.
    pub username: Option<String>,
    /// Its password.
    pub password: Option<String>,
    /// A PEM file of certificates that are trusted beside the system's, relative to the configuration.
    pub ca_cert: Option<String>,
    /// How long one answer of the server may take. Default: 15.
    #[schemars(range(min = 1, max = 120))]
    pub timeout_seconds: Option<u64>,
}

/// How a connection to a mail server is made safe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SmtpSecurity {
    /// It begins in the clear and must be turned into TLS before anything else is said.
    #[default]
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// In the clear: for a server on the same machine. A login is never sent this way to another.
    None,
}
