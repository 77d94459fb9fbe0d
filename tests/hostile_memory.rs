//! The host's own memory while strategies try to fill it, measured in a process of its own.

use std::process::Command;

use odlm::strategy::{Compiler, Host, Limits, StrategyError};

use crate::support::components::{CONTRACT, component, core, guest, source};
use crate::support::requests::request;

/// Tells the test that it is the process to be measured.
const MEASURED: &str = "ODLM_TEST_MEASURED";

/// Far below the 130 GB that are forged, far above what the host and the small guests need.
const BOUND_KIB: u64 = 256 << 10;

#[cfg(target_os = "linux")]
#[test]
fn neither_forged_texts_nor_claimed_memory_fill_the_host() {
    if std::env::var_os(MEASURED).is_some() {
        return misbehave();
    }
    let mut own = Command::new(std::env::current_exe().unwrap());
    own.args(["--exact", "hostile_memory::neither_forged_texts_nor_claimed_memory_fill_the_host", "--nocapture"]);
    let ended = own.env(MEASURED, "1").output().unwrap();
    let said = String::from_utf8_lossy(&ended.stdout);
    assert!(ended.status.success(), "{said}{}", String::from_utf8_lossy(&ended.stderr));
    let (_, peak) = said.split_once("VmHWM:").expect("the measured peak");
    let peak: u64 = peak.split_whitespace().next().unwrap().parse().unwrap();
    assert!(peak > 1000 && peak < BOUND_KIB, "{peak} KiB");
}

fn misbehave() {
    let program = env!("CARGO_BIN_EXE_odlm").into();
    let host = Host::new(Limits::default(), None).unwrap().compiled_by(Compiler::Child { program });
    let forged = source("forged_list").replace("4000", "130000").replace("4,000", "130,000");
    let forged = forged
        .replace("0x20000", "0x200000")
        .replace("$memory (export \"memory\") 20", "$memory (export \"memory\") 50");
    let error = host.load("forged", &component(&core(&forged), CONTRACT)).unwrap().assign(&request(4, 2)).unwrap_err();
    assert!(matches!(error, StrategyError::AnswerTooLarge { what: "the whole of it", .. }), "{error:?}");
    let claimed = source("memory_at_once").replace("65536", "16384");
    let error = host.load("claimed", &component(&core(&claimed), CONTRACT)).unwrap_err();
    assert!(matches!(error, StrategyError::Memory { asked: 0x4000_0000, .. }), "{error:?}");
    let error = host.load("giant", &guest("giant_answer")).unwrap().assign(&request(4, 2)).unwrap_err();
    assert!(matches!(error, StrategyError::AnswerTooLarge { .. }), "{error:?}");
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM:")).unwrap());
}
