//! A registry that means ill: what it can make odlm do, read and send is bounded. And the tokens of a registry that means well.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{Response, StatusCode};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::stand::{Ended, Stand, descriptor, digest, manifest};
use crate::support::components::guest;

/// One request: method, path with its query, the `Authorization`.
type Asked = (String, String, Option<String>);

/// A server that answers as a function says, and remembers what it was asked.
struct Registry {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
    server: JoinHandle<()>,
}

impl Registry {
    async fn new(answer: impl Fn(&Asked, u16) -> Response<Body> + Clone + Send + Sync + 'static) -> Registry {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let kept = Arc::clone(&asked);
        let handle = move |request: Request| {
            let (kept, answer) = (Arc::clone(&kept), answer.clone());
            async move {
                let shown = request.headers().get("authorization").map(|value| value.to_str().unwrap().to_owned());
                let path = request.uri().path_and_query().unwrap().to_string();
                let one = (request.method().to_string(), path, shown);
                kept.lock().unwrap().push(one.clone());
                answer(&one, port)
            }
        };
        let router = Router::new().fallback(handle);
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Registry { port, asked, server }
    }

    fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    fn pull(&self, stand: &Stand) -> Ended {
        let variables = [("ODLM_REGISTRY_USERNAME", "kim"), ("ODLM_REGISTRY_PASSWORD", "hunter2")];
        let ended = stand.odlm(&["pull", &stand.at("127.0.0.1", self.port, ":1"), "-vv"], &variables);
        assert!(!ended.stderr.contains("hunter2"), "{ended:?}");
        ended
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        self.server.abort();
    }
}

