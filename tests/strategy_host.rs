//! A well-behaved strategy through the real engine: what it is handed, what it answers, what it costs, and the cache.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use odlm::domain::request::{Column, Values};
use odlm::strategy::{Host, Level, Limits, Strategy, StrategyError, shipped};
use serde_json::json;

use crate::support::components::{CONTRACT, component, core, guest, source};
use crate::support::requests::request;

fn load(name: &str) -> Strategy {
    Host::new(Limits::default(), None).unwrap().load(name, &guest(name)).unwrap()
}

#[test]
fn a_strategy_says_what_it_is() {
    let strategy = load("good");
    let description = strategy.description();
    assert_eq!((description.name.as_str(), description.version.as_str()), ("test-guest", "1.0.0"));
    assert_eq!((description.summary.as_str(), description.settings_schema.as_str()), ("For tests", ""));
    let identity = strategy.identity();
    assert_eq!((identity.name.as_str(), identity.digest.len()), ("test-guest", 64));
    assert_eq!(strategy.settings(&json!({})).unwrap(), "{}");
    assert_eq!(strategy.settings(&json!({"order": 1})).unwrap_err()[0].pointer, "/order");
}

#[test]
fn an_answer_arrives_whole() {
    let mut asked = request(5, 2);
    asked.memory = vec![1, 2, 3];
    asked.explain = vec![4, 1];
    let assigned = load("good").assign(&asked).unwrap();
    let answer = assigned.answer;
    assert_eq!(answer.assignee, [0, 1, 0, 1, 0]);
    assert_eq!((answer.reason, answer.reasons), (vec![0; 5], vec!["in turn".to_string()]));
    assert_eq!(answer.notes, [(4, "next in turn".to_string()), (1, "next in turn".to_string())]);
    assert_eq!(answer.memory, [1, 2, 3, 7]);
    let log: Vec<_> = assigned.log.iter().map(|line| (line.level, line.message.as_str())).collect();
    assert_eq!((log, assigned.log_dropped), (vec![(Level::Info, "dealt")], 0));
    assert_eq!(assigned.peak_memory, 2 << 16);
}

#[test]
fn fuel_is_the_same_every_time_and_grows_with_the_work() {
    let strategy = load("good");
    let first = strategy.assign(&request(1000, 7)).unwrap().fuel;
    assert_eq!(strategy.assign(&request(1000, 7)).unwrap().fuel, first);
    assert_eq!(load("good").assign(&request(1000, 7)).unwrap().fuel, first);
    assert!(strategy.assign(&request(2000, 7)).unwrap().fuel > first);
}

#[test]
fn the_bits_of_a_nan_are_the_same_everywhere_unless_the_operator_says_otherwise() {
    let bits = |fast_floats| {
        let host = Host::new(Limits { fast_floats, ..Limits::default() }, None).unwrap();
        host.load("nan", &guest("nan")).unwrap().assign(&request(1, 1)).unwrap().answer.memory
    };
    assert_eq!(bits(false), 0x7fc0_0000_u32.to_le_bytes());
    if cfg!(target_arch = "x86_64") {
        assert_eq!(bits(true), 0xffc0_0000_u32.to_le_bytes(), "as this processor makes it");
    }
}

#[test]
fn a_strategy_outlives_its_host_and_serves_several_threads() {
    let strategy = load("good");
    std::thread::scope(|scope| {
        for people in 1..5 {
            let strategy = strategy.clone();
            scope.spawn(move || {
                let expected: Vec<u32> = (0..100).map(|row| row % u32::try_from(people).unwrap()).collect();
                assert_eq!(strategy.assign(&request(100, people)).unwrap().answer.assignee, expected);
            });
        }
    });
}

#[test]
fn an_unsound_request_is_the_host_s_mistake() {
    let strategy = load("good");
    let mut asked = request(3, 2);
    asked.leads.owner.pop();
    let error = strategy.assign(&asked).unwrap_err();
    assert!(matches!(&error, StrategyError::Request { detail, .. } if detail.contains("leads.owner")), "{error:?}");
    let mut asked = request(3, 2);
    asked.seed = 1 << 53;
    assert!(matches!(strategy.assign(&asked), Err(StrategyError::Request { .. })));
    let mut asked = request(3, 2);
    asked.leads.owner[1] = 2;
    assert!(matches!(strategy.assign(&asked), Err(StrategyError::Request { .. })));
}

