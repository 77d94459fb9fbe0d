//! Tables on narrow terminals, in plain ASCII, and with nothing to show.

use serde_json::json;

use super::screen::fits;
use crate::support::rig::{Ended, FIRST_SELLER, Rig, ended};

/// Runs with these variables set.
async fn with(rig: &Rig, arguments: &[&str], variables: &[(&str, &str)]) -> Ended {
    let mut command = rig.command(arguments);
    command.envs(variables.iter().copied());
    ended(command).await
}

const DRY_RUN: [&str; 4] = ["dailydist", "--config", "odlm.yaml", "--dry-run"];

#[tokio::test]
async fn tables_fit_the_terminal_whatever_the_names() {
    let rig = Rig::new(120).await;
    let names = [
        "王小明 (北京市朝阳区销售部门主管)",
        "Żółć Ünïcödé-Müller-Lüdenscheidt",
        "Zoe\u{308} de\u{301}compose\u{301}",
        "👩 Emoji 🎉🎉🎉",
    ];
    let mut rows = String::from("salesperson_id,level\n");
    for (id, name) in (FIRST_SELLER..).zip(names) {
        rig.sandbox.edit(|world| world.set("res.users", id, &json!({"name": name})).unwrap());
        rows.push_str(&format!("{id},senior\n"));
    }
    rig.write("people.csv", &rows);
    for width in [120, 80, 40] {
        let run = with(&rig, &DRY_RUN, &[("COLUMNS", &width.to_string())]).await;
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
        fits(&run.stdout, width);
        let list = with(&rig, &["runs", "list"], &[("COLUMNS", &width.to_string())]).await;
        assert_eq!(list.code, 0, "{list:?}");
        fits(&list.stdout, width);
        for heading in ["Salesperson", "New", "Outcome"] {
            assert!(run.stdout.contains(heading), "`{heading}` is not broken: {}", run.stdout);
        }
        assert!(list.stdout.contains("Assigned") && list.stdout.contains("dry run"), "{}", list.stdout);
        if width >= 80 {
            assert!(
                run.stdout.contains("Ünïcödé") && run.stdout.contains("王小明") && run.stdout.contains("🎉"),
                "{run:?}"
            );
        }
    }
    let silly = with(&rig, &DRY_RUN, &[("COLUMNS", "1")]).await;
    assert_eq!(silly.code, 0, "{silly:?}");
}

#[tokio::test]
async fn the_c_locale_gets_ascii_and_others_get_lines() {
    let rig = Rig::new(60).await;
    rig.write("people.csv", "salesperson_name,target_leads\nSeller 0001,0\nSeller 0002,20\n");
    for (locale, is_ascii) in [("C", true), ("POSIX", true), ("C.UTF-8", false), ("de_DE.UTF-8", false)] {
        let run = with(&rig, &DRY_RUN, &[("LC_ALL", locale)]).await;
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(run.stdout.is_ascii(), is_ascii, "{locale}: {}", run.stdout);
        let list = with(&rig, &["runs", "list"], &[("LC_ALL", locale)]).await;
        assert_eq!(list.stdout.is_ascii(), is_ascii, "{locale}: {}", list.stdout);
    }
}

#[tokio::test]
async fn no_lead_and_nobody_to_serve_are_said_in_a_sentence() {
    let no_leads = Rig::new(0).await;
    let run = no_leads.odlm(&["dailydist", "--config", "odlm.yaml"]).await;
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    assert!(run.stdout.contains("of campaign Voice: nothing to distribute"), "{run:?}");
    let run = no_leads.dailydist(&[]).await;
    assert_eq!((run.code, &run.json()["status"], &run.json()["found"]), (0, &json!("nothing"), &json!(0)), "{run:?}");

    let nobody = Rig::new(60).await;
    nobody.write("people.csv", "salesperson_name,active\nSeller 0001,false\nSeller 0002,no\n");
    let before = nobody.snapshot();
    for (more, said) in [(&[][..], "nothing to distribute"), (&["--dry-run"], "0 leads would be assigned")] {
        let run = nobody.odlm(&[&["dailydist", "--config", "odlm.yaml"], more].concat()).await;
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.stdout.contains(said), "{run:?}");
        assert!(run.stdout.contains("nobody is eligible to receive leads"), "each lead says why: {run:?}");
        assert!(run.stderr.starts_with("warning: nobody is eligible to receive leads"), "{run:?}");
    }
    assert_eq!(nobody.snapshot(), before);
    let check = nobody.odlm(&["check", "--config", "odlm.yaml"]).await;
    assert!(check.stdout.contains("Seller 0001 (inactive in the campaign table)"), "{check:?}");
}
