//! What a configuration demands of an artifact beside its digest: a signature, and the wire it comes over; and mistakes in saying so.

use super::own::{Campaign, planned, refused};
use super::stand::{PASSWORD, digest, servers};
use crate::support::components::guest;

/// Makes a pair of keys by openssl beside the configuration: `NAME.pem` and `NAME.pub`.
fn keys(campaign: &Campaign, name: &str) {
    let (key, public) = (format!("{name}.pem"), format!("{name}.pub"));
    let openssl = |words: &[&str]| {
        let mut command = std::process::Command::new("openssl");
        assert!(command.args(words).current_dir(campaign.rig.path("")).output().unwrap().status.success());
    };
    openssl(&["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", &key]);
    openssl(&["pkey", "-in", &key, "-pubout", "-out", &public]);
}

#[tokio::test]
async fn what_is_fetched_must_be_signed_by_the_key() {
    let mut campaign = Campaign::new().await;
    let good = digest(&guest("good")).replace("sha256:", "");
    let pinned = |key: &str| format!("      sha256: \"{good}\"\n      key: {key}\n");
    keys(&campaign, "mine");
    keys(&campaign, "other");
    campaign.configure(&format!("      sha256: \"{good}\"\n"));
    planned(&campaign.run(&["--dry-run"]).await, &good);
    // It is kept now, though nobody looked at a signature: who demands one does not get it from there.
    campaign.configure(&pinned("mine.pub"));
    refused(&campaign.run(&["--dry-run"]).await, 8, &["distribution.plugins.mine.oci: ", "has no signature"]);
    refused(&campaign.pin(&[]).await, 8, &["has no signature"]);
    refused(&campaign.pin(&["--check"]).await, 8, &["has no signature"]);
    campaign.push(&guest("good"), &["--sign", "mine.pem"]).await;
    campaign.configure(&pinned("other.pub"));
    refused(&campaign.run(&["--dry-run"]).await, 8, &["no signature of", "1 found, none by this key", "do not use it"]);
    refused(&campaign.pin(&[]).await, 8, &["none by this key"]);
    campaign.configure(&pinned("mine.pub"));
    planned(&campaign.run(&["--dry-run"]).await, &good);
    assert_eq!(campaign.pin(&["--check"]).await.code, 0);

    campaign.registry.stop();
    planned(&campaign.run(&["--dry-run"]).await, &good);
    campaign.configure(&pinned("other.pub"));
    refused(&campaign.run(&["--dry-run"]).await, 8, &["cannot be reached"]);
    // Whoever demands no signature takes the signed one as well.
    campaign.configure(&format!("      sha256: \"{good}\"\n"));
    planned(&campaign.run(&["--dry-run"]).await, &good);
}

#[tokio::test]
async fn plain_http_leaves_this_machine_only_where_the_configuration_says_so() {
    let campaign = Campaign::new().await;
    let good = digest(&guest("good")).replace("sha256:", "");
    // The same registry under an address that is no loopback address.
    let reference = campaign.reference().replace("127.0.0.1", "0.0.0.0");
    let pinned = format!("      sha256: \"{good}\"\n");
    campaign.configure_at(&reference, &pinned);
    refused(&campaign.run(&["--dry-run"]).await, 8, &["cannot be reached", "`plain_http: true` beside `oci`"]);
    campaign.configure_at(&reference, &format!("{pinned}      plain_http: true\n"));
    planned(&campaign.run(&["--dry-run"]).await, &good);
    // An artifact may be named by digest, for ever.
    campaign.forget();
    let pushed = campaign.push(&guest("good"), &[]).await;
    campaign.push(&guest("remembers"), &[]).await;
    campaign.configure_at(pushed["reference"].as_str().unwrap(), &pinned);
    planned(&campaign.run(&["--dry-run"]).await, &good);
}

