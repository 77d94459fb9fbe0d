//! The command line itself.

use super::refused::{Stage, expect, refusal};
use crate::support::rig::Rig;

#[tokio::test]
async fn arguments_that_are_wrong_or_missing() {
    let rig = Rig::new(10).await;
    let run = ["dailydist", "--config", "odlm.yaml"];
    for (more, error, hint) in [
        (&["--max-leads", "x"][..], "invalid value 'x' for '--max-leads <N>'", "--help"),
        (&["--max-leads", "-1"], "'-1'", ""),
        (&["--max-leads", "99999999999"], "invalid value '99999999999' for '--max-leads <N>'", "--help"),
        (&["--override-date-range", "2026-06-30,2026-01-01"], "2026-06-30 is after 2026-01-01", ""),
        (&["--override-date-range", "2026-02-30,2026-03-01"], "`2026-02-30` is not a day", ""),
        (&["--override-date-range", "yesterday"], "write two days like 2026-01-01,2026-06-30", ""),
        (&["--dryrun"], "unexpected argument '--dryrun' found", "'--dry-run'"),
        (&["--decisions"], "--json", "--help"),
        (&["--log-level", "loud"], "invalid value 'loud' for '--log-level <LEVEL>'", ""),
        (&["rest"], "unexpected argument 'rest' found", ""),
    ] {
        let told = refusal(&rig, &[&run[..], more].concat(), Stage::Offline, 2).await;
        expect(&told, &[(error, hint)]);
    }
    for (arguments, error) in [
        (&["dailydist"][..], "required arguments were not provided: --config <FILE>"),
        (&["dailydist", "--config"], "'--config <FILE>'"),
        (&["daily"], "unrecognized subcommand 'daily'"),
        (&["runs", "show", "first"], "invalid value 'first' for '[RUN]'"),
        (&["runs", "list", "--config", "odlm.yaml", "--ledger", "x"], "cannot be used with"),
        (&["sandbox", "--port", "70000"], "invalid value '70000' for '--port <PORT>'"),
        (&["sandbox", "--leads", "99999999", "--", "true"], "the sandbox does not start"),
        (&["sandbox", "--", "no-such-program-anywhere"], "`no-such-program-anywhere` does not start"),
    ] {
        expect(&refusal(&rig, arguments, Stage::Offline, 2).await, &[(error, "")]);
    }
}

#[tokio::test]
async fn without_a_command_the_help_is_talk_and_no_data() {
    let rig = Rig::new(1).await;
    let ended = rig.odlm(&[]).await;
    assert_eq!((ended.code, ended.stdout.as_str()), (2, ""));
    assert!(ended.stderr.contains("Usage: odlm") && ended.stderr.contains("dailydist"), "{ended:?}");
}
