//! What is said where there is nothing to tell, or where a name or a day is nobody's.

use odlm::sandbox::SandboxOptions;

use super::past::{Past, record};
use crate::support::rig::Rig;

async fn rig() -> Rig {
    let rig = Rig::bare(SandboxOptions { leads: 0, ..SandboxOptions::default() }).await;
    let at = |odoo: &str, first_lead| Past {
        odoo: odoo.to_owned(),
        people: vec![(1, 20, 0, 5), (2, 20, 0, 5)],
        first_lead,
        ..Past::default()
    };
    record(&rig, &[at("https://one.example.com#a", 1), at("https://two.example.com#b", 20)]).await;
    rig
}

#[tokio::test]
async fn a_period_without_a_run_is_no_error() {
    let rig = rig().await;
    for form in ["terminal", "md"] {
        let run = rig.odlm(&["report", "--from", "2020-01-01", "--to", "2020-01-31", "--format", form]).await;
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
        assert!(run.stdout.contains("There is no run in this period."), "{run:?}");
    }
    let run = rig.odlm(&["report", "--from", "2020-01-01", "--to", "2020-01-31", "--format", "json"]).await;
    assert_eq!((run.code, run.json()["totals"]["runs"].as_u64()), (0, Some(0)));
    let run = rig.odlm(&["report", "--from", "2020-01-01", "--to", "2020-01-31", "--format", "csv"]).await;
    assert_eq!((run.code, run.stdout.lines().count()), (0, 1), "the header alone: {run:?}");
}

#[tokio::test]
async fn names_that_are_nobody_s_are_told_with_the_nearest() {
    let rig = rig().await;
    for (flags, said) in [
        (&["--campaign", "Vioce"][..], "did you mean `Voice`?"),
        (&["--campaign", "xyz"], "it knows the campaigns Voice"),
        (&["--person", "Persn 1"], "did you mean `Person 1`?"),
        (&["--person", "99"], "it knows the people Person 1"),
        (&["--person", "Person 1"], "`Person 1` may be several people: user 1 of https://one.example.com#a, user 1 of"),
        (&["--from", "2026-11-02", "--to", "2026-11-01"], "2026-11-02 is after 2026-11-01"),
        (&["--from", "1990-01-01"], "the period has more than 3660 days"),
        (&["--from", "yesterday"], "`yesterday` is not a day"),
        (&["--last", "0d"], "write 1 to 3660 days"),
        (&["--to", "2026-11-01"], "--from"),
        (&["--conversions"], "--config"),
        (&["--last", "7d", "--from", "2026-11-01"], "--from"),
    ] {
        let run = rig.odlm(&[&["report"][..], flags].concat()).await;
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{flags:?}: {run:?}");
        assert!(run.stderr.contains(said) && run.stderr.contains("hint: "), "{flags:?}: {run:?}");
    }
}

#[tokio::test]
async fn a_ledger_that_is_not_there_is_not_made() {
    let rig = Rig::bare(SandboxOptions { leads: 0, ..SandboxOptions::default() }).await;
    let run = rig.odlm(&["report"]).await;
    assert_eq!(run.code, rig.odlm(&["runs", "list"]).await.code, "as of `runs list`: {run:?}");
    assert!(run.code != 0 && !rig.path("odlm.sqlite").exists());
}
