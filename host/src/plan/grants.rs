//! Which columns a strategy of one's own may see. The shipped ones see what they ask for; any other one sees the contract's well-known
//! columns and the campaign table's, and of names and further Odoo fields only those that the operator lists.

use std::collections::BTreeSet;

use crate::domain::request::{ColumnRequest, Description};

/// The contract's well-known columns of leads.
pub const LEAD_COLUMNS: [&str; 12] = [
    "source",
    "campaign",
    "medium",
    "status",
    "team",
    "tags",
    "age-days",
    "created",
    "country",
    "language",
    "expected-revenue",
    "probability",
];

/// The contract's well-known columns of salespeople, their names apart: those are personal.
pub const PERSON_COLUMNS: [&str; 4] = ["team", "level", "skills", "languages"];

/// Columns that a strategy asks for and does not get: they are missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Of the leads.
    pub leads: BTreeSet<String>,
    /// Of the salespeople.
    pub people: BTreeSet<String>,
}

/// A column that a strategy requires and may not see.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the strategy requires the column `{name}` of {table}, which it may not see")]
pub struct NotGranted {
    /// The column's name.
    pub name: String,
    /// `leads` or `salespeople`.
    pub table: &'static str,
}

/// What is withheld from a strategy of one's own. `fields` are granted by the operator, `columns` are those of the campaign table.
///
/// # Errors
/// Every required column that is not granted.
pub fn withheld(
    description: &Description,
    fields: &[String],
    columns: &BTreeSet<&str>,
) -> Result<Withheld, Vec<NotGranted>> {
    let listed = |name: &str| fields.iter().any(|field| field == name);
    let mut refused = Vec::new();
    let mut sort = |requests: &[ColumnRequest], table, granted: &dyn Fn(&str) -> bool| {
        let hidden = requests.iter().filter(|request| !granted(&request.name));
        let hidden = hidden.inspect(|request| {
            if request.required {
                refused.push(NotGranted { name: request.name.clone(), table });
            }
        });
        hidden.map(|request| request.name.clone()).collect::<BTreeSet<_>>()
    };
    let leads = sort(&description.lead_columns, "leads", &|name| LEAD_COLUMNS.contains(&name) || listed(name));
    let people = sort(&description.salesperson_columns, "salespeople", &|name| {
        PERSON_COLUMNS.contains(&name) || listed(name) || name != "name" && columns.contains(name)
    });
    if refused.is_empty() { Ok(Withheld { leads, people }) } else { Err(refused) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::request::Kind;

    fn description(leads: &[(&str, bool)], people: &[(&str, bool)]) -> Description {
        let columns = |asked: &[(&str, bool)]| {
            let column = |(name, required): &(&str, bool)| ColumnRequest {
                name: (*name).to_owned(),
                kind: Kind::Texts,
                required: *required,
            };
            asked.iter().map(column).collect()
        };
        Description {
            name: "mine".into(),
            version: "1.0.0".into(),
            summary: String::new(),
            settings_schema: String::new(),
            lead_columns: columns(leads),
            salesperson_columns: columns(people),
        }
    }

    #[test]
    fn well_known_columns_and_those_of_the_table_are_granted() {
        let asked = description(&[("country", true), ("tags", true)], &[("skills", true), ("start_date", true)]);
        assert_eq!(withheld(&asked, &[], &BTreeSet::from(["start_date"])), Ok(Withheld::default()));
    }

    #[test]
    fn names_and_other_fields_are_granted_only_where_they_are_listed() {
        let asked = description(&[("phone", false)], &[("name", false), ("email", false)]);
        let hidden = withheld(&asked, &["email".to_owned()], &BTreeSet::from(["name"])).unwrap();
        assert_eq!(hidden.leads, BTreeSet::from(["phone".to_owned()]));
        assert_eq!(hidden.people, BTreeSet::from(["name".to_owned()]));
        let required = description(&[("phone", true)], &[("name", true)]);
        let refused = withheld(&required, &[], &BTreeSet::new()).unwrap_err();
        let told: Vec<_> = refused.iter().map(|refused| (refused.name.as_str(), refused.table)).collect();
        assert_eq!(told, [("phone", "leads"), ("name", "salespeople")]);
        assert!(withheld(&required, &["phone".to_owned(), "name".to_owned()], &BTreeSet::new()).is_ok());
    }
}
