//! The history as sentences and tables of texts, which terminal, Markdown and HTML show each in their way. Nothing is escaped here.

use super::model::{Conversions, CountLine, Figures, History};
use crate::report::section::{Column, Section, number, text, wide};

/// Which breakdown is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Days.
    Day,
    /// People.
    Person,
    /// Campaigns.
    Campaign,
}

/// Most values of a list of leads; the rest is added up.
const VALUES_SHOWN: usize = 15;

/// The heading: which runs are told.
pub(super) fn heading(history: &History) -> String {
    let runs = if history.dry_runs { "Dry runs" } else { "Runs" };
    let mut text = format!("{runs} from {} to {} (days in {})", history.from, history.to, history.time_zone);
    if let Some(campaign) = &history.campaign {
        text.push_str(&format!(", campaign {campaign}"));
    }
    if let Some(person) = &history.person {
        text.push_str(&format!(", {} (user {})", person.name, person.id));
    }
    text
}

/// All runs in a few sentences.
pub(super) fn summary(history: &History) -> Vec<String> {
    let totals = &history.totals;
    if totals.runs == 0 {
        return vec![format!("There is no {} in this period.", if history.dry_runs { "dry run" } else { "run" })];
    }
    let verb = if history.dry_runs { "planned" } else { "assigned" };
    let given = totals.given(history.dry_runs);
    let mut lines = Vec::new();
    let ended = match totals.unfinished {
        0 => String::new(),
        unfinished => format!(", {unfinished} of them not to its end"),
    };
    let efficiency = totals.efficiency.map_or_else(String::new, |percent| format!(" ({percent:.1} % of the eligible)"));
    lines.push(format!(
        "{}{ended}: {} leads found, {} eligible, {given} {verb}{efficiency}.",
        counted(totals.runs, "run", "runs"),
        totals.found,
        totals.eligible
    ));
    if let Some(received) = totals.received {
        lines.push(format!("{received} of them went to this person."));
    }
    if totals.conflicts + totals.refused + totals.unknown > 0 {
        lines.push(format!(
            "{} changed by others meanwhile, {} refused by Odoo, {} unknown.",
            totals.conflicts, totals.refused, totals.unknown
        ));
    }
    let used = totals.utilisation.map_or_else(String::new, |used| format!("; {used:.1} % of the targets at the end"));
    lines.push(format!(
        "{} of {} received something, {:.1} leads on average{used}.",
        totals.recipients,
        counted(totals.participants, "person", "people"),
        totals.mean
    ));
    lines.push(format!(
        "Fairness: Gini {:.3} (0 is even), largest gap to a fair share {:.1} leads.",
        totals.gini, totals.largest_gap
    ));
    let before = &history.before;
    let earlier = before.totals.received.unwrap_or(before.totals.given(history.dry_runs));
    let growth = before.growth.map_or_else(String::new, |growth| format!(", now {growth:+.1} %"));
    lines.push(format!(
        "The period before, {} to {}: {}, {earlier} {verb}{growth}.",
        before.from,
        before.to,
        counted(before.totals.runs, "run", "runs")
    ));
    if history.without_people > 0 {
        lines.push(format!("Of {} leads the ledger has no people any longer.", history.without_people));
    }
    lines
}

/// The tables; of one breakdown alone where it is asked for.
pub(super) fn sections(history: &History, by: Option<By>) -> Vec<Section> {
    let asked = |one: By| by.is_none_or(|by| by == one);
    let mut sections = Vec::new();
    if history.totals.runs == 0 {
        return sections;
    }
    if asked(By::Day) {
        let rows = history.days.iter().map(|line| figures(history, line.day.clone(), &line.figures));
        sections.push(Section {
            title: "Days",
            columns: columns(history, "Day"),
            rows: rows.collect(),
            ..Section::default()
        });
    }
    if asked(By::Person) {
        sections.push(people(history));
    }
    if asked(By::Campaign) && (by.is_some() || history.campaigns.len() > 1) {
        let rows = history.campaigns.iter().map(|line| figures(history, line.campaign.clone(), &line.figures));
        sections.push(Section {
            title: "Campaigns",
            columns: columns(history, "Campaign"),
            rows: rows.collect(),
            ..Section::default()
        });
    }
    if by.is_none() {
        let leads = &history.leads;
        for (title, column, lines) in [
            ("Leads by source", "Source", &leads.by_source),
            ("Leads by campaign", "Campaign of the lead", &leads.by_campaign),
            ("Leads by status", "Status when read", &leads.by_status),
        ] {
            // What no lead has is not worth a table.
            if lines.iter().any(|line| line.name.is_some()) {
                let columns = vec![text(column), number("Leads"), number("Share")];
                sections.push(Section { title, columns, rows: values(lines), ..Section::default() });
            }
        }
    }
    if let (Some(conversions), true) = (&history.conversions, asked(By::Person)) {
        sections.push(outcomes(conversions));
    }
    sections
}

