//! Faults that tests and demos switch on: what goes wrong, at which call. Decides only; the server lets it happen.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;

use super::signature::Call;

/// A right on the records of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// Searching, reading, grouping.
    Read,
    /// `write`.
    Write,
    /// `create`.
    Create,
    /// `unlink`.
    Unlink,
}

impl Operation {
    /// By Odoo's name: `read`, `write`, `create`, `unlink`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "read" => Some(Self::Read),
            "write" => Some(Self::Write),
            "create" => Some(Self::Create),
            "unlink" => Some(Self::Unlink),
            _ => None,
        }
    }
}

/// At which calls a rule acts, counted over the calls that it fits, from when the faults were set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// The first so many calls.
    Next(u64),
    /// Only this one; 1 is the first.
    Nth(u64),
    /// With 3 the third, the sixth and so on; 0 acts never.
    Every(u64),
    /// All calls.
    Always,
}

/// An answer in place of the real one. The call is not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// 500 with `psycopg2.errors.SerializationFailure`, as Odoo gives up after five tries of its own.
    Serialization,
    /// 409 with `odoo.exceptions.LockError`.
    Locked,
    /// An HTML page with this status, as a proxy before Odoo sends: 500, 502, 503, 504.
    Proxy(u16),
    /// 429 with `Retry-After` in seconds.
    TooMany(u64),
}

/// What a rule does.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Waits before the call is carried out.
    Delay(Duration),
    /// Answers otherwise.
    Answer(Answer),
    /// Cuts the connection; the call is not carried out.
    CutBefore,
    /// Carries the call out, then cuts the connection: the caller cannot know.
    CutAfter,
    /// Somebody else changes these leads (values as `World::set` takes them) right before the call is carried out.
    Change {
        /// Leads that change. Ids that do not exist are passed over.
        leads: Vec<u64>,
        /// Their new values, an object; `write_date` becomes now.
        values: Value,
    },
}

/// One rule: at which calls what happens.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The model; none fits all. `common` is the legacy service.
    pub model: Option<String>,
    /// The method, such as `write`; none fits all.
    pub method: Option<String>,
    /// Which of the fitting calls.
    pub when: When,
    /// What happens.
    pub effect: Effect,
    /// Fitting calls so far.
    seen: u64,
}

/// All that goes wrong. The default is nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults {
    /// Added to every call.
    pub latency: Duration,
    /// Leads whose `write` is refused with 422 `ValidationError`, the whole call with them.
    pub refused_leads: BTreeSet<u64>,
    /// Rights taken away, by model: the calls answer 403 `AccessError`, `has_access` answers `false`.
    pub denied: BTreeSet<(String, Operation)>,
    /// The rules, in the order in which they act.
    pub rules: Vec<Rule>,
}

impl Faults {
    /// Adds a rule for one method of any model.
    #[must_use]
    pub fn on(mut self, method: &str, when: When, effect: Effect) -> Self {
        self.rules.push(Rule { model: None, method: Some(method.to_owned()), when, effect, seen: 0 });
        self
    }

    /// Adds a rule for one method of one model.
    #[must_use]
    pub fn on_model(mut self, model: &str, method: &str, when: When, effect: Effect) -> Self {
        let (model, method) = (Some(model.to_owned()), Some(method.to_owned()));
        self.rules.push(Rule { model, method, when, effect, seen: 0 });
        self
    }

    /// Adds latency to every call.
    #[must_use]
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Refuses writes that touch these leads.
    #[must_use]
    pub fn refuse(mut self, leads: impl IntoIterator<Item = u64>) -> Self {
        self.refused_leads.extend(leads);
        self
    }

    /// Takes a right away.
    #[must_use]
    pub fn deny(mut self, model: &str, operation: Operation) -> Self {
        self.denied.insert((model.to_owned(), operation));
        self
    }

    /// What happens at this call; counts it for every rule that it fits.
    pub(crate) fn strike(&mut self, call: &Call) -> Vec<Effect> {
        let mut effects = Vec::new();
        if !self.latency.is_zero() {
            effects.push(Effect::Delay(self.latency));
        }
        for rule in &mut self.rules {
            let fits = rule.model.as_ref().is_none_or(|model| *model == call.model)
                && rule.method.as_ref().is_none_or(|method| *method == call.method);
            if !fits {
                continue;
            }
            rule.seen += 1;
            let acts = match rule.when {
                When::Next(count) => rule.seen <= count,
                When::Nth(place) => rule.seen == place,
                When::Every(step) => step > 0 && rule.seen.is_multiple_of(step),
                When::Always => true,
            };
            if acts {
                effects.push(rule.effect.clone());
            }
        }
        effects
    }

    /// True when a write of this call must be refused.
    pub(crate) fn refuses(&self, call: &Call) -> bool {
        call.model == "crm.lead"
            && call.method == "write"
            && call.ids.iter().any(|id| u64::try_from(*id).is_ok_and(|id| self.refused_leads.contains(&id)))
    }
}
