//! The comparison as one page of HTML, without script and without the network. Everything in it is escaped by the template.

use askama::Template;

use super::model::{Comparison, SideLine};
use super::tables::{heading, sections, summary};
use crate::report::chart::{Bar, Bars, Figure, Key, Part};
use crate::report::history::Sum;
use crate::report::section::{PageSection, for_page};
use crate::report::{decimal, label, percent, whole};

/// The most bars of a chart.
const BARS: usize = 30;
/// The most letters of a name beside a bar.
const NAME: usize = 28;

#[derive(Template)]
#[template(path = "compare.html")]
struct Page {
    title: String,
    scope: String,
    sums: Vec<Sum>,
    sentences: Vec<String>,
    figures: Vec<Figure>,
    sections: Vec<PageSection>,
    version: &'static str,
}

impl Comparison {
    /// The comparison as HTML.
    ///
    /// # Errors
    /// None but that of a text that cannot grow.
    pub fn html(&self) -> Result<String, askama::Error> {
        let named = |side: &SideLine| format!("{} {}", side.name.strategy.name, side.name.strategy.version);
        let page = Page {
            title: for_page(&heading(self)),
            scope: for_page(&format!("A: {}, B: {}", named(&self.a), named(&self.b))),
            sums: self.sums(),
            sentences: summary(self).iter().map(|line| for_page(line)).collect(),
            figures: if self.people.is_empty() { Vec::new() } else { vec![self.shares().figure()?] },
            sections: sections(self).into_iter().map(|section| section.for_page(None)).collect(),
            version: env!("CARGO_PKG_VERSION"),
        };
        page.render()
    }

    fn sums(&self) -> Vec<Sum> {
        let (a, b) = (&self.a.figures, &self.b.figures);
        let maybe = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), percent);
        let sum = |name, value, about: &str| Sum { name, value, about: about.to_owned() };
        let out = self.runs.len() as u64 - a.runs.min(self.runs.len() as u64);
        let about = if out == 0 { "both made a plan for each".to_owned() } else { format!("and {out} without a plan") };
        vec![
            sum("Runs", whole(a.runs), &about),
            sum("Coverage of A", maybe(a.coverage), &format!("{} of {}", whole(a.given), whole(a.asked))),
            sum("Coverage of B", maybe(b.coverage), &format!("{} of {}", whole(b.given), whole(b.asked))),
            sum("To somebody else", whole(self.leads.elsewhere), "leads that both give out"),
            sum("Gini of A", decimal(a.gini, 3), "0 is even"),
            sum("Gini of B", decimal(b.gini, 3), "0 is even"),
        ]
    }

    /// What each person receives under A, with a mark at what they receive under B.
    fn shares(&self) -> Bars {
        let bars = self.people.iter().take(BARS).map(|line| Bar {
            label: label(&line.name, NAME),
            number: format!("{} and {}", whole(line.a.received), whole(line.b.received)),
            parts: vec![Part { class: "had", value: line.a.received as f64 }],
            mark: Some(line.b.received as f64),
        });
        Bars {
            id: "shares",
            title: "Leads received under A and under B".to_owned(),
            description: format!(
                "{} under A and {} under B; whoever gains most under B stands first",
                whole(self.a.figures.given),
                whole(self.b.figures.given)
            ),
            keys: vec![Key { class: "had", text: "under A" }, Key { class: "mark", text: "under B" }],
            bars: bars.collect(),
            more: self.people.len().saturating_sub(BARS),
        }
    }
}
