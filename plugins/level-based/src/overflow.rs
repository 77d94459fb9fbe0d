//! What remains when targets are reached: on to people past them, evenly by utilisation, up to a limit.

use std::collections::BTreeSet;

use odlm_strategy_sdk::{Lead, PlanBuilder, Share};

use crate::member::Member;

const REASON: &str = "targets are reached, least utilised within the allowed overflow";

/// Utilisation with the lead, place among equals, row.
type Entry = (Share, u32, usize);

/// Two lines, since some leads are for the most senior level only; its people stand in both.
pub(crate) struct Overflow {
    everybody: BTreeSet<Entry>,
    seniors: BTreeSet<Entry>,
    senior: Option<u32>,
    /// Per cent of the target.
    limit: f64,
}

impl Overflow {
    pub(crate) fn new(members: &[Member], senior: Option<u32>, limit: f64) -> Self {
        let mut overflow = Overflow { everybody: BTreeSet::new(), seniors: BTreeSet::new(), senior, limit };
        for (row, member) in members.iter().enumerate() {
            overflow.join(row, member);
        }
        overflow
    }

    fn join(&mut self, row: usize, member: &Member) {
        if member.may_overflow(self.limit) {
            let entry = (member.utilisation_after(), member.place, row);
            self.everybody.insert(entry);
            if Some(member.rank) == self.senior {
                self.seniors.insert(entry);
            }
        }
    }

    /// Gives the lead to whoever is least utilised, if anybody may still overflow.
    pub(crate) fn serve(
        &mut self,
        lead: &Lead<'_>,
        seniors_only: bool,
        explain: bool,
        members: &mut [Member],
        plan: &mut PlanBuilder,
    ) -> bool {
        let line = if seniors_only { &self.seniors } else { &self.everybody };
        let mut waiting = line.iter().filter(|(_, _, row)| Some(*row) != lead.owner()).copied();
        let (first, second) = (waiting.next(), waiting.next());
        let Some(entry) = first else { return false };
        let Some(member) = members.get_mut(entry.2) else { return false };
        plan.give(lead.row(), entry.2, REASON);
        member.receive();
        let id = member.id;
        self.everybody.remove(&entry);
        self.seniors.remove(&entry);
        self.join(entry.2, member);
        if explain {
            let second = match second.and_then(|(share, _, row)| Some((share, members.get(row)?.id))) {
                Some((share, id)) => format!("with user {id} it would have been {share}"),
                None => "nobody else could take it".to_owned(),
            };
            plan.note(lead.row(), format!("user {id} comes to {} of target with it; {second}", entry.0));
        }
        true
    }
}
