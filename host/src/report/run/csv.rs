//! The report of a run as CSV: one table, a line each figure, numbers as they are, no formula in any name. The columns are `section`,
//! `item`, `measure`, `value`; each lead's decision comes last.

use super::model::{ReachLine, RunReport, ShareLine};
use crate::report::csv_safe;

type Writer = csv::Writer<Vec<u8>>;

impl RunReport {
    /// The report as CSV.
    ///
    /// # Errors
    /// The writer's own.
    pub fn csv(&self) -> Result<String, csv::Error> {
        // Excel takes a text for UTF-8 when it begins so.
        let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
        out.write_record(["section", "item", "measure", "value"])?;
        self.of_run(&mut out)?;
        self.of_leads(&mut out)?;
        self.of_people(&mut out)?;
        self.of_decisions(&mut out)?;
        let bytes = out.into_inner().map_err(|error| error.into_error())?;
        String::from_utf8(bytes).map_err(|error| std::io::Error::other(error).into())
    }

    fn of_run(&self, out: &mut Writer) -> Result<(), csv::Error> {
        let (run, fairness) = (&self.run, &self.fairness);
        let maybe = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let strategy = run.strategy.as_ref().map(|strategy| format!("{} {}", strategy.name, strategy.version));
        for (measure, value) in [
            ("run", run.run.to_string()),
            ("campaign", csv_safe(&run.campaign).into_owned()),
            ("odoo", csv_safe(&run.odoo).into_owned()),
            ("begun", self.begun.clone()),
            ("status", run.status.clone()),
            ("dry_run", self.dry_run.to_string()),
            ("strategy", csv_safe(&strategy.unwrap_or_default()).into_owned()),
            ("config_digest", self.config_digest.clone()),
            ("calls_to_odoo", run.rpc.calls.to_string()),
            ("seconds", run.seconds.to_string()),
            ("mean", fairness.mean.to_string()),
            ("efficiency", maybe(fairness.efficiency)),
            ("utilisation", maybe(fairness.utilisation)),
            ("deviation", maybe(fairness.deviation)),
            ("gini", fairness.gini.to_string()),
            ("largest_gap", fairness.largest_gap.to_string()),
            ("error", csv_safe(run.error.as_deref().unwrap_or_default()).into_owned()),
        ] {
            out.write_record(["run", "", measure, &value])?;
        }
        let overview = &self.overview;
        for (measure, value) in [
            ("found", overview.found),
            ("dropback", overview.dropback),
            ("after_dropback", overview.after_dropback),
            ("filtered_out", overview.filtered_out),
            ("eligible", overview.eligible),
            ("planned", overview.planned),
            ("unassigned", overview.unassigned),
            ("given", overview.given),
            ("conflicts", run.conflicts),
            ("refused", run.refused),
            ("unknown", run.unknown),
            ("people", overview.people),
            ("people_left_out", overview.people_left_out),
        ] {
            out.write_record(["overview", "", measure, &value.to_string()])?;
        }
        for advice in &self.recommendations {
            out.write_record(["recommendation", &advice.rule, "text", &csv_safe(&advice.text)])?;
        }
        Ok(())
    }

    fn of_leads(&self, out: &mut Writer) -> Result<(), csv::Error> {
        for step in &self.run.funnel {
            for (measure, value) in [("before", step.before), ("after", step.after)] {
                out.write_record(["filter", &csv_safe(&step.filter), measure, &value.to_string()])?;
            }
        }
        for line in self.run.dropback.iter().flat_map(|old| &old.by_campaign) {
            let person = line.person.as_deref().unwrap_or_default();
            out.write_record(["dropback", &csv_safe(&line.campaign), "person", &csv_safe(person)])?;
            out.write_record(["dropback", &csv_safe(&line.campaign), "leads", &line.leads.to_string()])?;
        }
        for (section, lines) in [("status", &self.statuses), ("source", &self.sources), ("campaign", &self.campaigns)] {
            for ShareLine { name, found, eligible, given } in lines {
                let name = csv_safe(name.as_deref().unwrap_or_default());
                for (measure, value) in [("found", found), ("eligible", eligible), ("given", given)] {
                    out.write_record([section, &name, measure, &value.to_string()])?;
                }
            }
        }
        for (section, lines) in [("reach", &self.reach), ("opportunity_stage", &self.opportunity_stages)] {
            for ReachLine { name, leads, .. } in lines {
                out.write_record([section, &csv_safe(name), "leads", &leads.to_string()])?;
            }
        }
        for line in &self.run.reasons {
            out.write_record(["reason", &csv_safe(&line.reason), &line.state, &line.leads.to_string()])?;
        }
        for line in &self.trend {
            let run = line.run.to_string();
            for (measure, value) in [("eligible", line.eligible), ("given", line.given)] {
                out.write_record(["trend", &run, measure, &value.to_string()])?;
            }
        }
        Ok(())
    }

    fn of_people(&self, out: &mut Writer) -> Result<(), csv::Error> {
        for person in &self.salespeople {
            let name = csv_safe(&person.name);
            let leads: Vec<String> = person.leads.iter().map(u64::to_string).collect();
            let maybe = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
            for (measure, value) in [
                ("id", person.id.to_string()),
                ("level", csv_safe(&person.level).into_owned()),
                ("target", person.target.to_string()),
                ("before", person.before.to_string()),
                ("deficit", person.deficit.to_string()),
                ("received", person.received.to_string()),
                ("after", person.after.to_string()),
                ("utilisation_before", maybe(person.utilisation_before)),
                ("utilisation_after", maybe(person.utilisation_after)),
                ("leads", leads.join(" ")),
            ] {
                out.write_record(["person", &name, measure, &value])?;
            }
            for (moment, lines) in [("before", &person.statuses_before), ("after", &person.statuses_after)] {
                for line in lines {
                    let measure = csv_safe(&line.name).into_owned();
                    out.write_record([&format!("person_status_{moment}"), &*name, &measure, &line.leads.to_string()])?;
                }
            }
        }
        for person in &self.run.people_left_out {
            out.write_record(["person_left_out", &csv_safe(&person.name), "reason", &csv_safe(&person.reason)])?;
        }
        Ok(())
    }

    fn of_decisions(&self, out: &mut Writer) -> Result<(), csv::Error> {
        let names = self.run.names();
        for line in self.run.decisions.iter().flatten() {
            let lead = line.lead.to_string();
            let to = line.to.map(|id| names.get(&id).map_or_else(|| format!("user {id}"), |name| (*name).to_owned()));
            let to = to.unwrap_or_default();
            let detail = line.detail.as_deref().map(|detail| ("detail", csv_safe(detail)));
            let measures =
                [("to", csv_safe(&to)), ("state", line.state.as_str().into()), ("reason", csv_safe(&line.reason))];
            for (measure, value) in measures.into_iter().chain(detail) {
                out.write_record(["lead", &lead, measure, &value])?;
            }
        }
        Ok(())
    }
}
