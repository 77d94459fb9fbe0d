//! `odlm dailydist --step-mode`: shows each step of a run and asks whether to go on. Screens go to stdout, questions to stderr.

mod ask;
mod keys;
mod lines;
mod menu;

use std::io::{self, IsTerminal};

use async_trait::async_trait;

use super::arguments::DailyDist;
use super::output::{data, look, say};
use super::progress::Bar;
use crate::domain::run::RunId;
use crate::error::Error;
use crate::pipeline::{PlanView, Step, Steps, Verdict};
use crate::report::step::{ApplicationStep, Style, application_screen, leads_screen, people_screen, workload_screen};
use ask::{Asker, Given};

/// Refuses what step mode cannot be combined with, and a place where nobody can be asked.
pub(super) fn refuse(arguments: &DailyDist, is_folder: bool) -> Result<(), Error> {
    if !arguments.step_mode {
        return Ok(());
    }
    if arguments.json {
        let hint = "leave `--json` out; afterwards `odlm runs show --json` prints the run";
        return Err(Error::usage(
            "`--step-mode` shows its screens on stdout, where `--json` prints one document",
            hint,
        ));
    }
    if is_folder {
        let hint = "name one configuration instead of the folder";
        return Err(Error::usage("`--step-mode` goes through one campaign, and `--config` names a folder", hint));
    }
    let can_ask = io::stdin().is_terminal() && io::stderr().is_terminal();
    if !arguments.auto_accept && !can_ask {
        let hint = "add `--auto-accept` to go through the steps without being asked, or start it in a terminal";
        return Err(Error::usage("`--step-mode` asks questions and needs a terminal", hint));
    }
    Ok(())
}

/// Who goes through the steps.
pub(super) struct Attended<'a> {
    asker: Asker,
    bar: &'a Bar,
}

impl<'a> Attended<'a> {
    pub(super) fn new(auto_accept: bool, bar: &'a Bar) -> Attended<'a> {
        Attended { asker: Asker::new(auto_accept), bar }
    }

    /// Asks whether to go on.
    async fn go_on(&self, question: &str) -> Result<bool, Error> {
        let given = self.asker.line(question, yes_or_no).await?;
        Ok(matches!(given, Given::Answer(answer) if yes_or_no(&answer) == Ok("yes")))
    }
}

/// How screens look on this terminal now.
fn style() -> Style {
    let look = look();
    let pictures = !matches!(std::env::var("TERM").as_deref(), Ok("dumb" | "linux"));
    Style { look, emoji: look.unicode && pictures }
}

const PROCEED: &str = "Proceed to next step? (Y/n):";

/// What an answer means. Enter alone is yes.
fn yes_or_no(answer: &str) -> Result<&'static str, &'static str> {
    match answer.trim().to_lowercase().as_str() {
        "" | "y" | "yes" => Ok("yes"),
        "n" | "no" => Ok("no"),
        _ => Err("answer y for yes or n for no"),
    }
}

#[async_trait]
impl Steps for Attended<'_> {
    fn is_on(&self) -> bool {
        true
    }

    async fn show(&self, step: Step<'_>) -> Result<bool, Error> {
        self.bar.done();
        let style = style();
        let (screen, question) = match step {
            Step::Earlier(runs) => (earlier(runs), "Finish what is left first? (Y/n):"),
            Step::People(step) => (people_screen(step, style), PROCEED),
            Step::Leads(step) => (leads_screen(step, style), PROCEED),
            Step::Workload(step) => (workload_screen(step, style), PROCEED),
            Step::Application(step) => (application_screen(step, style), writes(step)),
        };
        data(&(screen + "\n"))?;
        if question.is_empty() { Ok(true) } else { self.go_on(question).await }
    }

    async fn plan(&self, plan: &PlanView<'_>) -> Result<Verdict, Error> {
        self.bar.done();
        menu::at(&self.asker, plan).await
    }
}

/// Before a write one is asked; where nothing is written there is nothing to ask.
fn writes(step: &ApplicationStep) -> &'static str {
    if step.dry_run || step.leads == 0 { "" } else { "Write this to Odoo now? (Y/n):" }
}

fn earlier(runs: &[(RunId, u64)]) -> String {
    let mut text = String::new();
    for (run, leads) in runs {
        let leads = if *leads == 1 { "1 lead".to_owned() } else { format!("{leads} leads") };
        text +=
            &format!("\nRun {run} of this campaign did not end: {leads} of its plan are still to be written to Odoo.");
    }
    text + "\n"
}

/// Says what was not asked.
fn accepted(question: &str) {
    say(&format!("{question} yes (--auto-accept)"));
}
