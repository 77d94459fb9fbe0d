//! From words to a mail: headers that no name can break out of, plain text and HTML beside each other, attachments.

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment as Part, Mailbox as LettreMailbox, Message, MultiPart, SinglePart};
use lettre::{Address, address::AddressError};
use sha2::{Digest, Sha256};
use url::Host;

use super::smtp::Letter;
use crate::config::{Mailbox, PostOffice};
use crate::text::one_line;

/// The longest subject, in bytes.
const LONGEST_SUBJECT: usize = 250;

/// A file that goes with a mail.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its name, in ASCII.
    pub name: String,
    /// Its media type, like `text/html`.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What a mail says.
pub(super) struct Content<'a> {
    pub(super) subject: String,
    pub(super) text: String,
    /// None for a mail of plain text.
    pub(super) html: Option<String>,
    pub(super) attachments: &'a [Attachment],
    /// What makes this mail one of its kind: the same words make the same Message-ID.
    pub(super) identity: String,
}

/// A mail to some people. An address that is none is an error that does not repeat it.
pub(super) fn letter(office: &PostOffice, to: &[Mailbox], content: Content<'_>) -> Result<Letter, String> {
    let to = to.iter().map(mailbox).collect::<Result<Vec<_>, _>>().map_err(|_| "the address is none".to_owned())?;
    let from = sender(office)?;
    let mut builder = Message::builder()
        .from(from.clone())
        .subject(one_line(&content.subject, LONGEST_SUBJECT))
        .message_id(Some(message_id(&content.identity, from.email.domain())))
        .date_now();
    for to in &to {
        builder = builder.to(to.clone());
    }
    if let Some(answers) = &office.reply_to {
        builder = builder.reply_to(mailbox(answers).map_err(|_| "`reply_to` is no address".to_owned())?);
    }
    // RFC 3834: out-of-office replies are not wanted.
    if let Ok(name) = HeaderName::new_from_ascii("Auto-Submitted".to_owned()) {
        builder = builder.raw_header(HeaderValue::new(name, "auto-generated".to_owned()));
    }
    let message = match content.html {
        None => builder.singlepart(SinglePart::plain(content.text)),
        Some(html) => {
            let both = MultiPart::alternative_plain_html(content.text, html);
            builder.multipart(content.attachments.iter().fold(both_or_mixed(both, content.attachments), attach))
        }
    };
    let message = message.map_err(|error| format!("the mail cannot be built: {error}"))?;
    Ok(Letter { to: to.into_iter().map(|mailbox| mailbox.email).collect(), bytes: message.formatted() })
}

/// The sender.
pub(super) fn sender(office: &PostOffice) -> Result<LettreMailbox, String> {
    mailbox(&office.from).map_err(|_| "`reporting.email.from` is no address".to_owned())
}

fn mailbox(mailbox: &Mailbox) -> Result<LettreMailbox, AddressError> {
    let address: Address = in_ascii(mailbox.address.trim()).parse()?;
    let name = mailbox.name.as_ref().map(|name| one_line(name, LONGEST_SUBJECT)).filter(|name| !name.is_empty());
    Ok(LettreMailbox::new(name, address))
}

/// The address with its domain as mail servers have it: `müller.example` is `xn--mller-kva.example` to those that know no better.
fn in_ascii(address: &str) -> String {
    match address.rsplit_once('@').map(|(local, domain)| (local, Host::parse(domain))) {
        Some((local, Ok(Host::Domain(domain)))) => format!("{local}@{domain}"),
        _ => address.to_owned(),
    }
}

fn both_or_mixed(both: MultiPart, attachments: &[Attachment]) -> MultiPart {
    if attachments.is_empty() { both } else { MultiPart::mixed().multipart(both) }
}

fn attach(parts: MultiPart, attachment: &Attachment) -> MultiPart {
    let kind = ContentType::parse(attachment.media_type).unwrap_or(ContentType::TEXT_PLAIN);
    parts.singlepart(Part::new(attachment.name.clone()).body(attachment.bytes.clone(), kind))
}

/// The same for the same mail: a server that gets it twice can tell.
fn message_id(identity: &str, domain: &str) -> String {
    let digest = hex::encode(Sha256::digest(identity));
    format!("<odlm.{}@{domain}>", digest.get(..32).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_of_any_script_is_one_of_ascii() {
        assert_eq!(in_ascii("me@müller.example"), "me@xn--mller-kva.example");
        assert_eq!(in_ascii("Me.Too@example.com"), "Me.Too@example.com");
        assert_eq!(in_ascii("nobody"), "nobody");
        let found = mailbox(&Mailbox { name: None, address: "me@müller.example".to_owned() });
        assert!(found.is_ok_and(|found| found.email.domain() == "xn--mller-kva.example"));
    }
}
