//! `odlm runs`: what the ledger tells later is what the run told.

use crate::support::rig::Rig;

#[tokio::test]
async fn a_run_is_told_later_as_it_was_told_at_its_end() {
    let rig = Rig::new(120).await;
    let dry = rig.dailydist(&["--dry-run", "--decisions"]).await.json();
    let run = rig.dailydist(&["--decisions"]).await.json();
    let latest = rig.odlm(&["runs", "show", "--json", "--decisions"]).await;
    assert_eq!((latest.code, latest.stderr.as_str()), (0, ""), "{latest:?}");
    assert_eq!(latest.json(), run);
    for arguments in [
        &["runs", "show", "1", "--json", "--decisions"][..],
        &["runs", "show", "1", "--json", "--decisions", "--config", "odlm.yaml"],
    ] {
        assert_eq!(rig.odlm(arguments).await.json(), dry);
    }
    let text = rig.odlm(&["runs", "show", "2"]).await.stdout;
    assert!(text.starts_with(&format!("Run 2 of campaign Voice: {} leads assigned", run["assigned"])), "{text}");
    let list = rig.odlm(&["runs", "list", "--json"]).await.json();
    let lines: Vec<_> =
        list.as_array().unwrap().iter().map(|line| (&line["run"], &line["status"], &line["assigned"])).collect();
    assert_eq!(
        lines,
        [(&run["run"], &run["status"], &run["assigned"]), (&dry["run"], &dry["status"], &dry["assigned"])]
    );
    assert_eq!(rig.odlm(&["runs", "list", "--json", "--limit", "1"]).await.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn one_lead_s_decision_is_told_in_words() {
    let rig = Rig::new(120).await;
    let report = rig.dailydist(&["--decisions"]).await.json();
    let decisions = report["decisions"].as_array().unwrap();
    let of = |state: &str| decisions.iter().find(|line| line["state"] == state).unwrap();
    for state in ["done", "left_out"] {
        let line = of(state);
        let why = rig.odlm(&["runs", "show", "--lead", &line["lead"].to_string()]).await;
        assert_eq!((why.code, why.stderr.as_str()), (0, ""), "{why:?}");
        let said = state.replace('_', " ");
        assert!(why.stdout.starts_with(&format!("Lead {} in run 1: {said}\n", line["lead"])), "{why:?}");
        assert!(why.stdout.contains(&format!("  why: {}\n", line["reason"].as_str().unwrap())), "{why:?}");
        let to = match line["to"].as_u64() {
            Some(id) => format!("  to: Seller {:04} (user {id})\n", id - 6),
            None => "  to: nobody\n".to_owned(),
        };
        assert!(why.stdout.contains(&to), "{to}: {why:?}");
    }
}
