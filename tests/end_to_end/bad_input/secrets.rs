//! What no output may hold, whatever happens: password, key, and what Odoo knows of the people behind leads.

use odlm::sandbox::{Faults, Operation, SandboxOptions};
use serde_json::{Value, json};

use crate::support::rig::{Ended, Rig, ended};

/// A password and key unlike any other text.
const PASSWORD: &str = "pa55-Wörd!$HOME";

async fn rig() -> Rig {
    let rig = Rig::with(SandboxOptions { leads: 80, salespeople: 6, ..SandboxOptions::default() }).await;
    rig.sandbox.edit(|world| {
        for lead in world.ids("crm.lead") {
            let values = json!({"name": format!("Xanthippe Lead {lead}"), "contact_name": "Xanthippe",
                "email_from": "xanthippe@hidden.example", "phone": "+491701234567"});
            world.set("crm.lead", lead, &values).unwrap();
        }
    });
    rig
}

/// Neither stream holds a secret or a lead's data.
fn is_discreet(rig: &Rig, ended: &Ended) {
    for text in [&ended.stdout, &ended.stderr] {
        for hidden in [rig.sandbox.api_key(), PASSWORD, "anthippe", "hidden.example", "1234567"] {
            assert!(!text.contains(hidden), "`{hidden}` in {text}");
        }
        assert!(!text.contains("panicked"), "{text}");
    }
}

#[tokio::test]
async fn a_run_at_debug_tells_no_secret_and_nothing_of_the_leads() {
    let rig = rig().await;
    let steps = [
        &["--log-level", "DEBUG", "check", "--config", "odlm.yaml"][..],
        &["--log-level", "DEBUG", "dailydist", "--config", "odlm.yaml", "--dry-run"],
        &["--log-level", "DEBUG", "dailydist", "--config", "odlm.yaml", "--json", "--decisions"],
        &["--log-level", "DEBUG", "runs", "show", "--json", "--decisions"],
    ];
    for arguments in steps {
        let ended = rig.odlm(arguments).await;
        assert_eq!(ended.code, 0, "{ended:?}");
        is_discreet(&rig, &ended);
        if arguments.contains(&"dailydist") {
            assert!(ended.stderr.contains("DEBUG") && ended.stderr.contains("odoo call"), "debug is on: {ended:?}");
        }
        assert!(!ended.stderr.contains('\u{1b}'), "a pipe gets no colours: {ended:?}");
    }
}

#[tokio::test]
async fn what_goes_wrong_tells_no_secret_and_nothing_of_the_leads() {
    let rig = rig().await;
    let ids: Vec<u64> = rig.owners().into_iter().map(|(lead, _)| lead).collect();
    for faults in [
        Faults::default().refuse(ids.clone()),
        Faults::default().deny("crm.lead", Operation::Read),
        Faults::default().deny("crm.lead", Operation::Write),
    ] {
        rig.sandbox.set_faults(faults);
        let run =
            rig.odlm(&["--log-level", "debug", "dailydist", "--config", "odlm.yaml", "--json", "--decisions"]).await;
        assert!([3, 5].contains(&run.code), "{run:?}");
        is_discreet(&rig, &run);
    }
}

#[tokio::test]
async fn a_wrong_password_or_key_is_not_repeated() {
    let rig = rig().await;
    for variable in ["ODOO_PASSWORD", "ODOO_API_KEY"] {
        if variable == "ODOO_PASSWORD" {
            let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
            rig.write("odlm.yaml", &text.replace("  api_key: \"${ODOO_API_KEY}\"\n", ""));
        } else {
            rig.configure("");
        }
        let mut command = rig.command(&["--log-level", "DEBUG", "dailydist", "--config", "odlm.yaml"]);
        command.env(variable, PASSWORD);
        let refused = ended(command).await;
        assert_eq!(refused.code, 5, "{refused:?}");
        is_discreet(&rig, &refused);
    }
}

#[tokio::test]
async fn a_secret_that_stands_in_the_file_is_warned_of_and_taken() {
    let rig = rig().await;
    let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    rig.write("odlm.yaml", &text.replace("${ODOO_API_KEY}", rig.sandbox.api_key()));
    let run = rig.odlm(&["--log-level", "DEBUG", "dailydist", "--config", "odlm.yaml", "--json"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("warning: odlm.yaml:7:12: `api_key` stands in the file"), "{run:?}");
    assert!(run.stderr.contains("${ODOO_API_KEY}"), "{run:?}");
    is_discreet(&rig, &run);
    let Value::Object(report) = run.json() else { panic!("{run:?}") };
    assert_eq!(report["status"], "complete");
}

#[tokio::test]
async fn a_secret_in_the_wrong_place_or_form_is_not_repeated() {
    let rig = rig().await;
    let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    for (before, after) in [
        ("\"${ODOO_PASSWORD}\"", "[\"pa55-Wörd!$HOME\"]"),
        ("\"${ODOO_PASSWORD}\"", "91234567"),
        ("password:", "pasword:"),
        ("\"${ODOO_HOST}\"", "\"http://admin:pa55-Wörd!$HOME@od oo\""),
        ("\"${ODOO_HOST}\"", "\"ftp://admin:pa55-Wörd!$HOME@odoo.example.com\""),
        ("\"${ODOO_HOST}\"", "\"https://admin:pa55-Wörd!$HOME@odoo.example.com\""),
        ("\"${ODOO_HOST}\"", "\"admin:pa55-Wörd!$HOME@odoo.example.com\""),
    ] {
        rig.write("odlm.yaml", &text.replace(before, after));
        let mut command = rig.command(&["--log-level", "DEBUG", "check", "--config", "odlm.yaml"]);
        command.env("ODOO_PASSWORD", PASSWORD);
        let ended = ended(command).await;
        assert_eq!(ended.code, 2, "{after}: {ended:?}");
        is_discreet(&rig, &ended);
    }
}
