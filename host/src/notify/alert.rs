//! A run that did not go as it should, told to a webhook and by mail. Holds counts, the error in short and the way out: no person's data.

use askama::Template;
use serde::Serialize;

use super::mail::{self, Content};
use super::words::Shown;
use super::{smtp, webhook};
use crate::config::Alerts;
use crate::config::written::AlertOn;
use crate::domain::run::{Counts, RunRecord, Status};
use crate::text::{mask, one_line};

/// The longest error that is told, in bytes.
const LONGEST: usize = 500;

/// How a run ended, or that it came to none.
#[derive(Clone, Debug)]
pub struct Alert<'a> {
    /// The campaign.
    pub campaign: &'a str,
    /// Which Odoo: URL and database.
    pub odoo: &'a str,
    /// Whether nothing was to be written.
    pub dry_run: bool,
    /// The run as the ledger has it; none where it never had a number.
    pub record: Option<&'a RunRecord>,
    /// The program's exit code.
    pub code: u8,
    /// What went wrong, in one sentence without Odoo's words about a record.
    pub error: Option<String>,
    /// The way out.
    pub hint: Option<String>,
}

/// What a webhook gets. Fields are only ever added.
#[derive(Debug, Serialize)]
pub(super) struct Payload {
    /// One line for chats; `&`, `<` and `>` are escaped as those want it.
    text: String,
    /// What is alerted: `failure`, `partial`, `slow`, `nothing`.
    events: Vec<&'static str>,
    campaign: String,
    odoo: String,
    run: Option<i64>,
    status: Option<&'static str>,
    dry_run: bool,
    exit_code: u8,
    found: u64,
    eligible: u64,
    planned: u64,
    assigned: u64,
    conflicts: u64,
    refused: u64,
    unknown: u64,
    seconds: Option<f64>,
    error: Option<String>,
    hint: Option<String>,
    /// When it was sent, UTC.
    time: String,
    version: &'static str,
}

/// Tells whoever is to hear of it. Returns what the operator should know; where nothing is to be alerted nothing is sent.
pub async fn alert(rules: &Alerts, alert: &Alert<'_>) -> Vec<String> {
    let events = events(rules, alert);
    if events.is_empty() || (alert.dry_run && !rules.dry_run) {
        return Vec::new();
    }
    let payload = Payload::new(rules, alert, &events);
    let (hooked, mailed) = tokio::join!(hook(rules, &payload), by_mail(rules, alert, &payload));
    [hooked, mailed].into_iter().flatten().map(|failure| format!("the alert was not delivered: {failure}")).collect()
}

/// What of a run is to be alerted.
fn events(rules: &Alerts, alert: &Alert<'_>) -> Vec<AlertOn> {
    let status = alert.record.map(|record| record.status);
    let partial = status == Some(Status::Partial) && alert.error.is_none();
    let seconds = alert.record.and_then(|record| record.end.as_ref()).map(|end| end.seconds);
    let happened = |event: &AlertOn| match event {
        AlertOn::Failure => alert.code != 0 && !partial,
        AlertOn::Partial => partial,
        AlertOn::Slow => seconds.is_some_and(|seconds| seconds > rules.slow_after.as_secs_f64()),
        AlertOn::Nothing => alert.error.is_none() && gave_nothing(alert),
    };
    let mut events: Vec<AlertOn> = rules.on.iter().copied().filter(happened).collect();
    events.dedup();
    events
}

/// Whether a run that came to its end gave nobody a lead; of a dry run whether it would have.
fn gave_nothing(alert: &Alert<'_>) -> bool {
    let counts = counts(alert.record);
    match alert.record.map(|record| record.status) {
        Some(Status::Nothing) => true,
        Some(Status::DryRun) => counts.planned == 0,
        _ => false,
    }
}

fn counts(record: Option<&RunRecord>) -> Counts {
    record.and_then(|record| record.end.as_ref()).map(|end| end.counts).unwrap_or_default()
}

