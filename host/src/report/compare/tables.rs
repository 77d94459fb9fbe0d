//! The comparison as sentences and tables of texts, which terminal and HTML show each in their way. Nothing is escaped here.

use jiff::tz::TimeZone;

use super::model::{Comparison, Figures, RunLine, RunSide, SideLine};
use crate::report::section::{Section, number, text, wide};
use crate::report::{decimal, leads, moment, whole};

/// Letters of a day, like 2026-11-25.
const DAY: usize = 10;

/// The heading: what is compared.
pub(super) fn heading(comparison: &Comparison) -> String {
    let runs = if comparison.dry_runs { "past dry runs" } else { "past runs" };
    let mut text = format!("Two strategies on {} {runs}", comparison.runs.len());
    if let Some(campaign) = &comparison.campaign {
        text.push_str(&format!(" of campaign {campaign}"));
    }
    text
}

/// The comparison in a few sentences.
pub(super) fn summary(comparison: &Comparison) -> Vec<String> {
    let Comparison { a, b, leads: compared, runs, .. } = comparison;
    let mut lines = vec![side("A", a, runs.len() as u64), side("B", b, runs.len() as u64)];
    if let (Some(first), Some(last)) = (runs.first(), runs.last()) {
        let begun = |run: &RunLine| moment(run.begun, &TimeZone::UTC);
        lines.push(format!(
            "Runs {} to {}, begun {} to {} (UTC), asked about {}, each counted once a run.",
            first.run,
            last.run,
            begun(first),
            begun(last),
            leads(runs.iter().map(|run| run.leads).sum())
        ));
    }
    let out = runs.iter().filter(|run| run.a.error.is_some() || run.b.error.is_some()).count() as u64;
    if out > 0 {
        let counted = counted(out, "run is", "runs are");
        lines.push(format!(
            "{counted} in no figure, as a side made no plan that the host accepts; see Runs without a plan."
        ));
    }
    let given = |side: &SideLine| {
        let coverage = side.figures.coverage.map_or_else(String::new, |percent| format!(" ({percent:.1} %)"));
        format!("{}{coverage}", whole(side.figures.given))
    };
    if a.figures.runs > 0 {
        lines.push(format!("Of {}, A gives out {}, B {}.", leads(compared.asked), given(a), given(b)));
        lines.push(match compared.elsewhere + compared.only_a + compared.only_b {
            0 => "Every lead goes the same way under both.".to_owned(),
            _ => format!(
                "{} to somebody else under B; {} only A gives out, {} only B.",
                if compared.elsewhere == 1 {
                    "1 lead goes".to_owned()
                } else {
                    format!("{} go", leads(compared.elsewhere))
                },
                whole(compared.only_a),
                whole(compared.only_b)
            ),
        });
    }
    lines.push(
        "What runs asked is asked as it was recorded: workloads and credits are those of the runs, whatever A or B gave out before."
            .to_owned(),
    );
    lines.push(
        "Room is what A or B with its settings leaves people, within what else bounded it in the runs.".to_owned(),
    );
    lines.push("A and B begin without memory; what each leaves goes to its next run, campaign by campaign.".to_owned());
    if comparison.several > 0 {
        let counted = counted(comparison.several, "run is", "runs are");
        lines.push(format!(
            "{counted} left out: there several questions were asked, each about what the answers before had left."
        ));
    }
    for (letter, side) in [("A", a), ("B", b)] {
        if !side.columns_not_recorded.is_empty() {
            let columns = side.columns_not_recorded.join(", ");
            lines.push(format!(
                "{letter} asks for columns that some run did not record, and saw no value there: {columns}."
            ));
        }
    }
    if comparison.not_kept > 0 {
        let counted =
            counted(comparison.not_kept, "run since the first of these is", "runs since the first of these are");
        lines.push(format!("{counted} left out, as it is not kept what they asked."));
    }
    lines
}

/// Who a side is, and whose settings it had.
fn side(letter: &str, side: &SideLine, runs: u64) -> String {
    let strategy = &side.name.strategy;
    let mut text = format!("{letter} is {} {}", strategy.name, strategy.version);
    if side.name.component != strategy.name {
        text.push_str(&format!(" from {}", side.name.component));
    }
    let (of_run, of_schema) = (side.settings_of_run, side.settings_of_schema);
    let settings = match (&side.name.settings, of_run, of_schema) {
        (Some(_), _, _) => "the settings of its file".to_owned(),
        (None, _, 0) if runs > 0 => "the settings that the runs asked it with".to_owned(),
        (None, 0, _) => "its default settings, as the runs asked another strategy".to_owned(),
        (None, of_run, of_schema) => format!(
            "the settings of the run in {}, its default settings in {} that asked another strategy",
            counted(of_run, "run", "runs"),
            of_schema
        ),
    };
    format!("{text}, with {settings}.")
}

/// The tables.
pub(super) fn sections(comparison: &Comparison) -> Vec<Section> {
    let mut sections = Vec::new();
    if comparison.a.figures.runs > 0 {
        sections.extend([figures(comparison), people(comparison), outcomes(comparison)]);
    }
    sections.push(runs(comparison));
    let failures = failures(comparison);
    if !failures.rows.is_empty() {
        sections.push(failures);
    }
    sections
}

