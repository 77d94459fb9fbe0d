//! The steps of a run, as they are shown, measured and traced.

use tracing::{Instrument, Span, info_span};

use super::Progress;

/// A step of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Asking which Odoo this is and logging in.
    Connect,
    /// Reading who may receive.
    People,
    /// Reading and filtering leads.
    Leads,
    /// Asking the strategy and checking its answer.
    Strategy,
    /// Writing the plan down in the ledger.
    Plan,
    /// Writing to Odoo.
    Apply,
    /// Writing down how the run ended.
    Finish,
}

impl Step {
    /// Its name in metrics, traces and the log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Step::Connect => "connect",
            Step::People => "people",
            Step::Leads => "leads",
            Step::Strategy => "strategy",
            Step::Plan => "plan",
            Step::Apply => "apply",
            Step::Finish => "finish",
        }
    }

    /// What is done, for whoever waits.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Step::Connect => "connecting to Odoo",
            Step::People => "reading salespeople",
            Step::Leads => "reading leads",
            Step::Strategy => "asking the strategy",
            Step::Plan => "writing the plan down",
            Step::Apply => "writing to Odoo",
            Step::Finish => "writing down how it ended",
        }
    }

    fn span(self) -> Span {
        match self {
            Step::Connect => info_span!("connect"),
            Step::People => info_span!("people"),
            Step::Leads => info_span!("leads"),
            Step::Strategy => info_span!("strategy"),
            Step::Plan => info_span!("plan"),
            Step::Apply => info_span!("apply"),
            Step::Finish => info_span!("finish"),
        }
    }
}

/// Does the work of a step. What stands between two steps counts for the earlier one.
pub(super) async fn during<T>(progress: &dyn Progress, step: Step, work: impl Future<Output = T>) -> T {
    let work = async {
        progress.step(step);
        tracing::info!("{}", step.words());
        work.await
    };
    work.instrument(step.span()).await
}
