//! How many leads the host accepts for each person in this run.

use serde_json::Value;

use crate::config::RoomRule;

/// The room of a person with this target.
///
/// By target: `target` less the workload, at least 0; with the settings' `allow_overflow` the target is raised by `overflow_limit` per
/// cent, rounded down. `settings` are the strategy's, defaults filled in.
#[must_use]
pub fn room(target: u32, workload: u32, rule: RoomRule, settings: &Value) -> u32 {
    match rule {
        RoomRule::Unlimited => u32::MAX,
        RoomRule::Target => {
            let allowed = settings.get("allow_overflow").and_then(Value::as_bool).unwrap_or(false);
            let limit = settings.get("overflow_limit").and_then(Value::as_f64).filter(|_| allowed).unwrap_or(0.0);
            let most = f64::from(target) * (1.0 + limit.max(0.0) / 100.0);
            // A float becomes a whole number by cutting, and stays within the type's range. The small term keeps a product that fell a
            // hair below a whole number from losing a lead.
            ((most + 1e-9) as u32).saturating_sub(workload)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn overflow_raises_the_target_only_when_it_is_allowed() {
        let table = [
            (RoomRule::Target, json!({}), 40, 60),
            (RoomRule::Target, json!({"allow_overflow": false, "overflow_limit": 10}), 100, 0),
            (RoomRule::Target, json!({"allow_overflow": true, "overflow_limit": 10}), 100, 10),
            (RoomRule::Target, json!({"allow_overflow": true, "overflow_limit": 10}), 400, 0),
            (RoomRule::Unlimited, json!({}), 400, u32::MAX),
        ];
        for (rule, settings, workload, expected) in table {
            assert_eq!(room(100, workload, rule, &settings), expected, "{rule:?} {settings} {workload}");
        }
    }
}
