//! The published schema of `--json` is what the program prints: generated from the same type, and a real run is valid against it.

use odlm::report::Report;
use serde_json::Value;

use crate::support::rig::Rig;

fn published() -> Value {
    serde_json::to_value(schemars::schema_for!(Report)).unwrap()
}

#[test]
fn the_committed_schema_is_the_programs() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/run.schema.json");
    let text = serde_json::to_string_pretty(&published()).unwrap() + "\n";
    if std::env::var_os("ODLM_WRITE_SCHEMA").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert_eq!(committed, text, "run this test once with ODLM_WRITE_SCHEMA=1 and look at what changed");
}

#[tokio::test]
async fn a_run_is_valid_against_it() {
    let rig = Rig::new(60).await;
    let schema = jsonschema::validator_for(&published()).unwrap();
    for arguments in [&["--dry-run"][..], &["--decisions"], &[]] {
        let report = rig.dailydist(arguments).await.json();
        let errors: Vec<String> = schema.iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        for field in [
            "run",
            "status",
            "campaign",
            "strategy",
            "found",
            "eligible",
            "assigned",
            "conflicts",
            "refused",
            "funnel",
            "people",
            "rpc",
            "seconds",
        ] {
            assert!(report.get(field).is_some(), "`{field}` is promised");
        }
    }
}
