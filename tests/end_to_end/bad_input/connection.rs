//! Odoo that cannot be reached, is another program, or refuses: exit code 5, and which key to look at.

use odlm::sandbox::{Faults, Operation};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::refused::{Stage, edit, expect, leave, refusal, told, untouched};
use crate::support::rig::{Rig, ended};

/// Runs with one variable of the connection changed, by JSON-2 and by `/jsonrpc`.
async fn with(rig: &Rig, variable: &str, value: &str, protocols: &[&str]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for protocol in protocols {
        edit(rig, "odoo_connection:", &format!("odoo_connection:\n  retries: 0\n  protocol: {protocol}"));
        if *protocol == "jsonrpc" {
            let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
            rig.write("odlm.yaml", &text.replace("  api_key: \"${ODOO_API_KEY}\"\n", ""));
        }
        for command in ["dailydist", "check"] {
            let before = leave(rig);
            let mut process = rig.command(&[command, "--config", "odlm.yaml"]);
            process.env(variable, value);
            let ended = ended(process).await;
            assert_eq!(ended.code, 5, "{protocol}: {ended:?}");
            untouched(rig, &before, Stage::Online);
            assert!(!ended.stdout.contains("failed,"), "no run has begun: {ended:?}");
            all.extend(told(&ended));
        }
    }
    all
}

#[tokio::test]
async fn a_port_that_nobody_listens_on() {
    let rig = Rig::new(10).await;
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let host = format!("http://127.0.0.1:{port}");
    let told = with(&rig, "ODOO_HOST", &host, &["auto"]).await;
    let error = format!("Odoo cannot be reached (`{host}/web/version`): Connection refused");
    expect(&told, &[(error.as_str(), "check `odoo_connection.host`"); 2]);
}

#[tokio::test]
async fn a_wrong_database() {
    let rig = Rig::new(10).await;
    let told = with(&rig, "ODOO_DB", "sandbux", &["json2", "jsonrpc"]).await;
    expect(&told, &[("Odoo has no such database", "check `odoo_connection.database`"); 4]);
    assert!(told.iter().all(|(error, _)| error.contains("sandbux")), "{told:?}");
}

#[tokio::test]
async fn a_wrong_key_or_password_that_is_never_repeated() {
    let rig = Rig::new(10).await;
    let wrong = "n0t-the-right-0ne";
    let mut told = with(&rig, "ODOO_API_KEY", wrong, &["json2"]).await;
    told.extend(with(&rig, "ODOO_PASSWORD", wrong, &["jsonrpc"]).await);
    expect(&told, &[("Odoo does not accept the login", "`password` or `api_key`"); 4]);
    assert!(told.iter().all(|(error, hint)| !error.contains(wrong) && !hint.contains(wrong)), "{told:?}");
}

/// A server that answers everything alike.
async fn another_program(content_type: &'static str, body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4096];
                let _ = socket.read(&mut request).await;
                let length = body.len();
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
                );
                let _ = socket.write_all(format!("{head}{body}").as_bytes()).await;
            });
        }
    });
    format!("http://{address}")
}

#[tokio::test]
async fn a_server_that_is_no_odoo() {
    let rig = Rig::new(10).await;
    for (content_type, body) in [
        ("text/html", "<html><h1>It works!</h1></html>"),
        ("application/json", "{\"version\": \"42\", \"hello\": [1, 2"),
        ("application/json", "{\"version\": \"42\"}"),
        ("application/json", "[]"),
        ("application/json", "{\"version_info\": [\"many\"], \"result\": {\"server_version_info\": {}}}"),
    ] {
        let host = another_program(content_type, body).await;
        let told = with(&rig, "ODOO_HOST", &host, &["auto", "json2", "jsonrpc"]).await;
        expect(&told, &[("the answer is not Odoo's", "is this address an Odoo server?"); 6]);
    }
}

#[tokio::test]
async fn missing_rights_are_found_before_anything_is_planned() {
    let rig = Rig::new(30).await;
    for (model, operation, error) in [
        ("crm.lead", Operation::Write, "Odoo denies access (`crm.lead/write`)"),
        ("crm.lead", Operation::Read, "Odoo denies access (`crm.lead/"),
        ("res.users", Operation::Read, "Odoo denies access (`res.users/"),
    ] {
        rig.sandbox.set_faults(Faults::default().deny(model, operation));
        let told = refusal(&rig, &["dailydist", "--config", "odlm.yaml"], Stage::Begun, 5).await;
        expect(&told, &[(error, "Sales / User: All Documents")]);
        let check = rig.odlm(&["check", "--config", "odlm.yaml"]).await;
        assert_eq!(check.code, 5, "{check:?}");
        assert!(check.stdout.lines().any(|line| line.starts_with("failed  ")), "{check:?}");
        assert!(check.stderr.contains(error), "{check:?}");
    }
}
