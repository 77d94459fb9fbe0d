//! Who gets which lead, resolved.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Map, Value};

use crate::config::written::{LeadOrder, OnNothing, OnStrategyFailure, PluginLimits, PriorityRule, Skill};
use crate::strategy::Limits;

/// Who gets which lead.
#[derive(Clone, Debug)]
pub struct Distribution {
    /// The strategy.
    pub strategy: StrategyChoice,
    /// The others: shipped ones, and strategies of one's own. Nothing of theirs is checked but their names.
    pub others: Vec<StrategyChoice>,
    /// When the shipped round robin plans in its place.
    pub round_robin: RoundRobinRule,
    /// How many leads the host accepts for a person.
    pub room: RoomRule,
    /// Rules that hold under every strategy.
    pub rules: HostRules,
    /// The order in which leads are served.
    pub order: LeadOrder,
    /// What is written beside the owner.
    pub on_assign: OnAssign,
    /// When the strategy gives no plan or one that breaks a rule.
    pub on_failure: OnStrategyFailure,
    /// When nobody is eligible.
    pub no_salespeople: OnNothing,
    /// When no lead is to be distributed.
    pub no_leads: OnNothing,
    /// The run stops writing after so many leads that Odoo refused.
    pub max_failed: Option<u32>,
}

/// A strategy and its settings.
#[derive(Clone, Debug)]
pub struct StrategyChoice {
    /// The strategy's name, kebab-case.
    pub name: String,
    /// Where its component comes from.
    pub origin: Origin,
    /// The SHA-256 that the component must have, in lower-case hexadecimal.
    pub sha256: Option<String>,
    /// Whether it may run though no `sha256` is written.
    pub allow_unpinned: bool,
    /// What it may use, where that differs from what every strategy may.
    pub limits: PluginLimits,
    /// Whether NaN is left as the processor makes it.
    pub fast_floats: bool,
    /// The settings as they are written, for the strategy's own schema to check.
    pub settings: Map<String, Value>,
    /// The settings' place in the configuration, like `distribution.level_based`.
    pub settings_key: String,
    /// Columns that a strategy of one's own may see beyond the usual ones.
    pub fields: Vec<String>,
}

/// Where a strategy's component comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The program itself.
    Shipped,
    /// A file.
    File(PathBuf),
    /// A registry.
    Registry(Artifact),
}

/// An artifact of a registry, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Like `oci://HOST/REPOSITORY:TAG`.
    pub reference: String,
    /// The file of the public key that must have signed it.
    pub key: Option<PathBuf>,
    /// Whether HTTP without TLS is spoken to a registry that is not on this machine.
    pub plain_http: bool,
}

impl Origin {
    /// The key of a strategy of one's own that says so.
    #[must_use]
    pub fn key(&self) -> &'static str {
        if matches!(self, Origin::Registry(_)) { "oci" } else { "path" }
    }

    /// The file that is read: the component, or the key that must have signed it.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Origin::Shipped => None,
            Origin::File(file) => Some(file),
            Origin::Registry(artifact) => artifact.key.as_deref(),
        }
    }
}

impl fmt::Display for Origin {
    /// The file or the reference.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Shipped => out.write_str("odlm"),
            Origin::File(file) => write!(out, "{}", file.display()),
            Origin::Registry(artifact) => out.write_str(&artifact.reference),
        }
    }
}

impl StrategyChoice {
    /// Whether it is one of one's own, not a shipped one.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.origin != Origin::Shipped
    }

    /// The JSON Pointer of a key of a strategy of one's own; of the strategy itself with an empty key.
    #[must_use]
    pub fn pointer(&self, key: &str) -> String {
        let own = format!("/distribution/plugins/{}", self.name.replace('~', "~0").replace('/', "~1"));
        if key.is_empty() { own } else { format!("{own}/{key}") }
    }

    /// What it may use: `usual`, but for what the configuration says.
    #[must_use]
    pub fn limits(&self, usual: &Limits) -> Limits {
        let PluginLimits { memory_mib, assign_seconds, assign_fuel, log_kib } = self.limits;
        Limits {
            memory_bytes: memory_mib.map_or(usual.memory_bytes, |mib| usize::from(mib) << 20),
            assign_time: assign_seconds.map_or(usual.assign_time, |seconds| Duration::from_secs(seconds.into())),
            assign_fuel: assign_fuel.unwrap_or(usual.assign_fuel),
            log_bytes: log_kib.map_or(usual.log_bytes, |kib| usize::from(kib) << 10),
            fast_floats: usual.fast_floats || self.fast_floats,
            ..usual.clone()
        }
    }

    /// How many leads the host accepts for a person under this strategy.
    #[must_use]
    pub fn room(&self) -> RoomRule {
        RoomRule::of(&self.name)
    }
}

/// When the shipped round robin plans in the strategy's place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoundRobinRule {
    /// When fewer leads are to be distributed.
    pub leads_below: Option<u32>,
    /// When fewer salespeople are eligible.
    pub salespeople_below: Option<u32>,
    /// Its settings.
    pub settings: Map<String, Value>,
}

/// How many leads the host accepts for a person, whatever a strategy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomRule {
    /// Up to the target, and past it by what the settings' `allow_overflow` and `overflow_limit` say, less the workload.
    Target,
    /// As many as there are.
    Unlimited,
}

impl RoomRule {
    /// The rule of a strategy by its name: the shipped one that fills people up to their targets is held to them.
    #[must_use]
    pub fn of(strategy: &str) -> RoomRule {
        if strategy == "level-based" { RoomRule::Target } else { RoomRule::Unlimited }
    }
}

/// Rules that the host keeps under every strategy.
#[derive(Clone, Debug, Default)]
pub struct HostRules {
    /// The skills, by name: which leads ask for one, and what it counts.
    pub skills: Vec<(String, Skill)>,
    /// Whether a lead that asks for a skill goes to nobody without one.
    pub skill_required: bool,
    /// The most leads that a person receives in a day.
    pub max_daily: Option<u32>,
    /// Leads that everybody gets in a day before anybody gets more.
    pub min_daily: Option<u32>,
    /// Who gets leads of high, medium and low priority.
    pub priority: Option<[PriorityRule; 3]>,
    /// What of the lead is its territory.
    pub territory: Option<String>,
    /// Whether a lead goes to nobody of another territory.
    pub territory_required: bool,
}

/// What is written beside the owner.
#[derive(Clone, Debug, Default)]
pub struct OnAssign {
    /// The status.
    pub status: Option<String>,
    /// The team.
    pub team: TeamRule,
    /// The closer; none leaves the field alone.
    pub closer: Option<Who>,
    /// The open user; none leaves the field alone.
    pub open_user: Option<Who>,
    /// Values of other fields, as Odoo takes them.
    pub set: Map<String, Value>,
}

/// The team that is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TeamRule {
    /// The new owner's.
    #[default]
    Salesperson,
    /// None: the lead keeps its own, as far as Odoo lets it.
    Keep,
    /// One by name.
    Named(String),
}

/// Somebody in a field beside the owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The new owner.
    Salesperson,
    /// Nobody: the field is emptied.
    Nobody,
    /// A user, by name or login.
    Named(String),
}