#[tokio::test]
async fn mistakes_are_told_with_their_place_before_anybody_is_asked() {
    let campaign = Campaign::new().await;
    let reference = campaign.reference();
    campaign.rig.write("text.pub", "no key");
    let at_line = |key: &str| format!("distribution.plugins.mine{key}: ");
    let table = [
        (format!("oci: {reference}\n      path: mine.wasm"), ".oci", "both `path` and `oci`"),
        ("sha256: \"12\"".to_owned(), ".sha256", "64 hexadecimal digits"),
        ("settings: {}".to_owned(), "", "neither `path` nor `oci`"),
        ("path: mine.wasm\n      key: text.pub".to_owned(), ".key", "`key` without `oci`"),
        ("path: mine.wasm\n      plain_http: true".to_owned(), ".plain_http", "`plain_http` without `oci`"),
        (format!("oci: {}", reference.replace("oci:", "https:")), ".oci", "oci://HOST/REPOSITORY:TAG"),
        (format!("oci: {}", reference.replace(":live", "")), ".oci", "neither a tag nor a digest"),
        (format!("oci: {}", reference.replace("127", "kim:hunter2@127")), ".oci", "a login does not belong in it"),
        (format!("oci: {reference}\n      key: none.pub"), ".key", "file `none.pub` does not exist"),
        (format!("oci: {reference}\n      key: text.pub"), ".key", "holds no key that can be used"),
    ];
    for (lines, key, said) in table {
        campaign.rig.configure(&format!("distribution:\n  strategy: mine\n  plugins:\n    mine:\n      {lines}\n"));
        for ended in [campaign.run(&["--allow-unpinned"]).await, campaign.check(&["--offline"]).await] {
            refused(&ended, 2, &[&at_line(key), said, "odlm.yaml:"]);
            assert!(!ended.stderr.contains("hunter2"), "{ended:?}");
        }
    }
    assert_eq!(campaign.rig.sandbox.calls().len(), 0, "Odoo is not asked");
    // Half a login, of the process or of `.env`, is found when the registry would be asked.
    campaign.configure("      allow_unpinned: true\n");
    let mut command = campaign.rig.command(&["dailydist", "--config", "odlm.yaml", "--dry-run"]);
    command.env("ODLM_REGISTRY_USERNAME", "kim");
    let half = crate::support::rig::ended(command).await;
    refused(&half, 2, &["mine.oci: `ODLM_REGISTRY_USERNAME` is set and `ODLM_REGISTRY_PASSWORD` is not"]);
    campaign.rig.write(".env", "ODLM_REGISTRY_PASSWORD=geheim\n");
    let half = campaign.run(&["--dry-run"]).await;
    refused(&half, 2, &["mine.oci: `ODLM_REGISTRY_PASSWORD` is set and `ODLM_REGISTRY_USERNAME` is not"]);
    assert!(!half.stderr.contains("geheim"), "{half:?}");
}

#[tokio::test]
async fn a_login_may_stand_beside_the_configuration() {
    let campaign = Campaign::new().await;
    let component = guest("good");
    let good = digest(&component).replace("sha256:", "");
    let reference = format!("oci://127.0.0.1:{}/strategies/mine-of-kim:live", servers().login);
    let mut push = campaign.rig.command(&["strategy", "push", "mine.wasm", &reference]);
    push.env("ODLM_REGISTRY_USERNAME", "kim").env("ODLM_REGISTRY_PASSWORD", PASSWORD);
    assert_eq!(crate::support::rig::ended(push).await.code, 0);
    campaign.configure_at(&reference, &format!("      sha256: \"{good}\"\n"));
    refused(&campaign.run(&["--dry-run"]).await, 8, &["mine.oci: the registry", "wants a login"]);
    campaign.rig.write(".env", "ODLM_REGISTRY_USERNAME=kim\nODLM_REGISTRY_PASSWORD=hunter2\n");
    let wrong = campaign.run(&["--dry-run"]).await;
    refused(&wrong, 8, &["does not accept the login"]);
    assert!(!wrong.stderr.contains("hunter2"), "{wrong:?}");
    campaign.rig.write(".env", &format!("ODLM_REGISTRY_USERNAME=kim\nODLM_REGISTRY_PASSWORD={PASSWORD}\n"));
    planned(&campaign.run(&["--dry-run"]).await, &good);
}

#[tokio::test]
async fn no_output_takes_the_place_of_a_key_or_of_a_strategy() {
    let campaign = Campaign::new().await;
    keys(&campaign, "mine");
    for (lines, file) in [
        (format!("oci: {}, key: mine.pub", campaign.reference()), "mine.pub"),
        ("path: mine.wasm".to_owned(), "mine.wasm"),
    ] {
        let before = std::fs::read(campaign.rig.path(file)).unwrap();
        campaign.rig.configure(&format!(
            "distribution: {{strategy: mine, plugins: {{mine: {{{lines}}}}}}}\nlogging: {{file: {file}, rotation: never}}\n"
        ));
        let ended = campaign.run(&["--dry-run", "--allow-unpinned"]).await;
        refused(&ended, 2, &["logging.file", &format!("{file}` is no log")]);
        assert_eq!(std::fs::read(campaign.rig.path(file)).unwrap(), before);
    }
}
