//! A strategy's answer in words: who gets which lead and why.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::question::Asked;
use crate::domain::request::Answer;
use crate::domain::run::StrategyIdentity;
use crate::strategy::Assigned;

/// One call and its answer, as `odlm strategy run --json` prints it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answered {
    /// The strategy.
    pub strategy: StrategyIdentity,
    /// Each lead, in the order of the request.
    pub leads: Vec<AnsweredLead>,
    /// Each salesperson, in the order of the request.
    pub salespeople: Vec<Received>,
    /// What the strategy says about single leads.
    pub notes: Vec<Note>,
    /// What it leaves for its next run, in base64.
    pub memory: String,
    /// SHA-256 over the whole answer: equal answers have equal ones.
    pub answer_sha256: String,
    /// Fuel used, starting the component included.
    pub fuel: u64,
    /// Most bytes that its memories held together.
    pub peak_memory_bytes: u64,
    /// Wall clock of the call.
    pub milliseconds: f64,
    /// Its log, as level and line.
    pub log: Vec<(&'static str, String)>,
    /// Lines beyond the log's limit.
    pub log_dropped: u64,
}

/// What becomes of a lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnsweredLead {
    /// Odoo's id.
    pub id: u64,
    /// What it is called in the request.
    pub name: String,
    /// The id of who gets it; none where nobody does.
    pub to: Option<u64>,
    /// What they are called in the request.
    pub to_name: Option<String>,
    /// Why.
    pub reason: String,
}

/// How many leads somebody gets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Received {
    /// Odoo's id of the user.
    pub id: u64,
    /// What they are called in the request.
    pub name: String,
    /// Leads of this answer.
    pub received: u32,
}

/// More about a lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What the lead is called in the request; none where there is no such lead.
    pub lead: Option<String>,
    /// The strategy's words.
    pub text: String,
}

/// An answer that keeps the host's rules, in words.
#[must_use]
pub fn answered(strategy: &StrategyIdentity, asked: &Asked, assigned: &Assigned) -> Answered {
    let (request, answer) = (&asked.request, &assigned.answer);
    let person = |row: u32| {
        let row = usize::try_from(row).ok()?;
        Some((*request.salespeople.id.get(row)?, asked.people.get(row)?.clone()))
    };
    let rows = request.leads.id.iter().zip(&asked.leads).zip(answer.assignee.iter().zip(&answer.reason));
    let lead = |((id, name), (assignee, reason)): ((&u64, &String), (&u32, &u16))| {
        let (to, to_name) = person(*assignee).unzip();
        let reason = answer.reasons.get(usize::from(*reason)).cloned().unwrap_or_default();
        AnsweredLead { id: *id, name: name.clone(), to, to_name, reason }
    };
    let named = |row: u32| asked.leads.get(usize::try_from(row).ok()?).cloned();
    let people = request.salespeople.id.iter().zip(&asked.people).zip(received(answer, asked.people.len()));
    Answered {
        strategy: strategy.clone(),
        leads: rows.map(lead).collect(),
        salespeople: people.map(|((id, name), received)| Received { id: *id, name: name.clone(), received }).collect(),
        notes: answer.notes.iter().map(|(row, text)| Note { lead: named(*row), text: text.clone() }).collect(),
        memory: STANDARD.encode(&answer.memory),
        answer_sha256: digest(answer),
        fuel: assigned.fuel,
        peak_memory_bytes: assigned.peak_memory,
        milliseconds: assigned.elapsed.as_secs_f64() * 1000.0,
        log: assigned.log.iter().map(|line| (line.level.name(), line.message.clone())).collect(),
        log_dropped: assigned.log_dropped,
    }
}

/// How many leads each of so many people gets, by row.
pub(super) fn received(answer: &Answer, people: usize) -> Vec<u32> {
    let mut received = vec![0_u32; people];
    for row in &answer.assignee {
        if let Some(count) = usize::try_from(*row).ok().and_then(|row| received.get_mut(row)) {
            *count = count.saturating_add(1);
        }
    }
    received
}

/// SHA-256 over an answer, each part behind its length.
pub(super) fn digest(answer: &Answer) -> String {
    let mut hash = Sha256::new();
    let mut put = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    put(&answer.assignee.iter().flat_map(|row| row.to_le_bytes()).collect::<Vec<_>>());
    put(&answer.reason.iter().flat_map(|row| row.to_le_bytes()).collect::<Vec<_>>());
    put(&answer.memory);
    put(&(answer.reasons.len() as u64).to_le_bytes());
    answer.reasons.iter().for_each(|reason| put(reason.as_bytes()));
    for (row, text) in &answer.notes {
        put(&row.to_le_bytes());
        put(text.as_bytes());
    }
    hex::encode(hash.finalize())
}
