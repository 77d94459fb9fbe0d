//! The strategy's name and its settings.

use super::refused::{Stage, dailydist, expect};
use crate::support::rig::Rig;

#[tokio::test]
async fn a_strategy_that_is_not_there() {
    let rig = Rig::new(10).await;
    rig.configure("distribution: {strategy: roundrobin}\n");
    expect(
        &dailydist(&rig, Stage::Offline, 2).await,
        &[("odlm.yaml:22:26: distribution.strategy: there is no strategy `roundrobin`", "round_robin")],
    );
}

#[tokio::test]
async fn settings_that_a_strategy_refuses_are_told_with_their_places() {
    let rig = Rig::new(10).await;
    rig.configure(
        "distribution:\n  strategy: level_based\n  level_based:\n    allow_overflow: true\n    overflow_limit: -3\n    fill_strategie: x\n",
    );
    expect(
        &dailydist(&rig, Stage::Offline, 2).await,
        &[
            (
                "odlm.yaml:26:21: distribution.level_based.overflow_limit: -3 is less than the minimum of 0",
                "odlm strategy list",
            ),
            ("odlm.yaml:27:5: distribution.level_based.fill_strategie: unknown setting", "`fill_strategy`"),
        ],
    );
    for (strategy, settings, error) in [
        ("capacity", "{reserve: 7}", "distribution.capacity.reserve: 7 is greater than the maximum of 1"),
        ("round_robin", "{order: sideways}", "distribution.round_robin.order: "),
        ("proportional", "{weight: 3}", "distribution.proportional.weight: unknown setting `weight`"),
    ] {
        rig.configure(&format!("distribution: {{strategy: {strategy}, {strategy}: {settings}}}\n"));
        expect(&dailydist(&rig, Stage::Offline, 2).await, &[(error, "")]);
    }
}
