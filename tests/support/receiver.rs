//! An HTTP server that takes everything and remembers it: what a gateway or a collector gets.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Received {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// A server on a free port of 127.0.0.1.
pub(crate) struct Receiver {
    pub(crate) url: String,
    kept: Arc<Mutex<Vec<Received>>>,
    server: JoinHandle<()>,
}

impl Receiver {
    /// A server that answers everything with this status.
    pub(crate) async fn answering(status: u16) -> Receiver {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let kept: Arc<Mutex<Vec<Received>>> = Arc::default();
        let status = StatusCode::from_u16(status).unwrap();
        let keep = move |State(kept): State<Arc<Mutex<Vec<Received>>>>,
                         method: Method,
                         uri: Uri,
                         headers: HeaderMap,
                         body: Bytes| async move {
            let body = String::from_utf8_lossy(&body).into_owned();
            let one = Received { method: method.to_string(), path: uri.path().to_owned(), headers, body };
            kept.lock().unwrap().push(one);
            (status, axum::Json(serde_json::json!({})))
        };
        let router = Router::new().fallback(keep).with_state(Arc::clone(&kept));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Receiver { url, kept, server }
    }

    /// What came so far.
    pub(crate) fn all(&self) -> Vec<Received> {
        self.kept.lock().unwrap().clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// A port that takes connections and never answers, while the listener lives.
pub(crate) async fn deaf() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}