impl Payload {
    fn new(rules: &Alerts, alert: &Alert<'_>, events: &[AlertOn]) -> Payload {
        let clean = |text: &String| one_line(&mask(&one_line(text, LONGEST * 2)), LONGEST);
        let (error, hint) = (alert.error.as_ref().map(clean), alert.hint.as_ref().map(clean));
        let counts = counts(alert.record);
        let seconds = alert.record.and_then(|record| record.end.as_ref()).map(|end| (end.seconds * 1e3).round() / 1e3);
        let run = alert.record.map(|record| record.id.0);
        let names: Vec<&'static str> = events.iter().map(|event| name(*event)).collect();
        let sentences: Vec<String> =
            events.iter().map(|event| sentence(*event, rules, counts, seconds, error.as_deref())).collect();
        let which = run.map_or_else(|| "no run".to_owned(), |run| format!("run {run}"));
        let dry = if alert.dry_run { ", a dry run" } else { "" };
        let campaign = one_line(alert.campaign, LONGEST);
        let text = format!("odlm: campaign {campaign}, {which}{dry}: {}", sentences.join("; "));
        Payload {
            text: for_chats(&text),
            events: names,
            campaign,
            odoo: alert.odoo.to_owned(),
            run,
            status: alert.record.map(|record| record.status.name()),
            dry_run: alert.dry_run,
            exit_code: alert.code,
            found: counts.found,
            eligible: counts.eligible,
            planned: counts.planned,
            assigned: counts.assigned,
            conflicts: counts.conflicts,
            refused: counts.refused,
            unknown: counts.unknown,
            seconds,
            error,
            hint,
            time: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

fn name(event: AlertOn) -> &'static str {
    match event {
        AlertOn::Failure => "failure",
        AlertOn::Partial => "partial",
        AlertOn::Slow => "slow",
        AlertOn::Nothing => "nothing",
    }
}

fn sentence(event: AlertOn, rules: &Alerts, counts: Counts, seconds: Option<f64>, error: Option<&str>) -> String {
    match event {
        AlertOn::Failure => format!("failed: {}", error.unwrap_or("it was stopped before its end")),
        AlertOn::Partial => format!(
            "partial: {} of {} leads given out, {} changed by others meanwhile, {} refused by Odoo, {} unknown",
            counts.assigned, counts.planned, counts.conflicts, counts.refused, counts.unknown
        ),
        AlertOn::Slow => {
            let took = seconds.unwrap_or_default().round();
            format!("slow: {took} s, more than {} s", rules.slow_after.as_secs())
        }
        AlertOn::Nothing => {
            format!("nothing was given out: {} leads found, {} of them eligible", counts.found, counts.eligible)
        }
    }
}

/// What chats take for markup is shown as it is.
fn for_chats(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

async fn hook(rules: &Alerts, payload: &Payload) -> Option<String> {
    let hook = rules.webhook.as_ref()?;
    match serde_json::to_vec(payload) {
        Ok(body) => webhook::post(hook, body).await.err(),
        Err(error) => Some(error.to_string()),
    }
}

/// The mail's text: what the webhook gets, one line each.
#[derive(Template)]
#[template(path = "mail/alert.txt")]
struct Text {
    text: Shown,
    lines: Vec<(&'static str, Shown)>,
}

async fn by_mail(rules: &Alerts, alert: &Alert<'_>, payload: &Payload) -> Option<String> {
    let office = rules.office.as_ref().filter(|_| !rules.email.is_empty())?;
    let optional = |text: &Option<String>| text.as_deref().unwrap_or("-").to_owned();
    let lines = [
        ("Campaign", payload.campaign.clone()),
        ("Odoo", payload.odoo.clone()),
        ("Run", payload.run.map_or_else(|| "none".to_owned(), |run| run.to_string())),
        ("Status", payload.status.unwrap_or("-").replace('_', " ")),
        ("Exit code", payload.exit_code.to_string()),
        (
            "Leads",
            format!(
                "{} found, {} eligible, {} planned, {} given out",
                payload.found, payload.eligible, payload.planned, payload.assigned
            ),
        ),
        ("Seconds", payload.seconds.map_or_else(|| "-".to_owned(), |seconds| seconds.to_string())),
        ("Error", optional(&payload.error)),
        ("Hint", optional(&payload.hint)),
    ];
    let lines = lines.into_iter().map(|(what, value)| (what, Shown::new(&value))).collect();
    let text = payload.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let subject = one_line(&text, 200);
    let sent = async {
        let text = Text { text: Shown::new(&text), lines }.render().map_err(|error| error.to_string())?;
        let identity = format!("{} {} {:?} {}", alert.odoo, alert.campaign, payload.run, payload.time);
        let content = Content { subject, text, html: None, attachments: &[], identity };
        let letter = mail::letter(office, &rules.email, content)?;
        let from = mail::sender(office)?.email;
        smtp::send(office, &from, &[letter]).await.into_iter().flatten().next().map_or(Ok(()), Err)
    };
    sent.await.err()
}