fn answer(status: StatusCode, header: Option<(&str, &str)>, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::builder().status(status);
    if let Some((name, value)) = header {
        response = response.header(name, value);
    }
    response.body(body.into()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_followed_without_end_or_to_plain_http_elsewhere() {
    let stand = Stand::new();
    let around = Registry::new(|(_, path, _), _| answer(StatusCode::FOUND, Some(("location", path)), "")).await;
    around.pull(&stand).refused(8, &["sends elsewhere more than 5 times"]);
    assert_eq!(around.asked().len(), 6);
    let away = ("location", "http://storage.example/manifest");
    let away = Registry::new(move |_, _| answer(StatusCode::TEMPORARY_REDIRECT, Some(away), "")).await;
    away.pull(&stand).refused(8, &["sends to `http://storage.example`, which has no TLS"]);
    let nowhere = Registry::new(|_, _| answer(StatusCode::FOUND, None, "")).await;
    nowhere.pull(&stand).refused(8, &["an answer from the registry", "nothing of where to go on"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_login_goes_to_nobody_but_the_registry_that_wants_it() {
    let stand = Stand::new();
    let thief = Registry::new(|_, _| answer(StatusCode::OK, None, "{}")).await;
    let to = format!("http://127.0.0.1:{}/manifest", thief.port);
    let registry = Registry::new(move |(_, _, shown), _| match shown {
        None => answer(StatusCode::UNAUTHORIZED, Some(("www-authenticate", "Basic realm=\"x\"")), ""),
        Some(_) => answer(StatusCode::FOUND, Some(("location", &to)), ""),
    });
    let registry = registry.await;
    registry.pull(&stand).refused(8, &["is no WebAssembly artifact"]);
    assert_eq!(registry.asked().len(), 2);
    let stolen: Vec<Option<String>> = thief.asked().into_iter().map(|(_, _, shown)| shown).collect();
    assert_eq!(stolen, [None]);
    // Tokens are not fetched over plain HTTP from elsewhere.
    let bearer = ("www-authenticate", "Bearer realm=\"http://auth.example/token\"");
    let registry = Registry::new(move |_, _| answer(StatusCode::UNAUTHORIZED, Some(bearer), "")).await;
    registry.pull(&stand).refused(8, &["sends to `http://auth.example`, which has no TLS"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_much_or_makes_no_sense_is_refused() {
    let stand = Stand::new();
    let huge = Registry::new(|_, _| answer(StatusCode::OK, None, vec![b' '; (1 << 20) + 1])).await;
    huge.pull(&stand).refused(8, &["the manifest of", "larger than the 1 MiB accepted"]);
    let html = Registry::new(|_, _| answer(StatusCode::OK, None, "<html>")).await;
    html.pull(&stand).refused(8, &["is no WebAssembly artifact", "its manifest cannot be read"]);
    let claimed = digest(b"other");
    let header = claimed.clone();
    let other = Registry::new(move |_, _| answer(StatusCode::OK, Some(("docker-content-digest", &header)), "{}")).await;
    other.pull(&stand).refused(8, &["the manifest of", &claimed, &digest(b"{}")]);
    let busy = r#"{"errors":[{"code":"TOOMANYREQUESTS","message":"slow\u001b[31m down"}]}"#;
    let busy = Registry::new(move |_, _| answer(StatusCode::TOO_MANY_REQUESTS, None, busy)).await;
    busy.pull(&stand).refused(8, &["answered the request for a manifest with HTTP status 429: slow down"]);
    let forbids = Registry::new(|_, _| answer(StatusCode::FORBIDDEN, None, "")).await;
    forbids.pull(&stand).refused(8, &["does not let this login read `strategies/"]);
    // A layer that is claimed to be larger than any component is never asked for.
    let mut layer = descriptor("application/wasm", b"");
    layer["size"] = (33 << 20).into();
    let whole = manifest(&descriptor("application/vnd.wasm.config.v0+json", b"{}"), &[layer]).to_string();
    let large = Registry::new(move |_, _| answer(StatusCode::OK, None, whole.clone())).await;
    large.pull(&stand).refused(8, &["the component of", "larger than the 32 MiB accepted"]);
    assert_eq!(large.asked().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_is_fetched_for_one_repository_and_shown_from_then_on() {
    let stand = Stand::new();
    let component = guest("good");
    let layer = descriptor("application/wasm", &component);
    let whole = manifest(&descriptor("application/vnd.wasm.config.v0+json", b"{}"), &[layer]).to_string();
    let registry = Registry::new(move |(_, path, shown), port| {
        if path.starts_with("/token") {
            return answer(StatusCode::OK, None, r#"{"access_token":"abc.def"}"#);
        }
        if shown.as_deref() != Some("Bearer abc.def") {
            let header = format!(
                "Bearer realm=\"http://127.0.0.1:{port}/token?a=1\",service=\"tests\",scope=\"repository:other:*\""
            );
            return answer(StatusCode::UNAUTHORIZED, Some(("www-authenticate", &header)), "");
        }
        let body = if path.contains("/blobs/") { component.clone() } else { whole.clone().into_bytes() };
        answer(StatusCode::OK, None, body)
    });
    let registry = registry.await;
    let pulled = registry.pull(&stand);
    assert_eq!(pulled.code, 0, "{pulled:?}");
    assert!(!pulled.stderr.contains("abc.def"));
    assert_eq!(stand.read("test-guest.wasm"), guest("good"));
    let asked = registry.asked();
    let scope = format!("/token?a=1&service=tests&scope=repository%3A{}%3Apull", stand.repository.replace('/', "%2F"));
    // Base64 of `kim:hunter2`.
    let login = Some("Basic a2ltOmh1bnRlcjI=".to_owned());
    assert_eq!(asked[1], ("GET".to_owned(), scope, login));
    let shown: Vec<Option<&str>> = asked.iter().map(|(_, _, shown)| shown.as_deref()).collect();
    assert_eq!([shown[0], shown[2], shown[3]], [None, Some("Bearer abc.def"), Some("Bearer abc.def")]);
    assert_eq!(asked.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_refused_or_none_ends_the_command() {
    let stand = Stand::new();
    let cases = [
        (StatusCode::UNAUTHORIZED, "", "does not accept the login"),
        (StatusCode::OK, "{}", "there is none in it"),
        (StatusCode::OK, "hunter2", "it is not the JSON wanted"),
        (StatusCode::BAD_GATEWAY, "", "answered the request for a token with HTTP status 502"),
        // One that is not taken is not fetched again and again.
        (StatusCode::OK, r#"{"token":"useless"}"#, "does not accept the login"),
    ];
    for (status, body, words) in cases {
        let registry = Registry::new(move |(_, path, _), port| {
            if path.starts_with("/token") {
                return answer(status, None, body);
            }
            let header = format!("Bearer realm=\"http://127.0.0.1:{port}/token\"");
            answer(StatusCode::UNAUTHORIZED, Some(("www-authenticate", &header)), "")
        });
        let registry = registry.await;
        registry.pull(&stand).refused(8, &[words]);
        assert!(registry.asked().len() <= 3, "{:?}", registry.asked());
    }
}
