//! What the dry runs before this one planned on the same Odoo: as nothing was written, Odoo does not tell.

use std::collections::{BTreeMap, HashMap};

use super::gather::Gathered;
use crate::domain::decision::{Decision, State};
use crate::domain::ids::{LeadId, UserId};
use crate::domain::run::FunnelStep;

/// The funnel's step of leads that another campaign planned.
const STEP: &str = "other_campaigns";
const SENTENCE: &str = "a campaign before this one has it in its plan";

/// Leads planned by earlier dry runs, each with its owner and who would get it.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    leads: BTreeMap<LeadId, (Option<UserId>, UserId)>,
}

impl Carried {
    /// Takes the plan of a dry run.
    pub(super) fn add(&mut self, decisions: &[Decision]) {
        let planned = decisions.iter().filter(|decision| decision.state == State::Planned);
        self.leads.extend(planned.filter_map(|decision| Some((decision.lead, (decision.from, decision.to?)))));
    }

    /// Who would get each of those leads.
    pub(super) fn receivers(&self) -> impl Iterator<Item = UserId> {
        self.leads.values().map(|(_, to)| *to)
    }

    /// Makes what was read what it would be had those plans been written: their leads are not dealt again, and are owned by whoever
    /// would have got them.
    pub(super) fn settle(&self, gathered: &mut Gathered) {
        if self.leads.is_empty() {
            return;
        }
        let before = gathered.leads.len() as u64;
        let (taken, left) =
            std::mem::take(&mut gathered.leads).into_iter().partition(|lead| self.leads.contains_key(&lead.id));
        gathered.leads = left;
        let taken: Vec<_> = taken;
        let after = gathered.leads.len() as u64;
        gathered.filtered.funnel.push(FunnelStep { filter: STEP.to_owned(), before, after });
        let mut received: HashMap<UserId, u32> = HashMap::new();
        let mut lost: HashMap<UserId, u32> = HashMap::new();
        for (from, to) in self.leads.values() {
            *received.entry(*to).or_insert(0) += 1;
            if let Some(from) = from {
                *lost.entry(*from).or_insert(0) += 1;
            }
        }
        let mut not_counted: HashMap<UserId, u32> = HashMap::new();
        for owner in taken.iter().filter_map(|lead| lead.owner) {
            *not_counted.entry(owner).or_insert(0) += 1;
        }
        // By status Odoo counts what is, not what would be.
        gathered.owned.statuses.clear();
        let of = |counts: &HashMap<UserId, u32>, person| counts.get(&person).copied().unwrap_or(0);
        for person in &mut gathered.people.eligible {
            let (got, gone) = (of(&received, person.id), of(&lost, person.id));
            // A lead that was up for distribution in this campaign is not in the workload already.
            let counted = gone.saturating_sub(of(&not_counted, person.id));
            person.workload = person.workload.saturating_sub(counted).saturating_add(got);
            let owned = gathered.owned.leads.entry(person.id).or_insert(0);
            *owned = owned.saturating_sub(gone).saturating_add(got);
        }
        gathered.filtered.left_out.extend(taken.into_iter().map(|lead| (lead, SENTENCE.into())));
    }
}
