//! Step 5: what will be written to which Odoo.

use super::model::ApplicationStep;
use super::page::{Page, Style, count, leads};
use crate::report::terminal::{PEOPLE_SHOWN, clean, keep, table};

/// The screen of step 5.
#[must_use]
pub fn application_screen(step: &ApplicationStep, style: Style) -> String {
    let what = match step.dry_run {
        true => "This is a dry run: nothing is written to Odoo",
        false => "Writing the plan to Odoo",
    };
    let mut page = Page::step(style, 5, "Application", what);
    let odoo = clean(&step.odoo);
    page.part(match (step.dry_run, step.leads) {
        (_, 0) => "There is nothing to write".to_owned(),
        (true, written) => {
            format!("{}{} would be written to {odoo}; nothing is", style.mark("💡"), leads(written))
        }
        (false, written) => format!("{}{} will be written to {odoo}", style.mark("📤"), leads(written)),
    });
    if step.leads > 0 {
        page.part(receivers(step, style));
    }
    page.list("📊", "Application Summary", &summary(step));
    page.end()
}

fn receivers(step: &ApplicationStep, style: Style) -> impl std::fmt::Display {
    let kept = [true, true, step.receivers.iter().any(|receiver| receiver.old > 0)];
    let mut table = table(style.look, &keep(["New owner", "Leads", "Old leads"], kept), &[1, 2]);
    for receiver in step.receivers.iter().take(PEOPLE_SHOWN) {
        let cells = [clean(&receiver.name), receiver.leads.to_string(), receiver.old.to_string()];
        table.add_row(keep(cells, kept));
    }
    let rest = step.receivers.len().saturating_sub(PEOPLE_SHOWN);
    if rest > 0 {
        table.add_row([format!("and {rest} more")]);
    }
    table
}

fn summary(step: &ApplicationStep) -> Vec<String> {
    let mut lines = vec![format!("Odoo: {}", clean(&step.odoo))];
    if step.leads > 0 {
        lines.push(format!(
            "{} of `crm.lead`: {}",
            count(step.fields.len() as u64, "field", "fields"),
            clean(&step.fields.join(", "))
        ));
        lines.push(format!("At most {} in one write", leads(step.batch_size as u64)));
        lines.push("A lead that somebody changed meanwhile stays as it is".to_owned());
    }
    if step.dry_run {
        lines.push("Dry run: Odoo stays as it is; the plan is kept in the ledger".to_owned());
    }
    lines
}
