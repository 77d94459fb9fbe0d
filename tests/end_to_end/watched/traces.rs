//! OpenTelemetry: a trace a run, with its steps and its calls, and nothing of what was read.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::receiver::{Received, Receiver, deaf};
use crate::support::rig::{Rig, ended};

/// Every span that a collector got.
fn spans(received: &[Received]) -> Vec<Value> {
    let mut spans = Vec::new();
    for one in received {
        let body: Value = serde_json::from_str(&one.body).unwrap();
        for resource in body["resourceSpans"].as_array().unwrap() {
            for scope in resource["scopeSpans"].as_array().unwrap() {
                spans.extend(scope["spans"].as_array().unwrap().iter().cloned());
            }
        }
    }
    spans
}

fn attribute(of: &Value, key: &str) -> Value {
    let all = of["attributes"].as_array().into_iter().flatten();
    let mut found =
        all.filter(|one| one["key"] == key).map(|one| one["value"].as_object().unwrap().values().next().unwrap());
    found.next().cloned().unwrap_or(Value::Null)
}

fn named<'a>(spans: &'a [Value], name: &str) -> Vec<&'a Value> {
    spans.iter().filter(|span| span["name"] == name).collect()
}

#[tokio::test]
async fn a_run_is_one_trace_of_its_steps_and_calls() {
    let rig = Rig::new(120).await;
    let collector = Receiver::answering(200).await;
    rig.configure(
        "telemetry:\n  otlp:\n    endpoint: ${COLLECTOR}\n    headers: {x-api-key: \"${COLLECTOR_KEY}\"}\n    \
         service_name: leads\n    timeout_seconds: 10\n",
    );
    let mut command = rig.command(&["-vv", "dailydist", "--config", "odlm.yaml", "--json"]);
    command.env("COLLECTOR", &collector.url).env("COLLECTOR_KEY", "k3y-of-the-collector");
    let run = ended(command).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.stderr.contains("warning"), "{run:?}");
    let received = collector.all();
    assert!(!received.is_empty());
    for one in &received {
        assert_eq!((one.method.as_str(), one.path.as_str()), ("POST", "/v1/traces"));
        assert_eq!(one.headers["x-api-key"], "k3y-of-the-collector");
        assert_eq!(one.headers["content-type"], "application/json");
        let body: Value = serde_json::from_str(&one.body).unwrap();
        assert_eq!(attribute(&body["resourceSpans"][0]["resource"], "service.name"), "leads");
    }
    let spans = spans(&received);
    let [root] = named(&spans, "run").try_into().unwrap();
    assert_eq!(attribute(root, "campaign"), "Voice");
    assert_eq!(attribute(root, "run").to_string().trim_matches('"'), run.json()["run"].to_string());
    let traces: BTreeSet<&str> = spans.iter().map(|span| span["traceId"].as_str().unwrap()).collect();
    assert_eq!(traces.len(), 1, "one run, one trace");
    for step in ["connect", "people", "leads", "strategy", "plan", "apply", "finish"] {
        let [span] = named(&spans, step).try_into().unwrap_or_else(|all| panic!("{step}: {all:?}"));
        assert_eq!(span["parentSpanId"], root["spanId"], "{step}");
    }
    let apply = named(&spans, "apply")[0];
    let writes = named(&spans, "crm.lead/write");
    assert_eq!(writes.len(), rig.calls("write"));
    for write in writes {
        assert_eq!(write["parentSpanId"], apply["spanId"]);
        assert_eq!((attribute(write, "model"), attribute(write, "method")), (json!("crm.lead"), json!("write")));
        assert_eq!(attribute(write, "outcome"), "ok");
    }
    let calls = spans.iter().filter(|span| span["name"].as_str().unwrap().contains('/')).count();
    assert_eq!(Some(calls as u64 + 1), run.json()["rpc"]["calls"].as_u64().map(|calls| calls + 1));
    for hidden in [rig.sandbox.api_key(), "k3y-of-the-collector", "Seller 00", "seller00", "google_ads"] {
        assert!(!received.iter().any(|one| one.body.contains(hidden)), "`{hidden}` went to the collector");
        assert!(!run.stderr.contains(hidden) || hidden == "Seller 00", "`{hidden}` is in the log");
    }
}

