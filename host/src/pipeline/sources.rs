//! Web sources that only Odoo can settle: those that are read from it, and whether it knows those that are configured.

use super::Progress;
use super::prepare::add;
use crate::config::source::ConfigErrors;
use crate::config::written::MatchMode;
use crate::config::{Config, LeadRules, SourceOrigin, SourceRule, UnknownSource};
use crate::error::Error;
use crate::leads::{Field, UnknownName, known_values, read_sources, unknown_names};
use crate::odoo::OdooRead;

const SECTION: &str = "/lead_finding/web_sources";

/// The rule with every name that it stands for, and none that it drops. None where there is no rule.
///
/// # Errors
/// What Odoo answered; names that Odoo does not know, where they are refused; nothing is left on the list.
pub(super) async fn settled(
    config: &Config,
    progress: &dyn Progress,
    odoo: &dyn OdooRead,
    field: &Field,
    rules: &LeadRules,
) -> Result<Option<SourceRule>, Error> {
    let Some(mut rule) = rules.sources.clone() else { return Ok(None) };
    if let SourceOrigin::Odoo(domain) = &rule.origin {
        rule.patterns.names = read_sources(odoo, domain).await?;
        // A name of Odoo's is a name, whatever characters are in it.
        if rule.patterns.mode != MatchMode::Partial {
            rule.patterns.mode = MatchMode::Exact;
        }
        if rule.patterns.is_empty() {
            let hint = "no lead would be let through; look at the domain, or write `web_sources.enabled: false`";
            return Err(wrong(config, "source_config/domain", "Odoo has no such web source", hint));
        }
    }
    if rule.unknown != UnknownSource::Accepted {
        let known = known_values(odoo, field, rules.lead_type.key()).await?;
        let unknown = unknown_names(&rule.patterns, &known);
        if !unknown.is_empty() && rule.unknown == UnknownSource::Refused {
            return Err(refused(config, field, &unknown));
        }
        for one in unknown.iter().rev() {
            rule.patterns.names.remove(one.index);
        }
        if !unknown.is_empty() {
            progress.notice(&format!("`web_sources`: {} dropped, which Odoo does not know", shown(&unknown)));
        }
        if rule.patterns.is_empty() {
            let hint = "no lead would be let through; correct the names, or write `web_sources.enabled: false`";
            return Err(wrong(config, "exclude_invalid", "Odoo knows none of the web sources", hint));
        }
    }
    Ok(Some(rule))
}

/// The first names in words.
fn shown(unknown: &[UnknownName]) -> String {
    let mut names: Vec<String> = unknown.iter().take(20).map(|one| format!("`{}`", one.name)).collect();
    if unknown.len() > names.len() {
        names.push(format!("{} more", unknown.len() - names.len()));
    }
    names.join(", ")
}

/// One error for each unknown name, where it stands.
fn refused(config: &Config, field: &Field, unknown: &[UnknownName]) -> Error {
    let mut errors = ConfigErrors::new();
    for one in unknown {
        let listed = format!("{SECTION}/source_config/sources/{}", one.index);
        let pointer = match config.places.holds(&listed) {
            true => listed,
            // The names stand in a file or in a table.
            false => format!("{SECTION}/source_config"),
        };
        let message = format!("Odoo knows no web source `{}` in the field `{}`", one.name, field.name);
        let hint = match &one.nearest {
            Some(nearest) => format!("did you mean `{nearest}`? `exclude_invalid: true` drops what Odoo does not know"),
            None => "`exclude_invalid: true` drops what Odoo does not know".to_owned(),
        };
        add(&mut errors, config, &pointer, message, hint);
    }
    errors.into()
}

fn wrong(config: &Config, key: &str, message: &str, hint: &str) -> Error {
    let mut errors = ConfigErrors::new();
    add(&mut errors, config, &format!("{SECTION}/{key}"), message.to_owned(), hint.to_owned());
    errors.into()
}
