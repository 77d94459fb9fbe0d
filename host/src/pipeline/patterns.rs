//! Every list of names that the rules compare with, checked before the network is asked: a pattern that cannot be used has its place.

use super::prepare::add;
use crate::config::source::ConfigErrors;
use crate::config::{Config, LeadRules, Patterns};
use crate::leads::{Matcher, PatternError, PatternList};

/// The way out of a pattern that cannot be used.
pub(super) const HINT: &str = "a character with a meaning of its own, like `(`, needs a `\\` before it; look-around and back-references are not supported";

/// A list and the keys under which its three parts stand.
struct Listed<'a> {
    names: String,
    globs: String,
    expressions: String,
    patterns: &'a Patterns,
}

/// Adds an error for every list that cannot be used.
pub(super) fn check(errors: &mut ConfigErrors, config: &Config) {
    for listed in all(config) {
        let parts = [
            (&listed.names, &listed.patterns.names),
            (&listed.globs, &listed.patterns.globs),
            (&listed.expressions, &listed.patterns.expressions),
        ];
        for (key, list) in parts {
            for (index, _) in list.iter().enumerate().filter(|(_, text)| text.trim().is_empty()) {
                let hint = "remove the entry; part of every value is nothing at all, so it would match them all";
                add(errors, config, &format!("{key}/{index}"), "the entry is empty".to_owned(), hint.to_owned());
            }
        }
        if let Err(error) = Matcher::of(listed.patterns) {
            let pointer = listed.pointer(&error);
            add(errors, config, &pointer, error.to_string(), hint(error.list).to_owned());
        }
    }
}

fn hint(list: PatternList) -> &'static str {
    match list {
        PatternList::Globs => "write fewer or shorter patterns",
        PatternList::Names | PatternList::Expressions => HINT,
    }
}

impl Listed<'_> {
    fn pointer(&self, error: &PatternError) -> String {
        let key = match error.list {
            PatternList::Names => &self.names,
            PatternList::Globs => &self.globs,
            PatternList::Expressions => &self.expressions,
        };
        format!("{key}/{}", error.index)
    }
}

/// Every list of the rules.
fn all(config: &Config) -> Vec<Listed<'_>> {
    const FILTERS: &str = "/lead_finding/additional_filters";
    let rules: &LeadRules = &config.leads;
    let in_section = |section: &str, names: &str, patterns| Listed {
        names: format!("{section}/{names}"),
        globs: format!("{section}/match_patterns"),
        expressions: format!("{section}/regex_patterns"),
        patterns,
    };
    let mut lists = Vec::new();
    let sources = rules.sources.as_ref().map(|rule| &rule.patterns);
    lists.extend(sources.map(|list| in_section("/lead_finding/web_sources", "source_config/sources", list)));
    lists.extend(rules.campaigns.as_ref().map(|list| in_section("/lead_finding/campaigns", "types", list)));
    let status = format!("{FILTERS}/status");
    lists.extend(rules.statuses.as_ref().map(|list| in_section(&status, "values", list)));
    lists.extend(rules.excluded_statuses.as_ref().map(|list| in_section(&status, "exclude", list)));
    let sold = format!("{FILTERS}/exclude_sale_statuses");
    lists.extend(rules.sale_statuses.as_ref().map(|list| in_section(&sold, "values", list)));
    if let Some(rule) = &rules.do_not_call {
        let section = format!("{FILTERS}/dnc_filtering");
        let keys = ["dnc_filtering/statuses", "dnc_filtering/dnc_statuses", "dnc_statuses"];
        let mut held = keys.iter().map(|key| format!("{FILTERS}/{key}")).filter(|key| config.places.holds(key));
        let names = match (held.next(), held.next()) {
            (Some(only), None) => only,
            // Of several lists that were put together no place in one of them is known.
            _ => section.clone(),
        };
        let own = format!("{section}/dnc_tags");
        let tag_names = if config.places.holds(&own) { own } else { names.clone() };
        lists.push(Listed { names, ..in_section(&section, "", &rule.statuses) });
        let tags = rule.tags.as_ref();
        lists.extend(tags.map(|tags| Listed { names: tag_names, ..in_section(&section, "", tags) }));
    }
    lists.extend(rules.included_tags.as_ref().map(|list| in_section(FILTERS, "include_tags", list)));
    lists.extend(rules.excluded_tags.as_ref().map(|list| in_section(FILTERS, "exclude_tags", list)));
    for (campaign, list) in rules.dropback.iter().flat_map(|rule| &rule.campaigns) {
        let section = "/lead_finding/dropback_filter/web_source_matching/campaign_patterns";
        let key = campaign.replace('~', "~0").replace('/', "~1");
        lists.push(Listed {
            names: format!("{section}/{key}/exact_matches"),
            globs: format!("{section}/{key}/pattern_matches"),
            expressions: format!("{section}/{key}"),
            patterns: list,
        });
    }
    lists
}
