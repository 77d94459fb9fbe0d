//! How a run, or many, came out for the people in it: how full they are, how even it was. Counts are the domain's; nothing is estimated.

use serde::{Deserialize, Serialize};

use super::run::{Counts, PersonCount};

/// How even and how complete a distribution was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// People who were eligible.
    pub participants: u64,
    /// People who received something.
    pub recipients: u64,
    /// Leads that an eligible person received on average.
    pub mean: f64,
    /// Leads given out, per cent of those that were eligible; none where there were none.
    pub efficiency: Option<f64>,
    /// Leads owned after the run, per cent of the targets of those who have one; none where nobody has.
    pub utilisation: Option<f64>,
    /// Standard deviation of the people's own utilisation, in points; of those who have a target.
    pub deviation: Option<f64>,
    /// Gini coefficient of what each received for each lead of their fair share: 0 even, towards 1 uneven.
    pub gini: f64,
    /// The furthest that anybody is from their fair share, in leads.
    pub largest_gap: f64,
}

impl Summary {
    /// The summary of a run. In a dry run people's numbers are those that would be, and `given` is what is planned.
    #[must_use]
    pub fn of(counts: &Counts, given: u64, people: &[PersonCount]) -> Summary {
        let parts: Vec<(f64, f64)> =
            people.iter().map(|person| (f64::from(person.received), f64::from(person.target))).collect();
        let used: Vec<f64> = people.iter().filter_map(utilisation).collect();
        let (owned, targets) =
            people.iter().filter(|person| person.target > 0).fold((0.0, 0.0), |(owned, targets), person| {
                (owned + f64::from(person.after), targets + f64::from(person.target))
            });
        let received: f64 = parts.iter().map(|(received, _)| received).sum();
        Summary {
            participants: people.len() as u64,
            recipients: people.iter().filter(|person| person.received > 0).count() as u64,
            mean: if people.is_empty() { 0.0 } else { received / people.len() as f64 },
            efficiency: percent(given as f64, counts.eligible as f64),
            utilisation: percent(owned, targets),
            deviation: deviation(&used),
            gini: gini(&parts),
            largest_gap: largest_gap(&parts),
        }
    }
}

/// Leads owned after, per cent of the target; none without one.
#[must_use]
pub fn utilisation(person: &PersonCount) -> Option<f64> {
    percent(f64::from(person.after), f64::from(person.target))
}

/// `part` of `whole` in per cent; none of nothing.
#[must_use]
pub fn percent(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| 100.0 * part / whole)
}

/// What each would have received by target, or by heads where nobody has one. `parts` are what each received and their target.
#[must_use]
pub fn fair_shares(parts: &[(f64, f64)]) -> Vec<f64> {
    let received: f64 = parts.iter().map(|(received, _)| received).sum();
    let targets: f64 = parts.iter().map(|(_, target)| target).sum();
    let share = |target: f64| if targets > 0.0 { target / targets } else { 1.0 / parts.len() as f64 };
    parts.iter().map(|(_, target)| received * share(*target)).collect()
}

/// The Gini coefficient of received over fair share, each person weighing as much as their share: by Lorenz's curve, over people from the
/// least served to the best. Whoever has no share weighs nothing; nobody received anything: 0.
#[must_use]
pub fn gini(parts: &[(f64, f64)]) -> f64 {
    let shares = fair_shares(parts);
    let total: f64 = parts.iter().map(|(received, _)| received).sum();
    let weight: f64 = shares.iter().sum();
    if total <= 0.0 || weight <= 0.0 {
        return 0.0;
    }
    let mut served: Vec<(f64, f64)> =
        parts.iter().zip(&shares).map(|((received, _), share)| (*received, *share)).collect();
    // received / share, without dividing by 0: who has no share and received something is served best.
    served.sort_by(|one, other| (one.0 * other.1).total_cmp(&(other.0 * one.1)));
    let (mut area, mut below) = (0.0, 0.0);
    for (received, share) in served {
        area += share / weight * (2.0 * below + received / total);
        below += received / total;
    }
    (1.0 - area).clamp(0.0, 1.0)
}

/// The furthest that anybody is from their fair share, in leads.
#[must_use]
pub fn largest_gap(parts: &[(f64, f64)]) -> f64 {
    let shares = fair_shares(parts);
    parts.iter().zip(shares).map(|((received, _), share)| (received - share).abs()).fold(0.0, f64::max)
}

/// The standard deviation of a population; none of nobody.
fn deviation(values: &[f64]) -> Option<f64> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (!values.is_empty()).then(|| (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::UserId;

    fn close(one: f64, other: f64) {
        assert!((one - other).abs() < 1e-9, "{one} {other}");
    }

    #[test]
    fn even_by_target_is_even() {
        let parts = [(20.0, 200.0), (15.0, 150.0), (0.0, 0.0)];
        close(gini(&parts), 0.0);
        close(largest_gap(&parts), 0.0);
        close(gini(&[(3.0, 0.0), (3.0, 0.0)]), 0.0);
        close(gini(&[]), 0.0);
        close(gini(&[(0.0, 5.0)]), 0.0);
    }

    #[test]
    fn all_to_one_of_ten_is_nine_tenths() {
        let mut parts = [(0.0, 10.0); 10];
        parts[3].0 = 50.0;
        close(gini(&parts), 0.9);
        close(largest_gap(&parts), 45.0);
        // Whoever has no share is served beyond every measure.
        close(gini(&[(0.0, 10.0), (5.0, 0.0)]), 1.0);
        // 30, 0, 0 to three equals.
        close(gini(&[(30.0, 0.0), (0.0, 0.0), (0.0, 0.0)]), 2.0 / 3.0);
    }

    #[test]
    fn a_run_is_summed_up() {
        let person = |target, before, received| PersonCount {
            id: UserId(1),
            name: "A".to_owned(),
            level: "senior".to_owned(),
            target,
            room: 9,
            before,
            received,
            after: before + received,
        };
        let counts = Counts { eligible: 10, planned: 8, assigned: 6, ..Counts::default() };
        let people = [person(10, 4, 4), person(10, 6, 0), person(0, 1, 2)];
        let summary = Summary::of(&counts, counts.assigned, &people);
        assert_eq!((summary.participants, summary.recipients), (3, 2));
        close(summary.mean, 2.0);
        close(summary.efficiency.expect("leads were eligible"), 60.0);
        close(summary.utilisation.expect("there are targets"), 70.0);
        close(summary.deviation.expect("there are targets"), 10.0);
        close(summary.largest_gap, 3.0);
        assert_eq!(Summary::of(&Counts::default(), 0, &[]), Summary::default());
    }
}
