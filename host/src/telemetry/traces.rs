//! OpenTelemetry traces: the run, its steps and its calls to Odoo as spans, sent to a collector by OTLP over HTTP in JSON.
//!
//! The spans are those of `tracing` in the pipeline and of the calls; no event and no value goes out. A thread of the library sends; the
//! run never waits for it but at its end, and then no longer than the configured time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SdkTracerProvider, SpanData, SpanExporter as Export};
use tracing::{Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::registry::LookupSpan;

use crate::config::Otlp;

/// How long a collector may take where nothing is configured.
const TIMEOUT: Duration = Duration::from_secs(5);
const SERVICE: &str = "odlm";

/// Traces on their way to a collector.
pub struct Traces {
    provider: SdkTracerProvider,
    timeout: Duration,
    failed: Failed,
}

/// What went wrong last, if anything did.
type Failed = Arc<Mutex<Option<String>>>;

/// An exporter that notes what went wrong: the library passes over it.
#[derive(Debug)]
struct Noting {
    exporter: SpanExporter,
    failed: Failed,
}

impl Export for Noting {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let ended = self.exporter.export(batch).await;
        if let Err(error) = &ended {
            *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.to_string());
        }
        ended
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.exporter.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.exporter.set_resource(resource);
    }
}

impl Traces {
    /// Begins to trace where the configuration or OpenTelemetry's variables name a collector.
    ///
    /// # Errors
    /// One sentence when the library cannot be set up as it is told.
    pub fn begin(written: Option<&Otlp>) -> Result<Option<Traces>, String> {
        let variable = |name| std::env::var(name).ok().filter(|value: &String| !value.trim().is_empty());
        if variable("OTEL_SDK_DISABLED").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            return Ok(None);
        }
        let endpoint = written.and_then(|written| written.endpoint.as_ref());
        let named = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];
        if endpoint.is_none() && named.iter().all(|name| variable(name).is_none()) {
            return Ok(None);
        }
        // Two libraries may ask for the process's TLS provider; whoever comes second finds it set.
        let _already_set = rustls::crypto::ring::default_provider().install_default();
        let timeout = written.map_or(TIMEOUT, |written| written.timeout);
        let headers: HashMap<String, String> = written
            .into_iter()
            .flat_map(|written| &written.headers)
            .map(|(name, value)| (name.clone(), value.expose().to_owned()))
            .collect();
        let mut exporter = SpanExporter::builder().with_http().with_headers(headers);
        exporter = exporter.with_protocol(Protocol::HttpJson).with_timeout(timeout);
        if let Some(endpoint) = endpoint {
            exporter = exporter.with_endpoint(endpoint.as_str());
        }
        let exporter = exporter.build().map_err(|error| error.to_string())?;
        let service = written
            .and_then(|written| written.service_name.clone())
            .or_else(|| variable("OTEL_SERVICE_NAME"))
            .unwrap_or_else(|| SERVICE.to_owned());
        let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
        let resource = Resource::builder().with_service_name(service).with_attribute(version).build();
        let failed = Failed::default();
        let exporter = Noting { exporter, failed: Arc::clone(&failed) };
        let provider = SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build();
        Ok(Some(Traces { provider, timeout, failed }))
    }

    /// What `tracing` hands its spans to.
    pub fn layer<S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync>(&self) -> impl Layer<S> + Send + Sync + use<S> {
        let tracer = self.provider.tracer(SERVICE);
        let layer = tracing_opentelemetry::layer().with_tracer(tracer);
        let layer = layer.with_location(false).with_threads(false).with_target(false).with_tracked_inactivity(false);
        layer.with_filter(filter_fn(is_ours))
    }

    /// Sends what is left.
    ///
    /// # Errors
    /// One sentence when the collector did not take it in time.
    pub fn end(self) -> Result<(), String> {
        let ended = self.provider.shutdown_with_timeout(self.timeout);
        match self.failed.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(failed) => Err(failed),
            None => ended.map_err(|error| error.to_string()),
        }
    }
}

/// Our own spans, without events: what is logged may name people, a trace does not.
fn is_ours(about: &Metadata<'_>) -> bool {
    about.is_span() && (about.target() == "odlm" || about.target().starts_with("odlm::"))
}
