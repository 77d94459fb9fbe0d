//! Readers that go away, and outputs that cannot be written.

use std::io::pipe;
use std::process::Stdio;

use serde_json::Value;

use crate::support::rig::Rig;

#[tokio::test]
async fn a_reader_that_went_away_is_no_error() {
    let rig = Rig::new(60).await;
    for arguments in [
        &["strategy", "list"][..],
        &["strategy", "list", "--json"],
        &["--help"],
        &["--version"],
        &["check", "--config", "odlm.yaml"],
        &["dailydist", "--config", "odlm.yaml"],
        &["runs", "list"],
        &["runs", "show", "--json", "--decisions"],
    ] {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let mut child = rig.command(arguments).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        let mut stderr = child.stderr.take().unwrap();
        let mut said = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut stderr, &mut said).await.unwrap();
        let status = child.wait().await.unwrap();
        assert_eq!((status.code(), said.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[tokio::test]
async fn talk_that_nobody_hears_does_not_stop_a_run() {
    let rig = Rig::new(60).await;
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    let mut command = rig.command(&["--log-level", "DEBUG", "dailydist", "--config", "odlm.yaml", "--json"]);
    let output = command.stdout(Stdio::piped()).stderr(writer).spawn().unwrap().wait_with_output().await.unwrap();
    assert_eq!(output.status.code(), Some(0));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["status"], "complete");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_told() {
    let rig = Rig::new(1).await;
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = rig.command(&["strategy", "list"]);
    let output = command.stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("error: the output cannot be written: "), "{said}");
}
