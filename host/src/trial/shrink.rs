//! Makes a request that breaks a rule small: rows go, then values become plain, as long as the rule still breaks.

use std::time::{Duration, Instant};

use crate::domain::request::{Column, Description, LeadTable, NOBODY, PersonTable, Request, Values};

/// Shrinking ends after this long: a guest may take seconds for each call.
const TIME: Duration = Duration::from_secs(20);
/// Most requests tried.
const TRIES: usize = 4_000;

/// The smallest request found for which `breaks` still holds; the given one where none is smaller.
pub fn shrink(description: &Description, request: &Request, breaks: &mut dyn FnMut(&Request) -> bool) -> Request {
    let mut search = Search { best: request.clone(), breaks, tries: TRIES, until: Instant::now() + TIME };
    // What is gone may make more go: rounds until one changes nothing.
    loop {
        let before = search.best.clone();
        search.rows(|request| request.leads.id.len(), leads_kept);
        search.rows(|request| request.salespeople.id.len(), people_kept);
        for plain in PLAIN {
            search.attempt(plain);
        }
        search.columns(description);
        if search.best == before || search.is_over() {
            return search.best;
        }
    }
}

/// Ways to make a request plainer.
const PLAIN: [fn(&mut Request); 9] = [
    |request| request.memory.clear(),
    |request| request.explain.clear(),
    |request| request.leads.owner.fill(NOBODY),
    |request| request.leads.priority.fill(0),
    |request| request.salespeople.credit.fill(0.0),
    |request| request.salespeople.workload.fill(0),
    |request| request.salespeople.rank.fill(1),
    |request| request.salespeople.target.fill(100),
    |request| request.salespeople.room.fill(u32::MAX),
];

struct Search<'a> {
    best: Request,
    breaks: &'a mut dyn FnMut(&Request) -> bool,
    tries: usize,
    until: Instant,
}

impl Search<'_> {
    fn is_over(&self) -> bool {
        self.tries == 0 || Instant::now() >= self.until
    }

    /// Takes a change over when the rule still breaks.
    fn attempt(&mut self, change: impl FnOnce(&mut Request)) -> bool {
        if self.is_over() {
            return false;
        }
        let mut changed = self.best.clone();
        change(&mut changed);
        if changed == self.best {
            return false;
        }
        self.tries -= 1;
        let taken = (self.breaks)(&changed);
        if taken {
            self.best = changed;
        }
        taken
    }

    /// Leaves out ever smaller runs of rows.
    fn rows(&mut self, count: fn(&Request) -> usize, kept: fn(&Request, &dyn Fn(usize) -> bool) -> Request) {
        let mut size = count(&self.best);
        while size > 0 {
            let mut from = 0;
            while from < count(&self.best) {
                let gone = from..from + size;
                if !self.attempt(|request| *request = kept(request, &|row| !gone.contains(&row))) {
                    from += size;
                }
                if self.is_over() {
                    return;
                }
            }
            size /= 2;
        }
    }

    /// Leaves the values of optional columns out.
    fn columns(&mut self, description: &Description) {
        for (at, _) in description.lead_columns.iter().enumerate().filter(|(_, asked)| !asked.required) {
            self.attempt(|request| request.leads.columns.get_mut(at).into_iter().for_each(clear));
        }
        for (at, _) in description.salesperson_columns.iter().enumerate().filter(|(_, asked)| !asked.required) {
            self.attempt(|request| request.salespeople.columns.get_mut(at).into_iter().for_each(clear));
        }
    }
}

/// Makes every row of a column missing.
pub(super) fn clear(column: &mut Column) {
    match &mut column.values {
        Values::Bools(rows) => rows.fill(None),
        Values::Integers(rows) => rows.fill(None),
        Values::Numbers(rows) => rows.fill(None),
        Values::Texts(rows) => rows.fill(None),
        Values::TextLists(rows) => rows.fill(None),
    }
}

fn picked<T: Clone>(rows: &[T], keep: &dyn Fn(usize) -> bool) -> Vec<T> {
    rows.iter().enumerate().filter(|(row, _)| keep(*row)).map(|(_, value)| value.clone()).collect()
}

fn picked_columns(columns: &[Column], keep: &dyn Fn(usize) -> bool) -> Vec<Column> {
    let values = |values: &Values| match values {
        Values::Bools(rows) => Values::Bools(picked(rows, keep)),
        Values::Integers(rows) => Values::Integers(picked(rows, keep)),
        Values::Numbers(rows) => Values::Numbers(picked(rows, keep)),
        Values::Texts(rows) => Values::Texts(picked(rows, keep)),
        Values::TextLists(rows) => Values::TextLists(picked(rows, keep)),
    };
    columns.iter().map(|column| Column { name: column.name.clone(), values: values(&column.values) }).collect()
}

/// New numbers of the rows that stay, by their old ones.
fn renumbered(count: usize, keep: &dyn Fn(usize) -> bool) -> Vec<Option<u32>> {
    let mut next = 0..;
    (0..count).map(|row| keep(row).then(|| next.next()).flatten()).collect()
}

fn number(numbers: &[Option<u32>], row: u32) -> Option<u32> {
    numbers.get(usize::try_from(row).ok()?).copied().flatten()
}

fn leads_kept(request: &Request, keep: &dyn Fn(usize) -> bool) -> Request {
    let leads = &request.leads;
    let numbers = renumbered(leads.id.len(), keep);
    Request {
        leads: LeadTable {
            id: picked(&leads.id, keep),
            owner: picked(&leads.owner, keep),
            priority: picked(&leads.priority, keep),
            columns: picked_columns(&leads.columns, keep),
        },
        explain: request.explain.iter().filter_map(|row| number(&numbers, *row)).collect(),
        ..request.clone()
    }
}

fn people_kept(request: &Request, keep: &dyn Fn(usize) -> bool) -> Request {
    let people = &request.salespeople;
    let numbers = renumbered(people.id.len(), keep);
    let mut smaller = request.clone();
    for owner in &mut smaller.leads.owner {
        *owner = number(&numbers, *owner).unwrap_or(NOBODY);
    }
    smaller.salespeople = PersonTable {
        id: picked(&people.id, keep),
        rank: picked(&people.rank, keep),
        target: picked(&people.target, keep),
        workload: picked(&people.workload, keep),
        room: picked(&people.room, keep),
        credit: picked(&people.credit, keep),
        columns: picked_columns(&people.columns, keep),
    };
    smaller
}
