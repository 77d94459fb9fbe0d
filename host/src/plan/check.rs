//! Is a strategy's answer sound? An answer that breaks a rule is refused whole.

use std::collections::HashMap;
use std::fmt;

use crate::domain::request::{Answer, NOBODY, Request};

/// A rule that every plan must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanRule {
    /// One assignee and one reason a lead.
    Length,
    /// An assignee is a row of the salespeople, or nobody.
    Person,
    /// Nobody gets more than the room the host gave.
    Room,
    /// Nobody is given a lead that they own.
    Owner,
    /// Each reason is among the reasons, and none is empty.
    Reason,
    /// No more than `max_leads_per_run` are given out.
    MaxLeads,
    /// Notes on the leads that the request asks about, one each.
    Note,
}

/// A plan that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanError {
    /// The strategy's name.
    pub strategy: String,
    /// The rule.
    pub rule: PlanRule,
    /// Odoo's id of the first lead at which it breaks; none when no lead is at fault alone.
    pub lead: Option<u64>,
    /// What was found.
    pub found: String,
}

impl fmt::Display for PlanError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the plan of strategy `{}` is refused", self.strategy)?;
        if let Some(lead) = self.lead {
            write!(out, " at lead {lead}")?;
        }
        let rule = match self.rule {
            PlanRule::Length => "one answer a lead",
            PlanRule::Person => "only eligible people",
            PlanRule::Room => "nobody past their room",
            PlanRule::Owner => "nobody gets their own lead",
            PlanRule::Reason => "every answer has a reason",
            PlanRule::MaxLeads => "no more than the run's maximum",
            PlanRule::Note => "one note on each lead asked about",
        };
        write!(out, ": {} (rule: {rule})", self.found)
    }
}

impl std::error::Error for PlanError {}

/// Checks an answer against its request, in one pass.
///
/// # Errors
/// The first rule that it breaks.
pub fn check(strategy: &str, request: &Request, answer: &Answer, max_leads: u32) -> Result<(), PlanError> {
    let broken = |rule, lead, found| Err(PlanError { strategy: strategy.to_owned(), rule, lead, found });
    let leads = request.leads.id.len();
    if answer.assignee.len() != leads || answer.reason.len() != leads {
        let found =
            format!("{} assignees and {} reasons for {leads} leads", answer.assignee.len(), answer.reason.len());
        return broken(PlanRule::Length, None, found);
    }
    if let Some((lead, found)) = stray_note(request, answer) {
        return broken(PlanRule::Note, lead, found);
    }
    let mut room = request.salespeople.room.clone();
    let mut given = 0_u32;
    let rows = request.leads.id.iter().zip(&request.leads.owner).zip(answer.assignee.iter().zip(&answer.reason));
    for ((lead, owner), (person, reason)) in rows {
        if answer.reasons.get(usize::from(*reason)).is_none_or(|text| text.trim().is_empty()) {
            return broken(
                PlanRule::Reason,
                Some(*lead),
                format!("reason {reason} of {} is unknown or empty", answer.reasons.len()),
            );
        }
        if *person == NOBODY {
            continue;
        }
        let Some(left) = room.get_mut(*person as usize) else {
            return broken(
                PlanRule::Person,
                Some(*lead),
                format!("person {person} of {}", request.salespeople.id.len()),
            );
        };
        let id = request.salespeople.id.get(*person as usize).copied().unwrap_or_default();
        if owner == person {
            return broken(PlanRule::Owner, Some(*lead), format!("user {id} owns it already"));
        }
        let Some(less) = left.checked_sub(1) else {
            return broken(PlanRule::Room, Some(*lead), format!("user {id} has no room left"));
        };
        *left = less;
        given += 1;
        if given > max_leads {
            return broken(PlanRule::MaxLeads, Some(*lead), format!("more than {max_leads} leads are given out"));
        }
    }
    Ok(())
}

