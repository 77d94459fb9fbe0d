//! The configuration itself: found before the network is asked, all at once, each with line and column.

use super::refused::{Stage, dailydist, edit, expect, refusal};
use crate::support::rig::Rig;

#[tokio::test]
async fn a_file_that_cannot_be_read() {
    let rig = Rig::new(10).await;
    std::fs::create_dir(rig.path("folder.yaml")).unwrap();
    std::fs::write(rig.path("latin.yaml"), b"campaign: {name: M\xfcller}\n").unwrap();
    std::fs::write(rig.path("empty.yaml"), b"").unwrap();
    for (file, error, hint) in [
        ("nowhere.yaml", "nowhere.yaml: the file does not exist", "check the path"),
        ("folder.yaml", "the folder `folder.yaml` holds no configuration", "ends in `.yaml`"),
        ("latin.yaml", "latin.yaml:1:19: the file is not UTF-8 text", "save it as UTF-8"),
    ] {
        for command in ["dailydist", "check"] {
            let told = refusal(&rig, &[command, "--config", file], Stage::Offline, 2).await;
            expect(&told, &[(error, hint)]);
        }
    }
    let told = refusal(&rig, &["dailydist", "--config", "empty.yaml"], Stage::Offline, 2).await;
    assert!(told.iter().all(|(error, _)| error.starts_with("empty.yaml:1:1: ")), "{told:?}");
}

#[tokio::test]
async fn text_that_is_no_yaml_or_json() {
    let rig = Rig::new(10).await;
    for (before, after, error) in [
        ("campaign: {name: Voice}", "campaign: {name: Voice", "odlm.yaml:9:22: a `,` or the end of a list or mapping"),
        ("campaign: {name: Voice}", "campaign:\n\tname: Voice", "odlm.yaml:9:2: a tab is used for indentation"),
        ("campaign: {name: Voice}", "campaign: {name: A}\ncampaign: {name: B}", "the key `campaign` stands here twice"),
    ] {
        edit(&rig, before, after);
        expect(&dailydist(&rig, Stage::Offline, 2).await, &[(error, "")]);
    }
    rig.write("odlm.json", "{\"odoo_connection\": {\n  \"host\": \"x\",\n}}");
    let told = refusal(&rig, &["dailydist", "--config", "odlm.json"], Stage::Offline, 2).await;
    expect(&told, &[("odlm.json:3:1: the file is not valid JSON: a comma stands before the end", "remove the comma")]);
}

#[tokio::test]
async fn keys_and_values_that_nobody_knows() {
    let rig = Rig::new(10).await;
    for (before, after, error, hint) in [
        ("lead_finding:", "lead_findin:", "odlm.yaml:12:1: unknown key `lead_findin`", "did you mean `lead_finding`?"),
        (
            "exclude_dnc: true",
            "exclud_dnc: true",
            "odlm.yaml:20:5: lead_finding.additional_filters: unknown key `exclud_dnc`",
            "did you mean `exclude_dnc`?",
        ),
        (
            "${ODOO_PASSWORD}",
            "${ODOO_PASWORD}",
            "odlm.yaml:6:13: odoo_connection.password: the environment variable `ODOO_PASWORD` is not set",
            "set `ODOO_PASWORD` in the environment or in `.env`",
        ),
        (
            "people.csv",
            "nobody.csv",
            "odlm.yaml:11:47: salesperson_selection.source_config.campaign_table.file_path: file `nobody.csv` does not exist",
            "columns salesperson_name,",
        ),
        (
            "younger_than_days: 30",
            "younger_than_days: soon",
            "lead_finding.date_range.younger_than_days: expected a whole number, found the text `soon`",
            "",
        ),
        (
            "older_than_days: 0",
            "older_than_days: 40",
            "odlm.yaml:14:3: lead_finding.date_range: `older_than_days: 40` leaves nothing of `younger_than_days: 30`",
            "up to `older_than_days` ago",
        ),
        (
            "lead_finding:",
            "execution: {timezone: Europe/Berln}\nlead_finding:",
            "odlm.yaml:12:23: execution.timezone: there is no time zone `Europe/Berln`",
            "IANA name",
        ),
        (
            "sources: [facebook_form, google_ads, website_contact, linkedin_ads]",
            "sources: []",
            "odlm.yaml:17:21: lead_finding.web_sources.source_config.sources: an empty list lets no lead through",
            "`web_sources.enabled: false`",
        ),
        (
            "source_config: {sources: [facebook_form, google_ads, website_contact, linkedin_ads]}",
            "source_config: {sources: ['facebook.*', 'google(']}\n    match_mode: regex",
            "odlm.yaml:17:45: lead_finding.web_sources.source_config.sources.1: the regular expression `google(` cannot be used: unclosed group",
            "look-around and back-references are not supported",
        ),
        (
            "host: \"${ODOO_HOST}\"",
            "host: http://admin:geheim@odoo example",
            "odlm.yaml:3:9: odoo_connection.host: the value is not a host",
            "write a name like",
        ),
    ] {
        edit(&rig, before, after);
        expect(&dailydist(&rig, Stage::Offline, 2).await, &[(error, hint)]);
    }
}

#[tokio::test]
async fn several_mistakes_are_told_at_once_in_the_order_of_the_file() {
    let rig = Rig::new(10).await;
    edit(&rig, "older_than_days: 0", "older_than_days: 31");
    let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    let text = text.replace("people.csv", "nobody.csv").replace("level_based", "levl_based");
    rig.write("odlm.yaml", &format!("{text}execution: {{timezone: Mars/Olympus}}\n"));
    let told = dailydist(&rig, Stage::Offline, 2).await;
    expect(
        &told,
        &[("nobody.csv", ""), ("older_than_days: 31", ""), ("levl_based", "level_based"), ("Mars/Olympus", "")],
    );
}

#[tokio::test]
async fn mistakes_of_the_files_it_names_are_told_with_those_of_the_settings() {
    let rig = Rig::new(10).await;
    rig.configure("distribution: {strategy: level_based, level_based: {fill_strateg: x}}\n");
    rig.write("people.csv", "salesperson_name,target_leads\nSeller 0001,many\nSeller 0002,-1\n");
    expect(
        &dailydist(&rig, Stage::Offline, 2).await,
        &[
            (
                "odlm.yaml:22:53: distribution.level_based.fill_strateg: unknown setting",
                "did you mean `fill_strategy`?",
            ),
            ("people.csv:2:1: `many` in target_leads", "whole number"),
            ("people.csv:3:1: `-1` in target_leads", "whole number"),
        ],
    );
}
