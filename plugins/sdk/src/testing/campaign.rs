//! A campaign over many runs: carries credit, memory and (if wanted) workload from run to run, as the host does.

use std::collections::BTreeMap;

use super::check;
use crate::{NOBODY, Plan, Request, Strategy};

/// What the host remembers of a campaign. People are known by their ids.
#[derive(Clone, Debug, Default)]
pub struct Campaign {
    /// Leads received since the campaign began.
    pub received: BTreeMap<u64, u64>,
    /// Fair shares less leads received.
    pub credit: BTreeMap<u64, f64>,
    /// What the strategy left.
    pub memory: Vec<u8>,
    /// Whether leads received stay in the workload; otherwise they are worked off before the next run.
    pub workload_grows: bool,
}

impl Campaign {
    /// A campaign before its first run.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One applied run. Credit and memory of the request are replaced by the campaign's; a fair share is an equal one.
    ///
    /// # Errors
    /// See [`super::plan`].
    pub fn run<S: Strategy>(&mut self, mut request: Request) -> Result<Plan, String> {
        let people = request.salespeople.id.clone();
        request.memory.clone_from(&self.memory);
        for (row, id) in people.iter().enumerate() {
            if let Some(credit) = request.salespeople.credit.get_mut(row) {
                *credit = self.credit.get(id).copied().unwrap_or_default();
            }
            if self.workload_grows {
                let received = self.received.get(id).copied().unwrap_or_default();
                if let Some(workload) = request.salespeople.workload.get_mut(row) {
                    *workload = workload.saturating_add(u32::try_from(received).unwrap_or(u32::MAX));
                }
            }
        }
        let plan = check::plan::<S>(&request)?;
        let assigned = plan.assignee.iter().filter(|person| **person != NOBODY).count();
        let share = assigned as f64 / people.len().max(1) as f64;
        for id in &people {
            *self.credit.entry(*id).or_default() += share;
        }
        for person in &plan.assignee {
            if let Some(id) = usize::try_from(*person).ok().and_then(|row| people.get(row)) {
                *self.received.entry(*id).or_default() += 1;
                *self.credit.entry(*id).or_default() -= 1.0;
            }
        }
        self.memory.clone_from(&plan.memory);
        Ok(plan)
    }
}
