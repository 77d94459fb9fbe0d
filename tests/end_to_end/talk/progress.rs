//! Progress at a pseudo-terminal: rate and time left while reading and writing, and a clean screen afterwards.

use std::process::Command;
use std::time::Duration;

use odlm::sandbox::{Effect, Faults, SandboxOptions, When};
use rexpect::process::Signal;
use rexpect::session::{PtySession, spawn_command};

use crate::support::rig::Rig;

/// Starts the program on a terminal so many columns wide.
fn on_terminal(rig: &Rig, columns: u16, variables: &[(&str, &str)], arguments: &[&str]) -> PtySession {
    let asked = rig.command(arguments);
    let asked = asked.as_std();
    let mut command = Command::new("sh");
    command.args(["-c", "stty cols \"$0\" rows 24 && exec \"$@\"", &columns.to_string()]);
    command.arg(asked.get_program()).args(asked.get_args()).current_dir(rig.path("")).env_clear();
    command.envs(asked.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("TERM", "xterm");
    command.envs(variables.iter().copied());
    spawn_command(command, Some(60_000)).unwrap()
}

/// What is left on the screen: the lines after every return, erasure and move upwards.
fn screen(stream: &str) -> Vec<String> {
    let (mut lines, mut row, mut column) = (vec![Vec::<char>::new()], 0_usize, 0_usize);
    let mut letters = stream.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\r' => column = 0,
            '\n' => {
                row += 1;
                column = 0;
            }
            '\u{1b}' => {
                assert_eq!(letters.next(), Some('['), "only control sequences are known here");
                let mut number = String::new();
                let end = loop {
                    let next = letters.next().unwrap();
                    if next.is_ascii_alphabetic() {
                        break next;
                    }
                    number.push(next);
                };
                match end {
                    'K' if number == "2" => lines[row].clear(),
                    'K' => lines[row].truncate(column),
                    // The stream may begin in the middle of a screen.
                    'A' => row = row.saturating_sub(number.parse().unwrap_or(1)),
                    'B' => row += number.parse::<usize>().unwrap_or(1),
                    'm' => {}
                    other => panic!("`{number}{other}` hides or moves what this test does not know"),
                }
            }
            letter => {
                while lines[row].len() <= column {
                    lines[row].push(' ');
                }
                lines[row][column] = letter;
                column += 1;
            }
        }
        while lines.len() <= row {
            lines.push(Vec::new());
        }
    }
    lines.into_iter().map(|line| line.into_iter().collect::<String>().trim_end().to_owned()).collect()
}

/// Three equal people, so many leads, writes of three that take a while.
async fn slow_writes(leads: usize) -> Rig {
    let rig = Rig::equals("distribution: {strategy: round_robin}\nexecution: {batch_size: 3}\n").await;
    (0..leads).for_each(|_| {
        rig.add_lead();
    });
    rig.sandbox.set_faults(Faults::default().on("write", When::Always, Effect::Delay(Duration::from_millis(250))));
    rig
}

const RUN: [&str; 3] = ["dailydist", "--config", "odlm.yaml"];

#[tokio::test(flavor = "multi_thread")]
async fn writing_shows_rate_and_time_left_and_leaves_a_clean_screen() {
    let rig = slow_writes(30).await;
    let session = tokio::task::spawn_blocking(move || {
        let mut session = on_terminal(&rig, 100, &[], &RUN);
        let (_, shown) = session.exp_regex(r"writing to Odoo [^\r]*\d+ of 30, \d+/s, \d+\w* left").unwrap();
        assert!(shown.chars().count() <= 100, "{shown}");
        let rest = session.exp_eof().unwrap();
        (rig, rest)
    });
    let (_rig, rest) = session.await.unwrap();
    let lines = screen(&rest);
    assert!(lines.iter().any(|line| line.contains("30 leads assigned")), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains(" left") && line.contains("/s")), "{lines:#?}");
    assert!(!rest.contains("\u{1b}[?25l") || rest.contains("\u{1b}[?25h"), "the cursor is there again: {rest}");
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_shows_how_many_of_how_many() {
    let options = SandboxOptions { leads: 6_500, salespeople: 6, ..SandboxOptions::default() };
    let rig = Rig::with(options).await;
    rig.sandbox.set_faults(Faults::default().on(
        "search_read",
        When::Always,
        Effect::Delay(Duration::from_millis(400)),
    ));
    tokio::task::spawn_blocking(move || {
        let mut session = on_terminal(&rig, 80, &[], &[&RUN[..], &["--dry-run", "-q"]].concat());
        assert_eq!(session.exp_eof().unwrap(), "", "quiet draws nothing");
        let mut session = on_terminal(&rig, 80, &[], &[&RUN[..], &["--dry-run"]].concat());
        session.exp_string("reading salespeople (").unwrap();
        session.exp_regex(r"reading leads [^\r]*\d+ of \d+, \d+/s, \d+\w* left").unwrap();
        let lines = screen(&session.exp_eof().unwrap());
        assert!(lines.iter().any(|line| line.contains("would be assigned")), "{lines:#?}");
        assert!(!lines.iter().any(|line| line.contains("reading")), "{lines:#?}");
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn narrow_and_dumb_terminals_are_spared() {
    let rig = slow_writes(9).await;
    tokio::task::spawn_blocking(move || {
        let mut session = on_terminal(&rig, 36, &[("LC_ALL", "C"), ("NO_COLOR", "1")], &RUN);
        let (_, shown) = session.exp_regex(r"\d+/9 \d+/s \d+\w* left").unwrap();
        assert!(shown.is_ascii() && shown.len() < 36, "{shown}");
        let rest = session.exp_eof().unwrap();
        assert!(!rest.contains("\u{1b}[3"), "no colours: {rest}");
        rig.add_lead();
        let mut session = on_terminal(&rig, 80, &[("TERM", "dumb")], &RUN);
        let all = session.exp_eof().unwrap();
        assert!(!all.contains('\u{1b}') && !all.contains("writing to Odoo"), "{all}");
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_run_gives_the_screen_back() {
    for signals in [1, 2] {
        let rig = slow_writes(60).await;
        tokio::task::spawn_blocking(move || {
            let mut session = on_terminal(&rig, 100, &[], &RUN);
            session.exp_regex(r"writing to Odoo [^\r]*\d+ of 60").unwrap();
            for _ in 0..signals {
                session.process_mut().signal(Signal::SIGINT).unwrap();
                if signals == 2 {
                    let _ = session.exp_string("press Ctrl-C again");
                }
            }
            let rest = session.exp_eof().unwrap();
            let lines = screen(&rest);
            assert!(!lines.iter().any(|line| line.contains("/s, ")), "{signals}: {lines:#?}");
            assert!(signals == 2 || lines.iter().any(|line| line.contains("press Ctrl-C again")), "{lines:#?}");
        })
        .await
        .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_the_log_and_the_bar_do_not_mix() {
    let rig = slow_writes(30).await;
    tokio::task::spawn_blocking(move || {
        let mut session = on_terminal(&rig, 200, &[("NO_COLOR", "1")], &[&RUN[..], &["-vv"]].concat());
        session.exp_regex(r"\d+ of 30, \d+/s").unwrap();
        let lines = screen(&session.exp_eof().unwrap());
        let calls: Vec<&String> = lines.iter().filter(|line| line.contains("odoo call")).collect();
        assert!(!calls.is_empty(), "{lines:#?}");
        assert!(!lines.iter().any(|line| line.contains(" of 30, ")), "{lines:#?}");
    })
    .await
    .unwrap();
}
