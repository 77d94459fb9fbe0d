//! A campaign whose strategy comes from a registry: the pinned component runs, whatever the tag says and whether the registry is there.

use super::own::{Campaign, planned, refused};
use super::stand::{digest as full_digest, noted};
use crate::support::components::guest;

fn digest(component: &[u8]) -> String {
    full_digest(component).replace("sha256:", "")
}

#[tokio::test]
async fn pushed_pinned_and_run_and_run_again_without_the_registry() {
    let mut campaign = Campaign::new().await;
    let good = digest(&guest("good"));
    campaign.configure("      settings: {}\n");
    let pinned = campaign.pin(&[]).await;
    assert_eq!(pinned.code, 0, "{pinned:?}");
    let said = format!("mine: pinned to sha256 {} (test-guest 1.0.0, `{}`)", &good[..12], campaign.reference());
    assert!(pinned.stdout.contains(&said), "{pinned:?}");
    let text = std::fs::read_to_string(campaign.rig.path("odlm.yaml")).unwrap();
    let lines = format!("      oci: {}\n      sha256: \"{good}\"\n      settings: {{}}\n", campaign.reference());
    assert!(text.ends_with(&lines), "{text}");
    let looked = campaign.pin(&["--check"]).await;
    assert!(looked.code == 0 && looked.stdout.contains("mine: pinned to sha256"), "{looked:?}");
    // What was pinned is kept; another machine fetches it once.
    assert_eq!(campaign.kept().len(), 1);
    campaign.forget();
    planned(&campaign.run(&["--dry-run"]).await, &good);
    assert_eq!(campaign.kept().len(), 1);

    campaign.registry.stop();
    planned(&campaign.run(&["--dry-run"]).await, &good);
    let checked = campaign.check(&["--offline"]).await;
    let said = format!("`{}` pinned to sha256 {good}", campaign.reference());
    assert!(checked.code == 0 && checked.stdout.contains(&said), "{checked:?}");
    let run = campaign.run(&[]).await;
    assert_eq!((run.code, run.json()["assigned"].as_u64()), (0, Some(2)), "{run:?}");
    // Whether it is still what its registry has, only the registry knows.
    refused(
        &campaign.pin(&["--check"]).await,
        8,
        &["odlm.yaml:", "distribution.plugins.mine.oci: ", "cannot be reached"],
    );
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_kept_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let campaign = Campaign::new().await;
    campaign.configure("");
    assert_eq!(campaign.pin(&[]).await.code, 0);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let (folder, kept) = (campaign.rig.path("cache/odlm/fetched"), campaign.kept());
    assert_eq!((mode(&folder), mode(&kept[0])), (0o700, 0o600));
    // One that others may look into is not used: the registry is asked, with a warning.
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    let run = campaign.run(&["--dry-run"]).await;
    planned(&run, &digest(&guest("good")));
    assert!(run.stderr.contains("strategies out of registries are not kept"), "{run:?}");
}

#[tokio::test]
async fn a_tag_that_was_moved_changes_nothing_until_it_is_pinned_anew() {
    let campaign = Campaign::new().await;
    let (old, new) = (guest("good"), noted(&guest("good"), b'm'));
    campaign.configure("");
    assert_eq!(campaign.pin(&[]).await.code, 0);
    campaign.push(&new, &[]).await;
    planned(&campaign.run(&["--dry-run"]).await, &digest(&old));
    let looked = campaign.pin(&["--check"]).await;
    let said = format!("mine: differs: pinned to sha256 {}, `{}` has", &digest(&old)[..12], campaign.reference());
    assert!(looked.code == 2 && looked.stdout.contains(&said), "{looked:?}");

    // Where the pinned one is not kept, the other one is not even fetched.
    campaign.forget();
    let words = ["holds the component", &full_digest(&old), &full_digest(&new), "odlm strategy pin"];
    for more in [&["--dry-run"][..], &[], &["--dry-run", "--allow-unpinned"]] {
        refused(&campaign.run(more).await, 8, &[&words[..], &["distribution.plugins.mine.oci"]].concat());
    }
    refused(&campaign.check(&[]).await, 8, &words[..]);
    assert!(campaign.kept().is_empty());
    assert_eq!(campaign.rig.calls("write"), 0);

    let pinned = campaign.pin(&[]).await;
    assert!(pinned.code == 0 && pinned.stdout.contains("mine: changed from sha256"), "{pinned:?}");
    planned(&campaign.run(&["--dry-run"]).await, &digest(&new));
}

#[tokio::test]
async fn a_byte_that_changed_on_this_machine_never_runs() {
    let mut campaign = Campaign::new().await;
    let good = digest(&guest("good"));
    campaign.configure("");
    assert_eq!(campaign.pin(&[]).await.code, 0);
    let path = campaign.kept().pop().unwrap();
    let whole = std::fs::read(&path).unwrap();
    for at in [0, whole.len() / 2, whole.len() - 1] {
        let mut flipped = whole.clone();
        flipped[at] ^= 1;
        std::fs::write(&path, &flipped).unwrap();
        let run = campaign.run(&["--dry-run"]).await;
        planned(&run, &good);
        assert!(run.stderr.contains("damaged on this machine and not used"), "{run:?}");
        assert_eq!(std::fs::read(&path).unwrap(), whole, "fetched again");
    }
    for spoiled in [&whole[..whole.len() - 1], &[&whole[..], &[0]].concat(), b""] {
        std::fs::write(&path, spoiled).unwrap();
        planned(&campaign.run(&["--dry-run"]).await, &good);
    }
    campaign.registry.stop();
    std::fs::write(&path, &whole[1..]).unwrap();
    refused(
        &campaign.run(&["--dry-run"]).await,
        8,
        &["damaged on this machine", "mine.oci: the registry", "cannot be reached"],
    );
    assert!(campaign.kept().is_empty());
    campaign.registry.again();
    planned(&campaign.run(&["--dry-run"]).await, &good);
}

