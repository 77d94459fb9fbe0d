//! Completions and manual pages, made of the arguments.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::support::rig::Rig;

/// Runs a program on a text, where this machine has it; what it complains of.
fn complaints(program: &str, arguments: &[&str], text: &str) -> Option<(bool, String)> {
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = child.ok()?;
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Some((output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned()))
}

#[tokio::test]
async fn every_shell_gets_completions_that_know_the_flags() {
    let rig = Rig::new(1).await;
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let made = rig.odlm(&["completions", shell]).await;
        assert_eq!((made.code, made.stderr.as_str()), (0, ""), "{made:?}");
        for word in ["dailydist", "override-date-range", "completions", "log-format", "resume"] {
            assert!(made.stdout.contains(word), "{shell} lacks `{word}`");
        }
        if ["bash", "zsh", "fish"].contains(&shell)
            && let Some(told) = complaints(shell, &["-n"], &made.stdout)
        {
            assert_eq!(told, (true, String::new()), "{shell}");
        }
    }
    let bash = rig.odlm(&["completions", "bash"]).await.stdout;
    assert!(complaints("bash", &["-n"], &bash).is_some(), "bash is here");
    let script = format!(
        "{bash}\nCOMP_WORDS=(odlm runs sh); COMP_CWORD=2; _odlm odlm sh runs; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let asked = Command::new("bash").args(["--norc", "-c", &script]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&asked.stdout).trim(), "show", "{asked:?}");
    let wrong = rig.odlm(&["completions", "cmd"]).await;
    assert!(wrong.code == 2 && wrong.stderr.contains("hint: "), "{wrong:?}");
}

#[tokio::test]
async fn the_manual_has_every_command() {
    let rig = Rig::new(1).await;
    let one = rig.odlm(&["man"]).await;
    assert_eq!((one.code, one.stderr.as_str()), (0, ""), "{one:?}");
    assert!(one.stdout.contains(".TH odlm 1") && one.stdout.contains("odlm\\-dailydist(1)"), "{}", one.stdout);
    let pages = rig.odlm(&["man", "--dir", "pages/man1"]).await;
    assert_eq!((pages.code, pages.stdout.as_str()), (0, ""), "{pages:?}");
    for name in ["odlm", "odlm-dailydist", "odlm-runs-show", "odlm-config-import", "odlm-man"] {
        let page = std::fs::read_to_string(rig.path(&format!("pages/man1/{name}.1"))).unwrap();
        assert!(page.contains(&format!(".TH {name} 1")) && page.contains(".SH SYNOPSIS"), "{page}");
        if let Some((passed, said)) = complaints("man", &["-l", "-"], &page) {
            assert!(passed && said.is_empty(), "{name}: {said}");
        }
        if let Some((passed, said)) = complaints("mandoc", &["-T", "lint", "-W", "error"], &page) {
            assert!(passed, "{name}: {said}");
        }
    }
    rig.write("taken", "");
    let wrong = rig.odlm(&["man", "--dir", "taken/here"]).await;
    assert!(wrong.code == 2 && wrong.stderr.contains("taken/here") && wrong.stderr.contains("hint: "), "{wrong:?}");
}
