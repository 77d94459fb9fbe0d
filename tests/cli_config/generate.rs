//! `odlm dailydist --generate-config` and the configuration that users of the Python tool know: they are sound as they are.

use super::folder::Folder;

const TEMPLATES: [&str; 3] = ["basic", "advanced", "minimal"];

#[test]
fn every_template_is_sound_in_an_empty_folder_with_and_without_a_campaign() {
    for template in TEMPLATES {
        for campaign in [None, Some("Apple")] {
            let folder = Folder::new();
            let mut words = vec!["dailydist", "--generate-config", "--template", template, "--output", "made.yaml"];
            words.extend(campaign.iter().flat_map(|name| ["--campaign", name]));
            let (code, stdout, stderr) = folder.odlm(&words);
            assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
            folder.assert_sound("made.yaml");
            let wanted = format!("campaign `{}`", campaign.unwrap_or("Voice"));
            let (_, stdout, _) = folder.odlm(&["check", "--config", "made.yaml", "--offline"]);
            assert!(stdout.contains(&wanted), "{stdout}");
            assert!(stdout.contains(".env"), "{stdout}");
            folder.assert_sound(&folder.as_json("made.yaml"));
        }
    }
}

#[test]
fn a_campaign_may_be_called_anything() {
    let names =
        ["It's \"Voice\": #1 & {a} [b] ü 🎧", "true", "007", "${HOME}", "a, b", "- x", "a\u{7f}\u{85}b", "\\n", "*a"];
    for template in TEMPLATES {
        for name in names {
            let folder = Folder::new();
            let (code, _, stderr) = folder.odlm(&[
                "dailydist",
                "--generate-config",
                "--template",
                template,
                "--campaign",
                name,
                "--output",
                "a.yaml",
            ]);
            assert_eq!(code, 0, "{name}: {stderr}");
            folder.assert_sound("a.yaml");
            let environment = odlm::config::source::Environment::from_pairs(
                ["HOST", "DB", "USERNAME", "PASSWORD"].map(|end| (format!("ODOO_{end}"), "x")),
            );
            let config = odlm::config::load(&folder.path("a.yaml"), &environment, &Default::default()).unwrap();
            assert_eq!(config.campaign, name);
        }
    }
    let (code, _, stderr) = Folder::new().odlm(&["dailydist", "--generate-config", "--campaign", " "]);
    assert_eq!(code, 2, "{stderr}");
}

#[test]
fn nothing_that_is_there_is_replaced_without_force() {
    let folder = Folder::new();
    let made = ["dailydist", "--generate-config", "--campaign", "Voice", "--template", "advanced"];
    assert_eq!(folder.odlm(&made).0, 0);
    assert_eq!(
        folder.files(),
        [
            ".env.example",
            "config/salesperson_campaigns.csv",
            "config/web_sources.txt",
            "daily_distribution_config.yaml",
            "odlm.schema.json",
        ]
    );
    folder.write("daily_distribution_config.yaml", "mine");
    folder.write("config/web_sources.txt", "mine\n");
    let (code, _, stderr) = folder.odlm(&made);
    assert_eq!(code, 2);
    assert!(
        stderr.contains("`daily_distribution_config.yaml` is there already") && stderr.contains("--force"),
        "{stderr}"
    );
    assert_eq!(folder.read("daily_distribution_config.yaml"), "mine");
    let forced = [&made[..], &["--force"]].concat();
    assert_eq!(folder.odlm(&forced).0, 0);
    assert!(folder.read("daily_distribution_config.yaml").contains("odoo_connection:"));
    assert_eq!(folder.read("config/web_sources.txt"), "mine\n", "what the configuration names is never replaced");
    assert_eq!(folder.odlm(&["dailydist", "--generate-config", "--output", "a.json"]).0, 2);
    assert!(!folder.path("a.json").exists());
}

#[test]
fn a_run_still_needs_a_configuration() {
    let folder = Folder::new();
    for words in
        [&["dailydist"][..], &["dailydist", "--template", "basic"], &["dailydist", "--generate-config", "--dry-run"]]
    {
        let (code, _, stderr) = folder.odlm(words);
        assert_eq!(code, 2, "{words:?}: {stderr}");
    }
    assert_eq!(folder.files(), Vec::<String>::new());
}

#[test]
fn the_configuration_of_the_python_tools_description_is_sound() {
    let folder = Folder::new();
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/configurations");
    for (name, to) in [
        ("seed.yaml", "seed.yaml"),
        ("seed.env", ".env"),
        ("config/salesperson_campaigns.csv", "config/salesperson_campaigns.csv"),
        ("config/web_sources.txt", "config/web_sources.txt"),
    ] {
        folder.write(to, &std::fs::read_to_string(from.join(name)).unwrap());
    }
    folder.assert_sound("seed.yaml");
    folder.assert_sound(&folder.as_json("seed.yaml"));
    let (_, stdout, _) = folder.odlm(&["check", "--config", "seed.yaml", "--offline"]);
    assert!(!stdout.contains("not set"), "{stdout}");
    let ledger = "`mysql://tracking_user@localhost:3306/lead_distribution_tracking`, which is not asked offline";
    assert!(stdout.contains(ledger) && !stdout.contains("tracking_password"), "{stdout}");
}
