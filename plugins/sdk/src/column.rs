//! Granted columns: reading one cell. For loops over millions of rows take the column's vector itself instead.

use crate::{Column, TextLists, Values};

/// How many rows the values have.
#[must_use]
pub fn rows(values: &Values) -> usize {
    match values {
        Values::Bools(items) => items.len(),
        Values::Integers(items) => items.len(),
        Values::Numbers(items) => items.len(),
        Values::Texts(items) => items.len(),
        Values::TextLists(lists) => lists.ends.len(),
    }
}

/// A column's cells; a missing cell reads as `None`, as does one of another kind than asked.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    column: &'a Column,
}

impl<'a> Cells<'a> {
    /// The cells of a column.
    #[must_use]
    pub fn of(column: &'a Column) -> Self {
        Cells { column }
    }

    fn present(&self, row: usize) -> Option<usize> {
        let missing = u32::try_from(row).is_ok_and(|row| self.column.missing.binary_search(&row).is_ok());
        (!missing).then_some(row)
    }

    /// The row's boolean.
    #[must_use]
    pub fn boolean(&self, row: usize) -> Option<bool> {
        let row = self.present(row)?;
        if let Values::Bools(items) = &self.column.values { items.get(row).copied() } else { None }
    }

    /// The row's whole number.
    #[must_use]
    pub fn integer(&self, row: usize) -> Option<i64> {
        let row = self.present(row)?;
        if let Values::Integers(items) = &self.column.values { items.get(row).copied() } else { None }
    }

    /// The row's number; whole numbers are numbers too (beyond 2^53 the nearest one).
    #[must_use]
    pub fn number(&self, row: usize) -> Option<f64> {
        let row = self.present(row)?;
        match &self.column.values {
            Values::Numbers(items) => items.get(row).copied(),
            Values::Integers(items) => items.get(row).map(|item| *item as f64),
            _ => None,
        }
    }

    /// The row's text, looked up in the request's texts.
    #[must_use]
    pub fn text<'t>(&self, row: usize, texts: &'t [String]) -> Option<&'t str> {
        let row = self.present(row)?;
        let Values::Texts(items) = &self.column.values else { return None };
        look_up(*items.get(row)?, texts)
    }

    /// The row's texts, looked up in the request's texts; ones that are not there are left out.
    #[must_use]
    pub fn texts<'t>(&self, row: usize, texts: &'t [String]) -> Option<Vec<&'t str>> {
        let row = self.present(row)?;
        let Values::TextLists(lists) = &self.column.values else { return None };
        Some(list(lists, row)?.iter().filter_map(|text| look_up(*text, texts)).collect())
    }
}

fn look_up(text: u32, texts: &[String]) -> Option<&str> {
    texts.get(usize::try_from(text).ok()?).map(String::as_str)
}

/// Row `i` is `items[ends[i-1] .. ends[i]]`, from 0 for the first.
fn list(lists: &TextLists, row: usize) -> Option<&[u32]> {
    let start = match row.checked_sub(1) {
        Some(before) => usize::try_from(*lists.ends.get(before)?).ok()?,
        None => 0,
    };
    let end = usize::try_from(*lists.ends.get(row)?).ok()?;
    lists.items.get(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: Values, missing: &[u32]) -> Column {
        Column { name: "x".to_owned(), values, missing: missing.to_vec() }
    }

    #[test]
    fn lists_of_texts_are_cut_at_their_ends() {
        let texts: Vec<String> = ["", "a", "b"].map(str::to_owned).to_vec();
        let lists = TextLists { items: vec![1, 2, 9, 2], ends: vec![1, 1, 4] };
        let column = column(Values::TextLists(lists), &[1]);
        let cells = Cells::of(&column);
        assert_eq!(cells.texts(0, &texts), Some(vec!["a"]));
        assert_eq!(cells.texts(1, &texts), None, "missing is not the empty list");
        assert_eq!(cells.texts(2, &texts), Some(vec!["b", "b"]), "9 is no text");
        assert_eq!(cells.texts(3, &texts), None);
    }

    #[test]
    fn whole_numbers_are_numbers_but_not_the_other_way_round() {
        let whole = column(Values::Integers(vec![3, 0]), &[1]);
        assert_eq!((Cells::of(&whole).number(0), Cells::of(&whole).number(1)), (Some(3.0), None));
        let number = column(Values::Numbers(vec![3.0]), &[]);
        assert_eq!(Cells::of(&number).integer(0), None);
    }
}
