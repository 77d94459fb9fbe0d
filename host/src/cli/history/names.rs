//! Which campaign and which person a typed name means, by what the ledger's runs have; else the nearest.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::run::RunRecord;
use crate::error::Error;
use crate::report::history::PersonName;
use crate::text::{fold, one_line};

/// The campaign that a name means.
pub(in crate::cli) fn campaign(name: &str, known: &[&RunRecord]) -> Result<String, Error> {
    let names: BTreeSet<&str> = known.iter().map(|run| run.new.campaign.as_str()).collect();
    let exact = names.get(name).copied();
    let found = exact.or_else(|| names.iter().copied().find(|other| fold(other) == fold(name)));
    found.map(str::to_owned).ok_or_else(|| {
        let message = format!("the ledger has no run of campaign `{}`", one_line(name, 200));
        Error::usage(message, hint(name, names.iter().copied(), "campaigns"))
    })
}

/// The person whom an id or a name means, with their Odoo.
pub(super) fn person(text: &str, known: &[&RunRecord]) -> Result<(String, PersonName), Error> {
    let mut people: BTreeMap<(&str, u64), &str> = BTreeMap::new();
    let all = known.iter().flat_map(|run| run.people.iter().map(|person| (run.new.odoo.as_str(), person)));
    for (odoo, person) in all {
        people.entry((odoo, person.id.0)).or_insert(&person.name);
    }
    let id = text.trim().parse::<u64>().ok();
    let is_meant = |id_of: u64, name: &str| id == Some(id_of) || fold(name) == fold(text);
    let found: Vec<_> = people.iter().filter(|((_, id), name)| is_meant(*id, name)).collect();
    match found.as_slice() {
        [((odoo, id), name)] => Ok(((*odoo).to_owned(), PersonName { id: *id, name: (**name).to_owned() })),
        [] => {
            let message = format!("the ledger has no run with `{}` among its people", one_line(text, 200));
            Err(Error::usage(message, hint(text, people.values().copied(), "people")))
        }
        several => {
            let shown: Vec<String> =
                several.iter().take(10).map(|((odoo, id), _)| format!("user {id} of {odoo}")).collect();
            let message = format!("`{}` may be several people: {}", one_line(text, 200), shown.join(", "));
            Err(Error::usage(message, "name the user's id; `--config` names the Odoo"))
        }
    }
}

/// The name that may be meant, else some that there are.
fn hint<'n>(typed: &str, names: impl Iterator<Item = &'n str> + Clone, what: &str) -> String {
    let likeness = |name: &str| strsim::jaro_winkler(&fold(typed), &fold(name));
    let near = names.clone().map(|name| (likeness(name), name)).filter(|(likeness, _)| *likeness > 0.8);
    if let Some((_, name)) = near.max_by(|one, other| one.0.total_cmp(&other.0)) {
        return format!("did you mean `{}`?", one_line(name, 200));
    }
    let mut seen = std::collections::BTreeSet::new();
    let some: Vec<String> = names.filter(|name| seen.insert(*name)).take(10).map(|name| one_line(name, 60)).collect();
    if some.is_empty() {
        return format!("it knows no {what} yet; `--config` or `--ledger` names another ledger");
    }
    format!("it knows the {what} {}", some.join(", "))
}
