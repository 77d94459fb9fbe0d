//! Mistakes of a row in words.

use super::row::Row;
use super::users::{NotFound, Users};
use crate::config::{PeopleRules, default_rank};
use crate::text::fold;

/// A row's person as the source writes it.
pub(super) fn shown(row: &Row) -> String {
    match row.id {
        Some(id) if row.name.is_empty() => id.to_string(),
        _ => row.name.clone(),
    }
}

/// Why a row is nobody's, and the way out.
pub(super) fn explain(row: &Row, why: &NotFound, users: &Users) -> (String, String) {
    let name = shown(row);
    match why {
        NotFound::Unknown => {
            let hint = match (row.id, users.nearest(&name)) {
                (Some(_), _) => "leave the id empty to find the person by name or login".to_owned(),
                (None, Some(nearest)) => format!("did you mean `{nearest}`?"),
                (None, None) => "write the name or the login as Odoo has it".to_owned(),
            };
            let what = row.id.map_or_else(
                || format!("`{name}` is nobody's name or login in this Odoo"),
                |id| format!("this Odoo has no user with id {id}"),
            );
            (what, hint)
        }
        NotFound::Ambiguous(logins) => (
            format!("`{name}` is the name of several users"),
            format!("write one of the logins: {}", logins.join(", ")),
        ),
        NotFound::Inactive(login) => (
            format!("`{name}` is an inactive user (`{login}`)"),
            "set `active` to false in the row, or activate the user in Odoo".to_owned(),
        ),
        NotFound::Share(login) => {
            (format!("`{name}` is a portal user (`{login}`), who cannot own leads"), "name an internal user".to_owned())
        }
    }
}

/// Why somebody whom Odoo itself names takes no part.
pub(super) fn unable(why: &NotFound) -> &'static str {
    match why {
        NotFound::Inactive(_) => "archived in Odoo",
        NotFound::Share(_) => "a portal user, who cannot own leads",
        NotFound::Unknown | NotFound::Ambiguous(_) => "a user whom the API user may not read",
    }
}

/// A level that is neither configured nor known by itself, where levels are configured: most likely misspelt.
pub(super) fn unknown_level(row: &Row, rules: &PeopleRules) -> Option<(String, String)> {
    let level = row.level.as_deref()?;
    let configured = rules.levels.keys().any(|name| fold(name) == fold(level));
    if configured || rules.levels.is_empty() || default_rank(level).is_some() {
        return None;
    }
    let nearest = rules
        .levels
        .keys()
        .max_by(|one, other| strsim::jaro_winkler(level, one).total_cmp(&strsim::jaro_winkler(level, other)));
    let hint = match nearest {
        Some(name) if strsim::jaro_winkler(level, name) > 0.8 => format!("did you mean `{name}`?"),
        _ => "name it under `distribution.level_based.levels`".to_owned(),
    };
    Some((format!("level `{level}` is not configured"), hint))
}
