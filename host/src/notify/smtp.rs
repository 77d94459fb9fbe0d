//! One connection to a mail server for all mails of a run: TLS, login, bounded time, and never the same mail twice.

use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use tokio::time::{Instant, sleep, timeout};

use crate::config::PostOffice;
use crate::config::written::SmtpSecurity;
use crate::text::{mask, one_line};

/// The most connections of a run: the first, and others after one that broke.
const MOST_CONNECTIONS: usize = 3;
/// The pause before another connection is tried.
const PAUSE: Duration = Duration::from_secs(1);
/// What all mails of a run may take, and each of them in addition.
const WHOLE: Duration = Duration::from_secs(60);
const EACH: Duration = Duration::from_secs(2);
/// The longest words of a server that are repeated, in bytes.
const LONGEST_REPLY: usize = 200;

/// A mail as it goes over the line.
pub(super) struct Letter {
    pub(super) to: Vec<Address>,
    pub(super) bytes: Vec<u8>,
}

/// Why a letter did not go, or not to everybody. Names no address.
pub(super) type Failure = String;

/// Sends letters in their order; of each what went wrong, nothing where all of it went out.
pub(super) async fn send(office: &PostOffice, from: &Address, letters: &[Letter]) -> Vec<Option<Failure>> {
    let budget = WHOLE + EACH * u32::try_from(letters.len()).unwrap_or(u32::MAX);
    let ends = Instant::now() + budget;
    let mut line = Line { office, from, open: None, connections: 0, failure: String::new(), ends };
    let mut outcomes = Vec::with_capacity(letters.len());
    for letter in letters {
        outcomes.push(line.deliver(letter).await.err());
    }
    if let Some(mut open) = line.open {
        // The mails are with the server; whether it says good-bye changes nothing.
        let _ = timeout(office.timeout, open.quit()).await;
    }
    outcomes
}

/// The connection, as far as there is one.
struct Line<'a> {
    office: &'a PostOffice,
    from: &'a Address,
    open: Option<AsyncSmtpConnection>,
    connections: usize,
    /// Why the last connection did not come about or broke.
    failure: Failure,
    ends: Instant,
}

/// How far one try to deliver came.
enum Tried {
    /// The server has the mail; of some recipients it wanted none.
    Taken(Option<Failure>),
    /// The server refused it and is there for the next.
    Refused(Failure),
    /// The connection broke before the server had the mail.
    Broken(Failure),
    /// The connection broke when the server may have had it.
    Unknown(Failure),
}

