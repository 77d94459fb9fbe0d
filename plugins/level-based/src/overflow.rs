//! What remains when targets are reached: on to people past them, evenly by utilisation, up to a limit.

use odlm_strategy_sdk::{Lead, Line, PlanBuilder, Reason, Seat, Share};

use crate::member::Member;

const REASON: Reason = Reason("targets are reached, least utilised within the allowed overflow");

/// Two lines by utilisation with the lead, since some leads are for the most senior level only; its people stand in both.
pub(crate) struct Overflow {
    everybody: Line<Share>,
    seniors: Line<Share>,
    /// By member.
    seats: Vec<Option<Seats>>,
    /// Per cent of the target.
    limit: f64,
}

#[derive(Clone, Copy)]
struct Seats {
    everybody: Seat,
    seniors: Option<Seat>,
}

impl Overflow {
    /// `order`: rows of the members, as ties are settled.
    pub(crate) fn new(members: &[Member], order: &[usize], senior: Option<u32>, limit: f64) -> Self {
        let (mut everybody, mut seniors) = (Line::new(), Line::new());
        let mut seats = vec![None; members.len()];
        for row in order {
            let Some((member, entry)) = members.get(*row).zip(seats.get_mut(*row)) else { continue };
            if member.may_overflow(limit) {
                let key = member.utilisation_after();
                let is_senior = Some(member.rank) == senior;
                *entry = Some(Seats {
                    everybody: everybody.join(*row, key),
                    seniors: is_senior.then(|| seniors.join(*row, key)),
                });
            }
        }
        Overflow { everybody, seniors, seats, limit }
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
        let line = if seniors_only { &mut self.seniors } else { &mut self.everybody };
        let Some((row, share)) = line.first(lead.owner()) else { return false };
        let second = if explain { line.first_two(lead.owner())[1] } else { None };
        let Some(member) = members.get_mut(row) else { return false };
        plan.give(lead.row(), row, REASON);
        member.receive();
        let id = member.id;
        let next = member.may_overflow(self.limit).then(|| member.utilisation_after());
        self.update(row, next);
        if explain {
            let second = match second.and_then(|(row, share)| Some((share, members.get(row)?.id))) {
                Some((share, id)) => format!("with user {id} it would have been {share}"),
                None => "nobody else could take it".to_owned(),
            };
            plan.note(lead.row(), format!("user {id} comes to {share} of target with it; {second}"));
        }
        true
    }

    fn update(&mut self, row: usize, key: Option<Share>) {
        let Some(Some(seats)) = self.seats.get(row) else { return };
        self.everybody.update(seats.everybody, key);
        if let Some(seat) = seats.seniors {
            self.seniors.update(seat, key);
        }
    }
}
