//! The report of a run as one page of HTML, without script and without the network. Everything in it is escaped by the template.

use askama::Template;

use super::model::{Advice, RunReport};
use super::pictures::pictures;
use super::tables::{heading, sections, sentences};
use crate::report::chart::Figure;
use crate::report::model::DecisionLine;
use crate::report::section::{PageSection, for_page};
use crate::report::{decimal, lead_link, lead_links, percent, sentence, whole, words};

/// The most decisions that a page lists; CSV and JSON have them all.
const DECISIONS: usize = 2_000;

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    title: String,
    scope: String,
    badge: (&'static str, String),
    /// Name, figure, what it is of, whether it is trouble.
    sums: Vec<(&'static str, String, String, bool)>,
    sentences: Vec<String>,
    advice: &'a [Advice],
    figures: Vec<Figure>,
    sections: Vec<PageSection>,
    decisions: Vec<DecisionRow>,
    more: usize,
    version: &'static str,
}

struct DecisionRow {
    lead: u64,
    link: Option<String>,
    to: String,
    why: String,
    state: String,
}

impl RunReport {
    /// The report as HTML.
    ///
    /// # Errors
    /// None but that of a text that cannot grow.
    pub fn html(&self) -> Result<String, askama::Error> {
        let links = lead_links(&self.run.odoo);
        let names = self.run.names();
        let decisions = self.run.decisions.as_deref().unwrap_or_default();
        let row = |line: &DecisionLine| DecisionRow {
            lead: line.lead,
            link: links.as_deref().map(|links| lead_link(links, line.lead)),
            to: match line.to {
                Some(id) => names.get(&id).map_or_else(|| format!("user {id}"), |name| for_page(name)),
                None => "–".to_owned(),
            },
            why: for_page(&line.reason),
            state: words(&line.state),
        };
        // What was given out is looked for first.
        let given = decisions.iter().filter(|line| line.to.is_some());
        let rest = decisions.iter().filter(|line| line.to.is_none());
        let page = Page {
            title: for_page(&heading(self)),
            scope: for_page(&format!(
                "{}, begun {} UTC",
                self.run.odoo,
                self.begun.get(..16).unwrap_or(&self.begun).replace('T', " ")
            )),
            badge: self.badge(),
            sums: self.sums(),
            sentences: sentences(self).iter().map(|line| for_page(line)).collect(),
            advice: &self.recommendations,
            figures: pictures(self)?,
            sections: sections(self).into_iter().map(|section| section.for_page(links.as_deref())).collect(),
            decisions: given.chain(rest).take(DECISIONS).map(row).collect(),
            more: decisions.len().saturating_sub(DECISIONS),
            version: env!("CARGO_PKG_VERSION"),
        };
        page.render()
    }

    /// The outcome with the class of its colour.
    fn badge(&self) -> (&'static str, String) {
        let class = match self.run.status.as_str() {
            "complete" => "good",
            "partial" | "interrupted" | "refused" => "warn",
            "failed" => "bad",
            _ => "calm",
        };
        (class, sentence(&words(&self.run.status)))
    }

    fn sums(&self) -> Vec<(&'static str, String, String, bool)> {
        let (overview, fairness) = (&self.overview, &self.fairness);
        let maybe = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), percent);
        let given = if self.dry_run { "Leads planned" } else { "Leads given" };
        let recipients = self.salespeople.iter().filter(|person| person.received > 0).count();
        let mut sums = vec![
            (given, whole(overview.given), format!("of {} eligible", whole(overview.eligible)), false),
            (
                "Leads found",
                whole(overview.found),
                format!("{} left out by filters", whole(overview.filtered_out)),
                false,
            ),
            ("People", whole(recipients as u64), format!("of {} received leads", whole(overview.people)), false),
            ("Used after the run", maybe(fairness.utilisation), "of all targets".to_owned(), false),
            ("Gini", decimal(fairness.gini, 3), "0 is even".to_owned(), false),
            ("Largest gap", decimal(fairness.largest_gap, 1), "leads to a fair share".to_owned(), false),
        ];
        let trouble = self.run.conflicts + self.run.refused + self.run.unknown;
        if trouble > 0 {
            sums.push(("Not written", whole(trouble), "changed, refused or unknown".to_owned(), true));
        }
        sums
    }
}
