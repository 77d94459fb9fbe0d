//! docs/plugins/contract.md against `wit/v1/strategy.wit`: every type, field, case and function is explained, each with its type, and nothing
//! that the contract does not have. Well-known columns are those that a strategy may see without being granted them.

use std::collections::BTreeMap;

use odlm::plan::{LEAD_COLUMNS, PERSON_COLUMNS};

use super::page::{page, spans};
use crate::support::components::CONTRACT;

/// The contract's definitions: of each its members with their types, in the contract's order. Cases of an enum have no type.
fn definitions() -> BTreeMap<String, Vec<(String, String)>> {
    let mut found: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    let lines = CONTRACT.lines().map(str::trim).filter(|line| !line.starts_with("///"));
    let text: String = lines.collect::<Vec<_>>().join(" ");
    let mut rest = text.as_str();
    // `record NAME { ... }`, `variant NAME { ... }` and `enum NAME { ... }` hold no further braces.
    while let Some((kind, at)) = ["record ", "variant ", "enum "]
        .iter()
        .filter_map(|kind| Some((*kind, rest.find(kind)?)))
        .min_by_key(|(_, at)| *at)
    {
        let (head, tail) = rest[at + kind.len()..].split_once('{').unwrap();
        let (body, after) = tail.split_once('}').unwrap();
        let members = split(body).into_iter().map(|member| match kind {
            "record " => member.split_once(": ").map(|(name, of)| (name.to_owned(), of.to_owned())).unwrap(),
            "variant " => {
                let (name, of) = member.split_once('(').unwrap();
                (name.to_owned(), of.trim_end_matches(')').to_owned())
            }
            _ => (member.to_owned(), String::new()),
        });
        found.insert(head.trim().to_owned(), members.collect());
        rest = after;
    }
    for line in CONTRACT.lines().map(str::trim) {
        if let Some((name, of)) =
            line.strip_prefix("type ").and_then(|line| line.trim_end_matches(';').split_once(" = "))
        {
            found.insert(name.to_owned(), vec![(String::new(), of.to_owned())]);
        }
        if let Some((name, signature)) = line.split_once(": func") {
            found
                .entry("functions".to_owned())
                .or_default()
                .push((name.to_owned(), format!("func{}", signature.trim_end_matches(';'))));
        }
    }
    found
}

/// Members between commas that stand in no brackets.
fn split(body: &str) -> Vec<String> {
    let (mut members, mut depth) = (vec![String::new()], 0);
    for letter in body.chars() {
        match letter {
            '(' | '<' => depth += 1,
            ')' | '>' => depth -= 1,
            ',' if depth == 0 => {
                members.push(String::new());
                continue;
            }
            _ => {}
        }
        members.last_mut().unwrap().push(letter);
    }
    members.into_iter().map(|member| member.trim().to_owned()).filter(|member| !member.is_empty()).collect()
}

/// The page's tables: under each heading `` `NAME` `` the members and types of its first table.
fn explained() -> BTreeMap<String, Vec<(String, String)>> {
    let page = page("docs/plugins/contract.md");
    let mut found = BTreeMap::new();
    for section in page.text.split("\n### ").skip(1) {
        let heading = section.lines().next().unwrap();
        let Some(name) = spans(heading).first().map(|name| (*name).to_owned()) else { continue };
        let rows = section
            .lines()
            .skip_while(|line| !line.starts_with("|---"))
            .skip(1)
            .take_while(|line| line.starts_with('|'));
        let members = rows.map(|row| {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            let of = spans(cells[1]).first().map_or(String::new(), |of| (*of).to_owned());
            (spans(cells[0]).first().map_or(String::new(), |name| (*name).to_owned()), of)
        });
        assert!(found.insert(name.clone(), members.collect::<Vec<_>>()).is_none(), "`{name}` is explained twice");
    }
    found
}

#[test]
fn every_part_of_the_contract_is_explained_with_its_type_and_nothing_else() {
    let (definitions, explained) = (definitions(), explained());
    assert!(definitions.len() >= 15 && definitions["request"].len() == 8, "{definitions:#?}");
    assert_eq!(explained.keys().collect::<Vec<_>>(), definitions.keys().collect::<Vec<_>>());
    for (name, members) in &definitions {
        assert_eq!(&explained[name], members, "{name}");
    }
}

#[test]
fn the_well_known_columns_are_those_that_are_granted() {
    let page = page("docs/plugins/contract.md");
    let names = |header: &str| -> Vec<String> {
        page.table(header).into_iter().map(|row| spans(row[0])[0].to_owned()).collect()
    };
    assert_eq!(names("| Of a lead | Kind | What it is | Missing when |"), LEAD_COLUMNS);
    let mut people = names("| Of a person | Kind | What it is | Missing when |");
    assert_eq!(people.remove(0), "name", "which has to be granted");
    assert_eq!(people, PERSON_COLUMNS);
    // The contract names them too.
    for name in LEAD_COLUMNS.iter().chain(&PERSON_COLUMNS) {
        assert!(CONTRACT.contains(&format!("`{name}`")), "{name}");
    }
}
