//! Checks what a strategy says of itself before anybody relies on it.

use std::collections::HashSet;

use super::bindings::odlm::strategy::types as wit;
use super::schema;
use crate::domain::request::{ColumnRequest, Description, Kind};
use crate::text::{is_hidden, one_line};

/// Longest name of a strategy, version or column, in bytes.
const NAME_BYTES: usize = 64;

/// Longest summary, in bytes; what goes beyond is cut.
const SUMMARY_BYTES: usize = 512;

/// Most columns asked for of each table.
const MOST_COLUMNS: usize = 64;

/// Takes a description over. The error says what is wrong with it.
pub(super) fn check(raw: wit::Description) -> Result<Description, String> {
    let wit::Description { name, version, summary, settings_schema, lead_columns, salesperson_columns } = raw;
    if !is_kebab_case(&name) {
        return Err(format!("its name `{}` is not kebab-case of at most {NAME_BYTES} letters", shown(&name)));
    }
    if !is_version(&version) {
        return Err(format!("its version `{}` is not a semantic version like 1.0.0", shown(&version)));
    }
    schema::parse(&settings_schema)?;
    Ok(Description {
        name,
        version,
        summary: one_line(&summary, SUMMARY_BYTES),
        settings_schema,
        lead_columns: columns("leads", lead_columns)?,
        salesperson_columns: columns("salespeople", salesperson_columns)?,
    })
}

fn columns(table: &str, raw: Vec<wit::ColumnRequest>) -> Result<Vec<ColumnRequest>, String> {
    if raw.len() > MOST_COLUMNS {
        return Err(format!("it asks for {} columns of the {table}, more than {MOST_COLUMNS}", raw.len()));
    }
    let mut seen = HashSet::new();
    for column in &raw {
        let name = column.name.as_str();
        if name.is_empty() || name.len() > NAME_BYTES || name.trim() != name || name.contains(is_hidden) {
            return Err(format!("it asks for a column `{}` of the {table}, which is no name of a column", shown(name)));
        }
        if !seen.insert(name) {
            return Err(format!("it asks twice for the column `{}` of the {table}", shown(name)));
        }
    }
    Ok(raw
        .into_iter()
        .map(|column| ColumnRequest { name: column.name, kind: kind(column.kind), required: column.required })
        .collect())
}

fn kind(kind: wit::Kind) -> Kind {
    match kind {
        wit::Kind::Bools => Kind::Bools,
        wit::Kind::Integers => Kind::Integers,
        wit::Kind::Numbers => Kind::Numbers,
        wit::Kind::Texts => Kind::Texts,
        wit::Kind::TextLists => Kind::TextLists,
    }
}

fn shown(text: &str) -> String {
    one_line(text, NAME_BYTES)
}

/// Words of small letters and digits joined by single hyphens, the first beginning with a letter.
fn is_kebab_case(name: &str) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    name.len() <= NAME_BYTES && name.starts_with(|first: char| first.is_ascii_lowercase()) && name.split('-').all(word)
}

/// `major.minor.patch`, then perhaps `-` and a pre-release, then perhaps `+` and build metadata (semver.org, 2.0.0).
fn is_version(version: &str) -> bool {
    let number = |part: &str| {
        part.bytes().all(|byte| byte.is_ascii_digit()) && !part.is_empty() && (part == "0" || !part.starts_with('0'))
    };
    let identifier =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let (rest, build) = split_off(version, '+');
    let (core, pre) = split_off(rest, '-');
    let numeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    version.len() <= NAME_BYTES
        && core.split('.').count() == 3
        && core.split('.').all(number)
        && pre.is_none_or(|pre| pre.split('.').all(|part| identifier(part) && (!numeric(part) || number(part))))
        && build.is_none_or(|build| build.split('.').all(identifier))
}

fn split_off(text: &str, at: char) -> (&str, Option<&str>) {
    text.split_once(at).map_or((text, None), |(before, after)| (before, Some(after)))
}

#[cfg(test)]
mod tests {
    use super::{is_kebab_case, is_version};

    #[test]
    fn names_are_kebab_case() {
        for name in ["round-robin", "a", "level2-based", "a-1"] {
            assert!(is_kebab_case(name), "{name}");
        }
        for name in ["", "Round", "round_robin", "-a", "a-", "a--b", "1a", "é", "../x", &"a".repeat(65)] {
            assert!(!is_kebab_case(name), "{name}");
        }
    }

    #[test]
    fn versions_are_semantic() {
        for version in ["0.1.0", "1.2.3-rc.1", "1.0.0+build.007", "1.0.0-0a.b-c+d"] {
            assert!(is_version(version), "{version}");
        }
        for version in ["", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.x", "v1.2.3", "1.2.3+"] {
            assert!(!is_version(version), "{version}");
        }
    }
}
