//! The loop over the chunks, and what becomes of a chunk whichever way its write ends.
//!
//! A write is repeated only after reading has shown that it did not happen. A chunk that Odoo refuses is halved until the lead at fault
//! stands alone; the rest goes on.

use std::time::{Duration, Instant};

use serde_json::{Map, Value};

use super::chunks::{ChunkSize, first_chunk, to_write};
use super::journal::Journal;
use super::read_back::{change, kept_otherwise, read_now};
use super::stop::Stop;
use crate::config::written::Chatter;
use crate::domain::decision::{Decision, State};
use crate::ledger::LedgerError;
use crate::odoo::{ErrorKind, OdooError, OdooWrite};

/// How often a chunk is sent when it is certain, each time, that nothing of it happened.
const TRIES: u32 = 4;
/// How often reading back is repeated while it shows the state before a write: a replica, or a server still at work.
const LOOKS: u32 = 4;
/// After so many refusals of one person's leads in a row, it is not the leads but the person: their company, their rights.
const REFUSALS: usize = 25;
/// After so many such people in a row, it is not the people.
const PEOPLE: usize = 3;

const TOO_MANY: &str = "not tried: Odoo refused as many leads as `error_handling.max_failed_assignments` allows";
const UNTRIED: &str = "not tried: Odoo refused one after the other of this person's leads";

/// What applying needs beside the plan.
pub struct Applying<'a> {
    /// The half of Odoo that writes.
    pub odoo: &'a dyn OdooWrite,
    /// Where states are written down.
    pub journal: Journal<'a>,
    /// The most leads in one write.
    pub batch_size: usize,
    /// What Odoo's chatter keeps.
    pub chatter: Chatter,
    /// After so many leads that Odoo refused the rest is not tried.
    pub max_failed: Option<u32>,
    /// The operator's wish to stop.
    pub stop: &'a Stop,
    /// Told how many leads are settled, after each chunk.
    pub settled: &'a (dyn Fn(usize) + Sync),
    /// The pause before trying or looking again; it doubles each time.
    pub pause: Duration,
}

/// How applying ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Whether the operator stopped it before all was written.
    pub interrupted: bool,
    /// Leads that were not tried any more, as Odoo had refused as many as are allowed.
    pub untried: usize,
}

