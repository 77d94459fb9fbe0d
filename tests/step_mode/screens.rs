//! The five steps, and what comes of them.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use odlm::sandbox::SandboxOptions;

use super::terminal::{ENTER, Look, STEPS, Terminal, USUAL, assert_screen};
use crate::support::rig::Rig;

/// Three people of three levels, so that no lot decides.
pub(super) async fn rig() -> Rig {
    // At noon of the day that it is for the sandbox's user, whatever the time is: how old a lead is in days depends on it.
    let zone = TimeZone::get("Europe/Brussels").unwrap();
    let today = Timestamp::now().to_zoned(zone.clone()).date();
    let now = today.at(12, 0, 0, 0).to_zoned(zone).unwrap().timestamp();
    let rig = Rig::with(SandboxOptions { leads: 120, salespeople: 6, now, ..SandboxOptions::default() }).await;
    rig.write(
        "people.csv",
        "salesperson_name,campaign_name,team,level,target_leads\n\
         Seller 0001,Voice,Voice,senior,12\n\
         Seller 0002,Voice,Voice,mid_level,16\n\
         Seller 0003,Voice,,junior,40\n\
         Seller 0006,Apple,Apple,junior,20\n",
    );
    rig
}

#[tokio::test(flavor = "multi_thread")]
async fn the_five_steps_are_shown_and_written() {
    let rig = rig().await;
    let before = rig.owners();
    let mut terminal = Terminal::start(&rig, &USUAL, &["--max-leads", "12"]);
    for (number, name) in (1..).zip(["people", "leads", "workload", "plan", "application"]) {
        terminal.step(number);
        assert_screen!(format!("step_{number}_{name}"), terminal.news());
        assert_eq!(rig.owners(), before, "nothing is written before the last answer");
        terminal.press(ENTER);
    }
    assert_eq!(terminal.end(), 0);
    assert_screen!("afterwards", terminal.news());
    // Whoever looks on gets the same run.
    let plain = super::screens::rig().await;
    assert_eq!(plain.dailydist(&["--max-leads", "12"]).await.code, 0);
    assert_ne!(rig.owners(), before);
    assert_eq!(rig.owners(), plain.owners());
    let [run, same] = [&rig, &plain].map(|rig| async move {
        let mut run = rig.odlm(&["runs", "show", "--json", "--decisions"]).await.json();
        for differs in ["odoo", "rpc", "seconds"] {
            run.as_object_mut().unwrap().remove(differs);
        }
        run
    });
    assert_eq!(run.await, same.await);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_colours_and_pictures_everything_is_plain_letters() {
    let rig = rig().await;
    let look = Look { environment: &[("LC_ALL", "C"), ("NO_COLOR", "1")], ..USUAL };
    let mut terminal = Terminal::start(&rig, &look, &["--max-leads", "12", "--dry-run"]);
    terminal.go_to(4);
    assert_screen!("ascii", terminal.news());
    terminal.press(ENTER);
    assert_eq!(terminal.end(), 0);
    assert!(terminal.contents().contains("nothing was written"), "{}", terminal.contents());
    assert!(terminal.raw.is_ascii(), "{}", terminal.raw);
    let coloured = regex::Regex::new("\u{1b}\\[[0-9;]*m").unwrap();
    assert!(!coloured.is_match(&terminal.raw.replace("\u{1b}[0m", "")), "{:?}", terminal.raw);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_narrow_terminal_shows_what_fits() {
    let rig = rig().await;
    let look = Look { columns: 40, ..USUAL };
    let mut terminal = Terminal::start(&rig, &look, &["--max-leads", "12"]);
    terminal.go_to(5);
    assert_screen!("narrow", terminal.news());
    terminal.press("n\r");
    assert_eq!(terminal.end(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_four_lines_show_the_end_of_a_step_and_the_menu() {
    let rig = rig().await;
    let look = Look { lines: 24, ..USUAL };
    let mut terminal = Terminal::start(&rig, &look, &["--max-leads", "12"]);
    terminal.go_to(4).press("m\r").until("Esc: back");
    assert_screen!("menu", terminal.contents());
    terminal.press("\u{3}");
    assert_eq!(terminal.end(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_shows_all_five_and_is_kept_as_one() {
    let rig = rig().await;
    let before = rig.snapshot();
    let mut terminal = Terminal::start(&rig, &USUAL, &["--dry-run"]);
    terminal.go_to(4).news();
    terminal.press(ENTER).until(STEPS[4].0);
    assert_eq!(terminal.end(), 0);
    let shown = terminal.news();
    assert!(shown.contains("nothing is written to Odoo") && shown.contains("would be written"), "{shown}");
    assert_eq!(rig.snapshot(), before);
    let run = rig.odlm(&["runs", "show", "--json"]).await.json();
    assert_eq!((run["status"].as_str(), run["assigned"].as_u64()), (Some("dry_run"), Some(0)));
}
