//! The whole report of a run, counted from what the ledger has of it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

use super::advice::advice;
use super::model::{Fairness, Overview, ReachLine, RunReport, SalespersonLine, ShareLine, TrendLine};
use crate::domain::decision::{About, Decision, Dropback, State};
use crate::domain::run::{Counts, Figure, Moment, PersonCount, RunRecord, StatusCount};
use crate::domain::summary::{Summary, percent};
use crate::report::Report;

/// The most runs of the trend.
const TREND: usize = 14;
/// Runs among which those of the trend are found: dry runs and live ones stand mixed.
pub const LATEST: u32 = 60;

impl RunReport {
    /// The report of a recorded run. `latest` are the newest runs of its campaign, in any order.
    #[must_use]
    pub fn new(record: &RunRecord, decisions: &[Decision], latest: &[RunRecord]) -> RunReport {
        let people = record.people_now(decisions);
        let run = Report::new(record, decisions, true);
        let given = |decision: &Decision| is_given(decision, record.new.dry_run);
        let out = |is_old: bool| {
            let steps = record.funnel.iter().filter(|step| (step.filter == Dropback::STEP) == is_old);
            steps.map(|step| step.before.saturating_sub(step.after)).sum::<u64>()
        };
        let dropback = out(true);
        let nobody = decisions.iter().filter(|one| one.dropback.is_none() && one.state == State::Unassigned).count();
        // Where decisions are not kept, what is left of the counts says it.
        let unassigned = if decisions.is_empty() { run.eligible.saturating_sub(run.planned) } else { nobody as u64 };
        let kept = decisions.iter().filter(|decision| given(decision)).count() as u64;
        let counted = if record.new.dry_run { run.planned } else { run.assigned };
        let overview = Overview {
            found: run.found,
            dropback,
            after_dropback: run.found.saturating_sub(dropback),
            filtered_out: out(false),
            eligible: run.eligible,
            planned: run.planned,
            unassigned,
            given: if decisions.is_empty() { counted } else { kept },
            people: record.people.len() as u64,
            people_left_out: record.left_out.len() as u64,
        };
        let counts = Counts { eligible: run.eligible, ..Counts::default() };
        let summary = Summary::of(&counts, overview.given, &people);
        let shares = |name: fn(&About) -> &Option<Arc<str>>| shares(decisions, name, &given);
        let figures = |topic: &str, whole: u64| figures(&record.figures, topic, whole);
        let stages: u64 =
            record.figures.iter().filter(|one| one.topic == Figure::OPPORTUNITY_STAGE).map(|one| one.leads).sum();
        let mut report = RunReport {
            dry_run: record.new.dry_run,
            begun: moment(record.new.now),
            config_digest: record.new.config_digest.clone(),
            overview,
            statuses: shares(|about| &about.status),
            sources: shares(|about| &about.source),
            campaigns: shares(|about| &about.campaign),
            reach: figures(Figure::REACH, run.eligible),
            opportunity_stages: figures(Figure::OPPORTUNITY_STAGE, stages),
            salespeople: salespeople((record, &people), decisions, &given),
            fairness: Fairness {
                mean: summary.mean,
                efficiency: summary.efficiency,
                utilisation: summary.utilisation,
                deviation: summary.deviation,
                gini: summary.gini,
                largest_gap: summary.largest_gap,
            },
            recommendations: Vec::new(),
            trend: trend(record, latest),
            run,
        };
        report.recommendations = advice(&report);
        report
    }
}

/// Whether the distribution gave the lead to somebody; in a dry run whether it would.
fn is_given(decision: &Decision, dry_run: bool) -> bool {
    decision.dropback.is_none() && decision.to.is_some() && (dry_run || decision.state == State::Done)
}

fn moment(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |moment| moment.to_string())
}

