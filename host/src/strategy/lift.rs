//! From the contract's plan to a domain answer: its parts bounded, its texts cleaned. Whether the plan is sound is not asked here.

use super::bindings::odlm::strategy::types::Plan;
use super::limits::Limits;
use crate::domain::request::Answer;
use crate::text::{bytes, one_line};

/// Takes an answer over. The error names the part that is too large and its limit.
pub(super) fn answer(plan: Plan, limits: &Limits) -> Result<Answer, (&'static str, String)> {
    let Plan { assignee, reason, reasons, notes, memory } = plan;
    if memory.len() > limits.answer_memory_bytes {
        return Err(("its memory for the next run", bytes(limits.answer_memory_bytes)));
    }
    if reasons.len() > limits.reasons {
        return Err(("its list of reasons", format!("{} reasons", limits.reasons)));
    }
    if notes.len() > limits.notes {
        return Err(("its list of notes", format!("{} notes", limits.notes)));
    }
    Ok(Answer {
        assignee,
        reason,
        reasons: reasons.iter().map(|text| one_line(text, limits.reason_bytes)).collect(),
        notes: notes.iter().map(|note| (note.lead, one_line(&note.text, limits.note_bytes))).collect(),
        memory,
    })
}
