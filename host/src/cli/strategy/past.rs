//! What the strategy of a recorded run was asked, to ask it or another one again.

use std::collections::HashMap;

use crate::cli::arguments::WhichLedger;
use crate::cli::output::say;
use crate::cli::runs;
use crate::domain::run::RunId;
use crate::error::Error;
use crate::strategy::Strategy;
use crate::trial::{RequestFile, again};

/// A recorded request.
pub(super) struct Past {
    /// The request.
    pub(super) file: RequestFile,
    /// What the salespeople are called, for people's eyes: a strategy sees what it saw.
    pub(super) names: HashMap<u64, String>,
}

/// The request of a run; of several questions the one with this number, from 1. A strategy other than the run's gets neither its settings
/// nor its memory.
///
/// # Errors
/// The ledger; there is no such run, or it is not known what was asked.
pub(super) async fn past(which: &WhichLedger, run: i64, question: usize, strategy: &Strategy) -> Result<Past, Error> {
    let ledger = runs::open(which).await?;
    let (record, requests) = (ledger.run(RunId(run)).await, ledger.requests(RunId(run)).await);
    ledger.close().await;
    let record =
        record?.ok_or_else(|| Error::usage(format!("there is no run {run}"), "`odlm runs list` shows them"))?;
    let requests = requests?;
    if requests.is_empty() {
        return Err(Error::usage(
            format!("the ledger does not know what the strategy was asked in run {run}"),
            "it asked nothing, its strategy made no plan, or the run is older than the latest of `tracking.keep_requests`",
        ));
    }
    let count = requests.len();
    let request = question.checked_sub(1).and_then(|question| requests.get(question)).ok_or_else(|| {
        Error::usage(format!("run {run} asked {count} questions"), format!("`--question` is 1 to {count}"))
    })?;
    if count > 1 {
        say(&format!("question {question} of the {count} that run {run} asked; `--question` chooses"));
    }
    let asked = again(request, strategy.description()).map_err(|why| {
        let name = &strategy.identity().name;
        Error::usage(
            format!("`{name}` cannot be asked what run {run} asked: {why}"),
            "choose a run whose strategy asked for it",
        )
    })?;
    if !asked.lacking.is_empty() {
        say(&format!(
            "run {run} did not record columns that it asks for, which are missing: {}",
            asked.lacking.join(", ")
        ));
    }
    let mut file = RequestFile::of(&asked.request);
    let planned_by = record.strategy.as_ref().map(|by| by.name.as_str());
    if planned_by != Some(strategy.identity().name.as_str()) {
        let by = planned_by.unwrap_or("another strategy");
        say(&format!("run {run} was planned by {by}; its settings and memory are left out"));
        (file.settings, file.memory) = (serde_json::Map::new(), None);
    }
    let names = record.people.iter().map(|person| (person.id.0, person.name.clone())).collect();
    Ok(Past { file, names })
}