#[tokio::test]
async fn without_a_pin_it_is_refused_or_fetched_each_time() {
    let mut campaign = Campaign::new().await;
    let (old, new) = (guest("good"), noted(&guest("good"), b'e'));
    campaign.configure("");
    campaign.registry.stop();
    // Nobody is asked for what may not run.
    let words = ["`mine` is not pinned", "odlm strategy pin --config odlm.yaml", "beside its `oci`"];
    for ended in [campaign.run(&["--dry-run"]).await, campaign.check(&["--offline"]).await] {
        refused(&ended, 2, &words);
    }
    let unpinned = ["--dry-run", "--allow-unpinned"];
    refused(&campaign.run(&unpinned).await, 8, &["distribution.plugins.mine.oci: ", "cannot be reached"]);
    let looked = campaign.check(&["--offline", "--allow-unpinned"]).await;
    assert!(looked.code == 0 && looked.stdout.contains("is not asked offline"), "{looked:?}");
    campaign.registry.again();
    for component in [&old, &new] {
        campaign.push(component, &[]).await;
        let run = campaign.run(&unpinned).await;
        planned(&run, &digest(component));
        assert_eq!(run.stderr.matches("strategy `mine` is not pinned").count(), 1, "{run:?}");
        assert!(campaign.kept().is_empty(), "without a pin nothing is kept");
    }
    let looked = campaign.pin(&["--check"]).await;
    assert!(looked.code == 2 && looked.stdout.contains("mine: not pinned: `oci://"), "{looked:?}");
}

#[tokio::test]
async fn a_look_without_the_network_says_what_it_did_not_look_at() {
    let campaign = Campaign::new().await;
    campaign.configure(&format!("      sha256: \"{}\"\n", digest(&guest("good"))));
    let looked = campaign.check(&["--offline"]).await;
    let said = format!("`mine`, sha256 {}, is not kept on this machine", &digest(&guest("good"))[..12]);
    assert!(looked.code == 0 && looked.stdout.contains(&said) && campaign.kept().is_empty(), "{looked:?}");
    // Everything else is looked at all the same.
    campaign.rig.write("people.csv", "salesperson_name\n");
    refused(&campaign.check(&["--offline"]).await, 2, &["people.csv", "names nobody"]);
    campaign.rig.write("people.csv", "salesperson_name\nSeller 0001\n");
    let looked = campaign.check(&[]).await;
    assert!(looked.code == 0 && looked.stdout.contains("pinned to sha256") && campaign.kept().len() == 1, "{looked:?}");
}

#[tokio::test]
async fn a_folder_of_campaigns_and_step_mode_take_it_too() {
    let mut campaign = Campaign::new().await;
    let good = digest(&guest("good"));
    campaign.configure(&format!("      sha256: \"{good}\"\n"));
    let text = std::fs::read_to_string(campaign.rig.path("odlm.yaml")).unwrap();
    campaign.rig.write("all/1.yaml", &format!("{text}execution: {{max_leads_per_run: 1}}\n"));
    campaign.rig.write("all/2.yaml", &text.replace("name: Voice", "name: Apple"));
    campaign.rig.write("all/people.csv", "salesperson_name\nSeller 0001\nSeller 0002\n");
    let folder = ["dailydist", "--config", "all", "--json", "--dry-run"];
    let both = campaign.odlm(&folder).await;
    assert_eq!(both.code, 0, "{both:?}");
    let runs = both.json()["runs"].as_array().unwrap().clone();
    assert!(runs.len() == 2 && runs.iter().all(|run| run["strategy"]["digest"] == *good), "{both:?}");

    // Another strategy that somebody may switch to: one that is kept, and one that nobody can fetch any more.
    campaign.registry.stop();
    let plugin =
        |name: &str, sha256: &str| format!("    {name}: {{oci: \"{}\", sha256: \"{sha256}\"}}\n", campaign.reference());
    campaign.rig.configure(&format!(
        "distribution:\n  plugins:\n{}{}",
        plugin("here", &good),
        plugin("gone", &"0".repeat(64))
    ));
    let words = ["dailydist", "--config", "odlm.yaml", "--step-mode", "--auto-accept", "--dry-run"];
    let run = campaign.odlm(&words).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("strategy `gone` cannot be chosen: odlm.yaml:"), "{run:?}");
    assert!(run.stderr.contains("cannot be reached") && !run.stderr.contains("`here` cannot"), "{run:?}");
    campaign.forget();
    refused(&campaign.odlm(&folder).await, 8, &["1.yaml:", "2.yaml:", "distribution.plugins.mine.oci: "]);
}
