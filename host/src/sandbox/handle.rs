//! The running sandbox: starts, stops, says how to connect, lets tests look into it and change it.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::call_log::{CallLog, CallRecord};
use super::errors::SandboxError;
use super::faults::Faults;
use super::generate;
use super::listener::{CuttableListener, Scissors};
use super::options::SandboxOptions;
use super::server::{self, Credentials, State};
use super::world::{Chatter, World};

/// An Odoo stand-in that answers on loopback until it is stopped or dropped.
#[derive(Debug)]
pub struct Sandbox {
    state: Arc<State>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Sandbox {
    /// Generates the records and starts to answer; needs a Tokio runtime.
    ///
    /// # Errors
    /// `TooMany` for sizes past the bounds of [`SandboxOptions`], `Listen` when the port cannot be had.
    pub async fn start(options: SandboxOptions) -> Result<Self, SandboxError> {
        options.check()?;
        let refused = |source| SandboxError::Listen { port: options.port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let state = Arc::new(State {
            world: RwLock::new(generate::world(&options)),
            faults: Mutex::new(Faults::default()),
            calls: CallLog::default(),
            credentials: Credentials {
                database: "sandbox".to_owned(),
                login: "admin".to_owned(),
                password: "admin".to_owned(),
                api_key: generate::api_key(options.seed),
            },
            legacy: options.legacy_only,
        });
        let service = server::router(Arc::clone(&state)).into_make_service_with_connect_info::<Scissors>();
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(async move {
            let until = async {
                // An error means that the sender is gone, which ends the sandbox as well.
                let _ = stopped.await;
            };
            if let Err(error) = axum::serve(CuttableListener(listener), service).with_graceful_shutdown(until).await {
                tracing::warn!(%error, "the sandbox stopped answering");
            }
        });
        Ok(Self { state, address, stop: Some(stop), task })
    }

    /// `http://127.0.0.1:<port>`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The name of its only database.
    pub fn database(&self) -> &str {
        &self.state.credentials.database
    }

    /// The administrator's login, as whom every call is made.
    pub fn login(&self) -> &str {
        &self.state.credentials.login
    }

    /// The administrator's password, for `/jsonrpc`.
    pub fn password(&self) -> &str {
        &self.state.credentials.password
    }

    /// The administrator's API key, for both transports: 40 hexadecimal digits, the same for the same seed.
    pub fn api_key(&self) -> &str {
        &self.state.credentials.api_key
    }

    /// The connection as environment variables: `ODOO_HOST`, `ODOO_DB`, `ODOO_USERNAME`, `ODOO_PASSWORD`, `ODOO_API_KEY`.
    pub fn connection_env(&self) -> Vec<(&'static str, String)> {
        vec![
            ("ODOO_HOST", self.url()),
            ("ODOO_DB", self.database().to_owned()),
            ("ODOO_USERNAME", self.login().to_owned()),
            ("ODOO_PASSWORD", self.password().to_owned()),
            ("ODOO_API_KEY", self.api_key().to_owned()),
        ]
    }

    /// A lead as JSON, archived or not: all fields, relations as ids.
    pub fn lead(&self, id: u64) -> Option<Value> {
        self.inspect(|world| world.get("crm.lead", id))
    }

    /// All leads and opportunities, archived ones too, by id.
    pub fn leads(&self) -> Vec<Value> {
        self.inspect(|world| world.ids("crm.lead").into_iter().filter_map(|id| world.get("crm.lead", id)).collect())
    }

    /// Adds a lead as `create` does: an owner who is not given is the administrator, give `user_id: false` for none.
    ///
    /// # Errors
    /// `Refused` where Odoo would answer with an error.
    pub fn add_lead(&self, values: &Value) -> Result<u64, SandboxError> {
        self.edit(|world| world.create("crm.lead", values))
    }

    /// Adds a record of any model, as [`World::add`] does: relations by id.
    ///
    /// # Errors
    /// `Refused` where Odoo would answer with an error.
    pub fn add(&self, model: &str, values: &Value) -> Result<u64, SandboxError> {
        self.edit(|world| world.add(model, values))
    }

    /// The id of the record that shows this name, of a user also that of a login.
    pub fn find(&self, model: &str, name: &str) -> Option<u64> {
        self.inspect(|world| world.find(model, name))
    }

    /// Looks at the records.
    pub fn inspect<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&self.state.world.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the records, with every call waiting meanwhile.
    pub fn edit<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        change(&mut self.state.world.write().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notices and tracking messages that writes have caused since the start.
    pub fn chatter(&self) -> Chatter {
        self.inspect(|world| world.chatter)
    }

    /// The calls so far, oldest first; the last 100,000 at most.
    pub fn calls(&self) -> Vec<CallRecord> {
        self.state.calls.all()
    }

    /// Forgets the calls so far.
    pub fn clear_calls(&self) {
        self.state.calls.clear();
    }

    /// Sets what goes wrong from now on, in place of what did; their counting starts anew.
    pub fn set_faults(&self, faults: Faults) {
        *self.state.faults.lock().unwrap_or_else(PoisonError::into_inner) = faults;
    }

    /// Takes no more connections and returns when those that are open have been answered.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            // A failure means that the task is over already.
            let _ = stop.send(());
        }
        let _ = (&mut self.task).await;
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.task.abort();
    }
}
