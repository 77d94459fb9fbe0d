//! To-dos in Odoo instead of mails: one a person and run, never two.

use std::collections::BTreeSet;

use odlm::sandbox::{Effect, Faults, SandboxOptions, When};
use serde_json::Value;

use super::digest::new_leads;
use crate::support::rig::Rig;

const BY_ACTIVITY: &str = "reporting: {email: {enabled: true, channel: activity}}\n";

/// The to-dos of the sandbox.
fn to_dos(rig: &Rig) -> Vec<Value> {
    rig.sandbox.inspect(|world| {
        world.ids("mail.activity").into_iter().filter_map(|id| world.get("mail.activity", id)).collect()
    })
}

#[tokio::test]
async fn everybody_with_leads_gets_one_to_do_on_the_first_of_theirs() {
    for legacy_only in [false, true] {
        let rig =
            Rig::with(SandboxOptions { leads: 150, salespeople: 6, legacy_only, ..SandboxOptions::default() }).await;
        rig.configure(BY_ACTIVITY);
        let before = rig.snapshot();
        let run = rig.dailydist(&[]).await;
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "no server is needed: {run:?}");
        let after = rig.snapshot();
        let new = new_leads(&before, &after);
        let made = to_dos(&rig);
        assert_eq!(made.len(), new.len());
        for (person, leads) in &new {
            let own: Vec<&Value> = made.iter().filter(|to_do| to_do["user_id"] == *person).collect();
            assert_eq!(own.len(), 1, "{made:?}");
            let to_do = own[0];
            assert_eq!((to_do["res_model"].as_str(), to_do["activity_type_id"].as_u64()), (Some("crm.lead"), Some(1)));
            assert!(leads.contains(&to_do["res_id"].as_u64().unwrap()), "it is on a lead of theirs");
            assert_eq!(to_do["summary"], format!("{} new leads of Voice (run 1)", leads.len()));
            let note = to_do["note"].as_str().unwrap();
            let form = |lead: &u64| format!("{}/odoo/crm.lead/{lead}", rig.sandbox.url());
            let linked: BTreeSet<u64> =
                leads.iter().copied().filter(|lead| note.contains(&format!("<a href=\"{}\">", form(lead)))).collect();
            assert_eq!(&linked, leads, "{note}");
            assert!(!note.contains("<1>") && note.contains("Müller &#38; Söhne"), "{note}");
        }
        assert_eq!(rig.sandbox.chatter().activity_notices, 0, "Odoo writes no mail about it");
        for (old, now) in before.iter().zip(&after).filter(|(old, now)| old["user_id"] == now["user_id"]) {
            assert_eq!(old, now, "no other lead is touched");
        }
        assert_eq!(rig.dailydist(&[]).await.json()["status"], "nothing");
        assert_eq!(to_dos(&rig).len(), new.len(), "once a run");
    }
}

#[tokio::test]
async fn a_to_do_of_unknown_outcome_is_looked_for_and_not_repeated() {
    for (effect, made, warned) in [(Effect::CutAfter, 3, false), (Effect::CutBefore, 2, true)] {
        let rig = Rig::equals(BY_ACTIVITY).await;
        for _ in 0..9 {
            rig.add_lead();
        }
        rig.sandbox.set_faults(Faults::default().on("activity_schedule", When::Nth(2), effect));
        let run = rig.dailydist(&[]).await;
        assert_eq!((run.code, run.json()["status"].as_str()), (0, Some("complete")), "{run:?}");
        assert_eq!((to_dos(&rig).len(), rig.calls("activity_schedule")), (made, 3), "{run:?}");
        assert_eq!(
            run.stderr.contains("Seller 0002 (user 8): no to-do in Odoo: Odoo gave no answer"),
            warned,
            "{run:?}"
        );
    }
}

#[tokio::test]
async fn what_odoo_refuses_is_a_warning() {
    let rig = Rig::equals(BY_ACTIVITY).await;
    rig.add_lead();
    let refused = Effect::Answer(odlm::sandbox::Answer::Locked);
    rig.sandbox.set_faults(Faults::default().on("activity_schedule", When::Always, refused));
    let run = rig.dailydist(&[]).await;
    assert_eq!((run.code, to_dos(&rig).len(), rig.calls("activity_schedule")), (0, 0, 1), "{run:?}");
    assert!(run.stderr.starts_with("warning: not told of new leads: Seller"), "{run:?}");
}

#[tokio::test]
async fn nothing_is_planned_in_a_dry_run() {
    let rig = Rig::equals(BY_ACTIVITY).await;
    rig.add_lead();
    assert_eq!(rig.dailydist(&["--dry-run"]).await.code, 0);
    assert_eq!((to_dos(&rig).len(), rig.calls("activity_schedule")), (0, 0));
}