/// Why applying ended early. What was done until then is in the decisions and the ledger.
#[derive(Debug, thiserror::Error)]
pub enum ApplyError {
    /// Odoo.
    #[error(transparent)]
    Odoo(#[from] OdooError),
    /// The ledger: nothing is written that it could not remember.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Writes the decisions that are planned, or whose outcome is open, and brings their states up to date.
///
/// # Errors
/// The ledger's, or what of Odoo's stops more than single leads.
pub async fn apply(decisions: &mut [Decision], about: &Applying<'_>) -> Result<Applied, ApplyError> {
    let applied = chunk_by_chunk(decisions, about).await;
    about.journal.flush().await?;
    applied
}

async fn chunk_by_chunk(decisions: &mut [Decision], about: &Applying<'_>) -> Result<Applied, ApplyError> {
    let mut queue = to_write(decisions);
    let mut size = ChunkSize::new(about.batch_size);
    let (mut refusals, mut people_refused, mut settled) = (0, 0, 0);
    let mut failed = 0_u32;
    while !queue.is_empty() {
        if about.stop.is_requested() {
            return Ok(Applied { interrupted: true, untried: 0 });
        }
        let rest = queue.split_off(first_chunk(&queue, size.get()));
        let chunk = std::mem::replace(&mut queue, rest);
        settled += chunk.len();
        let person = chunk.first().and_then(|decision| decision.to);
        // Halves of a refused chunk, the first on top.
        let mut parts = vec![chunk];
        while let Some(part) = parts.pop() {
            match one_write(part, about, &mut size).await? {
                Outcome::Settled => (refusals, people_refused) = (0, 0),
                Outcome::Split(first, second) => parts.extend([second, first]),
                Outcome::Refused(error) => {
                    failed += 1;
                    if about.max_failed.is_some_and(|most| failed >= most) {
                        let untried: Vec<&mut Decision> = parts.drain(..).flatten().chain(queue).collect();
                        let count = untried.len();
                        finish(untried, State::Refused, TOO_MANY, about).await;
                        return Ok(Applied { interrupted: false, untried: count });
                    }
                    refusals += 1;
                    if refusals < REFUSALS {
                        continue;
                    }
                    let of_others = queue.iter().position(|decision| decision.to != person).unwrap_or(queue.len());
                    let rest = queue.split_off(of_others);
                    let untried: Vec<&mut Decision> = parts.drain(..).flatten().chain(queue).collect();
                    queue = rest;
                    settled += untried.len();
                    finish(untried, State::Refused, UNTRIED, about).await;
                    people_refused += 1;
                    if people_refused >= PEOPLE {
                        return Err(ApplyError::Odoo(error));
                    }
                }
            }
        }
        if queue.first().is_none_or(|next| next.to != person) {
            refusals = 0;
        }
        (about.settled)(settled);
    }
    Ok(Applied::default())
}

enum Outcome<'d> {
    Settled,
    Split(Vec<&'d mut Decision>, Vec<&'d mut Decision>),
    Refused(OdooError),
}

/// Writes one part of a chunk, all of whose decisions go to one person with the same values.
async fn one_write<'d>(
    mut part: Vec<&'d mut Decision>,
    about: &Applying<'_>,
    size: &mut ChunkSize,
) -> Result<Outcome<'d>, ApplyError> {
    let mut failed: Option<OdooError> = None;
    for attempt in 0..TRIES {
        if let Some(error) = &failed {
            let pause = about.pause * 2_u32.pow(attempt);
            tokio::time::sleep(error.retry_after.unwrap_or_default().max(pause)).await;
        }
        part = leave_out_changed(part, about).await?;
        let Some(first) = part.first() else { return Ok(Outcome::Settled) };
        let values = values(first);
        about.journal.intend(&mut part).await?;
        let ids: Vec<u64> = part.iter().map(|decision| decision.lead.0).collect();
        let begun = Instant::now();
        let error = match about.odoo.write("crm.lead", &ids, values, context(about.chatter)).await {
            Ok(()) => {
                size.learn(part.len(), begun.elapsed());
                part = settle(part, about).await?;
                // Odoo said yes and shows the lead as it was: a rule of Odoo took it back, or a replica is far behind.
                finish(
                    part,
                    State::Unknown,
                    "Odoo accepted the write, but reading back shows the lead as before",
                    about,
                )
                .await;
                return Ok(Outcome::Settled);
            }
            Err(error) => error,
        };
        tracing::warn!(leads = part.len(), "{}", error.brief());
        match error.kind {
            _ if error.is_about_records() && part.len() > 1 => {
                if error.kind == ErrorKind::TooLarge {
                    size.shrink();
                }
                let second = part.split_off(part.len() / 2);
                return Ok(Outcome::Split(part, second));
            }
            _ if error.is_about_records() => {
                finish(part, State::Refused, &error.message, about).await;
                return Ok(Outcome::Refused(error));
            }
            ErrorKind::Interrupted => {
                // Perhaps it was too much for the time that the server or a proxy gives a call.
                size.shrink();
                part = settle(part, about).await?;
                if part.is_empty() {
                    return Ok(Outcome::Settled);
                }
            }
            ErrorKind::Busy | ErrorKind::Unreachable => {}
            _ => {
                back_to_planned(part, about).await;
                return Err(ApplyError::Odoo(error));
            }
        }
        failed = Some(error);
    }
    let error = failed.unwrap_or_else(|| OdooError::new(ErrorKind::Busy, "crm.lead/write", "no try was made"));
    if error.kind == ErrorKind::Interrupted {
        // The server may still be at work on the last one.
        finish(part, State::Unknown, &error.message, about).await;
    } else {
        back_to_planned(part, about).await;
    }
    Err(ApplyError::Odoo(error))
}

