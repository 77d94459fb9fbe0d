//! The report of a run as sentences and tables of texts, which terminal, Markdown and HTML show each in their way. Nothing is escaped
//! here.

use super::model::{ReachLine, RunReport, SalespersonLine, ShareLine};
use crate::report::section::{Column, Section, number, text, wide};
use crate::report::{decimal, leads, percent, whole, words};

/// The most names of a list of leads; the rest is added up.
const NAMES_SHOWN: usize = 25;

/// The heading.
pub(super) fn heading(report: &RunReport) -> String {
    let kind = if report.dry_run { "Dry run" } else { "Run" };
    format!("{kind} {} of campaign {}", report.run.run, report.run.campaign)
}

/// What came of it, in sentences.
pub(super) fn sentences(report: &RunReport) -> Vec<String> {
    let overview = &report.overview;
    let verb = if report.dry_run { "would be given to" } else { "were given to" };
    let recipients = report.salespeople.iter().filter(|person| person.received > 0).count();
    let mut all = vec![format!(
        "{} of {} eligible leads {verb} {recipients} of {} people.",
        whole(overview.given),
        whole(overview.eligible),
        whole(overview.people)
    )];
    if report.dry_run {
        all.push("Nothing was written to Odoo.".to_owned());
    }
    let run = &report.run;
    if run.conflicts + run.refused + run.unknown > 0 {
        all.push(format!(
            "{} changed by others meanwhile, {} refused by Odoo, {} of unknown outcome.",
            leads(run.conflicts),
            whole(run.refused),
            whole(run.unknown)
        ));
    }
    if let Some(error) = &run.error {
        all.push(format!("It was ended by an error: {error}"));
    }
    all
}

/// The tables that have something to tell.
pub(super) fn sections(report: &RunReport) -> Vec<Section> {
    let mut all = vec![overview(report), funnel(report)];
    if let Some(old) = report.run.dropback.as_ref().filter(|old| !old.by_campaign.is_empty()) {
        let nobody = || "nobody, only counted".to_owned();
        let rows = old
            .by_campaign
            .iter()
            .map(|line| vec![line.campaign.clone(), line.person.clone().unwrap_or_else(nobody), whole(line.leads)]);
        all.push(section("Old leads by campaign", vec![text("Campaign"), text("Go to"), number("Leads")], rows));
    }
    for (title, column, lines) in [
        ("Leads by status", "Status when read", &report.statuses),
        ("Leads by source", "Source", &report.sources),
        ("Leads by campaign", "Campaign of the lead", &report.campaigns),
    ] {
        if !lines.is_empty() {
            all.push(shares(report, title, column, lines));
        }
    }
    for (title, column, lines) in [
        ("What the eligible leads have", "They have", &report.reach),
        ("Left out by the stage of an opportunity", "Stage", &report.opportunity_stages),
    ] {
        if !lines.is_empty() {
            all.push(section(title, vec![text(column), number("Leads"), number("Share")], lines.iter().map(reach)));
        }
    }
    all.extend([workload(report), preview(report)]);
    if report.salespeople.iter().any(|person| !person.statuses_before.is_empty()) {
        all.push(statuses(report));
    }
    let why = report.run.reasons.iter().map(|line| vec![line.reason.clone(), words(&line.state), whole(line.leads)]);
    all.push(section("Why", vec![text("Why"), text("Outcome"), number("Leads")], why));
    all.push(run(report));
    if report.trend.len() > 1 {
        all.push(trend(report));
    }
    all.retain(|section| !section.rows.is_empty());
    all
}

fn section(title: &'static str, columns: Vec<Column>, rows: impl Iterator<Item = Vec<String>>) -> Section {
    Section { title, columns, rows: rows.collect(), ..Section::default() }
}

fn overview(report: &RunReport) -> Section {
    let overview = &report.overview;
    let given = if report.dry_run { "Would be given" } else { "Given" };
    let mut rows = vec![("Leads found", overview.found)];
    if report.run.dropback.is_some() {
        rows.extend([("Old leads", overview.dropback), ("After old leads", overview.after_dropback)]);
    }
    rows.extend([
        ("Left out by filters", overview.filtered_out),
        ("Eligible leads", overview.eligible),
        (given, overview.given),
        ("For nobody", overview.unassigned),
    ]);
    if !report.dry_run {
        let run = &report.run;
        rows.extend([("Changed by others", run.conflicts), ("Refused", run.refused), ("Unknown", run.unknown)]);
    }
    rows.extend([("Eligible people", overview.people), ("People without a part", overview.people_left_out)]);
    let rows = rows.into_iter().map(|(name, count)| vec![name.to_owned(), whole(count)]);
    section("Overview", vec![text("What"), number("How many")], rows)
}

fn funnel(report: &RunReport) -> Section {
    let rows = report.run.funnel.iter().map(|step| {
        vec![words(&step.filter), whole(step.before), whole(step.before.saturating_sub(step.after)), whole(step.after)]
    });
    let columns = vec![text("Filter"), wide("Before"), number("Left out"), number("After")];
    section("What each filter left out", columns, rows)
}

fn given(report: &RunReport) -> &'static str {
    if report.dry_run { "Planned" } else { "Given" }
}

fn shares(report: &RunReport, title: &'static str, column: &'static str, lines: &[ShareLine]) -> Section {
    let row = |name: String, found, eligible, given| vec![name, whole(found), whole(eligible), whole(given)];
    let name = |line: &ShareLine| line.name.clone().unwrap_or_else(|| "without".to_owned());
    let mut rows: Vec<Vec<String>> =
        lines.iter().take(NAMES_SHOWN).map(|line| row(name(line), line.found, line.eligible, line.given)).collect();
    if let Some(rest) = lines.get(NAMES_SHOWN..).filter(|rest| !rest.is_empty()) {
        let sum = |count: fn(&ShareLine) -> u64| rest.iter().map(count).sum();
        let (found, eligible, given) = (sum(|line| line.found), sum(|line| line.eligible), sum(|line| line.given));
        rows.push(row(format!("{} more", rest.len()), found, eligible, given));
    }
    let columns = vec![text(column), number("Found"), number("Eligible"), number(given(report))];
    section(title, columns, rows.into_iter())
}