fn figures(comparison: &Comparison) -> Section {
    let (a, b) = (&comparison.a.figures, &comparison.b.figures);
    let row = |name: &str, value: &dyn Fn(&Figures) -> Option<f64>, decimals: usize, unit: &str| {
        let shown =
            |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.decimals$}{unit}"));
        let difference = value(a).zip(value(b)).map_or_else(|| "-".to_owned(), |(a, b)| signed(b - a, decimals));
        vec![name.to_owned(), shown(value(a)), shown(value(b)), difference]
    };
    let per_lead = |figures: &Figures| (figures.asked > 0).then(|| figures.fuel as f64 / figures.asked as f64);
    let rows = vec![
        row("Leads asked about", &|one| Some(one.asked as f64), 0, ""),
        row("Leads given out", &|one| Some(one.given as f64), 0, ""),
        row("Coverage", &|one| one.coverage, 1, " %"),
        row("People with leads", &|one| Some(one.recipients as f64), 0, ""),
        row("Leads a person", &|one| Some(one.mean), 1, ""),
        row("Gini", &|one| Some(one.gini), 3, ""),
        row("Largest gap", &|one| Some(one.largest_gap), 1, ""),
        row("Utilisation", &|one| one.utilisation, 1, " %"),
        row("Fuel a lead", &per_lead, 0, ""),
    ];
    let columns = vec![text("Figure"), number("A"), number("B"), number("B less A")];
    Section { title: "Figures", columns, rows, ..Section::default() }
}

fn people(comparison: &Comparison) -> Section {
    let columns = vec![
        text("Salesperson"),
        wide("Target"),
        number("A"),
        number("B"),
        number("B less A"),
        wide("Fair A"),
        wide("Fair B"),
    ];
    let several =
        comparison.people.iter().any(|line| comparison.people.first().is_some_and(|one| one.odoo != line.odoo));
    let row = |name: String, cells: [String; 6]| [vec![name], cells.to_vec()].concat();
    let rows = comparison.people.iter().map(|line| {
        let name = if several { format!("{} ({})", line.name, line.odoo) } else { line.name.clone() };
        let share = |number: f64| format!("{number:.1}");
        row(
            name,
            [
                line.target.to_string(),
                line.a.received.to_string(),
                line.b.received.to_string(),
                signed(line.difference as f64, 0),
                share(line.a.fair_share),
                share(line.b.fair_share),
            ],
        )
    });
    let (a, b) = (comparison.a.figures.given, comparison.b.figures.given);
    let given = |number: u64| format!("{:.1}", number as f64);
    let sum = row(
        "Sum".to_owned(),
        [String::new(), a.to_string(), b.to_string(), signed(b as f64 - a as f64, 0), given(a), given(b)],
    );
    let rows = rows.chain([sum]).collect();
    Section { title: "Who gains and who loses under B", columns, rows, ..Section::default() }
}

fn outcomes(comparison: &Comparison) -> Section {
    let compared = &comparison.leads;
    let row = |name: &str, count: u64| {
        let share = if compared.asked == 0 { 0.0 } else { 100.0 * count as f64 / compared.asked as f64 };
        vec![name.to_owned(), count.to_string(), format!("{share:.1} %")]
    };
    let rows = vec![
        row("to the same person", compared.same),
        row("to somebody else", compared.elsewhere),
        row("given out by A only", compared.only_a),
        row("given out by B only", compared.only_b),
        row("to nobody", compared.neither),
    ];
    Section {
        title: "Where the leads go",
        columns: vec![text("Leads"), number("Count"), number("Share")],
        rows,
        ..Section::default()
    }
}

fn runs(comparison: &Comparison) -> Section {
    let columns = vec![
        text("Run"),
        wide("Day (UTC)"),
        number("Leads"),
        number("A"),
        number("B"),
        number("Differ"),
        wide("Gini A"),
        wide("Gini B"),
    ];
    let given = |side: &RunSide| side.figures.as_ref().map_or_else(|| "none".to_owned(), |one| one.given.to_string());
    let gini = |side: &RunSide| side.figures.as_ref().map_or_else(|| "-".to_owned(), |one| format!("{:.3}", one.gini));
    let day = |run: &RunLine| moment(run.begun, &TimeZone::UTC).chars().take(DAY).collect::<String>();
    let rows = comparison.runs.iter().map(|run| {
        vec![
            run.run.to_string(),
            day(run),
            run.leads.to_string(),
            given(&run.a),
            given(&run.b),
            run.different.map_or_else(|| "-".to_owned(), |count| count.to_string()),
            gini(&run.a),
            gini(&run.b),
        ]
    });
    Section { title: "Runs", columns, rows: rows.collect(), ..Section::default() }
}

fn failures(comparison: &Comparison) -> Section {
    let row = |run: &RunLine, letter: &str, side: &RunSide| {
        Some(vec![run.run.to_string(), letter.to_owned(), side.error.clone()?])
    };
    let rows = comparison.runs.iter().flat_map(|run| [row(run, "A", &run.a), row(run, "B", &run.b)]).flatten();
    Section {
        title: "Runs without a plan",
        columns: vec![text("Run"), text("Side"), text("Why")],
        rows: rows.collect(),
        ..Section::default()
    }
}

/// A difference with its sign; nothing is 0.
fn signed(number: f64, decimals: usize) -> String {
    let text = decimal(number, decimals);
    if number > 0.0 && text != "0" { format!("+{text}") } else { text }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", whole(count), if count == 1 { one } else { many })
}