fn columns(history: &History, first: &'static str) -> Vec<Column> {
    let given = if history.dry_runs { number("Planned") } else { number("Assigned") };
    let mut columns = vec![text(first), number("Runs"), wide("Found"), wide("Eligible"), given];
    if history.person.is_some() {
        columns.push(number("Theirs"));
    }
    columns.extend([wide("Eff."), wide("Used"), wide("Gini"), wide("Gap")]);
    columns
}

fn figures(history: &History, name: String, figures: &Figures) -> Vec<String> {
    let mut row = vec![
        name,
        figures.runs.to_string(),
        figures.found.to_string(),
        figures.eligible.to_string(),
        figures.given(history.dry_runs).to_string(),
    ];
    row.extend(figures.received.map(|received| received.to_string()));
    row.extend([
        percent(figures.efficiency),
        percent(figures.utilisation),
        format!("{:.3}", figures.gini),
        format!("{:.1}", figures.largest_gap),
    ]);
    row
}

fn people(history: &History) -> Section {
    let columns = vec![
        text("Salesperson"),
        number("New"),
        wide("Share"),
        wide("Fair"),
        wide("Gap"),
        wide("Target"),
        wide("Before"),
        number("After"),
        wide("Used"),
    ];
    let rows = history.people.iter().map(|line| {
        vec![
            line.name.clone(),
            line.received.to_string(),
            percent(line.share),
            format!("{:.1}", line.fair_share),
            format!("{:+.1}", line.gap),
            line.target.to_string(),
            line.before.to_string(),
            line.after.to_string(),
            percent(line.utilisation),
        ]
    });
    Section { title: "People", columns, rows: rows.collect(), ..Section::default() }
}

fn values(lines: &[CountLine]) -> Vec<Vec<String>> {
    let all: u64 = lines.iter().map(|line| line.leads).sum();
    let share = |leads: u64| percent((all > 0).then(|| 100.0 * leads as f64 / all as f64));
    let row = |name: String, leads: u64| vec![name, leads.to_string(), share(leads)];
    let shown = lines.iter().take(VALUES_SHOWN);
    let mut rows: Vec<Vec<String>> =
        shown.map(|line| row(line.name.clone().unwrap_or_else(|| "(none)".to_owned()), line.leads)).collect();
    let rest = lines.get(VALUES_SHOWN..).unwrap_or_default();
    if !rest.is_empty() {
        rows.push(row(format!("({} others)", rest.len()), rest.iter().map(|line| line.leads).sum()));
    }
    rows
}

fn outcomes(conversions: &Conversions) -> Section {
    let columns = vec![
        text("Salesperson"),
        number("Leads"),
        wide("Opp."),
        number("Won"),
        wide("Lost"),
        wide("Kept"),
        wide("Moved"),
        wide("Free"),
        wide("Gone"),
        number("Rate"),
    ];
    let people = conversions.people.iter().map(|line| (line.name.clone(), &line.outcomes));
    let rows = people.chain([("Sum".to_owned(), &conversions.totals)]).map(|(name, one)| {
        vec![
            name,
            one.leads.to_string(),
            one.opportunities.to_string(),
            one.won.to_string(),
            one.lost.to_string(),
            one.kept.to_string(),
            one.reassigned.to_string(),
            one.unowned.to_string(),
            one.gone.to_string(),
            one.win_rate.map_or_else(|| "-".to_owned(), |rate| format!("{rate:.0} %")),
        ]
    });
    Section { title: "What became of them", columns, rows: rows.collect(), ..Section::default() }
}

fn percent(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.1} %"))
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
