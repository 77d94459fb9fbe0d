//! `odlm init` at a pseudo-terminal, against the sandbox.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use odlm::sandbox::{Sandbox, SandboxOptions};
use rexpect::session::{PtySession, spawn_command};

use super::folder::{Folder, cache};

const DOWN: &str = "\u{1b}[B";

fn start(folder: &Folder) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_odlm"));
    command.args(["init", "--output", "voice.yaml"]).current_dir(folder.path("")).env_clear();
    command.env("HOME", cache()).env("XDG_CACHE_HOME", cache()).env("LC_ALL", "C.UTF-8").env("TERM", "xterm");
    spawn_command(command, Some(20_000)).unwrap()
}

/// Waits for a question and answers it.
fn answer(session: &mut PtySession, question: &str, text: &str) {
    session.exp_string(question).unwrap_or_else(|error| panic!("{question}: {error}"));
    session.send(text).unwrap();
    session.send("\r").unwrap();
    session.flush().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn it_asks_tries_and_writes() {
    let sandbox =
        Sandbox::start(SandboxOptions { leads: 5, salespeople: 3, ..SandboxOptions::default() }).await.unwrap();
    let of = |name: &str| sandbox.connection_env().into_iter().find(|(key, _)| *key == name).unwrap().1;
    let (host, database, login, password) = (of("ODOO_HOST"), of("ODOO_DB"), of("ODOO_USERNAME"), of("ODOO_PASSWORD"));
    let (folder, secret) = (Folder::new(), password.clone());
    let folder = tokio::task::spawn_blocking(move || {
        let mut session = start(&folder);
        answer(&mut session, "Odoo's address", &host);
        answer(&mut session, "Database", &database);
        answer(&mut session, "Login", &login);
        answer(&mut session, "Log in with", DOWN);
        answer(&mut session, "It is hidden", "wrong");
        session.exp_string("is wrong").unwrap();
        // Host and database stay; the login is offered again.
        answer(&mut session, "Login", "");
        answer(&mut session, "Log in with", DOWN);
        answer(&mut session, "It is hidden", &password);
        session.exp_string("connected to Odoo").unwrap();
        answer(&mut session, "Campaign", "");
        answer(&mut session, "Who receives leads", DOWN);
        session.exp_string("next:").unwrap();
        session.exp_eof().unwrap();
        folder
    })
    .await
    .unwrap();
    assert_eq!(folder.files(), [".env", ".env.example", "odlm.schema.json", "voice.yaml"]);
    let environment = folder.read(".env");
    assert!(environment.contains(&format!("ODOO_PASSWORD={secret}")), "{environment}");
    assert_eq!(std::fs::metadata(folder.path(".env")).unwrap().permissions().mode() & 0o777, 0o600);
    let text = folder.read("voice.yaml");
    assert!(text.contains("source_type: \"team\"") && !text.contains(&secret), "{text}");
    folder.assert_sound("voice.yaml");
}

#[test]
fn stopped_at_a_question_it_leaves_nothing_behind() {
    let folder = Folder::new();
    let mut session = start(&folder);
    answer(&mut session, "Odoo's address", "http://127.0.0.1:9");
    session.exp_string("Database").unwrap();
    session.send_control('c').unwrap();
    session.exp_eof().unwrap();
    assert_eq!(folder.files(), Vec::<String>::new());
}

#[test]
fn without_a_terminal_it_says_what_to_do() {
    let folder = Folder::new();
    let (code, stdout, stderr) = folder.odlm(&["init"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("needs a terminal") && stderr.contains("--generate-config"), "{stderr}");
    assert_eq!(folder.files(), Vec::<String>::new());
}
