//! Rows over columns: one lead or one person as a value with named parts, checked once so that no row can be out of reach.

use crate::column::{self, Cells};
use crate::{Column, NOBODY, Request};

/// A request whose columns fit together.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    request: &'a Request,
}

impl<'a> Table<'a> {
    /// Checks that every column has one entry a row and that every owner is a row.
    ///
    /// # Errors
    /// When the host sent a request that contradicts itself; the sentence names the column.
    pub fn of(request: &'a Request) -> Result<Self, String> {
        let (leads, people) = (&request.leads, &request.salespeople);
        let (n, m) = (leads.id.len(), people.id.len());
        let lengths = [
            ("owner", leads.owner.len(), n),
            ("priority", leads.priority.len(), n),
            ("rank", people.rank.len(), m),
            ("target", people.target.len(), m),
            ("workload", people.workload.len(), m),
            ("room", people.room.len(), m),
            ("credit", people.credit.len(), m),
        ];
        let granted =
            leads.columns.iter().map(|column| (column, n)).chain(people.columns.iter().map(|column| (column, m)));
        let granted = granted.map(|(column, rows)| (column.name.as_str(), column::rows(&column.values), rows));
        for (name, found, rows) in lengths.into_iter().chain(granted) {
            if found != rows {
                return Err(format!("the column `{name}` of the request has {found} rows, its table {rows}"));
            }
        }
        if leads.owner.iter().any(|owner| *owner != NOBODY && usize::try_from(*owner).is_ok_and(|owner| owner >= m)) {
            return Err("a lead's owner is no row of the salespeople".to_owned());
        }
        Ok(Table { request })
    }

    /// The request behind the rows.
    #[must_use]
    pub fn request(&self) -> &'a Request {
        self.request
    }

    /// How many leads there are.
    #[must_use]
    pub fn lead_count(&self) -> usize {
        self.request.leads.id.len()
    }

    /// How many people there are.
    #[must_use]
    pub fn person_count(&self) -> usize {
        self.request.salespeople.id.len()
    }

    /// The leads, in the order in which they are to be served.
    pub fn leads(&self) -> impl Iterator<Item = Lead<'a>> + use<'a> {
        let request = self.request;
        (0..self.lead_count()).map(move |row| Lead { request, row })
    }

    /// The people. Their order means nothing.
    pub fn people(&self) -> impl Iterator<Item = Person<'a>> + use<'a> {
        let request = self.request;
        (0..self.person_count()).map(move |row| Person { request, row })
    }

    /// Whether the plan is to say more about the lead of each row.
    #[must_use]
    pub fn explained(&self) -> Vec<bool> {
        let mut explained = vec![false; self.lead_count()];
        for row in &self.request.explain {
            if let Some(flag) = usize::try_from(*row).ok().and_then(|row| explained.get_mut(row)) {
                *flag = true;
            }
        }
        explained
    }
}

/// Reads one row of a fixed column. [`Table::of`] has checked the length, so the default is never met.
fn cell<T: Copy + Default>(column: &[T], row: usize) -> T {
    column.get(row).copied().unwrap_or_default()
}

macro_rules! cells {
    ($columns:ident) => {
        /// A granted column's value, when it is a boolean.
        #[must_use]
        pub fn boolean(&self, name: &str) -> Option<bool> {
            self.cells(name)?.boolean(self.row)
        }

        /// A granted column's value, when it is a whole number.
        #[must_use]
        pub fn integer(&self, name: &str) -> Option<i64> {
            self.cells(name)?.integer(self.row)
        }

        /// A granted column's value, when it is a number, whole or not.
        #[must_use]
        pub fn number(&self, name: &str) -> Option<f64> {
            self.cells(name)?.number(self.row)
        }

        /// A granted column's value, when it is a text.
        #[must_use]
        pub fn text(&self, name: &str) -> Option<&'a str> {
            self.cells(name)?.text(self.row, &self.request.texts)
        }

        /// A granted column's value, when it is a list of texts.
        #[must_use]
        pub fn texts(&self, name: &str) -> Option<Vec<&'a str>> {
            self.cells(name)?.texts(self.row, &self.request.texts)
        }

        fn cells(&self, name: &str) -> Option<Cells<'a>> {
            let columns: &'a [Column] = &self.request.$columns.columns;
            columns.iter().find(|column| column.name == name).map(Cells::of)
        }
    };
}

