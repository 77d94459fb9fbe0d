//! Loads strategies: admitted, compiled or taken from the cache, checked against the contract, asked what they are.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use sha2::{Digest as _, Sha256};
use wasmtime::component::types::ComponentItem;
use wasmtime::component::{Component, HasSelf, InstancePre, Linker};

use super::admission;
use super::apart::Failure;
use super::bindings::odlm::strategy::types::{self, Request};
use super::bindings::{Plugin, PluginIndices};
use super::cache::{Cache, key, load};
use super::compile::{Compiler, compile, explain};
use super::component::Strategy;
use super::embedded::{machine_code, shipped};
use super::engine::Runtime;
use super::error::StrategyError;
use super::journal::Beside;
use super::limits::Limits;
use super::started::Ready;
use super::trap::detail;

/// Where strategies live: one engine for each way with floats, one set of limits, one cache. Strategies may outlive it.
pub struct Host {
    stand: Stand,
    /// The engine with the other floats, made for the first strategy that wants it.
    other: OnceLock<Result<Stand, StrategyError>>,
    limits: Arc<Limits>,
    cache: Option<Cache>,
    compiler: Compiler,
}

/// An engine and what it links.
struct Stand {
    runtime: Arc<Runtime>,
    linker: Linker<Beside>,
}

impl Stand {
    fn new(limits: &Limits) -> Result<Stand, StrategyError> {
        let runtime = Runtime::new(limits)?;
        let mut linker = Linker::new(&runtime.engine);
        Plugin::add_to_linker::<_, HasSelf<Beside>>(&mut linker, |beside| beside)
            .map_err(|error| StrategyError::Engine { detail: detail(&error) })?;
        Ok(Stand { runtime, linker })
    }
}

impl Host {
    /// Starts an engine under these limits. `cache` is a folder for compiled components, created when it is missing; one that
    /// cannot be used is a warning. Components are compiled in this process; [`Host::compiled_by`] changes that.
    ///
    /// # Errors
    /// [`StrategyError::Engine`] when the system does not let an engine run.
    pub fn new(limits: Limits, cache: Option<PathBuf>) -> Result<Host, StrategyError> {
        let stand = Stand::new(&limits)?;
        let cache = cache.and_then(|folder| Cache::open(&folder));
        let (other, compiler) = (OnceLock::new(), Compiler::InProcess);
        Ok(Host { stand, other, limits: Arc::new(limits), cache, compiler })
    }

    /// Has all components but the shipped compiled by `compiler`.
    #[must_use]
    pub fn compiled_by(self, compiler: Compiler) -> Host {
        Host { compiler, ..self }
    }

    /// Loads a strategy and asks it what it is. Blocks: compiling takes from milliseconds to seconds; the cache saves it, and
    /// the shipped strategies are compiled when odlm is built.
    /// `name` is how errors call it.
    ///
    /// # Errors
    /// Every [`StrategyError`] but those of a plan.
    pub fn load(&self, name: &str, component: &[u8]) -> Result<Strategy, StrategyError> {
        self.load_under(name, component, Arc::clone(&self.limits))
    }

    /// As [`load`](Host::load), under limits of its own. The stack is the engine's: that one of `limits` changes nothing.
    ///
    /// # Errors
    /// As [`load`](Host::load).
    pub fn load_with(&self, name: &str, component: &[u8], limits: Limits) -> Result<Strategy, StrategyError> {
        self.load_under(name, component, Arc::new(Limits { stack_bytes: self.limits.stack_bytes, ..limits }))
    }

    /// The limits on every strategy that is loaded without its own.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    fn load_under(&self, name: &str, component: &[u8], limits: Arc<Limits>) -> Result<Strategy, StrategyError> {
        let export = admission::admit(name, component, &limits)?;
        let digest = Sha256::digest(component);
        let stand = self.stand(limits.fast_floats)?;
        let (compiled, from_cache) = self.compiled(stand, &limits, name, (component, digest.as_slice()))?;
        let shape = |detail: String| StrategyError::ContractShape { plugin: name.to_string(), detail };
        let linked = stand.linker.instantiate_pre(&compiled).map_err(|error| shape(detail(&error)))?;
        check_functions(&linked, &export).map_err(shape)?;
        let indices = PluginIndices::new(&linked).map_err(|error| shape(detail(&error)))?;
        let runtime = Arc::clone(&stand.runtime);
        let ready = Ready { runtime, limits, plugin: name.to_string(), linked, indices };
        Strategy::describe(ready, digest.as_slice(), from_cache)
    }

    /// The engine that leaves floats alone, or the one that does not.
    fn stand(&self, fast_floats: bool) -> Result<&Stand, StrategyError> {
        if fast_floats == self.limits.fast_floats {
            return Ok(&self.stand);
        }
        let limits = || Limits { fast_floats, ..Limits::clone(&self.limits) };
        self.other.get_or_init(|| Stand::new(&limits())).as_ref().map_err(Clone::clone)
    }

    /// The machine code of an admitted component, and whether it was there already. `component` is its bytes and their digest.
    fn compiled(
        &self,
        stand: &Stand,
        limits: &Limits,
        name: &str,
        (component, digest): (&[u8], &[u8]),
    ) -> Result<(Component, bool), StrategyError> {
        let engine = &stand.runtime.engine;
        // The engine refuses code for more than this processor has. It would take code for other floats, so that is asked here.
        let made = machine_code(component).filter(|_| !limits.fast_floats).map(|code| load(engine, code));
        match made {
            Some(Ok(found)) => return Ok((found, true)),
            Some(Err(error)) => tracing::debug!(%error, "a shipped strategy is compiled anew"),
            None => {}
        }
        let key = key(engine, digest);
        if let Some(found) = self.cache.as_ref().and_then(|cache| cache.load(engine, &key)) {
            return Ok((found, true));
        }
        let trusted = shipped().iter().any(|(_, known)| *known == component);
        let compiler = if trusted { &Compiler::InProcess } else { &self.compiler };
        let code = compile(compiler, engine, limits, name, component)?;
        let loaded = load(engine, &code).map_err(|error| {
            let hint = "is the program still the one that was started?";
            explain(name, Failure::System(format!("what it made does not fit this engine: {}; {hint}", detail(&error))))
        })?;
        if let Some(cache) = &self.cache {
            cache.store(&key, &code);
        }
        Ok((loaded, false))
    }
}

/// Holds the exported functions against the contract, before anything of the component runs.
fn check_functions(linked: &InstancePre<Beside>, export: &str) -> Result<(), String> {
    let (component, cx) = (linked.component(), linked.instance_type());
    let (engine, ty) = (component.engine(), component.component_type());
    let Some(ComponentItem::ComponentInstance(interface)) = ty.get_export(engine, export).map(|found| found.ty) else {
        return Err(format!("`{export}` is no interface"));
    };
    let function = |name: &str| match interface.get_export(engine, name).map(|found| found.ty) {
        Some(ComponentItem::ComponentFunc(function)) => Ok(function),
        _ => Err(format!("its `{export}` has no function `{name}`")),
    };
    let differs =
        |name: &str, error: &wasmtime::Error| format!("its function `{name}` has other types: {}", detail(error));
    function("describe")?.typecheck::<(), (types::Description,)>(&cx).map_err(|error| differs("describe", &error))?;
    function("assign")?
        .typecheck::<(Request<'_>,), (Result<types::Plan, String>,)>(&cx)
        .map_err(|error| differs("assign", &error))
}
