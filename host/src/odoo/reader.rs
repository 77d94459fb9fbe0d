//! The half that reads: only methods that change nothing, each tried again when that may help.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use backon::{ExponentialBuilder, Retryable};
use serde_json::Value;
use tracing::field::Empty;
use tracing::{Instrument, debug_span};

use super::call::{Call, ReadCall};
use super::connection::Connection;
use super::error::OdooError;
use super::throttle::Throttle;

/// Carries one call to Odoo in the shape of one API.
#[async_trait]
pub(super) trait Transport: Send + Sync {
    /// Carries it once: no retry, no throttle.
    async fn call(&self, call: &Call) -> Result<Value, OdooError>;
}

/// What asking the server has told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The major version: 19.
    pub major: u32,
    /// The version as the server writes it.
    pub version: String,
    /// The API that is spoken: `json2` or `jsonrpc`.
    pub protocol: &'static str,
    /// Who is calling.
    pub uid: u64,
    /// The caller's time zone, an IANA name; none if it is not set.
    pub time_zone: Option<String>,
}

/// Calls made and time spent waiting for them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// Calls, retries counted.
    pub calls: u64,
    /// Seconds from sending to the end of the answer.
    pub seconds: f64,
}

/// The half of Odoo that reads. A dry run holds nothing else.
#[async_trait]
pub trait OdooRead: Send + Sync {
    /// Carries a reading call.
    ///
    /// # Errors
    /// What Odoo or the network answered after the last try.
    async fn read(&self, call: ReadCall) -> Result<Value, OdooError>;

    /// What asking the server has told.
    fn session(&self) -> &Session;

    /// Calls and seconds so far.
    fn usage(&self) -> Usage;
}

/// The real half that reads.
#[derive(Clone)]
pub struct Reader {
    shared: Arc<Shared>,
    session: Session,
}

pub(super) struct Shared {
    transport: Box<dyn Transport>,
    throttle: Throttle,
    backoff: ExponentialBuilder,
    language: String,
    calls: AtomicU64,
    micros: AtomicU64,
}

/// The pauses between tries: each twice as long as the one before, with jitter.
pub(super) fn backoff(connection: &Connection) -> ExponentialBuilder {
    ExponentialBuilder::default()
        .with_jitter()
        .with_min_delay(connection.retry_pause)
        .with_max_delay(Duration::from_secs(20))
        .with_max_times(connection.retries)
}

impl Shared {
    pub(super) fn new(transport: Box<dyn Transport>, connection: &Connection) -> Shared {
        Shared {
            transport,
            throttle: Throttle::new(connection.calls_per_second),
            backoff: backoff(connection),
            language: connection.language.clone(),
            calls: AtomicU64::new(0),
            micros: AtomicU64::new(0),
        }
    }

    /// Carries a call once.
    pub(super) async fn once(&self, call: &Call) -> Result<Value, OdooError> {
        self.throttle.turn().await;
        let begun = Instant::now();
        let span = debug_span!(
            "odoo",
            otel.name = format!("{}/{}", call.model, call.method),
            otel.kind = "client",
            otel.status_code = Empty,
            model = call.model,
            method = call.method,
            ids = call.ids.as_ref().map_or(0, Vec::len),
            outcome = Empty
        );
        let answer = self.transport.call(call).instrument(span.clone()).await;
        let took = begun.elapsed();
        self.calls.fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
        let outcome = answer.as_ref().err().map_or("ok".to_owned(), |error| format!("{:?}", error.kind));
        tracing::debug!(
            model = call.model,
            method = call.method,
            ids = call.ids.as_ref().map_or(0, Vec::len),
            seconds = took.as_secs_f64(),
            outcome,
            "odoo call"
        );
        span.record("outcome", outcome.as_str());
        if answer.is_err() {
            span.record("otel.status_code", "ERROR");
        }
        answer
    }

    /// Carries a call that changes nothing as often as it is worth it.
    pub(super) async fn again(&self, call: &Call) -> Result<Value, OdooError> {
        (|| self.once(call))
            .retry(self.backoff)
            .when(OdooError::is_worth_another_try)
            .adjust(|error, pause| pause.map(|pause| error.retry_after.map_or(pause, |asked| pause.max(asked))))
            .notify(|error, pause| {
                tracing::warn!(call = error.call, pause = pause.as_secs_f64(), "{}; trying again", error.brief())
            })
            .await
    }

    /// The context of every call: JSON-2 replaces the user's own, so the language must be said.
    pub(super) fn in_context(&self, mut call: Call) -> Call {
        call.context.entry("lang").or_insert_with(|| Value::from(self.language.clone()));
        call
    }
}

impl Reader {
    pub(super) fn new(shared: Arc<Shared>, session: Session) -> Reader {
        Reader { shared, session }
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.shared
    }
}

#[async_trait]
impl OdooRead for Reader {
    async fn read(&self, call: ReadCall) -> Result<Value, OdooError> {
        self.shared.again(&self.shared.in_context(call.0)).await
    }

    fn session(&self) -> &Session {
        &self.session
    }

    fn usage(&self) -> Usage {
        let micros = self.shared.micros.load(Ordering::Relaxed);
        Usage { calls: self.shared.calls.load(Ordering::Relaxed), seconds: Duration::from_micros(micros).as_secs_f64() }
    }
}
