//! A recorded request put to a strategy that may be another than the one that was asked: it gets the columns that it asks for, as far as
//! they were recorded.

use crate::domain::request::{Column, ColumnRequest, Description, Kind, Request, Values};

/// A request that has the columns of another strategy.
#[derive(Clone, Debug, PartialEq)]
pub struct Again {
    /// The request; settings and memory are still those that were recorded.
    pub request: Request,
    /// Columns that the strategy asks for and the record does not have: every row is missing.
    pub lacking: Vec<String>,
}

/// The request with the columns that a strategy asks for, in its order.
///
/// # Errors
/// A column that the strategy requires was not recorded, or one was recorded as something else; in one sentence.
pub fn again(recorded: &Request, description: &Description) -> Result<Again, String> {
    let mut lacking = Vec::new();
    let mut request = recorded.clone();
    let (leads, people) = (&mut request.leads, &mut request.salespeople);
    leads.columns = columns(&leads.columns, &description.lead_columns, leads.id.len(), "leads", &mut lacking)?;
    people.columns =
        columns(&people.columns, &description.salesperson_columns, people.id.len(), "salespeople", &mut lacking)?;
    Ok(Again { request, lacking })
}

fn columns(
    recorded: &[Column],
    wanted: &[ColumnRequest],
    rows: usize,
    table: &str,
    lacking: &mut Vec<String>,
) -> Result<Vec<Column>, String> {
    let column = |wanted: &ColumnRequest| {
        let name = wanted.name.clone();
        let Some(found) = recorded.iter().find(|column| column.name == wanted.name) else {
            if wanted.required && rows > 0 {
                return Err(format!("it requires the column `{name}` of {table}, which the run did not record"));
            }
            lacking.push(name.clone());
            return Ok(Column { name, values: missing(wanted.kind, rows) });
        };
        let values = fitting(&found.values, wanted.kind);
        let values = values
            .ok_or_else(|| format!("it asks for the column `{name}` of {table} as something else than was recorded"))?;
        Ok(Column { name, values })
    };
    wanted.iter().map(column).collect()
}

/// A column without a value.
fn missing(kind: Kind, rows: usize) -> Values {
    match kind {
        Kind::Bools => Values::Bools(vec![None; rows]),
        Kind::Integers => Values::Integers(vec![None; rows]),
        Kind::Numbers => Values::Numbers(vec![None; rows]),
        Kind::Texts => Values::Texts(vec![None; rows]),
        Kind::TextLists => Values::TextLists(vec![None; rows]),
    }
}

/// The values as this kind; whole numbers are numbers too.
fn fitting(values: &Values, kind: Kind) -> Option<Values> {
    match (values, kind) {
        (Values::Bools(_), Kind::Bools)
        | (Values::Integers(_), Kind::Integers)
        | (Values::Numbers(_), Kind::Numbers)
        | (Values::Texts(_), Kind::Texts)
        | (Values::TextLists(_), Kind::TextLists) => Some(values.clone()),
        (Values::Integers(rows), Kind::Numbers) => {
            Some(Values::Numbers(rows.iter().map(|row| row.map(|number| number as f64)).collect()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::request::LeadTable;

    fn description(columns: &[(&str, Kind, bool)]) -> Description {
        let column = |(name, kind, required): &(&str, Kind, bool)| ColumnRequest {
            name: (*name).to_owned(),
            kind: *kind,
            required: *required,
        };
        Description {
            name: "s".to_owned(),
            version: "1.0.0".to_owned(),
            summary: String::new(),
            settings_schema: String::new(),
            lead_columns: columns.iter().map(column).collect(),
            salesperson_columns: Vec::new(),
        }
    }

    fn recorded() -> Request {
        let column = |name: &str, values| Column { name: name.to_owned(), values };
        let columns = vec![
            column("age-days", Values::Integers(vec![Some(3), None])),
            column("x_score", Values::Bools(vec![Some(true), Some(false)])),
        ];
        let leads = LeadTable { id: vec![1, 2], owner: vec![0, 0], priority: vec![0, 0], columns };
        Request { leads, ..Request::default() }
    }

    #[test]
    fn a_strategy_gets_its_columns_and_no_other() {
        let wanted = description(&[("country", Kind::Texts, false), ("age-days", Kind::Numbers, true)]);
        let Again { request, lacking } = again(&recorded(), &wanted).unwrap();
        assert_eq!(lacking, ["country"]);
        let columns: Vec<_> =
            request.leads.columns.iter().map(|column| (column.name.as_str(), &column.values)).collect();
        let (texts, numbers) = (Values::Texts(vec![None, None]), Values::Numbers(vec![Some(3.0), None]));
        assert_eq!(columns, [("country", &texts), ("age-days", &numbers)]);
    }

    #[test]
    fn what_cannot_be_asked_is_told() {
        let told = again(&recorded(), &description(&[("country", Kind::Texts, true)])).unwrap_err();
        assert!(told.contains("requires the column `country` of leads"), "{told}");
        let told = again(&recorded(), &description(&[("x_score", Kind::Texts, false)])).unwrap_err();
        assert!(told.contains("`x_score` of leads as something else"), "{told}");
    }
}