/// Takes out of a part what somebody changed since it was read, and what an earlier, interrupted write has done already.
async fn leave_out_changed<'d>(
    part: Vec<&'d mut Decision>,
    about: &Applying<'_>,
) -> Result<Vec<&'d mut Decision>, ApplyError> {
    let now = read_now(about.odoo, &part).await?;
    let (mut out, mut kept) = (Vec::new(), Vec::new());
    for decision in part {
        let current = now.get(&decision.lead);
        let already = current.filter(|now| decision.state == State::Intent && now.owner == decision.to);
        match (already, change(decision, current)) {
            (Some(now), _) => {
                (decision.state, decision.detail) = (State::Done, kept_otherwise(decision, now));
                out.push(decision);
            }
            (None, Some(what)) => {
                (decision.state, decision.detail) = (State::Conflict, Some(what));
                out.push(decision);
            }
            (None, None) => kept.push(decision),
        }
    }
    about.journal.record(&out).await;
    Ok(kept)
}

/// Reads back after a write and settles every lead of which the outcome can be seen. Returns those that still look as before.
async fn settle<'d>(part: Vec<&'d mut Decision>, about: &Applying<'_>) -> Result<Vec<&'d mut Decision>, ApplyError> {
    let mut open = part;
    let mut pause = about.pause;
    for look in 1..=LOOKS {
        let now = read_now(about.odoo, &open).await?;
        let (mut seen, mut as_before) = (Vec::new(), Vec::new());
        for decision in open {
            let current = now.get(&decision.lead);
            match (current.filter(|now| now.owner == decision.to), change(decision, current)) {
                (Some(now), _) => {
                    (decision.state, decision.detail) = (State::Done, kept_otherwise(decision, now));
                    seen.push(decision);
                }
                (None, Some(what)) => {
                    (decision.state, decision.detail) = (State::Conflict, Some(what));
                    seen.push(decision);
                }
                (None, None) => as_before.push(decision),
            }
        }
        about.journal.record(&seen).await;
        open = as_before;
        if open.is_empty() || look == LOOKS {
            break;
        }
        tokio::time::sleep(pause).await;
        pause *= 2;
    }
    Ok(open)
}

async fn finish(mut part: Vec<&mut Decision>, state: State, detail: &str, about: &Applying<'_>) {
    for decision in &mut part {
        (decision.state, decision.detail) = (state, Some(detail.to_owned()));
    }
    about.journal.record(&part).await;
}

/// Nothing of the part happened: a later run or `resume` may take it up.
async fn back_to_planned(mut part: Vec<&mut Decision>, about: &Applying<'_>) {
    for decision in &mut part {
        (decision.state, decision.detail) = (State::Planned, None);
    }
    about.journal.record(&part).await;
}

/// The owner, the owner's team so that Odoo does not choose another, and what else the plan says.
fn values(decision: &Decision) -> Map<String, Value> {
    let mut values: Map<String, Value> = (*decision.values).clone();
    values.insert("user_id".to_owned(), decision.to.map_or(Value::Bool(false), |user| user.0.into()));
    if let Some(team) = decision.to_team {
        values.insert("team_id".to_owned(), team.0.into());
    }
    values
}

/// No notice a lead, whatever the chatter keeps; the tracking message and the follower only with `full`.
fn context(chatter: Chatter) -> Map<String, Value> {
    let mut context = Map::new();
    context.insert("mail_auto_subscribe_no_notify".to_owned(), Value::Bool(true));
    context.insert("mail_notify_force_send".to_owned(), Value::Bool(false));
    if chatter == Chatter::None {
        context.insert("tracking_disable".to_owned(), Value::Bool(true));
    }
    context
}