/// What a guest found in its memory, read by the layout of the component model.
struct Memory(Vec<u8>);

impl Memory {
    const BASE: u32 = 0x10000;

    fn word(&self, at: u32) -> u32 {
        let from = (at - Self::BASE) as usize;
        u32::from_le_bytes(self.0[from..from + 4].try_into().unwrap())
    }
    fn words(&self, list: u32) -> Vec<u32> {
        (0..self.word(list + 4)).map(|n| self.word(self.word(list) + 4 * n)).collect()
    }
    fn bytes(&self, list: u32) -> &[u8] {
        let from = (self.word(list) - Self::BASE) as usize;
        &self.0[from..from + self.word(list + 4) as usize]
    }
    fn text(&self, list: u32) -> String {
        String::from_utf8(self.bytes(list).to_vec()).unwrap()
    }
    fn texts(&self, list: u32) -> Vec<String> {
        (0..self.word(list + 4)).map(|n| self.text(self.word(list) + 8 * n)).collect()
    }
}

#[test]
fn columns_cross_with_missing_rows_and_texts_once() {
    let mut asked = request(3, 1);
    asked.settings = r#"{"a":1}"#.into();
    asked.leads.columns = vec![
        Column { name: "source".into(), values: Values::Texts(vec![Some("web".into()), None, Some("web".into())]) },
        Column { name: "hot".into(), values: Values::Bools(vec![None, Some(true), None]) },
    ];
    let tags = Values::TextLists(vec![Some(vec!["de".into(), "web".into()])]);
    asked.salespeople.columns = vec![Column { name: "languages".into(), values: tags }];
    let memory = Memory(load("echo_request").assign(&asked).unwrap().answer.memory);

    let request = memory.word(0x13ffc);
    assert_eq!(memory.texts(request + 88), ["", "web", "de"]);
    assert_eq!(memory.text(request + 96), r#"{"a":1}"#);
    assert_eq!(memory.words(request + 8), [u32::MAX; 3]);
    assert_eq!(memory.word(request + 112), 7);
    let (source, hot) = (memory.word(request + 24), memory.word(request + 24) + 36);
    assert_eq!((memory.text(source), memory.words(source + 12)), ("source".into(), vec![1, 0, 1]));
    assert_eq!(memory.words(source + 28), [1]);
    assert_eq!((memory.text(hot), memory.bytes(hot + 12)), ("hot".into(), [0, 1, 0].as_slice()));
    assert_eq!(memory.words(hot + 28), [0, 2]);
    let languages = memory.word(request + 80);
    assert_eq!((memory.words(languages + 12), memory.words(languages + 20)), (vec![2, 1], vec![2]));
}

fn cached(folder: &Path) -> bool {
    let host = Host::new(Limits::default(), Some(folder.to_path_buf())).unwrap();
    let strategy = host.load("good", &guest("good")).unwrap();
    assert_eq!(strategy.assign(&request(2, 2)).unwrap().answer.assignee, [0, 1]);
    strategy.from_cache()
}

fn compiled_file(folder: &Path) -> PathBuf {
    let mut files = fs::read_dir(folder.join("compiled")).unwrap();
    files.next().unwrap().unwrap().path()
}

#[test]
fn compiled_code_is_kept_and_belongs_to_one_engine_and_component() {
    let folder = tempfile::tempdir().unwrap();
    assert!(!cached(folder.path()));
    assert!(cached(folder.path()));
    let host = Host::new(Limits { fast_floats: true, ..Limits::default() }, Some(folder.path().into())).unwrap();
    assert!(!host.load("good", &guest("good")).unwrap().from_cache());
    assert!(!host.load("declines", &guest("declines")).unwrap().from_cache());
}

#[test]
fn a_shipped_strategy_is_compiled_already_unless_it_is_to_be_with_other_floats() {
    let folder = tempfile::tempdir().unwrap();
    let host = Host::new(Limits::default(), Some(folder.path().into())).unwrap();
    for (name, component) in shipped() {
        assert!(host.load(name, component).unwrap().from_cache(), "{name}");
    }
    let kept = fs::read_dir(folder.path().join("compiled")).unwrap().map(|file| file.unwrap().path());
    assert_eq!(kept.filter(|file| file.extension().is_some_and(|ending| ending == "cwasm")).count(), 0);
    let (name, component) = shipped()[0];
    let fast = Limits { fast_floats: true, ..Limits::default() };
    assert!(!host.load_with(name, component, fast).unwrap().from_cache());
}

#[test]
fn memory_that_a_call_leaves_is_clean_for_the_next_of_any_strategy() {
    let host = Host::new(Limits::default(), None).unwrap();
    let source = source("dirty_memory");
    let other = component(&core(&source.replace("0xab", "0xcd")), CONTRACT);
    let strategies = [guest("dirty_memory"), other].map(|component| host.load("dirty", &component).unwrap());
    for strategy in strategies.iter().cycle().take(6) {
        assert_eq!(strategy.assign(&request(2, 1)).unwrap().answer.reasons, ["clean"]);
    }
}

#[test]
fn a_flipped_byte_in_the_cache_is_compiled_anew() {
    let folder = tempfile::tempdir().unwrap();
    assert!(!cached(folder.path()));
    let file = compiled_file(folder.path());
    let whole = fs::read(&file).unwrap();
    for at in [0, 40, whole.len() / 2, whole.len() - 1] {
        let file = compiled_file(folder.path());
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        fs::write(&file, flipped).unwrap();
        assert!(!cached(folder.path()), "byte {at}");
        assert!(cached(folder.path()), "replaced after byte {at}");
    }
    let file = compiled_file(folder.path());
    fs::write(&file, &whole[..20]).unwrap();
    assert!(!cached(folder.path()));
}

#[test]
fn the_cache_is_bounded_and_what_was_compiled_last_stays() {
    let folder = tempfile::tempdir().unwrap();
    assert!(!cached(folder.path()));
    let own = compiled_file(folder.path()).file_name().unwrap().to_owned();
    fs::remove_file(folder.path().join("compiled").join(&own)).unwrap();
    // Ninety older files of 30 MiB, which take no room on the disk: too many, and too large together.
    let compiled = folder.path().join("compiled");
    for number in 0..90_u64 {
        let file = fs::File::create(compiled.join(format!("{number:064x}-{number:064x}.cwasm"))).unwrap();
        file.set_len(30 << 20).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(1000 + number)).unwrap();
    }
    assert!(!cached(folder.path()), "what is absent is built");
    let files: Vec<_> = fs::read_dir(&compiled).unwrap().map(|entry| entry.unwrap()).collect();
    let bytes: u64 = files.iter().map(|file| file.metadata().unwrap().len()).sum();
    assert!(files.len() <= 64 && bytes <= 1 << 30, "{} files of {bytes} bytes", files.len());
    assert_eq!(files.len(), 35, "as many of them as fit, the latest");
    let names: Vec<_> = files.iter().map(|file| file.file_name()).collect();
    assert!(names.contains(&own) && names.contains(&format!("{0:064x}-{0:064x}.cwasm", 33).into()), "{names:?}");
    assert!(cached(folder.path()));
}

#[test]
fn several_hosts_may_fill_one_cache_at_once() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| cached(folder.path()));
        }
    });
    assert!(cached(folder.path()));
}

#[cfg(unix)]
#[test]
fn the_cache_is_private_and_only_used_while_it_is() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    cached(folder.path());
    let compiled = folder.path().join("compiled");
    assert_eq!(fs::metadata(&compiled).unwrap().permissions().mode() & 0o777, 0o700);
    assert_eq!(fs::metadata(compiled_file(folder.path())).unwrap().permissions().mode() & 0o777, 0o600);
    fs::set_permissions(&compiled, fs::Permissions::from_mode(0o777)).unwrap();
    assert!(!cached(folder.path()));
}

#[test]
fn a_cache_that_cannot_be_written_costs_a_compilation_only() {
    let file = tempfile::NamedTempFile::new().unwrap();
    assert!(!cached(file.path()));
}
