//! Prometheus metrics: figure by figure what the run tells, also of a run that fails.

use std::collections::BTreeMap;
use std::path::PathBuf;

use odlm::sandbox::{Faults, Operation};
use serde_json::{Value, json};

use crate::support::receiver::{Receiver, deaf};
use crate::support::rig::{Rig, ended};

const TEXTFILE: &str = "metrics: {textfile: prom}\n";

/// The files of metrics in the folder.
fn files(rig: &Rig) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(rig.path("prom")) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Every value by its name and what its labels add to those of the campaign.
fn values(text: &str) -> BTreeMap<String, f64> {
    let mut values = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (series, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("`{line}`"));
        let (name, labels) = series.split_once('{').unwrap_or_else(|| panic!("`{line}`"));
        let mut labels: Vec<&str> = labels.trim_end_matches('}').split(',').collect();
        labels.retain(|label| !label.starts_with("campaign=") && !label.starts_with("odoo="));
        let before =
            values.insert(format!("{name} {}", labels.join(",")).trim_end().to_owned(), value.parse().unwrap());
        assert_eq!(before, None, "{line} is there twice");
    }
    values
}

/// Every family has its help and its type before its values, and all of a family stand together.
fn is_sound(text: &str) {
    let mut seen: Vec<&str> = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let name = line.strip_prefix("# HELP ").unwrap_or_else(|| panic!("`{line}` in\n{text}"));
        let name = name.split(' ').next().unwrap();
        assert!(name.starts_with("odlm_") && !seen.contains(&name), "{name} in\n{text}");
        seen.push(name);
        assert_eq!(lines.next().unwrap(), format!("# TYPE {name} gauge"));
        while let Some(value) = lines.next_if(|line| !line.starts_with('#')) {
            assert!(value.starts_with(&format!("{name}{{campaign=\"")), "`{value}` under {name}");
        }
    }
    let names = seen.iter().all(|name| !name.ends_with("_total"));
    assert!(names && text.ends_with('\n'), "gauges have no `_total`: {text}");
}

/// Every figure is the run's own.
fn agree(values: &BTreeMap<String, f64>, run: &Value, code: f64) {
    let of = |name: &str| *values.get(name).unwrap_or_else(|| panic!("`{name}` is not in {values:#?}"));
    assert!((of("odlm_run_exit_code") - code).abs() < 0.1);
    for (state, key) in [
        ("found", "found"),
        ("eligible", "eligible"),
        ("planned", "planned"),
        ("assigned", "assigned"),
        ("conflict", "conflicts"),
        ("refused", "refused"),
        ("unknown", "unknown"),
    ] {
        assert_eq!(Some(of(&format!("odlm_run_leads state=\"{state}\""))), run[key].as_f64(), "{key}");
    }
    assert_eq!(Some(of("odlm_run_number")), run["run"].as_f64());
    assert_eq!(Some(of("odlm_run_odoo_calls")), run["rpc"]["calls"].as_f64());
    // The document's seconds are rounded to thousandths.
    let waited = of("odlm_run_odoo_wait_seconds") - run["rpc"]["seconds"].as_f64().unwrap();
    assert!(waited.abs() < 0.001, "{waited}");
    let strategy = format!("odlm_run_strategy_fuel strategy={}", run["strategy"]["name"]);
    assert_eq!(Some(of(&strategy)), run["strategy"]["fuel"].as_f64());
    for (state, key) in [("eligible", "people"), ("left_out", "people_left_out")] {
        let people = run[key].as_array().unwrap().len();
        assert_eq!(of(&format!("odlm_run_salespeople state=\"{state}\"")) as usize, people);
    }
    let statuses: Vec<&String> = values
        .iter()
        .filter(|(name, value)| name.starts_with("odlm_run_status") && **value > 0.5)
        .map(|(name, _)| name)
        .collect();
    assert_eq!(statuses, [&format!("odlm_run_status status={}", run["status"])]);
    assert!(of("odlm_run_duration_seconds") > run["seconds"].as_f64().unwrap() - 0.001);
}

#[tokio::test]
async fn the_file_has_the_figures_of_the_run() {
    let rig = Rig::new(120).await;
    rig.configure(TEXTFILE);
    let dry = rig.dailydist(&["--dry-run"]).await;
    assert_eq!((dry.code, files(&rig)), (0, Vec::new()), "a dry run changes no metrics: {dry:?}");
    let run = rig.dailydist(&[]).await;
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    let [file] = files(&rig).try_into().unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    is_sound(&text);
    let measured = values(&text);
    agree(&measured, &run.json(), 0.0);
    let steps: Vec<&str> = measured
        .keys()
        .filter_map(|name| name.strip_prefix("odlm_run_step_duration_seconds step=\"")?.strip_suffix('"'))
        .collect();
    assert_eq!(steps, ["apply", "connect", "finish", "leads", "people", "plan", "strategy"]);
    let of_steps: f64 =
        measured.iter().filter(|(name, _)| name.starts_with("odlm_run_step")).map(|(_, took)| took).sum();
    assert!(of_steps > 0.0 && of_steps <= measured["odlm_run_duration_seconds"], "{measured:#?}");
    assert_eq!(measured["odlm_last_success_timestamp_seconds"], measured["odlm_run_ended_timestamp_seconds"]);
    if cfg!(target_os = "linux") {
        assert!(measured["odlm_run_peak_memory_bytes"] > 1e6, "{measured:#?}");
    }
    let promised = include_str!("../../../docs/operating.md");
    for name in text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.strip_suffix(" gauge")) {
        assert!(promised.contains(&format!("`{name}`")), "docs/operating.md does not promise `{name}`");
    }
}

