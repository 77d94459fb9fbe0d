//! Runs one after another: what a strategy leaves in its memory comes back in the next run, as do workloads, credits and who is there.

use super::answer::received;
use super::fill::standard;
use super::rules::{Ask, Failure, Kept, judge};
use crate::domain::request::{Description, Request};

/// Seconds of a day.
const DAY: i64 = 86_400;
/// People of every run.
const PEOPLE: usize = 6;

/// What a chain of runs came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Chain {
    /// Largest memory that was left, in bytes.
    pub(super) memory: usize,
    /// Runs that got a plan.
    pub(super) planned: usize,
}

/// Plays so many runs.
///
/// # Errors
/// The first request on which a rule breaks, with the memory of the run before, and how it breaks.
pub(super) fn chain(
    name: &str,
    ask: Ask<'_>,
    description: &Description,
    settings: &str,
    seed: u64,
    runs: u64,
) -> Result<Chain, Box<(Request, Failure)>> {
    let mut memory = Vec::new();
    let mut credit = vec![0.0; PEOPLE];
    let mut total = vec![0_u32; PEOPLE];
    let mut chain = Chain::default();
    for run in 0..runs {
        let leads = usize::try_from(run % 5).unwrap_or(0) * 7 + 1;
        let mut request = standard(description, settings, leads, PEOPLE, seed.wrapping_add(run));
        request.now += DAY * i64::try_from(run).unwrap_or(0);
        request.memory.clone_from(&memory);
        request.salespeople.credit.clone_from(&credit);
        let people = &mut request.salespeople;
        for (workload, received) in people.workload.iter_mut().zip(&total) {
            *workload = workload.saturating_add(*received);
        }
        // Every third run somebody else is on leave.
        if run % 3 == 2 {
            let away = usize::try_from(run).unwrap_or(0) % PEOPLE;
            people.room.get_mut(away).into_iter().for_each(|room| *room = 0);
        }
        match judge(name, ask, &request) {
            Err(failure) => return Err(Box::new((request, failure))),
            Ok(Kept::Declined(_)) => {}
            Ok(Kept::Planned(assigned)) => {
                let counts = received(&assigned.answer, PEOPLE);
                let share = f64::from(counts.iter().sum::<u32>()) / PEOPLE as f64;
                for ((credit, total), count) in credit.iter_mut().zip(&mut total).zip(&counts) {
                    *credit += share - f64::from(*count);
                    *total = total.saturating_add(*count);
                }
                memory = assigned.answer.memory;
                chain = Chain { memory: chain.memory.max(memory.len()), planned: chain.planned + 1 };
            }
        }
    }
    Ok(chain)
}
