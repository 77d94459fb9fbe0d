//! Where a run's log, metrics and traces go.

use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::config::written::{LogFormat, LogRotation};
use crate::odoo::Secret;

/// Where the log goes and how it looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logging {
    /// How a line looks.
    pub format: LogFormat,
    /// The file; none is stderr.
    pub file: Option<LogFile>,
}

/// A log in files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFile {
    /// The file; with rotation a day or an hour is put into its name.
    pub path: PathBuf,
    /// When another file is begun.
    pub rotation: LogRotation,
    /// How many are kept.
    pub keep: usize,
}

/// Where Prometheus metrics go.
#[derive(Clone, Debug, Default)]
pub struct Metrics {
    /// The folder of node_exporter's textfile collector.
    pub textfile: Option<PathBuf>,
    /// A Pushgateway.
    pub push: Option<Push>,
}

impl Metrics {
    /// Whether they go anywhere.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.textfile.is_some() || self.push.is_some()
    }
}

/// A Pushgateway.
#[derive(Clone, Debug)]
pub struct Push {
    /// Scheme, host, port and, behind a proxy, a path.
    pub url: Url,
    /// The job's name.
    pub job: String,
    /// Login and password.
    pub login: Option<(String, Secret)>,
    /// How long a push may take.
    pub timeout: Duration,
}

/// Where OpenTelemetry traces go.
#[derive(Clone, Debug)]
pub struct Otlp {
    /// The collector's URL with the path of traces; none leaves it to the variables of OpenTelemetry.
    pub endpoint: Option<Url>,
    /// Headers of each request.
    pub headers: Vec<(String, Secret)>,
    /// The service's name; none leaves it to the variable of OpenTelemetry.
    pub service_name: Option<String>,
    /// How long the collector may take.
    pub timeout: Duration,
}
