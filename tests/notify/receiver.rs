//! A webhook's receiver: keeps what is posted to it, and answers as a test wants.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde_json::Value;
use tokio::task::JoinHandle;

/// What came.
#[derive(Clone, Debug)]
pub(crate) struct Posted {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Posted {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

#[derive(Default)]
struct Kept {
    posted: Vec<Posted>,
    answers: VecDeque<u16>,
}

/// The receiver, until it is dropped.
pub(crate) struct Receiver {
    pub(crate) address: String,
    kept: Arc<Mutex<Kept>>,
    task: JoinHandle<()>,
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Receiver {
    /// Answers with these statuses in their order, then with 200.
    pub(crate) async fn open(answers: &[u16]) -> Receiver {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let kept = Arc::new(Mutex::new(Kept { answers: answers.iter().copied().collect(), ..Kept::default() }));
        let router = Router::new().fallback(take).with_state(Arc::clone(&kept));
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Receiver { address, kept, task }
    }

    pub(crate) fn posted(&self) -> Vec<Posted> {
        self.kept.lock().unwrap().posted.clone()
    }
}

async fn take(State(kept): State<Arc<Mutex<Kept>>>, uri: Uri, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut kept = kept.lock().unwrap();
    kept.posted.push(Posted { path: uri.path().to_owned(), headers, body: body.to_vec() });
    StatusCode::from_u16(kept.answers.pop_front().unwrap_or(200)).unwrap()
}
