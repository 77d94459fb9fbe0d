//! What can go wrong with a strategy: each way its own variant, each one sentence that names the plugin. The way out is in `hint.rs`.

use std::fmt;
use std::time::Duration;

use super::scan::Excess;
use crate::text::bytes;

/// What the host was doing with the guest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// Asking what it is, when it is loaded.
    Describe,
    /// Asking for a plan.
    Assign,
}

impl fmt::Display for Call {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Call::Describe => "describe",
            Call::Assign => "assign",
        })
    }
}

/// The limit at which a compilation was stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Exhausted {
    /// Address space, in bytes.
    #[error("the compiler needs more than the {} of memory that it is given", bytes(usize::try_from(*.0).unwrap_or(usize::MAX)))]
    Memory(u64),
    /// Time on processors.
    #[error("the compiler needs more than the {} s of processor time that it is given", .0.as_secs())]
    Cpu(Duration),
    /// Wall clock.
    #[error("the compiler did not end within {} ms", .0.as_millis())]
    Time(Duration),
    /// Size of the result, in bytes.
    #[error("it compiles to more than the {} that are accepted", bytes(usize::try_from(*.0).unwrap_or(usize::MAX)))]
    Output(u64),
}

/// Why a strategy cannot be used or gave no plan. `plugin` is the name under which it was loaded; texts that come from the guest
/// are cleaned and short.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum StrategyError {
    /// The engine itself does not start; no strategy is at fault.
    #[error("the WebAssembly engine does not start: {detail}")]
    Engine {
        /// What the engine said.
        detail: String,
    },

    /// The file is larger than accepted.
    #[error("strategy `{plugin}` is a file of {}, more than the {} accepted", bytes(*size), bytes(*limit))]
    TooLarge {
        /// Its name.
        plugin: String,
        /// Its size in bytes.
        size: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The file does not begin as WebAssembly does.
    #[error("strategy `{plugin}` is not a WebAssembly file")]
    NotWasm {
        /// Its name.
        plugin: String,
    },
    /// A module where a component is needed.
    #[error("strategy `{plugin}` is a core WebAssembly module, not a component")]
    CoreModule {
        /// Its name.
        plugin: String,
    },
    /// The file breaks off or its structure is broken.
    #[error("strategy `{plugin}` is truncated or damaged: {detail}")]
    Damaged {
        /// Its name.
        plugin: String,
        /// What was found where.
        detail: String,
    },
    /// It asks for something that no strategy is given.
    #[error("strategy `{plugin}` imports `{import}`, and a strategy may import nothing but `odlm:strategy/log`")]
    ForbiddenImport {
        /// Its name.
        plugin: String,
        /// The first such import.
        import: String,
    },
    /// It speaks another contract, or none.
    #[error("strategy `{plugin}` exports {found}, and this odlm speaks `odlm:strategy/strategy@1`")]
    OtherContract {
        /// Its name.
        plugin: String,
        /// What it exports in place of the contract.
        found: String,
    },
    /// It names the right contract but has other functions or types.
    #[error("strategy `{plugin}` does not keep the contract that it names: {detail}")]
    ContractShape {
        /// Its name.
        plugin: String,
        /// Which function or type differs.
        detail: String,
    },
    /// The compiler refuses it.
    #[error("strategy `{plugin}` cannot be compiled: {detail}")]
    Compile {
        /// Its name.
        plugin: String,
        /// What the compiler said.
        detail: String,
    },
    /// It would be too much for the compiler, and is not given to it.
    #[error("strategy `{plugin}` is too much to compile: {excess}")]
    TooMuchToCompile {
        /// Its name.
        plugin: String,
        /// What it has too much of.
        excess: Excess,
    },
    /// The compiler was stopped at a limit.
    #[error("strategy `{plugin}` was given up while it was compiled: {exhausted}")]
    CompileLimit {
        /// Its name.
        plugin: String,
        /// Which limit.
        exhausted: Exhausted,
    },
    /// The compiler itself failed on it.
    #[error("strategy `{plugin}` makes the compiler fail and is refused: {detail}")]
    CompilerFailed {
        /// Its name.
        plugin: String,
        /// How the compiler ended.
        detail: String,
    },
    /// The process that compiles does not start or cannot work; no strategy is at fault.
    #[error("strategy `{plugin}` cannot be compiled, as the compiler's process does not work: {detail}")]
    CompilerStart {
        /// The strategy that was to be compiled.
        plugin: String,
        /// What failed.
        detail: String,
    },
    /// It cannot be started, though not for its memory or time.
    #[error("strategy `{plugin}` cannot be started: {detail}")]
    Start {
        /// Its name.
        plugin: String,
        /// What the engine said.
        detail: String,
    },
    /// It describes itself in a way that the contract does not allow.
    #[error("strategy `{plugin}` describes itself wrongly: {detail}")]
    Description {
        /// Its name.
        plugin: String,
        /// What is wrong.
        detail: String,
    },
    /// The host's own request is not sound; the strategy was not asked.
    #[error("the request for strategy `{plugin}` is not sound: {detail}")]
    Request {
        /// Its name.
        plugin: String,
        /// What is wrong.
        detail: String,
    },

    /// It took longer than accepted.
    #[error("strategy `{plugin}` was stopped in `{call}` after {} ms, the time it is given", limit.as_millis())]
    Time {
        /// Its name.
        plugin: String,
        /// Where it was.
        call: Call,
        /// The limit.
        limit: Duration,
    },
    /// It computed more than accepted.
    #[error("strategy `{plugin}` used up the {limit} units of fuel that it is given for `{call}`")]
    Fuel {
        /// Its name.
        plugin: String,
        /// Where it was.
        call: Call,
        /// The limit.
        limit: u64,
    },
    /// It wanted more memory than accepted.
    #[error(
        "strategy `{plugin}` asked for {} of memory in `{call}`, more than the {} that it is given",
        bytes(*asked),
        bytes(*limit)
    )]
    Memory {
        /// Its name.
        plugin: String,
        /// Where it was.
        call: Call,
        /// All its memories together, in bytes.
        asked: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// It wanted larger tables than accepted.
    #[error(
        "strategy `{plugin}` asked for tables of {asked} elements in `{call}`, more than the {limit} that it is given"
    )]
    Tables {
        /// Its name.
        plugin: String,
        /// Where it was.
        call: Call,
        /// All its tables together, in elements.
        asked: usize,
        /// The limit in elements.
        limit: usize,
    },
    /// It called itself too deep.
    #[error("strategy `{plugin}` used up its call stack of {} in `{call}`", bytes(*limit))]
    Stack {
        /// Its name.
        plugin: String,
        /// Where it was.
        call: Call,
        /// The limit in bytes.
        limit: usize,
    },
    /// It gave up by itself: a panic, an assertion, an exception that nobody caught.
    #[error("strategy `{plugin}` gave up in `{call}`{}", last_words(said.as_deref()))]
    Aborted {
        /// Its name.
        plugin: String,
        /// Where it was.
        call: Call,
        /// The last error that it logged.
        said: Option<String>,
    },
    /// It divided a whole number by zero.
    #[error("strategy `{plugin}` divided by zero in `{call}`{}", place_of(place.as_deref()))]
    DivisionByZero {
        /// Its name.
        plugin: String,
        /// Where it was.
        call: Call,
        /// The guest's function, where it is known.
        place: Option<String>,
    },
    /// It read or wrote outside its memory.
    #[error("strategy `{plugin}` reached outside its memory in `{call}`{}", place_of(place.as_deref()))]
    OutOfBounds {
        /// Its name.
        plugin: String,
        /// Where it was.
        call: Call,
        /// The guest's function, where it is known.
        place: Option<String>,
    },
    /// Any other trap.
    #[error("strategy `{plugin}` crashed in `{call}`{}: {what}", place_of(place.as_deref()))]
    Trap {
        /// Its name.
        plugin: String,
        /// Where it was.
        call: Call,
        /// The trap, in the engine's words.
        what: String,
        /// The guest's function, where it is known.
        place: Option<String>,
    },
    /// It handed over more than accepted.
    #[error("strategy `{plugin}` handed over too much in `{call}`: {what}, and {limit} is accepted")]
    AnswerTooLarge {
        /// Its name.
        plugin: String,
        /// Where it was.
        call: Call,
        /// Which part.
        what: &'static str,
        /// The limit, with its unit.
        limit: String,
    },
    /// What it handed over is not what the contract says: pointers outside its memory, texts that are not UTF-8.
    #[error("strategy `{plugin}` answered `{call}` with data that cannot be read: {detail}")]
    MalformedAnswer {
        /// Its name.
        plugin: String,
        /// Where it was.
        call: Call,
        /// What the engine said.
        detail: String,
    },
    /// It did little else than logging.
    #[error("strategy `{plugin}` was stopped in `{call}` for logging more than {}", bytes(*limit))]
    LogFlood {
        /// Its name.
        plugin: String,
        /// Where it was.
        call: Call,
        /// The limit in bytes.
        limit: usize,
    },
    /// It says itself why it makes no plan.
    #[error("strategy `{plugin}` made no plan: {message}")]
    Declined {
        /// Its name.
        plugin: String,
        /// Its words.
        message: String,
    },
}

fn last_words(said: Option<&str>) -> String {
    said.map(|said| format!(", saying: {said}")).unwrap_or_default()
}

fn place_of(place: Option<&str>) -> String {
    place.map(|place| format!(", in its function `{place}`")).unwrap_or_default()
}
