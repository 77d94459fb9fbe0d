//! The phases of a run, as they are shown, measured and traced.

use tracing::{Instrument, Span, info_span};

use super::Progress;

/// A phase of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
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

impl Phase {
    /// Its name in metrics, traces and the log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Phase::Connect => "connect",
            Phase::People => "people",
            Phase::Leads => "leads",
            Phase::Strategy => "strategy",
            Phase::Plan => "plan",
            Phase::Apply => "apply",
            Phase::Finish => "finish",
        }
    }

    /// What is done, for whoever waits.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Phase::Connect => "connecting to Odoo",
            Phase::People => "reading salespeople",
            Phase::Leads => "reading leads",
            Phase::Strategy => "asking the strategy",
            Phase::Plan => "writing the plan down",
            Phase::Apply => "writing to Odoo",
            Phase::Finish => "writing down how it ended",
        }
    }

    fn span(self) -> Span {
        match self {
            Phase::Connect => info_span!("connect"),
            Phase::People => info_span!("people"),
            Phase::Leads => info_span!("leads"),
            Phase::Strategy => info_span!("strategy"),
            Phase::Plan => info_span!("plan"),
            Phase::Apply => info_span!("apply"),
            Phase::Finish => info_span!("finish"),
        }
    }
}

/// Does the work of a phase. What stands between two phases counts for the earlier one.
pub(super) async fn during<T>(progress: &dyn Progress, phase: Phase, work: impl Future<Output = T>) -> T {
    let work = async {
        progress.phase(phase);
        tracing::info!("{}", phase.words());
        work.await
    };
    work.instrument(phase.span()).await
}
