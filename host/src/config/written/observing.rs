//! `logging`, `metrics` and `telemetry` as they are written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// Where the log goes and how it looks. How much is logged says `execution.log_level`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Logging {
    /// How a line of the log looks. Default: `text`.
    pub format: Option<LogFormat>,
    /// A file, relative to the configuration, made for its owner alone. Default: the log goes to stderr.
    pub file: Option<String>,
    /// When another file is begun; the day or hour stands in its name. Default: `daily`.
    pub rotation: Option<LogRotation>,
    /// How many files are kept. Default: 14.
    #[schemars(range(min = 1, max = 10_000))]
    pub keep: Option<usize>,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON document a line.
    Json,
}

/// When another file of the log is begun. A run that is at work goes on in the file in which it began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LogRotation {
    /// Each day, UTC.
    #[default]
    Daily,
    /// Each hour, UTC.
    Hourly,
    /// Never: one file that grows.
    Never,
}

/// Prometheus metrics of every live run, also of one that fails.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// The folder of node_exporter's textfile collector, relative to the configuration; it gets one file a campaign.
    pub textfile: Option<String>,
    /// A Pushgateway.
    pub push: Option<Push>,
}

/// A Pushgateway.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Push {
    /// Its URL, like `http://pushgateway.example.com:9091`.
    pub url: String,
    /// The job's name. Default: `odlm`.
    pub job: Option<String>,
    /// The login, where it asks for one.
    pub username: Option<String>,
    /// Its password.
    pub password: Option<String>,
    /// How long a push may take. Default: 10.
    #[schemars(range(min = 1, max = 60))]
    pub timeout_seconds: Option<u64>,
}

/// OpenTelemetry traces.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Telemetry {
    /// A collector that speaks OTLP over HTTP.
    pub otlp: Option<Otlp>,
}

/// A collector that speaks OTLP over HTTP, in JSON. The usual variables of OpenTelemetry fill in what is left out.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Otlp {
    /// Its URL, to which `/v1/traces` is added. Default: `OTEL_EXPORTER_OTLP_ENDPOINT`; without either there are no traces.
    pub endpoint: Option<String>,
    /// Headers of each request, like an API key; those of `OTEL_EXPORTER_OTLP_HEADERS` are added.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The service's name. Default: `OTEL_SERVICE_NAME`, else `odlm`.
    pub service_name: Option<String>,
    /// How long the collector may take, also at a run's end. Default: 5.
    #[schemars(range(min = 1, max = 60))]
    pub timeout_seconds: Option<u64>,
}
