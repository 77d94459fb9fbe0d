//! `odlm sandbox`: around a command, and on its own.

use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, BufReader};

use crate::support::rig::Rig;

#[tokio::test]
async fn the_command_s_exit_code_is_the_sandbox_s() {
    let rig = Rig::new(1).await;
    for code in [0, 9, 130] {
        let ended = rig.odlm(&["sandbox", "--", "sh", "-c", &format!("exit {code}")]).await;
        assert_eq!((ended.code, ended.stdout.as_str(), ended.stderr.as_str()), (code, "", ""), "{ended:?}");
    }
    let ended = rig
        .odlm(&["sandbox", "--", "sh", "-c", "echo \"$ODOO_DB $ODOO_USERNAME\"; test -n \"$ODOO_HOST$ODOO_API_KEY\""])
        .await;
    assert_eq!((ended.code, ended.stdout.as_str()), (0, "sandbox admin\n"), "{ended:?}");
}

#[tokio::test]
async fn odlm_within_it_is_this_very_program() {
    let rig = Rig::new(1).await;
    let arguments = [
        "sandbox",
        "--leads",
        "50",
        "--salespeople",
        "6",
        "--",
        "odlm",
        "dailydist",
        "--config",
        "odlm.yaml",
        "--json",
    ];
    let run = rig.odlm(&arguments).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.json()["status"], "complete");
    assert_ne!(run.json()["odoo"].as_str().unwrap().split('#').next(), Some(rig.sandbox.url().as_str()));
}

#[tokio::test]
async fn alone_it_tells_its_connection_and_ends_when_it_is_told_to() {
    let rig = Rig::new(1).await;
    for signal in ["-INT", "-TERM"] {
        let mut child =
            rig.command(&["sandbox", "--leads", "5"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut told = Vec::new();
        for _ in 0..5 {
            told.push(lines.next_line().await.unwrap().unwrap());
        }
        let names: Vec<&str> = told.iter().map(|line| line.split_once('=').unwrap().0).collect();
        assert_eq!(names, ["ODOO_HOST", "ODOO_DB", "ODOO_USERNAME", "ODOO_PASSWORD", "ODOO_API_KEY"]);
        let mut talk = BufReader::new(child.stderr.take().unwrap()).lines();
        let ready = talk.next_line().await.unwrap().unwrap();
        assert!(ready.contains("5 leads") && ready.contains("Ctrl-C"), "{ready}");
        let address = told[0].trim_start_matches("ODOO_HOST=http://");
        assert!(tokio::net::TcpStream::connect(address).await.is_ok(), "it answers at {address}");
        let id = child.id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([signal, &id]).status().unwrap().success());
        assert_eq!(child.wait().await.unwrap().code(), Some(0), "{signal}");
        assert_eq!(lines.next_line().await.unwrap(), None, "nothing else is data");
    }
}
