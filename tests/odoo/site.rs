//! One server spoken to in one way: odlm's client, the leads that a contract makes there, and their removal, however it ends.

use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as Lock};

use odlm::odoo::{
    Connection, Domain, OdooRead, Paging, Protocol, ReadCall, ReadMethod, Writer, connect, id_of, read_all,
};
use odlm::people::read_users;
use odlm::sandbox::Sandbox;
use serde_json::{Map, Value, json};
use tokio::sync::Mutex;
use tokio::task::{LocalSet, spawn_local};

use super::raw::Raw;
use super::server::Server;

/// Contracts take turns on the real server: one's writes do not move another's counts.
static TURN: Mutex<()> = Mutex::const_new(());
/// Tells the leads of contracts apart.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// Runs a contract on every server in every way, and takes away what it made.
pub(crate) async fn everywhere<Contract, Run>(contract: Contract)
where
    Contract: Fn(Arc<Site>) -> Run,
    Run: Future<Output = ()> + 'static,
{
    for server in Server::all().await {
        let turn = if server.sandbox.is_none() { Some(TURN.lock().await) } else { None };
        for way in server.ways() {
            let site = Arc::new(Site::open(&server, way).await);
            // A task of its own, so that a broken contract comes back as an error and its leads still go.
            let task = contract(Arc::clone(&site));
            let ended = LocalSet::new().run_until(async { spawn_local(task).await }).await;
            site.clear().await;
            if let Err(error) = ended {
                panic!("on the {site}: {error}");
            }
        }
        drop(turn);
    }
}

/// A server spoken to in one way.
pub(crate) struct Site {
    pub(crate) server: Server,
    pub(crate) connection: Connection,
    pub(crate) odoo: Writer,
    pub(crate) raw: Raw,
    /// What the names of this contract's records begin with.
    pub(crate) prefix: String,
    made: Lock<Vec<(String, Vec<u64>)>>,
}

/// A salesperson.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seller {
    pub(crate) user: u64,
    pub(crate) team: u64,
}

impl fmt::Display for Site {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} by {}", self.server.name, self.odoo.session().protocol)
    }
}

impl Site {
    async fn open(server: &Server, connection: Connection) -> Site {
        let reader = connect(&connection).await.unwrap_or_else(|error| panic!("on the {}: {error}", server.name));
        let protocol = if connection.protocol == Protocol::Json2 { "json2" } else { "jsonrpc" };
        assert_eq!(reader.session().protocol, protocol);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        Site {
            raw: Raw::new(server, reader.session().uid),
            server: server.clone(),
            connection,
            odoo: Writer::new(reader),
            prefix: format!("odlm contract {}-{number}:", std::process::id()),
            made: Lock::default(),
        }
    }

    /// The sandbox, where the server is one.
    pub(crate) fn sandbox(&self) -> Option<&Sandbox> {
        self.server.sandbox.as_deref()
    }

    /// Creates records that go when the contract ends; gives their ids.
    pub(crate) async fn create(&self, model: &str, values: Vec<Value>) -> Vec<u64> {
        let ids = self.raw.create(model, values).await;
        self.made.lock().unwrap().push((model.to_owned(), ids.clone()));
        ids
    }

    /// Takes a record away after all that was made.
    pub(crate) fn goes_last(&self, model: &str, id: u64) {
        self.made.lock().unwrap().insert(0, (model.to_owned(), vec![id]));
    }

    /// Creates leads, unowned and of type `lead` where the values do not say otherwise. Their names get the prefix.
    pub(crate) async fn leads(&self, values: impl IntoIterator<Item = Value>) -> Vec<u64> {
        let filled = values.into_iter().map(|given| {
            let name = given.get("name").and_then(Value::as_str).unwrap_or("lead");
            let mut filled = json!({"type": "lead", "user_id": false});
            filled.as_object_mut().unwrap().extend(given.as_object().unwrap().clone());
            filled["name"] = format!("{} {name}", self.prefix).into();
            filled
        });
        self.create("crm.lead", filled.collect()).await
    }

    async fn clear(&self) {
        let made = std::mem::take(&mut *self.made.lock().unwrap());
        for (model, ids) in made.into_iter().rev() {
            // A contract may have deleted some itself.
            let left = self.raw.search(&model, json!([["id", "in", ids]])).await;
            self.raw.unlink(&model, &left).await;
        }
    }

    /// What odlm's client reads of these leads, archived ones too, by id.
    pub(crate) async fn read(&self, ids: &[u64], fields: &[&str]) -> BTreeMap<u64, Map<String, Value>> {
        let domain = vec![json!(["id", "in", ids])];
        let paging = Paging { model: "crm.lead", domain, fields, archived: true, limit: 10_000 };
        let rows = read_all(&self.odoo, &paging, &|_| {}).await.unwrap();
        rows.into_iter().map(|row| (id_of(row.get("id")).unwrap(), row)).collect()
    }

    /// One field of one lead.
    pub(crate) async fn field(&self, lead: u64, name: &str) -> Value {
        self.read(&[lead], &[name]).await[&lead][name].clone()
    }

    /// `search_count` by odlm's client.
    pub(crate) async fn count(&self, model: &str, domain: &Domain) -> u64 {
        let call = ReadCall::new(model, ReadMethod::SearchCount).with("domain", domain.clone());
        self.odoo.read(call).await.unwrap().as_u64().unwrap()
    }

    /// Two active internal users in a sales team: the first is not the login.
    pub(crate) async fn sellers(&self) -> [Seller; 2] {
        let me = self.odoo.session().uid;
        let users = read_users(&self.odoo, &[], &[]).await.unwrap();
        let able = users.iter().filter(|user| user.active && !user.share);
        let mut sellers: Vec<Seller> =
            able.filter_map(|user| Some(Seller { user: user.id.0, team: user.team?.0 })).collect();
        sellers.sort_by_key(|seller| (seller.user == me, seller.user));
        match sellers.as_slice() {
            [first, second, ..] if first.user != me => [*first, *second],
            _ => panic!("two salespeople with a team are needed, one of them other than the login: {sellers:?}"),
        }
    }
}
