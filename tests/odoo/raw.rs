//! What odlm's client cannot do on purpose: create, delete, count by any method. Bare `/jsonrpc`, which every login opens.

use serde_json::{Value, json};

use super::server::Server;
use crate::sandbox_client::client;

/// Calls of `execute_kw` as one user.
pub(crate) struct Raw {
    server: Server,
    uid: u64,
}

impl Raw {
    pub(crate) fn new(server: &Server, uid: u64) -> Raw {
        Raw { server: server.clone(), uid }
    }

    /// The result of a call that has to succeed.
    pub(crate) async fn call(&self, model: &str, method: &str, args: Value, keywords: Value) -> Value {
        let secret = self.server.password.as_ref().or(self.server.api_key.as_ref());
        let args = json!([self.server.database, self.uid, secret, model, method, args, keywords]);
        let params = json!({"service": "object", "method": "execute_kw", "args": args});
        let body = json!({"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}).to_string();
        let request = client().post(format!("{}/jsonrpc", self.server.host)).header("content-type", "application/json");
        let text = request.body(body).send().await.unwrap().text().await.unwrap();
        let mut answer: Value = serde_json::from_str(&text).unwrap();
        let message = &answer["error"]["data"]["message"];
        assert!(answer.get("error").is_none(), "{model}/{method}: {message}");
        answer["result"].take()
    }

    /// Creates records without telling anybody; gives their ids.
    pub(crate) async fn create(&self, model: &str, values: Vec<Value>) -> Vec<u64> {
        let context = json!({"tracking_disable": true, "mail_create_nosubscribe": true});
        let made = self.call(model, "create", json!([values]), json!({"context": context})).await;
        serde_json::from_value(made).unwrap()
    }

    pub(crate) async fn unlink(&self, model: &str, ids: &[u64]) {
        self.call(model, "unlink", json!([ids]), json!({})).await;
    }

    /// The ids of a domain, archived records too, ascending.
    pub(crate) async fn search(&self, model: &str, domain: Value) -> Vec<u64> {
        let keywords = json!({"order": "id", "context": {"active_test": false}});
        serde_json::from_value(self.call(model, "search", json!([domain]), keywords).await).unwrap()
    }

    pub(crate) async fn count(&self, model: &str, domain: Value) -> u64 {
        self.call(model, "search_count", json!([domain]), json!({})).await.as_u64().unwrap()
    }
}
