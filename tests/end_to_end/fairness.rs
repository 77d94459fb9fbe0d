//! Fairness over many runs: equal people stay within one lead.

use std::collections::HashMap;

use crate::support::rig::Rig;

/// 30 runs of one lead each. `worked_off`: each lead is won before the next run, so that nobody's workload ever grows.
async fn thirty_runs(strategy: &str, worked_off: bool) -> Vec<u64> {
    let rig = Rig::equals(&format!("distribution: {{strategy: {strategy}}}\n")).await;
    let mut received: HashMap<u64, u64> = HashMap::new();
    for _ in 0..30 {
        let lead = rig.add_lead();
        let run = rig.dailydist(&[]).await;
        assert_eq!(run.code, 0, "{run:?}");
        let owner = rig.sandbox.lead(lead).unwrap()["user_id"].as_u64().unwrap();
        *received.entry(owner).or_default() += 1;
        if worked_off {
            rig.sandbox.edit(|world| {
                world.set("crm.lead", lead, &serde_json::json!({"won_status": "won", "stage_id": 4})).unwrap()
            });
        }
    }
    let mut counts: Vec<u64> = received.into_values().collect();
    counts.sort_unstable();
    counts
}

#[tokio::test]
async fn thirty_runs_of_one_lead_are_ten_for_each_of_three_equals_level_based() {
    assert_eq!(thirty_runs("level_based", true).await, [10, 10, 10]);
    assert_eq!(thirty_runs("level_based", false).await, [10, 10, 10]);
}

#[tokio::test]
async fn thirty_runs_of_one_lead_are_ten_for_each_of_three_equals_round_robin() {
    assert_eq!(thirty_runs("round_robin", true).await, [10, 10, 10]);
}

#[tokio::test]
async fn thirty_runs_of_one_lead_are_ten_for_each_of_three_equals_proportional() {
    assert_eq!(thirty_runs("proportional", true).await, [10, 10, 10]);
}

#[tokio::test]
async fn thirty_runs_of_one_lead_are_ten_for_each_of_three_equals_capacity() {
    assert_eq!(thirty_runs("capacity", true).await, [10, 10, 10]);
}
