//! What was called: model, method, number of ids, names of fields, outcome. Holds no bodies, so no values, texts or secrets.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Most calls that are remembered; the oldest go first.
const MOST_CALLS: usize = 100_000;

/// The way a call came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// `/json/2/<model>/<method>`.
    Json2,
    /// `/jsonrpc`.
    JsonRpc,
}

/// One call that reached the sandbox's methods, or was refused before. Versions asked for are not among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallRecord {
    /// How it came.
    pub transport: Transport,
    /// The model; `common` for the legacy service of that name.
    pub model: String,
    /// The method.
    pub method: String,
    /// The language of its context: what names are asked for in.
    pub language: Option<String>,
    /// How many ids it named (of a `create`: 0).
    pub ids: usize,
    /// The fields that it asked for by name.
    pub fields: Vec<String>,
    /// The HTTP status answered; for `/jsonrpc` the status that JSON-2 would have given to the same outcome. 0: connection cut.
    pub status: u16,
}

impl CallRecord {
    /// A call that was refused before it reached a method.
    pub(crate) fn refused(transport: Transport, model: String, method: String, status: u16) -> CallRecord {
        CallRecord { transport, model, method, language: None, ids: 0, fields: Vec::new(), status }
    }
}

/// The calls so far.
#[derive(Debug, Default)]
pub(crate) struct CallLog(Mutex<VecDeque<CallRecord>>);

impl CallLog {
    pub(crate) fn add(&self, record: CallRecord) {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if calls.len() == MOST_CALLS {
            calls.pop_front();
        }
        calls.push_back(record);
    }

    pub(crate) fn all(&self) -> Vec<CallRecord> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
