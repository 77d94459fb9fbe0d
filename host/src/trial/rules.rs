//! The rules that every strategy must keep, tried on one request: it ends well, its plan is sound, and it answers the same the second
//! time, also in another process.

use std::io::Write as _;
use std::mem::{Discriminant, discriminant};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::answer::digest;
use super::request_file::RequestFile;
use crate::domain::request::Request;
use crate::plan::{PlanRule, check};
use crate::strategy::{Assigned, StrategyError};

/// How a strategy is asked.
pub type Ask<'a> = &'a dyn Fn(&Request) -> Result<Assigned, StrategyError>;

/// What a strategy did that keeps every rule.
#[derive(Clone, Debug)]
pub enum Kept {
    /// It made a plan.
    Planned(Box<Assigned>),
    /// It said why it makes none.
    Declined(String),
}

/// Which rule is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A call ends in an answer: it neither crashes nor comes to a limit.
    Ends(Discriminant<StrategyError>),
    /// A plan is sound.
    Plan(PlanRule),
    /// The same request gives the same answer, for the same fuel.
    Same,
    /// It does so in another process too.
    SameElsewhere,
    /// An ordinary request gets a plan.
    Plans,
}

/// A broken rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Which.
    pub rule: Rule,
    /// What came, in one sentence.
    pub message: String,
}

impl Failure {
    /// A failure of a rule.
    pub(super) fn new(rule: Rule, message: impl Into<String>) -> Failure {
        Failure { rule, message: message.into() }
    }
}

/// Asks twice and judges both answers. `name` is how errors call the strategy.
///
/// # Errors
/// The first rule that is broken.
pub fn judge(name: &str, ask: Ask<'_>, request: &Request) -> Result<Kept, Failure> {
    let first = sound(name, ask, request)?;
    let second = sound(name, ask, request)?;
    let differs = |what: &str| Err(Failure::new(Rule::Same, format!("asked the same twice, it gave {what}")));
    match (&first, &second) {
        (Kept::Planned(first), Kept::Planned(second)) if first.answer != second.answer => differs("two answers"),
        (Kept::Planned(one), Kept::Planned(two)) if one.fuel != two.fuel => {
            differs(&format!("the same answer for {} and for {} units of fuel", one.fuel, two.fuel))
        }
        (Kept::Declined(first), Kept::Declined(second)) if first != second => differs("two reasons for no plan"),
        (Kept::Planned(_), Kept::Declined(_)) | (Kept::Declined(_), Kept::Planned(_)) => {
            differs("a plan one time and none the other")
        }
        _ => Ok(first),
    }
}

/// Asks once: whatever it answers is a sound plan or says why there is none.
pub(super) fn sound(name: &str, ask: Ask<'_>, request: &Request) -> Result<Kept, Failure> {
    match ask(request) {
        Ok(assigned) => match check(name, request, &assigned.answer, u32::MAX) {
            Ok(()) => Ok(Kept::Planned(Box::new(assigned))),
            Err(error) => Err(Failure::new(Rule::Plan(error.rule), error.to_string())),
        },
        Err(StrategyError::Declined { message, .. }) => Ok(Kept::Declined(message)),
        Err(error) => Err(Failure::new(Rule::Ends(discriminant(&error)), error.to_string())),
    }
}

/// Asks in another process, and holds its answer against the one of this process. `program` is odlm, `typed` names the component.
///
/// # Errors
/// Another answer, or none.
pub(super) fn elsewhere(program: &Path, typed: &str, request: &Request, here: &Assigned) -> Result<(), Failure> {
    let failed = |message: String| Failure::new(Rule::SameElsewhere, message);
    let trouble = |error: String| failed(format!("another process cannot be asked: {error}"));
    let text = serde_json::to_vec(&RequestFile::of(request)).map_err(|error| trouble(error.to_string()))?;
    // A file, not a pipe: neither side waits for the other.
    let mut file = tempfile::NamedTempFile::new().map_err(|error| trouble(error.to_string()))?;
    file.write_all(&text).map_err(|error| trouble(error.to_string()))?;
    let mut command = Command::new(program);
    command.args(["strategy", "run", "--json", "--quiet", "--request"]).arg(file.path()).arg("--").arg(typed);
    let output = command.stdin(Stdio::null()).output().map_err(|error| trouble(error.to_string()))?;
    let told: Value = match serde_json::from_slice(&output.stdout) {
        Ok(told) if output.status.success() => told,
        _ => {
            let said = String::from_utf8_lossy(&output.stderr);
            let said = crate::text::one_line(&said, 300);
            return Err(failed(format!("it plans here and not in another process: {said}")));
        }
    };
    let same = told.get("answer_sha256").and_then(Value::as_str) == Some(digest(&here.answer).as_str())
        && told.get("fuel").and_then(Value::as_u64) == Some(here.fuel);
    if same { Ok(()) } else { Err(failed("asked the same in another process, it gave another answer".to_owned())) }
}
