//! Where an artifact is: `oci://HOST[:PORT]/REPOSITORY[:TAG][@sha256:DIGEST]`. Nobody is asked anything here.

use std::fmt;
use std::str::FromStr;

use url::Host;

use super::digest::Digest;
use super::error::RegistryError;
use crate::text::one_line;

/// What each reference begins with.
const SCHEME: &str = "oci://";
/// The longest repository's name and the longest tag, in bytes, as the distribution specification has them.
const REPOSITORY_BYTES: usize = 255;
const TAG_BYTES: usize = 128;

/// An artifact by tag, by digest, or by a tag that must point at a digest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    host: Host,
    port: Option<u16>,
    repository: String,
    tag: Option<String>,
    digest: Option<Digest>,
}

impl Reference {
    /// Host and port as they are typed and as a login is kept under them.
    #[must_use]
    pub fn registry(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.to_string(),
        }
    }

    /// The repository's name.
    #[must_use]
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// The tag, where one is named.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The digest, where one is named.
    #[must_use]
    pub fn digest(&self) -> Option<&Digest> {
        self.digest.as_ref()
    }

    /// Whether the registry is on this machine, where plain HTTP is spoken.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }

    /// The same repository at a digest: what is pinned.
    #[must_use]
    pub fn pinned(&self, digest: &Digest) -> Reference {
        Reference { tag: None, digest: Some(*digest), ..self.clone() }
    }
}

/// Whether a host is this machine's loopback.
pub(super) fn is_loopback(host: &Host) -> bool {
    match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{SCHEME}{}/{}", self.registry(), self.repository)?;
        if let Some(tag) = &self.tag {
            write!(out, ":{tag}")?;
        }
        if let Some(digest) = &self.digest {
            write!(out, "@{digest}")?;
        }
        Ok(())
    }
}

impl FromStr for Reference {
    type Err = RegistryError;

    fn from_str(text: &str) -> Result<Reference, RegistryError> {
        parse(text).map_err(|detail| {
            // What stands before the host may be a password.
            let typed = if text.split('/').nth(2).is_some_and(|host| host.contains('@')) { "oci://…" } else { text };
            RegistryError::Reference { typed: one_line(typed, 200), detail }
        })
    }
}

fn parse(text: &str) -> Result<Reference, String> {
    let rest = text.strip_prefix(SCHEME).ok_or("it does not begin with `oci://`")?;
    let (registry, rest) = rest.split_once('/').ok_or("it names no repository")?;
    if registry.contains('@') {
        return Err("a login does not belong in it".to_owned());
    }
    let (host, port) = split_port(registry)?;
    let host = Host::parse(host).map_err(|_| format!("`{}` is no host", one_line(host, 100)))?;
    let (name, digest) = match rest.split_once('@') {
        Some((name, digest)) => (name, Some(digest.parse()?)),
        None => (rest, None),
    };
    let (repository, tag) = match name.split_once(':') {
        Some((repository, tag)) => (repository, Some(tag.to_owned())),
        None => (name, None),
    };
    if repository.len() > REPOSITORY_BYTES || !repository.split('/').all(is_component) {
        return Err(format!("`{}` is no name of a repository", one_line(repository, 100)));
    }
    if let Some(tag) = tag.as_deref().filter(|tag| !is_tag(tag)) {
        return Err(format!("`{}` is no tag", one_line(tag, 100)));
    }
    if tag.is_none() && digest.is_none() {
        return Err("it names neither a tag nor a digest".to_owned());
    }
    Ok(Reference { host, port, repository: repository.to_owned(), tag, digest })
}

fn split_port(registry: &str) -> Result<(&str, Option<u16>), String> {
    let after_host = registry.rfind(']').map_or(0, |bracket| bracket + 1);
    let Some(colon) = registry.get(after_host..).and_then(|rest| rest.find(':')) else {
        return Ok((registry, None));
    };
    let (host, port) = registry.split_at(after_host + colon);
    let digits = port.trim_start_matches(':');
    let port = digits.parse().ok().filter(|port| *port != 0 && digits.bytes().all(|digit| digit.is_ascii_digit()));
    Ok((host, Some(port.ok_or_else(|| format!("`{}` is no port", one_line(digits, 100)))?)))
}

/// One step of a repository's name: letters and digits in lower case, joined by `.`, `_`, `__` or dashes.
fn is_component(step: &str) -> bool {
    let plain = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let ends = step.bytes().next().is_some_and(plain) && step.bytes().last().is_some_and(plain);
    let joints = step.split(|letter: char| plain(u8::try_from(letter).unwrap_or_default()));
    ends && joints
        .into_iter()
        .all(|joint| matches!(joint, "" | "." | "_" | "__") || joint.bytes().all(|letter| letter == b'-'))
}

fn is_tag(tag: &str) -> bool {
    let word = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'_';
    tag.len() <= TAG_BYTES
        && tag.bytes().next().is_some_and(word)
        && tag.bytes().all(|letter| word(letter) || matches!(letter, b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_as_they_are_written() {
        let digest = Digest::of(b"");
        for text in [
            "oci://registry.example/strategies/voice:1.2.0".to_owned(),
            "oci://registry.example:5000/a/b-c/d_e.f__g:Latest_1".to_owned(),
            format!("oci://127.0.0.1:5000/voice@{digest}"),
            format!("oci://[::1]:5000/voice:1@{digest}"),
        ] {
            assert_eq!(text.parse::<Reference>().map(|read| read.to_string()), Ok(text));
        }
        let read = |text: &str| text.parse::<Reference>().unwrap();
        assert!(read("oci://localhost/a:1").is_loopback() && read("oci://[::1]/a:1").is_loopback());
        assert!(!read("oci://localhost.example/a:1").is_loopback() && !read("oci://0.0.0.0/a:1").is_loopback());
        assert_eq!(read("oci://h/a:1").pinned(&digest).to_string(), format!("oci://h/a@{digest}"));
    }

    #[test]
    fn what_is_none_is_told_with_its_part() {
        for (text, part) in [
            ("registry.example/a:1", "oci://"),
            ("https://registry.example/a:1", "oci://"),
            ("oci://registry.example", "repository"),
            ("oci://registry.example/:1", "repository"),
            ("oci://registry.example/A:1", "`A`"),
            ("oci://registry.example/a..b:1", "`a..b`"),
            ("oci://registry.example/../b:1", "`../b`"),
            ("oci://registry.example/a/", "`a/`"),
            ("oci://registry.example/a", "neither a tag"),
            ("oci://registry.example/a:", "no tag"),
            ("oci://registry.example/a:.x", "`.x`"),
            ("oci://registry.example/a:x/y", "`x/y`"),
            ("oci://registry.example/a@sha256:12", "64"),
            ("oci://registry.example:0/a:1", "`0`"),
            ("oci://registry.example:99999/a:1", "`99999`"),
            ("oci:///a:1", "no host"),
            ("oci://a b/a:1", "`a b`"),
        ] {
            let error = text.parse::<Reference>().unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
        let error = "oci://kim:hunter2@registry.example/a:1".parse::<Reference>().unwrap_err().to_string();
        assert!(error.contains("login") && !error.contains("hunter2"), "{error}");
    }
}