/// Leads by a name: the most found first, then by name.
fn shares(
    decisions: &[Decision],
    name: fn(&About) -> &Option<Arc<str>>,
    given: &dyn Fn(&Decision) -> bool,
) -> Vec<ShareLine> {
    let mut counts: BTreeMap<Option<&str>, ShareLine> = BTreeMap::new();
    for decision in decisions {
        let key = name(&decision.about).as_deref();
        let new = || ShareLine { name: key.map(str::to_owned), found: 0, eligible: 0, given: 0 };
        let line = counts.entry(key).or_insert_with(new);
        line.found += 1;
        line.eligible += u64::from(decision.dropback.is_none() && decision.state != State::LeftOut);
        line.given += u64::from(given(decision));
    }
    let mut lines: Vec<ShareLine> = counts.into_values().collect();
    // A field that no lead has a value of says nothing.
    if lines.iter().all(|line| line.name.is_none()) {
        return Vec::new();
    }
    lines.sort_by(|one, other| (other.found, &one.name).cmp(&(one.found, &other.name)));
    lines
}

fn figures(figures: &[Figure], topic: &str, whole: u64) -> Vec<ReachLine> {
    let of_topic = figures.iter().filter(|figure| figure.topic == topic);
    let line = |figure: &Figure| ReachLine {
        name: figure.label.clone(),
        leads: figure.leads,
        percent: percent(figure.leads as f64, whole as f64).map(rounded),
    };
    of_topic.map(line).collect()
}

fn salespeople(
    (record, people): (&RunRecord, &[PersonCount]),
    decisions: &[Decision],
    given: &dyn Fn(&Decision) -> bool,
) -> Vec<SalespersonLine> {
    let mut leads: HashMap<u64, Vec<u64>> = HashMap::new();
    for decision in decisions.iter().filter(|decision| given(decision)) {
        if let Some(person) = decision.to {
            leads.entry(person.0).or_default().push(decision.lead.0);
        }
    }
    let line = |person: &PersonCount| {
        let of_target = |owned: u32| percent(f64::from(owned), f64::from(person.target)).map(rounded);
        SalespersonLine {
            id: person.id.0,
            name: person.name.clone(),
            level: person.level.clone(),
            target: person.target,
            before: person.before,
            deficit: person.target.saturating_sub(person.before),
            received: person.received,
            after: person.after,
            utilisation_before: of_target(person.before),
            utilisation_after: of_target(person.after),
            leads: leads.remove(&person.id.0).unwrap_or_default(),
            statuses_before: statuses(&record.statuses, person, Moment::Before),
            statuses_after: statuses(&record.statuses, person, Moment::After),
        }
    };
    people.iter().map(line).collect()
}

fn statuses(counts: &[StatusCount], person: &PersonCount, moment: Moment) -> Vec<ReachLine> {
    let own = counts.iter().filter(|count| count.person == person.id && count.moment == moment);
    let sum: u64 = own.clone().map(|count| count.leads).sum();
    let line = |count: &StatusCount| ReachLine {
        name: count.status.clone().unwrap_or_else(|| "without".to_owned()),
        leads: count.leads,
        percent: percent(count.leads as f64, sum as f64).map(rounded),
    };
    own.map(line).collect()
}

/// The newest runs of the same kind, oldest first.
fn trend(record: &RunRecord, latest: &[RunRecord]) -> Vec<TrendLine> {
    let mut runs: Vec<&RunRecord> = latest
        .iter()
        .filter(|run| run.id <= record.id && run.new.dry_run == record.new.dry_run && run.end.is_some())
        .filter(|run| run.new.campaign == record.new.campaign && run.new.odoo == record.new.odoo)
        .collect();
    runs.sort_by_key(|run| run.id);
    let line = |run: &&RunRecord| {
        let counts = run.end.as_ref().map(|end| end.counts).unwrap_or_default();
        let given = if run.new.dry_run { counts.planned } else { counts.assigned };
        let summary = Summary::of(&counts, given, &run.people);
        TrendLine {
            run: run.id.0,
            begun: moment(run.new.now),
            status: run.status.name().to_owned(),
            eligible: counts.eligible,
            given,
            utilisation: summary.utilisation.map(rounded),
            gini: summary.gini,
        }
    };
    runs.iter().skip(runs.len().saturating_sub(TREND)).map(line).collect()
}

/// To a hundredth.
fn rounded(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
