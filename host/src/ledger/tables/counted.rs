//! What a run counted beside its decisions: figures, leads by status, how even it was, who received how many.

use std::collections::HashMap;

use crate::domain::decision::State;
use crate::domain::ids::UserId;
use crate::domain::run::{Figure, Moment, RunId, StatusCount};
use crate::domain::summary::Summary;
use crate::ledger::convert::{bounded, finite, moment, to_stored};
use crate::ledger::driver::{Row, Transaction, values};
use crate::ledger::error::Result;

/// Writes the figures of a plan.
pub(super) async fn write_figures(transaction: &mut dyn Transaction, run: RunId, figures: &[Figure]) -> Result<()> {
    let rows = (0_i64..).zip(figures).map(|(position, figure)| {
        let leads = to_stored("leads of a figure", figure.leads)?;
        Ok(values![run.0, position, bounded(&figure.topic), bounded(&figure.label), leads])
    });
    let columns = ["run_id", "position", "topic", "label", "leads"];
    transaction.insert_all("run_figures", &columns, rows.collect::<Result<_>>()?).await
}

/// Writes counts by status, in place of those of the same moment.
pub(super) async fn write_statuses(
    transaction: &mut dyn Transaction,
    run: RunId,
    statuses: &[StatusCount],
) -> Result<()> {
    for of in [Moment::Before, Moment::After] {
        let counts: Vec<&StatusCount> = statuses.iter().filter(|count| count.moment == of).collect();
        if counts.is_empty() {
            continue;
        }
        let delete = "DELETE FROM run_statuses WHERE run_id = ? AND moment = ?";
        transaction.execute(delete, values![run.0, of.name()]).await?;
        let rows = (0_i64..).zip(counts).map(|(position, count)| {
            let (person, leads) = (to_stored("id of a person", count.person.0)?, to_stored("leads", count.leads)?);
            Ok(values![run.0, of.name(), position, person, count.status.as_deref().map(bounded), leads])
        });
        let columns = ["run_id", "moment", "position", "user_id", "status", "leads"];
        transaction.insert_all("run_statuses", &columns, rows.collect::<Result<_>>()?).await?;
    }
    Ok(())
}

/// Writes how even an ended run was, in place of what stood there when it was interrupted.
pub(super) async fn write_summary(transaction: &mut dyn Transaction, run: RunId, summary: &Summary) -> Result<()> {
    transaction.execute("DELETE FROM run_summary WHERE run_id = ?", values![run.0]).await?;
    let maybe = |what, value: Option<f64>| value.map(|value| finite(what, value)).transpose();
    let row = values![
        run.0,
        to_stored("participants", summary.participants)?,
        to_stored("recipients", summary.recipients)?,
        finite("mean", summary.mean)?,
        maybe("efficiency", summary.efficiency)?,
        maybe("utilisation", summary.utilisation)?,
        maybe("deviation", summary.deviation)?,
        finite("Gini coefficient", summary.gini)?,
        finite("largest gap", summary.largest_gap)?,
    ];
    let columns = [
        "run_id",
        "participants",
        "recipients",
        "mean",
        "efficiency",
        "utilisation",
        "deviation",
        "gini",
        "largest_gap",
    ];
    transaction.insert_all("run_summary", &columns, vec![row]).await
}

/// Writes how many leads each person received by a live run, by its decisions.
pub(super) async fn write_received(transaction: &mut dyn Transaction, run: RunId) -> Result<()> {
    transaction.execute("DELETE FROM run_received WHERE run_id = ?", values![run.0]).await?;
    transaction
        .execute(
            "INSERT INTO run_received (run_id, user_id, leads)
             SELECT run_id, to_user, count(*) FROM decisions
             WHERE run_id = ? AND state = ? AND to_user IS NOT NULL GROUP BY run_id, to_user",
            values![run.0, State::Done.name()],
        )
        .await?;
    Ok(())
}

/// Reads a table's rows of the runs from `first` to `last`, by run, in the order in which they were written.
pub(super) async fn by_run<T>(
    transaction: &mut dyn Transaction,
    table: &str,
    order: &str,
    (first, last): (RunId, RunId),
    read: fn(&Row) -> Result<T>,
) -> Result<HashMap<RunId, Vec<T>>> {
    let question = format!("SELECT * FROM {table} WHERE run_id BETWEEN ? AND ? ORDER BY {order}");
    let mut found: HashMap<RunId, Vec<T>> = HashMap::new();
    for row in &transaction.rows(&question, values![first.0, last.0]).await? {
        found.entry(RunId(row.int("run_id")?)).or_default().push(read(row)?);
    }
    Ok(found)
}

pub(super) fn figure(row: &Row) -> Result<Figure> {
    Ok(Figure { topic: row.string("topic")?, label: row.string("label")?, leads: row.number("leads")? })
}

pub(super) fn status_count(row: &Row) -> Result<StatusCount> {
    Ok(StatusCount {
        person: UserId(row.number("user_id")?),
        moment: moment(row.text("moment")?)?,
        status: row.maybe_text("status")?.map(str::to_owned),
        leads: row.number("leads")?,
    })
}

pub(super) fn summary(row: &Row) -> Result<Summary> {
    Ok(Summary {
        participants: row.number("participants")?,
        recipients: row.number("recipients")?,
        mean: row.real("mean")?,
        efficiency: row.maybe_real("efficiency")?,
        utilisation: row.maybe_real("utilisation")?,
        deviation: row.maybe_real("deviation")?,
        gini: row.real("gini")?,
        largest_gap: row.real("largest_gap")?,
    })
}
