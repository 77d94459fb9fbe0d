//! A folder with a project in it, the program that writes and builds it, and the engine that asks it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use odlm::domain::request::{Answer, NOBODY, Request};
use odlm::scaffold::Language;
use odlm::strategy::{Assigned, Host, Limits, Strategy, StrategyError};
use tempfile::TempDir;

/// What the program answered: code, stdout, stderr.
pub(super) struct Told {
    pub(super) code: i32,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

/// Runs the program in a folder, with this `PATH` where one is given.
pub(super) fn odlm(folder: &Path, words: &[&str], path: Option<&str>) -> Told {
    let mut command = Command::new(env!("CARGO_BIN_EXE_odlm"));
    command.args(words).current_dir(folder).stdin(Stdio::null());
    command.env("XDG_CACHE_HOME", cache()).env_remove("WASI_SDK_PATH");
    if let Some(path) = path {
        command.env("PATH", path);
    }
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Told { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Compiled components, for the program and for the tests: an interpreter takes seconds to compile.
pub(super) fn cache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("scaffold-cache")
}

/// Whether every tool is there, as `tests/scaffold/run` says: then each language must build.
pub(super) fn everything() -> bool {
    std::env::var("ODLM_TEST_SCAFFOLDS").is_ok_and(|which| which == "all")
}

/// A project that the program wrote.
pub(super) struct Project {
    folder: PathBuf,
    /// Goes with the project, where it is not to stay.
    _temporary: Option<TempDir>,
}

impl Project {
    /// `odlm strategy new by-region`.
    pub(super) fn new(language: Language) -> Project {
        let folder = tempfile::tempdir().unwrap();
        let written = Self::written(folder.path().to_owned(), language);
        Project { _temporary: Some(folder), ..written }
    }

    /// The same at a place that is always the same: cargo keeps what it built for every path that it ever saw.
    pub(super) fn at_the_same_place(language: Language) -> Project {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scaffold").join(language.name());
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self::written(folder, language)
    }

    fn written(folder: PathBuf, language: Language) -> Project {
        let told = odlm(&folder, &["strategy", "new", "by-region", "--lang", language.name()], None);
        assert_eq!(told.code, 0, "{}", told.stderr);
        Project { folder, _temporary: None }
    }

    /// Its folder.
    pub(super) fn root(&self) -> PathBuf {
        self.folder.join("by-region")
    }

    /// Puts another text in the place of one that is there once.
    pub(super) fn edit(&self, file: &str, old: &str, new: &str) {
        let path = self.root().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{file}: {old}");
        std::fs::write(path, text.replace(old, new)).unwrap();
    }

    /// `odlm strategy build by-region`, with these further words.
    pub(super) fn build(&self, words: &[&str], path: Option<&str>) -> Told {
        odlm(&self.folder, &[&["strategy", "build", "by-region"], words].concat(), path)
    }

    /// What was built, loaded.
    pub(super) fn load(&self) -> Strategy {
        let component = std::fs::read(self.root().join("by-region.wasm")).unwrap();
        Host::new(Limits::default(), Some(cache().join("odlm"))).unwrap().load("by-region", &component).unwrap()
    }
}

/// Three salespeople with 8, 6 and no leads to go, the third owed, then two who are alike; and so many leads, the last owned by the first.
pub(super) fn request(leads: usize) -> Request {
    let mut request = crate::support::requests::request(leads, 5);
    request.salespeople.target = vec![10, 10, 10, 12, 12];
    request.salespeople.workload = vec![2, 4, 10, 6, 6];
    request.salespeople.credit = vec![0.0, 0.0, 0.0, 0.25, 0.25];
    if let Some(owner) = request.leads.owner.last_mut() {
        *owner = 0;
    }
    request.settings = r#"{"past_target":false}"#.into();
    request.explain = vec![0];
    request
}

/// Asks for a plan.
pub(super) fn ask(strategy: &Strategy, request: &Request) -> Result<Assigned, StrategyError> {
    strategy.assign(request)
}

/// What every scaffold decides, in whatever language it is written.
pub(super) fn assert_rule(strategy: &Strategy) {
    assert_eq!(strategy.description().name, "by-region");
    assert_eq!(strategy.settings(&serde_json::json!({})).unwrap(), r#"{"past_target":false}"#);
    let request = request(12);
    let answer = ask(strategy, &request).unwrap().answer;
    assert_eq!(answer, ask(strategy, &request).unwrap().answer, "the same request, the same answer");
    // Seeds and ids draw the same lots in every language.
    assert_eq!(answer.assignee, PLAN);
    let reasons: Vec<&str> = answer.reason.iter().map(|reason| answer.reasons[usize::from(*reason)].as_str()).collect();
    assert_eq!(reasons, ["furthest below target"; 12]);
    let notes: Vec<(u32, &str)> = answer.notes.iter().map(|note| (note.0, note.1.as_str())).collect();
    assert_eq!(notes, [(0, "user 1 with 8 to go; then user 5 with 6 to go")]);
    // The largest numbers of the contract, which some languages keep in others.
    let mut large = self::request(12);
    large.seed = (1 << 53) - 1;
    large.salespeople.room = vec![u32::MAX; 5];
    assert_eq!(ask(strategy, &large).unwrap().answer.assignee, PLAN_OF_LARGE_SEED);
    let full = ask(strategy, &self::request(40)).unwrap().answer;
    let nobody = |answer: &Answer| answer.assignee.iter().filter(|person| **person == NOBODY).count();
    assert_eq!(nobody(&full), 14);
    let given = |row: u32| full.assignee.iter().filter(|person| **person == row).count();
    assert_eq!([0, 1, 2, 3, 4].map(given), [8, 6, 0, 6, 6], "nobody gets past their target");
    assert_eq!(
        full.reasons[usize::from(full.reason[39])],
        "everybody who may take it has reached their target or their limit"
    );
    let mut past = self::request(40);
    past.settings = r#"{"past_target":true}"#.into();
    let past = ask(strategy, &past).unwrap().answer;
    assert_eq!(nobody(&past), 0);
}

/// The plan for twelve leads.
const PLAN: [u32; 12] = [0, 0, 4, 3, 0, 1, 4, 3, 0, 1, 4, 3];
/// The same under the largest seed there is.
const PLAN_OF_LARGE_SEED: [u32; 12] = [0, 0, 3, 4, 1, 0, 3, 4, 1, 0, 3, 4];
