//! `reporting.email` and `alerts`.

use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use url::Url;

use crate::config::files;
use crate::config::resolve::Pass;
use crate::config::resolved::{Alerts, Email, Mailbox, Overrides, PostOffice, Webhook};
use crate::config::written::{self, AlertOn, Channel, SmtpSecurity, Written};
use crate::odoo::Secret;

const EMAIL: &str = "/reporting/email";
const WEBHOOK: &str = "/alerts/webhook";
const SMTP_TIMEOUT: Duration = Duration::from_secs(15);
const WEBHOOK_TIMEOUT: Duration = Duration::from_secs(10);
/// A thousand leads are promised in less.
const SLOW_AFTER: Duration = Duration::from_secs(300);
/// The most addresses of a list.
const MOST_ADDRESSES: usize = 100;
/// The longest address that mail servers take.
const LONGEST_ADDRESS: usize = 254;
const HOW_TO_WRITE: &str =
    "write an address like `odlm@example.com`, or a name with one like `odlm <odlm@example.com>`";

pub(super) fn notify(pass: &mut Pass, written: &Written, overrides: &Overrides) -> (Email, Alerts) {
    let email = &written.reporting.email;
    let office = office(pass, email);
    let enabled = email.enabled || overrides.email_notification;
    let salespeople = email.to_salespeople.unwrap_or(true).then_some(email.channel);
    let managers = mailboxes(pass, &format!("{EMAIL}/manager"), &email.manager);
    let mails = !managers.is_empty() || matches!(salespeople, Some(Channel::Mail | Channel::Both));
    if enabled && mails && office.is_none() {
        missing(pass, email, if email.enabled { "`enabled: true`" } else { "`--email-notification`" });
    }
    if enabled && managers.is_empty() && salespeople.is_none() {
        let hint = "name a `manager`, or leave `to_salespeople` out".to_owned();
        pass.error(&format!("{EMAIL}/to_salespeople"), "nobody is told: no `manager`, and no salespeople", hint);
    }
    let subject_prefix = email.subject_prefix.clone().unwrap_or_default();
    let alerts = alerts(pass, written, office.clone());
    (Email { enabled, salespeople, managers, subject_prefix, office }, alerts)
}

/// Says what a mail needs and is not there. What is there and wrong has been said.
fn missing(pass: &mut Pass, email: &written::Email, wanted_by: &str) {
    let hint = "write `from`, and `smtp` with `host`, `username` and `password: \"${SMTP_PASSWORD}\"`".to_owned();
    if email.smtp.is_none() {
        pass.error(EMAIL, format!("{wanted_by} sends mails, and `smtp` names no server for them"), hint);
    } else if email.from.is_none() {
        pass.error(EMAIL, format!("{wanted_by} sends mails, and `from` names no sender for them"), hint);
    }
}

fn office(pass: &mut Pass, email: &written::Email) -> Option<PostOffice> {
    let from = email.from.as_ref().and_then(|from| mailbox(pass, &format!("{EMAIL}/from"), from));
    let reply_to = email.reply_to.as_ref().and_then(|text| mailbox(pass, &format!("{EMAIL}/reply_to"), text));
    let smtp = email.smtp.as_ref()?;
    let at = format!("{EMAIL}/smtp");
    let host = smtp.host.trim();
    if host.is_empty() || host.contains(|letter: char| letter.is_whitespace() || "/@".contains(letter)) {
        let hint = "write a name like `smtp.example.com`; the port has a key of its own".to_owned();
        pass.error(&format!("{at}/host"), "this is not the name of a mail server", hint);
    }
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let (username, password) = (given(&smtp.username), given(&smtp.password));
    if password.is_some() {
        pass.secret(&format!("{at}/password"), "SMTP_PASSWORD");
    }
    if username.is_some() != password.is_some() {
        let hint = "write both, or neither where the server takes mails without".to_owned();
        pass.error(&at, "a login needs a `username` and a `password`", hint);
    }
    if smtp.security == SmtpSecurity::None && username.is_some() && !is_this_machine(host) {
        let hint = "write `security: starttls` or `security: tls`, or leave `username` and `password` out".to_owned();
        pass.error(&format!("{at}/security"), "`none` would send the login in the clear", hint);
    }
    let ca_cert = smtp.ca_cert.as_ref().and_then(|named| certificates(pass, &format!("{at}/ca_cert"), named));
    let port = match smtp.security {
        SmtpSecurity::Starttls => 587,
        SmtpSecurity::Tls => 465,
        SmtpSecurity::None => 25,
    };
    Some(PostOffice {
        host: host.to_owned(),
        port: smtp.port.unwrap_or(port),
        security: smtp.security,
        login: username.zip(password.map(Secret::new)),
        ca_cert,
        timeout: smtp.timeout_seconds.map_or(SMTP_TIMEOUT, Duration::from_secs),
        from: from?,
        reply_to,
    })
}

fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

/// A PEM file, once every certificate in it can be read.
fn certificates(pass: &mut Pass, pointer: &str, named: &str) -> Option<Vec<u8>> {
    let hint = || "name a file that holds certificates between `-----BEGIN CERTIFICATE-----` lines".to_owned();
    match files::find(pass.path, named).and_then(|path| files::small(&path)) {
        Ok(bytes) => {
            let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
            if read.is_ok_and(|found| !found.is_empty()) {
                return Some(bytes);
            }
            pass.error(pointer, format!("`{named}` holds no certificate that can be read"), hint());
        }
        Err(message) => pass.error(pointer, message, hint()),
    }
    None
}

fn alerts(pass: &mut Pass, written: &Written, office: Option<PostOffice>) -> Alerts {
    let alerts = &written.alerts;
    let email = mailboxes(pass, "/alerts/email", &alerts.email);
    let hook = alerts.webhook.as_ref().and_then(|hook| webhook(pass, hook));
    let enabled = alerts.enabled.unwrap_or(true);
    if enabled && !alerts.email.is_empty() && office.is_none() {
        let hint = "write `reporting.email.from`, and `reporting.email.smtp` with `host`".to_owned();
        pass.error("/alerts/email", "alerts by mail need the server and the sender of `reporting.email`", hint);
    }
    if alerts.enabled == Some(true) && alerts.email.is_empty() && alerts.webhook.is_none() {
        let hint = "write a `webhook` with its `url`, or an `email`".to_owned();
        pass.error("/alerts/enabled", "nobody would hear of an alert", hint);
    }
    let heard = enabled && (hook.is_some() || !email.is_empty());
    let all = || vec![AlertOn::Failure, AlertOn::Partial, AlertOn::Slow, AlertOn::Nothing];
    Alerts {
        on: if heard { alerts.on.clone().unwrap_or_else(all) } else { Vec::new() },
        slow_after: alerts.slow_after_seconds.map_or(SLOW_AFTER, Duration::from_secs),
        dry_run: alerts.dry_run,
        webhook: hook,
        email,
        office,
    }
}

fn webhook(pass: &mut Pass, written: &written::Webhook) -> Option<Webhook> {
    // The value is never repeated: the URL of a webhook is its key.
    let url = Url::parse(written.url.trim()).ok();
    let url = url.filter(|url| matches!(url.scheme(), "http" | "https") && url.host_str().is_some());
    let Some(url) = url else {
        let hint = "write a URL that begins with `https://`, best as `${ALERT_WEBHOOK_URL}`".to_owned();
        pass.error(&format!("{WEBHOOK}/url"), "this is not an http or https URL", hint);
        return None;
    };
    pass.secret(&format!("{WEBHOOK}/url"), "ALERT_WEBHOOK_URL");
    for (key, value) in [("bearer_token", &written.bearer_token), ("signing_secret", &written.signing_secret)] {
        if value.as_ref().is_some_and(|value| !value.is_empty()) {
            pass.secret(&format!("{WEBHOOK}/{key}"), &format!("ALERT_{}", key.to_uppercase()));
        }
    }
    let mut headers = Vec::new();
    for (name, value) in &written.headers {
        let word = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
        let fits = !name.is_empty() && name.chars().all(word) && value.bytes().all(|byte| (32..127).contains(&byte));
        let ours = ["content-type", "content-length", "host", "x-odlm-signature"];
        if !fits || ours.contains(&name.to_ascii_lowercase().as_str()) {
            let hint = "take a name of letters, digits and `-` that odlm does not send itself, and a value in ASCII";
            pass.error(&format!("{WEBHOOK}/headers"), "a header cannot be sent like this", hint.to_owned());
        }
        headers.push((name.clone(), Secret::new(value.clone())));
    }
    let secret = |text: &Option<String>| text.clone().filter(|text| !text.is_empty()).map(Secret::new);
    let bearer = written.bearer_token.as_ref().filter(|token| !token.bytes().all(|byte| (33..127).contains(&byte)));
    if bearer.is_some() {
        let hint = "look for spaces and line breaks in it".to_owned();
        pass.error(&format!("{WEBHOOK}/bearer_token"), "the token holds characters that no header may", hint);
    }
    Some(Webhook {
        host: url.host_str().unwrap_or_default().to_owned(),
        url: Secret::new(url.to_string()),
        bearer_token: secret(&written.bearer_token),
        headers,
        signing_secret: secret(&written.signing_secret),
        timeout: written.timeout_seconds.map_or(WEBHOOK_TIMEOUT, Duration::from_secs),
    })
}