#[tokio::test]
async fn a_run_that_fails_is_measured_too_and_keeps_the_last_success() {
    let rig = Rig::new(60).await;
    rig.configure(TEXTFILE);
    assert_eq!(rig.dailydist(&[]).await.code, 0);
    let read = |rig: &Rig| values(&std::fs::read_to_string(&files(rig)[0]).unwrap());
    let success = read(&rig)["odlm_last_success_timestamp_seconds"];
    rig.add_lead();
    rig.sandbox.set_faults(Faults::default().deny("crm.lead", Operation::Write));
    let run = rig.dailydist(&[]).await;
    assert_eq!((run.code, &run.json()["status"]), (5, &json!("failed")), "{run:?}");
    let measured = read(&rig);
    assert_eq!(measured["odlm_run_exit_code"] as u8, 5);
    assert_eq!(measured["odlm_run_status status=\"failed\""] as u8, 1);
    assert_eq!(measured["odlm_last_success_timestamp_seconds"], success);
    // Some leads refused.
    rig.sandbox.set_faults(Faults::default().refuse(rig.owners().into_iter().map(|(lead, _)| lead)));
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 3, "{run:?}");
    agree(&read(&rig), &run.json(), 3.0);
    // No ledger, no number: a code alone.
    rig.write("broken.sqlite", "this is no database, and it is long enough to look like nothing else at all");
    rig.configure(&format!("{TEXTFILE}ledger: {{path: broken.sqlite}}\n"));
    let run = rig.odlm(&["dailydist", "--config", "odlm.yaml"]).await;
    assert_eq!(run.code, 6, "{run:?}");
    let measured = read(&rig);
    assert_eq!(measured["odlm_run_exit_code"] as u8, 6);
    assert_eq!(measured["odlm_last_success_timestamp_seconds"], success);
    assert!(!measured.contains_key("odlm_run_number"), "{measured:#?}");
}

#[tokio::test]
async fn the_campaigns_of_a_folder_have_a_file_each() {
    let rig = Rig::new(60).await;
    let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    std::fs::remove_file(rig.path("odlm.yaml")).unwrap();
    for campaign in ["Voice", "Apple"] {
        let own = text.replace("campaign: {name: Voice}", &format!("campaign: {{name: {campaign}}}"));
        rig.write(&format!("all/{campaign}.yaml"), &format!("{own}metrics: {{textfile: ../prom}}\n"));
    }
    let run = rig.odlm(&["dailydist", "--config", "all"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let names: Vec<String> =
        files(&rig).iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(names[0].starts_with("odlm_apple_") && names[1].starts_with("odlm_voice_"), "{names:?}");
}

#[tokio::test]
async fn a_gateway_gets_them_as_a_group_of_its_own() {
    let rig = Rig::new(60).await;
    let gateway = Receiver::answering(200).await;
    rig.configure(
        "metrics:\n  push:\n    url: ${GATEWAY}/behind\n    job: nightly\n    username: odlm\n    \
         password: ${GATEWAY_PASSWORD}\n    timeout_seconds: 5\n",
    );
    let mut command = rig.command(&["-vv", "dailydist", "--config", "odlm.yaml", "--json"]);
    command.env("GATEWAY", &gateway.url).env("GATEWAY_PASSWORD", "p4ss-of-the-gateway");
    let run = ended(command).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.stderr.contains("p4ss-of-the-gateway") && !run.stdout.contains("p4ss-of-the-gateway"), "{run:?}");
    let [pushed] = gateway.all().try_into().unwrap();
    assert_eq!(pushed.method, "POST");
    assert!(pushed.path.starts_with("/behind/metrics/job/nightly/campaign/Voice/odoo@base64/"), "{pushed:?}");
    // odlm:p4ss-of-the-gateway
    assert_eq!(pushed.headers["authorization"], "Basic b2RsbTpwNHNzLW9mLXRoZS1nYXRld2F5");
    is_sound(&pushed.body);
    agree(&values(&pushed.body), &run.json(), 0.0);
}

#[tokio::test]
async fn metrics_that_cannot_be_written_or_pushed_are_a_warning() {
    let rig = Rig::new(30).await;
    let refusing = Receiver::answering(503).await;
    let (_listener, deaf) = deaf().await;
    rig.write("prom", "a file where the folder should be");
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    for (url, said) in [(&refusing.url, "it answers 503"), (&deaf, "no answer in time"), (&gone, "")] {
        rig.configure(&format!("metrics: {{textfile: prom, push: {{url: \"{url}\", timeout_seconds: 1}}}}\n"));
        rig.add_lead();
        let run = rig.dailydist(&[]).await;
        assert_eq!((run.code, &run.json()["status"]), (0, &json!("complete")), "{run:?}");
        let warnings: Vec<&str> = run.stderr.lines().collect();
        assert_eq!(warnings.len(), 2, "{run:?}");
        assert!(warnings[0].starts_with("warning: the metrics were not pushed to `http://127.0.0.1"), "{run:?}");
        assert!(warnings[0].contains(said), "{run:?}");
        assert!(warnings[1].starts_with("warning: the metrics were not written to `prom`"), "{run:?}");
    }
}