/// The first note that nobody asked for: on another lead, or once more on the same.
fn stray_note(request: &Request, answer: &Answer) -> Option<(Option<u64>, String)> {
    let mut open: HashMap<u32, u32> = HashMap::new();
    for row in &request.explain {
        *open.entry(*row).or_default() += 1;
    }
    answer.notes.iter().find_map(|(row, _)| {
        let lead = usize::try_from(*row).ok().and_then(|row| request.leads.id.get(row)).copied();
        match open.get_mut(row) {
            None => {
                Some((lead, format!("a note on lead {row} of {}, which is not asked about", request.leads.id.len())))
            }
            Some(0) => Some((lead, "a second note on the same lead".to_owned())),
            Some(left) => {
                *left -= 1;
                None
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::request::{LeadTable, PersonTable};

    fn request() -> Request {
        Request {
            leads: LeadTable {
                id: vec![10, 11, 12],
                owner: vec![NOBODY, 0, NOBODY],
                priority: vec![0; 3],
                columns: Vec::new(),
            },
            salespeople: PersonTable { id: vec![7, 8], room: vec![1, 2], ..PersonTable::default() },
            ..Request::default()
        }
    }

    fn answer(assignee: &[u32], reason: &[u16]) -> Answer {
        Answer {
            assignee: assignee.to_vec(),
            reason: reason.to_vec(),
            reasons: vec!["fits".into(), " ".into()],
            ..Answer::default()
        }
    }

    #[test]
    fn a_sound_plan_passes() {
        assert_eq!(check("s", &request(), &answer(&[0, 1, 1], &[0; 3]), 3), Ok(()));
        assert_eq!(check("s", &request(), &answer(&[NOBODY; 3], &[0; 3]), 0), Ok(()));
    }

    #[test]
    fn each_broken_rule_is_named_with_its_lead() {
        let table = [
            (answer(&[0, 1], &[0; 3]), 3, PlanRule::Length, None),
            (answer(&[0, 1, 1], &[0; 2]), 3, PlanRule::Length, None),
            (answer(&[0, 2, 1], &[0; 3]), 3, PlanRule::Person, Some(11)),
            (answer(&[1, 0, 1], &[0; 3]), 3, PlanRule::Owner, Some(11)),
            (answer(&[0, 1, 0], &[0; 3]), 3, PlanRule::Room, Some(12)),
            (answer(&[0, 1, 1], &[0, 0, 9]), 3, PlanRule::Reason, Some(12)),
            (answer(&[0, 1, 1], &[0, 1, 0]), 3, PlanRule::Reason, Some(11)),
            (answer(&[0, 1, 1], &[0; 3]), 2, PlanRule::MaxLeads, Some(12)),
        ];
        for (answer, max, rule, lead) in table {
            let error = check("s", &request(), &answer, max).expect_err("a broken rule");
            assert_eq!((error.rule, error.lead), (rule, lead), "{error}");
        }
    }

    #[test]
    fn notes_are_on_the_leads_asked_about_and_one_each() {
        let asked = Request { explain: vec![2, 0], ..request() };
        let noted = |rows: &[u32]| Answer {
            notes: rows.iter().map(|row| (*row, "more".to_owned())).collect(),
            ..answer(&[0, 1, 1], &[0; 3])
        };
        for rows in [&[][..], &[0], &[0, 2], &[2, 0]] {
            assert_eq!(check("s", &asked, &noted(rows), 3), Ok(()), "{rows:?}");
        }
        let table = [
            (&[0, 2, 0][..], Some(10), "second note"),
            (&[1], Some(11), "lead 1 of 3, which is not asked about"),
            (&[3], None, "lead 3 of 3"),
            (&[u32::MAX], None, "not asked about"),
        ];
        for (rows, lead, said) in table {
            let error = check("s", &asked, &noted(rows), 3).expect_err("a stray note");
            assert_eq!((error.rule, error.lead), (PlanRule::Note, lead), "{error}");
            assert!(error.to_string().contains(said), "{error}");
        }
    }
}