fn reach(line: &ReachLine) -> Vec<String> {
    vec![words(&line.name), whole(line.leads), line.percent.map_or_else(|| "–".to_owned(), percent)]
}

fn used(of_target: Option<f64>) -> String {
    of_target.map_or_else(|| "–".to_owned(), percent)
}

/// Everybody of the source before the run: who could receive, and why the others could not.
fn workload(report: &RunReport) -> Section {
    let eligible = report.salespeople.iter().map(|person| {
        vec![
            person.name.clone(),
            whole(person.before.into()),
            whole(person.target.into()),
            used(person.utilisation_before),
            whole(person.deficit.into()),
            "yes".to_owned(),
        ]
    });
    let none = || "–".to_owned();
    let others = report
        .run
        .people_left_out
        .iter()
        .map(|person| vec![person.name.clone(), none(), none(), none(), none(), format!("no: {}", person.reason)]);
    let columns =
        vec![text("Salesperson"), number("Before"), wide("Target"), wide("Used"), number("Missing"), text("Eligible")];
    section("Workload before", columns, eligible.chain(others))
}

/// Who gets which leads.
fn preview(report: &RunReport) -> Section {
    let other =
        |person: &SalespersonLine| i64::from(person.after) - i64::from(person.before) - i64::from(person.received);
    let has_other = report.salespeople.iter().any(|person| other(person) != 0);
    let row = |person: &SalespersonLine| {
        let mut row =
            vec![person.name.clone(), person.level.clone(), whole(person.received.into()), whole(person.before.into())];
        row.extend(has_other.then(|| format!("{:+}", other(person))));
        row.extend([whole(person.after.into()), whole(person.target.into()), used(person.utilisation_after)]);
        row
    };
    let title = if report.dry_run { "Who would get how many" } else { "Who got how many" };
    let mut columns =
        vec![text("Salesperson"), Column { is_kept: false, ..text("Level") }, number("New"), number("Before")];
    // Old leads that came to somebody, less leads that went to others.
    columns.extend(has_other.then(|| number("Old, moved")));
    columns.extend([number("After"), wide("Target"), wide("Used")]);
    let leads = report.salespeople.iter().map(|person| person.leads.clone());
    Section { leads: leads.collect(), ..section(title, columns, report.salespeople.iter().map(row)) }
}

fn statuses(report: &RunReport) -> Section {
    let mut rows = Vec::new();
    for person in &report.salespeople {
        let mut names: Vec<&str> =
            person.statuses_before.iter().chain(&person.statuses_after).map(|line| line.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            let of = |lines: &[ReachLine]| match lines.iter().find(|line| line.name == name) {
                Some(line) => whole(line.leads),
                None if lines.is_empty() => "–".to_owned(),
                None => whole(0),
            };
            let (before, after) = (of(&person.statuses_before), of(&person.statuses_after));
            rows.push(vec![person.name.clone(), name.to_owned(), before, after]);
        }
    }
    let columns = vec![text("Salesperson"), text("Status"), number("Before"), number("After")];
    section("Leads of each person by status", columns, rows.into_iter())
}

fn run(report: &RunReport) -> Section {
    let (run, fairness) = (&report.run, &report.fairness);
    let maybe = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), percent);
    let mut rows =
        vec![("Odoo", run.odoo.clone()), ("Begun (UTC)", report.begun.clone()), ("Outcome", words(&run.status))];
    if let Some(strategy) = &run.strategy {
        rows.push(("Strategy", format!("{} {}", strategy.name, strategy.version)));
        rows.push(("Strategy's digest", strategy.digest.clone()));
        rows.extend(strategy.fuel.map(|fuel| ("Fuel", whole(fuel))));
    }
    rows.extend([
        ("Configuration's digest", report.config_digest.clone()),
        ("Given of the eligible leads", maybe(fairness.efficiency)),
        ("Leads a person, on average", decimal(fairness.mean, 2)),
        ("Used of all targets", maybe(fairness.utilisation)),
        ("Spread of utilisation, points", fairness.deviation.map_or_else(|| "–".to_owned(), |value| decimal(value, 1))),
        ("Gini (0 is even)", decimal(fairness.gini, 3)),
        ("Largest gap to a fair share, leads", decimal(fairness.largest_gap, 1)),
        ("Calls to Odoo", format!("{} in {} s", whole(run.rpc.calls), decimal(run.rpc.seconds, 1))),
        ("Seconds in all", decimal(run.seconds, 1)),
    ]);
    let rows = rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]);
    section("The run", vec![text("What"), text("Value")], rows)
}

fn trend(report: &RunReport) -> Section {
    let rows = report.trend.iter().rev().map(|line| {
        vec![
            line.run.to_string(),
            line.begun.get(..16).unwrap_or(&line.begun).replace('T', " "),
            words(&line.status),
            whole(line.eligible),
            whole(line.given),
            used(line.utilisation),
            decimal(line.gini, 3),
        ]
    });
    let columns = vec![
        text("Run"),
        text("Begun (UTC)"),
        Column { is_kept: false, ..text("Outcome") },
        number("Eligible"),
        number(given(report)),
        wide("Used"),
        wide("Gini"),
    ];
    section("The latest runs", columns, rows)
}