fn mailboxes(pass: &mut Pass, pointer: &str, written: &[String]) -> Vec<Mailbox> {
    if written.len() > MOST_ADDRESSES {
        let hint = "take the address of a mailing list".to_owned();
        pass.error(pointer, format!("more than {MOST_ADDRESSES} addresses"), hint);
    }
    let numbered = written.iter().enumerate().take(MOST_ADDRESSES);
    numbered.filter_map(|(at, text)| mailbox(pass, &format!("{pointer}/{at}"), text)).collect()
}

fn mailbox(pass: &mut Pass, pointer: &str, text: &str) -> Option<Mailbox> {
    let found = parse(text);
    if found.is_none() {
        pass.error(pointer, "this is not a mail address", HOW_TO_WRITE.to_owned());
    }
    found
}

/// `ADDRESS` or `NAME <ADDRESS>`.
fn parse(text: &str) -> Option<Mailbox> {
    let (name, address) = match text.trim().strip_suffix('>') {
        Some(inner) => {
            let (name, address) = inner.rsplit_once('<')?;
            (Some(name.trim().trim_matches('"').trim()), address.trim())
        }
        None => (None, text.trim()),
    };
    let (local, domain) = address.rsplit_once('@')?;
    let atom = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(letter);
    let local_fits = local.split('.').all(|part| !part.is_empty() && part.chars().all(atom));
    let label = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.chars().all(|c| c == '-' || c.is_alphanumeric())
    };
    let fits = local_fits && domain.split('.').all(label) && address.len() <= LONGEST_ADDRESS && local.len() <= 64;
    let clean = |name: &&str| !name.is_empty() && name.chars().count() <= 100 && !name.chars().any(char::is_control);
    match name {
        Some(name) if !name.is_empty() && !clean(&name) => None,
        // A line break would begin another header.
        _ if text.trim().chars().any(char::is_control) => None,
        name => fits.then(|| Mailbox { name: name.filter(clean).map(str::to_owned), address: address.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stands_alone_or_behind_a_name() {
        let read = |text: &str| parse(text).map(|found| (found.name.unwrap_or_default(), found.address));
        let found = |name: &str, address: &str| Some((name.to_owned(), address.to_owned()));
        assert_eq!(read("odlm@example.com"), found("", "odlm@example.com"));
        assert_eq!(read(" Leads, daily <a.b+c@mail.example.com> "), found("Leads, daily", "a.b+c@mail.example.com"));
        assert_eq!(read("\"Müller\" <m@müller.example>"), found("Müller", "m@müller.example"));
        assert_eq!(read("<a@localhost>"), found("", "a@localhost"));
        for wrong in [
            "",
            "odlm",
            "@example.com",
            "a@",
            "a@b..c",
            "a@-b.c",
            "a b@example.com",
            "a@example.com\r\nBcc: b@example.com",
            "a\nb <a@example.com>",
            "a@example.com, b@example.com",
            "a..b@example.com",
            "one <a@example.com> <b@example.com>x",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
