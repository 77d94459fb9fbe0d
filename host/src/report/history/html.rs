//! The history as one page of HTML, without script and without the network. Everything in it is escaped by the template.

use askama::Template;

use super::model::{Figures, History};
use super::pictures::pictures;
use super::tables::{By, heading, sections, summary};
use crate::report::chart::Figure;
use crate::report::section::{PageSection, for_page};
use crate::report::{decimal, percent, whole};

#[derive(Template)]
#[template(path = "history.html")]
struct Page {
    title: String,
    scope: String,
    sums: Vec<Sum>,
    sentences: Vec<String>,
    figures: Vec<Figure>,
    sections: Vec<PageSection>,
    version: &'static str,
}

/// A large figure at the top.
pub(in crate::report) struct Sum {
    pub(in crate::report) name: &'static str,
    pub(in crate::report) value: String,
    pub(in crate::report) about: String,
}

impl History {
    /// The history as HTML.
    ///
    /// # Errors
    /// None but that of a text that cannot grow.
    pub fn html(&self, by: Option<By>) -> Result<String, askama::Error> {
        let sections = sections(self, by).into_iter().map(|section| section.for_page(None)).collect();
        let plain = for_page;
        let scope = self.odoo.clone().unwrap_or_else(|| "every Odoo of the ledger".to_owned());
        let page = Page {
            title: plain(&heading(self)),
            scope: plain(&scope),
            sums: self.sums(),
            sentences: summary(self).iter().map(|line| for_page(line)).collect(),
            figures: pictures(self)?,
            sections,
            version: env!("CARGO_PKG_VERSION"),
        };
        page.render()
    }

    fn sums(&self) -> Vec<Sum> {
        let Figures { runs, eligible, efficiency, utilisation, gini, largest_gap, .. } = self.totals;
        let sum = |name, value, about: String| Sum { name, value, about };
        let maybe = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), percent);
        let given = self.totals.given(self.dry_runs);
        let verb = if self.dry_runs { "Leads planned" } else { "Leads assigned" };
        let growth = self.before.growth.map_or_else(
            || "none in the period before".to_owned(),
            |growth| format!("{}{} on the period before", if growth > 0.0 { "+" } else { "" }, percent(growth)),
        );
        let mut sums = match self.totals.received {
            Some(received) => vec![sum("Leads received", whole(received), format!("of {} given", whole(given)))],
            None => vec![sum(verb, whole(given), growth)],
        };
        let unfinished = match self.totals.unfinished {
            0 => "all came to their end".to_owned(),
            unfinished => format!("{unfinished} not to their end"),
        };
        sums.extend([
            sum("Runs", whole(runs), unfinished),
            sum("Efficiency", maybe(efficiency), format!("of {} eligible", whole(eligible))),
            sum("Used at the end", maybe(utilisation), "of all targets".to_owned()),
            sum("Gini", decimal(gini, 3), "0 is even".to_owned()),
            sum("Largest gap", decimal(largest_gap, 1), "leads to a fair share".to_owned()),
        ]);
        if let Some(conversions) = &self.conversions {
            let totals = &conversions.totals;
            sums.push(sum("Won", whole(totals.won), format!("of {} given, {} lost", totals.leads, totals.lost)));
        }
        sums
    }
}
