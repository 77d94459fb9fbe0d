//! `distribution`: the strategy and its settings, and the rules that the host keeps.

use serde_json::{Map, Value};

use crate::config::resolve::{Pass, plugins};
use crate::config::resolved::{
    Distribution, HostRules, OnAssign, Origin, Overrides, RoundRobinRule, StrategyChoice, TeamRule, Who,
};
use crate::config::written::{self, OnNothing, PluginLimits};

pub(super) fn distribution(
    pass: &mut Pass,
    written: &written::Distribution,
    overrides: &Overrides,
) -> Option<Distribution> {
    plugins::check(pass, written);
    let (strategy, round_robin) = (strategy(pass, written, overrides), round_robin(pass, written));
    let strategy = strategy?;
    Some(Distribution {
        others: others(pass, written, overrides, &strategy),
        room: strategy.room(),
        strategy,
        round_robin,
        rules: rules(pass, &written.advanced_rules),
        order: written.lead_order,
        on_assign: on_assign(&written.on_assign),
        on_failure: written.error_handling.strategy_failure,
        no_salespeople: written.error_handling.no_salespeople,
        no_leads: written.error_handling.no_leads.unwrap_or(OnNothing::SkipDistribution),
        max_failed: written.error_handling.max_failed_assignments,
    })
}

fn strategy(pass: &mut Pass, written: &written::Distribution, overrides: &Overrides) -> Option<StrategyChoice> {
    let forced = overrides.force_round_robin
        || written.round_robin_override.force && written.round_robin_override.enabled.unwrap_or(true);
    let named = if forced { "round-robin" } else { written.strategy.as_deref().unwrap_or("level-based") };
    if let Some(own) = written.plugins.get(named).filter(|_| !forced) {
        return plugins::chosen(pass, named, own, overrides);
    }
    if forced {
        let settings = round_robin(pass, written).settings;
        return Some(choice("round-robin", settings, "round_robin"));
    }
    let found = shipped(written, &named.replace('_', "-"));
    if found.is_none() {
        let mut known = vec!["level_based", "round_robin", "proportional", "capacity"];
        known.extend(written.plugins.keys().map(String::as_str));
        let hint = format!("`odlm strategy list` shows the strategies: {}", known.join(", "));
        pass.error("/distribution/strategy", format!("there is no strategy `{named}`"), hint);
    }
    found
}

/// The strategies that are shipped.
pub(super) const SHIPPED: [&str; 4] = ["level-based", "round-robin", "proportional", "capacity"];

/// A shipped strategy with its section of the configuration.
fn shipped(written: &written::Distribution, name: &str) -> Option<StrategyChoice> {
    let (name, settings, key) = match name {
        "level-based" => {
            ("level-based", written.level_based.as_ref().map(|levels| levels.settings.clone()), "level_based")
        }
        "round-robin" => ("round-robin", written.round_robin.clone(), "round_robin"),
        "proportional" => ("proportional", written.proportional.clone(), "proportional"),
        "capacity" | "capacity-based" => ("capacity", written.capacity.clone(), "capacity"),
        _ => return None,
    };
    Some(choice(name, settings.unwrap_or_default(), key))
}

fn choice(name: &str, settings: Map<String, Value>, key: &str) -> StrategyChoice {
    StrategyChoice {
        name: name.to_owned(),
        origin: Origin::Shipped,
        sha256: None,
        allow_unpinned: false,
        limits: PluginLimits::default(),
        fast_floats: false,
        settings,
        settings_key: format!("distribution.{key}"),
        fields: Vec::new(),
    }
}

/// The strategies that are not chosen.
fn others(
    pass: &Pass,
    written: &written::Distribution,
    overrides: &Overrides,
    chosen: &StrategyChoice,
) -> Vec<StrategyChoice> {
    let shipped = SHIPPED.iter().filter_map(|name| shipped(written, name));
    let own = written.plugins.iter().map(|(name, own)| plugins::other(pass.path, name, own, overrides));
    shipped.chain(own).filter(|other| (&other.name, &other.origin) != (&chosen.name, &chosen.origin)).collect()
}

fn round_robin(_pass: &mut Pass, written: &written::Distribution) -> RoundRobinRule {
    let rule = &written.round_robin_override;
    let mut settings: Map<String, Value> = written.round_robin.clone().unwrap_or_default();
    for (key, value) in [("order", &rule.order), ("reset", &rule.reset)] {
        if let Some(value) = value {
            settings.insert(key.to_owned(), Value::String(value.clone()));
        }
    }
    let on = rule.enabled.unwrap_or(true);
    RoundRobinRule {
        leads_below: rule.leads_below.filter(|_| on),
        salespeople_below: rule.salespeople_below.filter(|_| on),
        settings,
    }
}

fn rules(pass: &mut Pass, written: &written::AdvancedRules) -> HostRules {
    let skills = written.skill_matching.as_ref().filter(|rule| rule.enabled.unwrap_or(true));
    let daily = written.workload_balancing.as_ref().filter(|rule| rule.enabled.unwrap_or(true));
    let priority = written.priority_handling.as_ref().filter(|rule| rule.enabled.unwrap_or(true));
    let territory = written.geography.as_ref().filter(|rule| rule.enabled.unwrap_or(true));
    if let Some((most, least)) = daily.and_then(|rule| rule.max_daily_leads.zip(rule.min_daily_leads))
        && least > most
    {
        pass.error(
            "/distribution/advanced_rules/workload_balancing",
            format!("`min_daily_leads: {least}` is more than `max_daily_leads: {most}`"),
            "everybody gets the minimum before anybody gets more, and nobody more than the maximum".to_owned(),
        );
    }
    HostRules {
        skills: skills
            .map(|rule| rule.skills.iter().map(|(name, skill)| (name.clone(), skill.clone())).collect())
            .unwrap_or_default(),
        skill_required: skills.is_some_and(|rule| rule.required),
        max_daily: daily.and_then(|rule| rule.max_daily_leads),
        min_daily: daily.and_then(|rule| rule.min_daily_leads),
        priority: priority.map(|rule| [rule.high, rule.medium, rule.low]),
        territory: territory.map(|rule| rule.lead_field.clone().unwrap_or_else(|| "country".to_owned())),
        territory_required: territory.is_some_and(|rule| rule.required),
    }
}

fn on_assign(written: &written::OnAssign) -> OnAssign {
    let who = |text: &Option<String>| {
        text.as_deref().map(|text| match text {
            "salesperson" => Who::Salesperson,
            "nobody" => Who::Nobody,
            name => Who::Named(name.to_owned()),
        })
    };
    OnAssign {
        status: written.status.clone(),
        team: match written.team.as_deref() {
            None | Some("salesperson") => TeamRule::Salesperson,
            Some("keep") => TeamRule::Keep,
            Some(name) => TeamRule::Named(name.to_owned()),
        },
        closer: who(&written.closer),
        open_user: who(&written.open_user),
        set: written.set.clone(),
    }
}
