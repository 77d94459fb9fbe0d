//! `logging`, `metrics` and `telemetry`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use crate::config::resolve::Pass;
use crate::config::resolved::{LogFile, Logging, Metrics, Otlp, Push};
use crate::config::written::{self, LogRotation};
use crate::odoo::Secret;

const KEEP: usize = 14;
const JOB: &str = "odlm";
const PUSH_TIMEOUT: u64 = 10;
const OTLP_TIMEOUT: u64 = 5;

/// Relative to the configuration's file.
fn beside(pass: &Pass<'_>, named: &str) -> PathBuf {
    pass.path.parent().unwrap_or(Path::new("")).join(named)
}

pub(super) fn logging(pass: &mut Pass<'_>, written: &written::Logging) -> Logging {
    let named = written.file.as_deref().map(str::trim);
    if named.is_some_and(|name| name.is_empty() || name.ends_with('/')) {
        pass.error("/logging/file", "the log's file has no name", "write a file like `log/odlm.log`".to_owned());
    }
    for (key, given) in [("rotation", written.rotation.is_some()), ("keep", written.keep.is_some())] {
        if given && named.is_none() {
            let message = format!("`{key}` is for a log in files, and `file` is not set");
            pass.error(&format!("/logging/{key}"), message, "name a `file`, or leave the key out".to_owned());
        }
    }
    let rotation = written.rotation.unwrap_or_default();
    if rotation == LogRotation::Never && written.keep.is_some() {
        let hint = "leave `keep` out, or write `rotation: daily`".to_owned();
        pass.error("/logging/keep", "`rotation: never` keeps one file", hint);
    }
    let keep = written.keep.unwrap_or(KEEP);
    let file = named.map(|name| LogFile { path: beside(pass, name), rotation, keep });
    Logging { format: written.format.unwrap_or_default(), file }
}

pub(super) fn metrics(pass: &mut Pass<'_>, written: &written::Metrics) -> Metrics {
    let named = written.textfile.as_deref();
    if let Some(name) = named.filter(|name| name.trim().is_empty() || name.ends_with(".prom")) {
        let message = format!("`{name}` is no folder");
        let hint = "name the folder of the textfile collector; each campaign gets a file of its own in it".to_owned();
        pass.error("/metrics/textfile", message, hint);
    }
    let textfile = named.map(|name| beside(pass, name));
    let push = written.push.as_ref().and_then(|push| pushgateway(pass, push));
    Metrics { textfile, push }
}

fn pushgateway(pass: &mut Pass<'_>, written: &written::Push) -> Option<Push> {
    let filled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let (username, password) = (filled(&written.username), filled(&written.password));
    if username.is_some() != password.is_some() {
        let hint = "write `username` and `password: \"${PUSHGATEWAY_PASSWORD}\"`, or neither".to_owned();
        pass.error("/metrics/push", "of `username` and `password` only one is given", hint);
    }
    if password.is_some() {
        pass.secret("/metrics/push/password", "PUSHGATEWAY_PASSWORD");
    }
    let job = filled(&written.job).unwrap_or_else(|| JOB.to_owned());
    let url = http_url(pass, "/metrics/push/url", &written.url, "http://pushgateway.example.com:9091")?;
    let timeout = Duration::from_secs(written.timeout_seconds.unwrap_or(PUSH_TIMEOUT));
    Some(Push { url, job, login: username.zip(password.map(Secret::new)), timeout })
}

/// What the section says; nothing where it has no `otlp`.
pub(super) fn telemetry(pass: &mut Pass<'_>, written: &written::Telemetry) -> Option<Otlp> {
    let written = written.otlp.as_ref()?;
    let mut endpoint = None;
    if let Some(text) = written.endpoint.as_deref().filter(|text| !text.trim().is_empty()) {
        let mut url = http_url(pass, "/telemetry/otlp/endpoint", text, "http://collector.example.com:4318")?;
        let path = format!("{}/v1/traces", url.path().trim_end_matches('/').trim_end_matches("/v1/traces"));
        url.set_path(&path);
        endpoint = Some(url);
    }
    let mut headers = Vec::new();
    for (name, value) in &written.headers {
        let at = format!("/telemetry/otlp/headers/{}", name.replace('~', "~0").replace('/', "~1"));
        pass.secret(&at, "OTLP_API_KEY");
        let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
        let is_value = value.chars().all(|letter| letter == ' ' || letter.is_ascii_graphic());
        if !(is_name && is_value) {
            let hint = "names are letters, digits and `-`; values are plain characters".to_owned();
            pass.error(&at, "no HTTP header may look like this", hint);
        }
        headers.push((name.clone(), Secret::new(value.clone())));
    }
    let service_name = written.service_name.clone().filter(|name| !name.trim().is_empty());
    let timeout = Duration::from_secs(written.timeout_seconds.unwrap_or(OTLP_TIMEOUT));
    Some(Otlp { endpoint, headers, service_name, timeout })
}

/// A URL of HTTP without a login in it, which would get into messages.
fn http_url(pass: &mut Pass<'_>, pointer: &str, text: &str, like: &str) -> Option<Url> {
    let hint = format!("write a URL like `{like}`");
    let url = match Url::parse(text.trim()) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => url,
        _ => {
            pass.error(pointer, "it is no URL of HTTP", hint);
            return None;
        }
    };
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        pass.error(pointer, "the URL holds more than a host, a port and a path", hint);
        return None;
    }
    Some(url)
}
