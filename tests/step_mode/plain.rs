//! A terminal that can only print and read lines.

use super::declined::assert_untouched;
use super::screens;
use super::terminal::{CTRL_C, CTRL_D, Look, Terminal, USUAL};

const DUMB: Look = Look { environment: &[("TERM", "dumb")], ..USUAL };

#[tokio::test(flavor = "multi_thread")]
async fn lines_do_what_keys_do() {
    let rig = screens::rig().await;
    let before = rig.owners();
    let mut terminal = Terminal::start(&rig, &DUMB, &["--max-leads", "12"]);
    for step in 1..=3 {
        terminal.step(step).press("\n");
    }
    terminal.step(4).press("perhaps\n").until("answer y for yes, n for no or m for the menu");
    terminal.until("Proceed").press("m\n").until("What? (1 to 6").press("9\n").until("write the number of a line");
    terminal.press("3\n").until("1  Seller 0001").until("Who takes no part?").press("1\n");
    terminal.step(4).press("y\n").step(5).press("yes\n");
    assert_eq!(terminal.end(), 0);
    assert!(!terminal.raw.contains('\u{1b}'), "{:?}", terminal.raw);
    let run = rig.odlm(&["runs", "show", "--json"]).await.json();
    assert_eq!((run["status"].as_str(), run["people"].as_array().unwrap().len()), (Some("complete"), 2));
    assert_ne!(rig.owners(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn declined_at_any_question() {
    let rig = screens::rig().await;
    let before = rig.snapshot();
    for (step, keys) in (1..=5).flat_map(|step| ["n\n", CTRL_C, CTRL_D].map(|keys| (step, keys))) {
        let mut terminal = Terminal::start(&rig, &DUMB, &[]);
        for earlier in 1..step {
            terminal.step(earlier).press("\n");
        }
        terminal.step(step).press(keys);
        assert_eq!(terminal.end(), 0, "{step} {keys:?}\n{}", terminal.contents());
    }
    assert_untouched(&rig, &before).await;
}