#[tokio::test]
async fn the_usual_variables_suffice_and_nothing_goes_out_without_them() {
    let rig = Rig::new(30).await;
    let collector = Receiver::answering(200).await;
    assert_eq!(rig.dailydist(&["--dry-run"]).await.code, 0);
    assert_eq!(collector.all().len(), 0);
    let mut command = rig.command(&["dailydist", "--config", "odlm.yaml", "--dry-run", "--json"]);
    command.env("OTEL_EXPORTER_OTLP_ENDPOINT", &collector.url).env("OTEL_SERVICE_NAME", "by-variable");
    command.env("OTEL_EXPORTER_OTLP_HEADERS", "x-team=sales");
    let run = ended(command).await;
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    let received = collector.all();
    assert_eq!(received[0].path, "/v1/traces");
    assert_eq!(received[0].headers["x-team"], "sales");
    let body: Value = serde_json::from_str(&received[0].body).unwrap();
    assert_eq!(attribute(&body["resourceSpans"][0]["resource"], "service.name"), "by-variable");
    let spans = spans(&received);
    assert_eq!((named(&spans, "leads").len(), named(&spans, "apply").len()), (1, 0), "a dry run applies nothing");
    let mut command = rig.command(&["dailydist", "--config", "odlm.yaml", "--dry-run"]);
    command.env("OTEL_EXPORTER_OTLP_ENDPOINT", &collector.url).env("OTEL_SDK_DISABLED", "true");
    assert_eq!(ended(command).await.code, 0);
    assert_eq!(collector.all().len(), received.len(), "switched off");
}

#[tokio::test]
async fn a_collector_that_is_gone_costs_a_warning() {
    let rig = Rig::new(30).await;
    let refusing = Receiver::answering(400).await;
    let (_listener, deaf) = deaf().await;
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    };
    for url in [&refusing.url, &deaf, &gone] {
        rig.configure(&format!("telemetry: {{otlp: {{endpoint: \"{url}\", timeout_seconds: 1}}}}\n"));
        rig.add_lead();
        // A run that hangs is ended by the test's own bound.
        let run = tokio::time::timeout(std::time::Duration::from_secs(60), rig.dailydist(&[])).await.unwrap();
        assert_eq!((run.code, &run.json()["status"]), (0, &json!("complete")), "{run:?}");
        let warnings: Vec<&str> = run.stderr.lines().collect();
        assert_eq!(warnings.len(), 1, "{url}: {run:?}");
        assert!(warnings[0].starts_with("warning: the collector of the traces did not take them all: "), "{run:?}");
    }
}

#[tokio::test]
async fn a_collector_s_address_that_is_none_is_a_mistake_of_the_configuration() {
    let rig = Rig::new(5).await;
    for (more, key) in [
        ("telemetry: {otlp: {endpoint: collector}}\n", "telemetry.otlp.endpoint"),
        ("telemetry: {otlp: {endpoint: \"http://me:pw@collector\"}}\n", "telemetry.otlp.endpoint"),
        ("telemetry: {otlp: {headers: {\"a b\": c}}}\n", "telemetry.otlp.headers.a b"),
        ("metrics: {push: {url: \"ftp://gateway\"}}\n", "metrics.push.url"),
        ("metrics: {push: {url: \"http://gateway\", username: me}}\n", "metrics.push"),
        ("metrics: {textfile: odlm.prom}\n", "metrics.textfile"),
        ("logging: {keep: 3}\n", "logging.keep"),
        ("logging: {file: odlm.log, rotation: never, keep: 3}\n", "logging.keep"),
        ("logging: {file: log/}\n", "logging.file"),
    ] {
        rig.configure(more);
        let run = rig.odlm(&["dailydist", "--config", "odlm.yaml"]).await;
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.stderr.contains(&format!(" {key}: ")) && run.stderr.contains("hint: "), "{key}: {run:?}");
        assert!(!run.stderr.contains("me:pw"), "{run:?}");
    }
}