/// One lead.
#[derive(Clone, Copy, Debug)]
pub struct Lead<'a> {
    request: &'a Request,
    row: usize,
}

impl<'a> Lead<'a> {
    /// Its row, as the plan names it.
    #[must_use]
    pub fn row(&self) -> usize {
        self.row
    }

    /// Odoo's id.
    #[must_use]
    pub fn id(&self) -> u64 {
        cell(&self.request.leads.id, self.row)
    }

    /// The row of the person who owns it now. The lead must not go to them.
    #[must_use]
    pub fn owner(&self) -> Option<usize> {
        let owner = self.request.leads.owner.get(self.row).copied().filter(|owner| *owner != NOBODY)?;
        usize::try_from(owner).ok()
    }

    /// Odoo's priority, 0 (low) to 3 (very high).
    #[must_use]
    pub fn priority(&self) -> u8 {
        cell(&self.request.leads.priority, self.row)
    }

    cells!(leads);
}

/// One salesperson.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    request: &'a Request,
    row: usize,
}

impl<'a> Person<'a> {
    /// Their row, as the plan names it.
    #[must_use]
    pub fn row(&self) -> usize {
        self.row
    }

    /// Odoo's `res.users` id.
    #[must_use]
    pub fn id(&self) -> u64 {
        cell(&self.request.salespeople.id, self.row)
    }

    /// Rank of their level: 1 is served first.
    #[must_use]
    pub fn rank(&self) -> u32 {
        cell(&self.request.salespeople.rank, self.row)
    }

    /// Leads that they should own.
    #[must_use]
    pub fn target(&self) -> u32 {
        cell(&self.request.salespeople.target, self.row)
    }

    /// Leads owned now, those of this request left out.
    #[must_use]
    pub fn workload(&self) -> u32 {
        cell(&self.request.salespeople.workload, self.row)
    }

    /// The most leads that the host accepts for them in this run.
    #[must_use]
    pub fn room(&self) -> u32 {
        cell(&self.request.salespeople.room, self.row)
    }

    /// Leads that they are owed from earlier runs; below 0: they had more than their share.
    #[must_use]
    pub fn credit(&self) -> f64 {
        cell(&self.request.salespeople.credit, self.row)
    }

    cells!(salespeople);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::RequestBuilder;

    #[test]
    fn a_row_reads_its_own_cells_and_missing_ones_are_none() {
        let mut builder = RequestBuilder::new();
        builder.person(7).person(9).lead(1).lead(2);
        builder.lead_texts("source", &[Some("web"), None]).person_numbers("capacity", &[None, Some(2.5)]);
        builder.person_text_lists("skills", &[Some(&["a", "b"]), None]);
        let request = builder.owned_by(2, 9).build();
        let table = Table::of(&request).unwrap();
        let leads: Vec<_> = table.leads().collect();
        assert_eq!((leads[0].text("source"), leads[1].text("source")), (Some("web"), None));
        assert_eq!((leads[0].owner(), leads[1].owner()), (None, Some(1)));
        assert_eq!(leads[0].number("source"), None, "another kind is no value");
        assert_eq!(leads[0].text("medium"), None, "a column that was not granted is missing");
        let capacity: Vec<_> = table.people().map(|person| person.number("capacity")).collect();
        assert_eq!(capacity, [None, Some(2.5)]);
        let skills: Vec<_> = table.people().map(|person| person.texts("skills")).collect();
        assert_eq!(skills, [Some(vec!["a", "b"]), None]);
    }

    #[test]
    fn a_request_that_contradicts_itself_is_refused() {
        let mut request = RequestBuilder::new().person(7).lead(1).build();
        request.leads.owner = vec![4];
        assert_eq!(Table::of(&request).unwrap_err(), "a lead's owner is no row of the salespeople");
        request.salespeople.credit.clear();
        assert_eq!(Table::of(&request).unwrap_err(), "the column `credit` of the request has 0 rows, its table 1");
    }
}
