//! One stored value and one record of the sandbox. Knows no field names: a record is a row, the schema names its cells.

use std::cmp::Ordering;
use std::sync::Arc;

/// A stored value. Dates are `YYYY-MM-DD`, datetimes `YYYY-MM-DD HH:MM:SS[.ffffff]` in UTC, so texts order as times do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Empty,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Arc<str>),
    /// A many2one: the id of the other record.
    Ref(u64),
    /// An x2many: ids of the other records, ascending.
    Refs(Vec<u64>),
}

/// What a row answers for a cell that it does not have.
static EMPTY: Cell = Cell::Empty;

impl Cell {
    /// A text cell; the empty text is stored as empty, as Odoo reads it back.
    pub(crate) fn text(text: &str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Arc::from(text)) }
    }

    /// The id that a many2one holds.
    pub(crate) fn reference(&self) -> Option<u64> {
        match self {
            Self::Ref(id) => Some(*id),
            _ => None,
        }
    }

    /// The text, empty for any other cell.
    pub(crate) fn as_text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }

    /// True for a true boolean.
    pub(crate) fn is_true(&self) -> bool {
        matches!(self, Self::Bool(true))
    }

    /// The ids of an x2many or many2one.
    pub(crate) fn ids(&self) -> &[u64] {
        match self {
            Self::Ref(id) => std::slice::from_ref(id),
            Self::Refs(ids) => ids,
            _ => &[],
        }
    }

    /// Order within one column as PostgreSQL has it, empty cells last.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Empty, Self::Empty) => Ordering::Equal,
            (Self::Empty, _) => Ordering::Greater,
            (_, Self::Empty) => Ordering::Less,
            (Self::Bool(one), Self::Bool(two)) => one.cmp(two),
            (Self::Int(one), Self::Int(two)) => one.cmp(two),
            (Self::Float(one), Self::Float(two)) => one.total_cmp(two),
            (Self::Text(one), Self::Text(two)) => one.cmp(two),
            (Self::Ref(one), Self::Ref(two)) => one.cmp(two),
            (Self::Refs(one), Self::Refs(two)) => one.cmp(two),
            _ => Ordering::Equal,
        }
    }
}

/// One record: its cells in the order of its model's fields. The first is always the id.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    cells: Vec<Cell>,
}

impl Record {
    /// A record of `width` cells with nothing but its id.
    pub(crate) fn new(id: u64, width: usize) -> Self {
        let mut cells = vec![Cell::Empty; width];
        if let Some(first) = cells.first_mut() {
            *first = Cell::Int(i64::try_from(id).unwrap_or(i64::MAX));
        }
        Self { cells }
    }

    /// The cell at a field's place.
    pub(crate) fn cell(&self, place: usize) -> &Cell {
        self.cells.get(place).unwrap_or(&EMPTY)
    }

    /// Changes the cell at a field's place; a place past the end changes nothing.
    pub(crate) fn set(&mut self, place: usize, cell: Cell) {
        if let Some(old) = self.cells.get_mut(place) {
            *old = cell;
        }
    }
}
