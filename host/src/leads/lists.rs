//! The rules' lists of names, made ready to be compared once a run.

use super::matcher::{Matcher, PatternError};
use crate::config::{DoNotCall, LeadRules, Patterns};

/// Every list of the rules; none where there is no rule.
#[derive(Clone, Debug)]
pub struct Lists {
    pub(super) sources: Option<Matcher>,
    pub(super) campaigns: Option<Matcher>,
    pub(super) statuses: Option<Matcher>,
    pub(super) excluded_statuses: Option<Matcher>,
    pub(super) sale_statuses: Option<Matcher>,
    /// Statuses that mean do-not-call.
    pub(super) no_call_statuses: Option<Words>,
    /// Tags that mean do-not-call.
    pub(super) no_call_tags: Option<Words>,
    pub(super) included_tags: Option<Matcher>,
    pub(super) excluded_tags: Option<Matcher>,
}

/// Words of do-not-call: names compared loosely beside patterns, or all as the configuration says.
#[derive(Clone, Debug)]
pub(super) struct Words {
    loose: Option<Matcher>,
    patterns: Matcher,
}

impl Words {
    fn of(patterns: &Patterns, strict: bool) -> Result<Words, PatternError> {
        if strict {
            return Ok(Words { loose: None, patterns: Matcher::of(patterns)? });
        }
        let rest = Patterns { names: Vec::new(), ..patterns.clone() };
        Ok(Words { loose: Some(Matcher::loose(&patterns.names)), patterns: Matcher::of(&rest)? })
    }

    pub(super) fn matches(&self, value: &str) -> bool {
        self.loose.as_ref().is_some_and(|loose| loose.matches(value)) || self.patterns.matches(value)
    }
}

impl Lists {
    /// Makes the lists ready.
    ///
    /// # Errors
    /// A pattern that cannot be used.
    pub fn of(rules: &LeadRules) -> Result<Lists, PatternError> {
        let ready = |patterns: Option<&Patterns>| patterns.map(Matcher::of).transpose();
        let words = |patterns: fn(&DoNotCall) -> Option<&Patterns>| {
            let rule = rules.do_not_call.as_ref();
            let found = rule.and_then(|rule| Some((patterns(rule)?, rule.strict)));
            found.map(|(patterns, strict)| Words::of(patterns, strict)).transpose()
        };
        Ok(Lists {
            sources: ready(rules.sources.as_ref().map(|rule| &rule.patterns))?,
            campaigns: ready(rules.campaigns.as_ref())?,
            statuses: ready(rules.statuses.as_ref())?,
            excluded_statuses: ready(rules.excluded_statuses.as_ref())?,
            sale_statuses: ready(rules.sale_statuses.as_ref())?,
            no_call_statuses: words(|rule| Some(&rule.statuses))?,
            no_call_tags: words(|rule| rule.tags.as_ref())?,
            included_tags: ready(rules.included_tags.as_ref())?,
            excluded_tags: ready(rules.excluded_tags.as_ref())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::written::MatchMode;

    #[test]
    fn do_not_call_is_loose_unless_the_configuration_says_how_to_compare() -> Result<(), PatternError> {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
        let plain = Patterns { names: names(&["do_not_call"]), globs: names(&["stop*"]), ..Patterns::default() };
        let loose = Words::of(&plain, false)?;
        for (value, expected) in [("Do Not Call", true), ("do-not-call", true), ("Stop it", true), ("call", false)] {
            assert_eq!(loose.matches(value), expected, "{value}");
        }
        let strict = Words::of(&plain, true)?;
        assert!(strict.matches("DO_NOT_CALL") && !strict.matches("Do Not Call"));
        let partial = Words::of(&Patterns { mode: MatchMode::Partial, ..plain }, true)?;
        assert!(partial.matches("please do_not_call me"));
        Ok(())
    }
}