impl Line<'_> {
    /// Delivers a letter; on a new connection where the old one broke before the server had it.
    async fn deliver(&mut self, letter: &Letter) -> Result<(), Failure> {
        loop {
            let mut open = match self.open.take() {
                Some(open) => open,
                None => self.connect().await?,
            };
            match self.converse(&mut open, letter).await {
                Tried::Taken(some) => {
                    self.open = Some(open);
                    return some.map_or(Ok(()), Err);
                }
                Tried::Refused(failure) => {
                    if self.step(open.command(Rset)).await.is_ok() {
                        self.open = Some(open);
                    }
                    return Err(failure);
                }
                Tried::Unknown(failure) => return Err(format!("whether it went out is not known: {failure}")),
                Tried::Broken(failure) => self.failure = failure,
            }
        }
    }

    /// One answer of the server, or that it took too long.
    async fn step<T>(&self, work: impl Future<Output = Result<T, SmtpError>>) -> Result<T, Fault> {
        let left = self.ends.saturating_duration_since(Instant::now());
        match timeout(self.office.timeout.min(left), work).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(Fault::of(&error)),
            Err(_) => Err(Fault { kind: FaultKind::Final, text: "no answer in time".to_owned() }),
        }
    }

    /// A connection that is ready for mails.
    async fn connect(&mut self) -> Result<AsyncSmtpConnection, Failure> {
        while self.connections < MOST_CONNECTIONS && Instant::now() < self.ends {
            if self.connections > 0 {
                sleep(PAUSE).await;
            }
            self.connections += 1;
            match self.open_once().await {
                Ok(open) => return Ok(open),
                Err(fault) => {
                    self.failure = fault.text;
                    if fault.kind != FaultKind::Broken {
                        self.connections = MOST_CONNECTIONS;
                    }
                }
            }
        }
        let PostOffice { host, port, .. } = self.office;
        Err(format!("the mail server `{host}:{port}` cannot be used: {}", self.failure))
    }

    async fn open_once(&self) -> Result<AsyncSmtpConnection, Fault> {
        let office = self.office;
        let tls = || tls(office).map_err(|error| Fault::of(&error));
        let hello = ClientId::default();
        let wrapped = if office.security == SmtpSecurity::Tls { Some(tls()?) } else { None };
        let server = (office.host.as_str(), office.port);
        let mut open =
            self.step(AsyncSmtpConnection::connect_tokio1(server, Some(office.timeout), &hello, wrapped, None)).await?;
        if office.security == SmtpSecurity::Starttls {
            if !open.can_starttls() {
                let text = "it offers no STARTTLS; `security` may be `tls` or `none`".to_owned();
                return Err(Fault { kind: FaultKind::Final, text });
            }
            self.step(open.starttls(tls()?, &hello)).await?;
        }
        if let Some((username, password)) = &office.login {
            let login = Credentials::new(username.clone(), password.expose().to_owned());
            self.step(open.auth(DEFAULT_MECHANISMS, &login))
                .await
                .map_err(|fault| Fault { text: format!("the login failed: {}", fault.text), ..fault })?;
        }
        Ok(open)
    }

    /// Hands one letter over.
    async fn converse(&self, open: &mut AsyncSmtpConnection, letter: &Letter) -> Tried {
        let of_fault = |fault: Fault| match fault.kind {
            FaultKind::Reply => Tried::Refused(fault.text),
            _ => Tried::Broken(fault.text),
        };
        let mut parameters = Vec::new();
        if letter.to.iter().chain([self.from]).any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
            if !open.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Tried::Refused("the mail server takes no addresses beyond ASCII".to_owned());
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        if !letter.bytes.is_ascii() {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        if let Err(fault) = self.step(open.command(Mail::new(Some(self.from.clone()), parameters))).await {
            return of_fault(fault);
        }
        let (mut taken, mut refused) = (0_usize, None);
        for to in &letter.to {
            match self.step(open.command(Rcpt::new(to.clone(), Vec::new()))).await {
                Ok(_) => taken += 1,
                Err(fault) if fault.kind == FaultKind::Reply => refused = Some(fault.text),
                Err(fault) => return Tried::Broken(fault.text),
            }
        }
        if taken == 0 {
            return Tried::Refused(refused.unwrap_or_else(|| "it has no recipient".to_owned()));
        }
        if let Err(fault) = self.step(open.command(Data)).await {
            return of_fault(fault);
        }
        match self.step(open.message(&letter.bytes)).await {
            Ok(_) => Tried::Taken(refused.map(|text| format!("one of its recipients was refused: {text}"))),
            Err(fault) if fault.kind == FaultKind::Reply => Tried::Refused(fault.text),
            Err(fault) => Tried::Unknown(fault.text),
        }
    }
}

/// What went wrong with one answer.
struct Fault {
    kind: FaultKind,
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum FaultKind {
    /// The server said no: the connection is whole, and asking again would be answered alike.
    Reply,
    /// The connection broke or did not come about; another may fare better.
    Broken,
    /// Another connection would end alike: the certificate, a server that does not answer.
    Final,
}

impl Fault {
    fn of(error: &SmtpError) -> Fault {
        let kind = match error.status() {
            Some(_) => FaultKind::Reply,
            None if error.is_tls() || error.is_client() => FaultKind::Final,
            None => FaultKind::Broken,
        };
        Fault { kind, text: words(error) }
    }
}

fn tls(office: &PostOffice) -> Result<TlsParameters, SmtpError> {
    let mut builder = TlsParameters::builder(office.host.clone());
    if let Some(pem) = &office.ca_cert {
        builder = builder.add_root_certificate(Certificate::from_pem(pem)?);
    }
    builder.build()
}

/// What the server or the network said: one line without addresses.
fn words(error: &SmtpError) -> String {
    let mut what = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        what = inner.to_string();
        source = inner.source();
    }
    let what = one_line(&mask(&one_line(&what, 1_000)), LONGEST_REPLY);
    error.status().map_or_else(|| what.clone(), |code| format!("it says {code} {what}"))
}
