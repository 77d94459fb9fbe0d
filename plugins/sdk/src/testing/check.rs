//! What the host checks of a plan, for tests without a host.

use crate::{NOBODY, Plan, Request, Strategy, Table};

/// Asks a strategy twice and checks the answer.
///
/// # Errors
/// When the strategy fails, answers differently the second time, or breaks a rule of [`check`].
pub fn plan<S: Strategy>(request: &Request) -> Result<Plan, String> {
    let plan = S::assign(request)?;
    check(request, &plan)?;
    if S::assign(request)? == plan { Ok(plan) } else { Err("the same request gave another plan".to_owned()) }
}

/// As many answers as leads, each an eligible person or nobody, nobody past their room, nobody given what they own, every reason a
/// sentence, every explained lead with a note.
///
/// # Errors
/// The first rule that is broken, with the row.
pub fn check(request: &Request, plan: &Plan) -> Result<(), String> {
    let table = Table::of(request)?;
    if plan.assignee.len() != table.lead_count() || plan.reason.len() != table.lead_count() {
        return Err(format!("{} answers for {} leads", plan.assignee.len(), table.lead_count()));
    }
    if plan.reasons.iter().any(|reason| reason.is_empty() || reason.ends_with('.')) {
        return Err(format!("a reason is empty or ends in a full stop: {:?}", plan.reasons));
    }
    let mut room: Vec<u32> = table.people().map(|person| person.room()).collect();
    for ((lead, assignee), reason) in table.leads().zip(&plan.assignee).zip(&plan.reason) {
        if plan.reasons.get(usize::from(*reason)).is_none() {
            return Err(format!("lead {} has the unknown reason {reason}", lead.row()));
        }
        if *assignee == NOBODY {
            continue;
        }
        let person = usize::try_from(*assignee).map_err(|error| error.to_string())?;
        if lead.owner() == Some(person) {
            return Err(format!("lead {} goes back to its owner {person}", lead.row()));
        }
        let left =
            room.get_mut(person).ok_or_else(|| format!("lead {} goes to {person}, who is nobody", lead.row()))?;
        *left = left.checked_sub(1).ok_or_else(|| format!("{person} gets more than their room"))?;
    }
    let explained = table.explained();
    for (row, _) in explained.iter().enumerate().filter(|(_, explained)| **explained) {
        if !plan.notes.iter().any(|note| usize::try_from(note.lead) == Ok(row)) {
            return Err(format!("lead {row} is not explained"));
        }
    }
    Ok(())
}
