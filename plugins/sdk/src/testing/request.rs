//! Requests by hand. Calls about a person or a lead are about the last one named.

use crate::{Column, Leads, NOBODY, Request, Salespeople, TextLists, Values};

/// Builds a [`Request`]: `RequestBuilder::new().person(7).target(10).lead(1).priority(3).build()`.
#[derive(Clone, Debug)]
pub struct RequestBuilder {
    request: Request,
}

impl Default for RequestBuilder {
    fn default() -> Self {
        Self::new()
    }
}

/// Changes the last entry of a column, if there is one.
fn set<T>(column: &mut [T], value: T) {
    if let Some(last) = column.last_mut() {
        *last = value;
    }
}

impl RequestBuilder {
    /// Nobody, nothing, no settings, at the beginning of 2026 (a Thursday).
    #[must_use]
    pub fn new() -> Self {
        let leads = Leads { id: Vec::new(), owner: Vec::new(), priority: Vec::new(), columns: Vec::new() };
        let salespeople = Salespeople {
            id: Vec::new(),
            rank: Vec::new(),
            target: Vec::new(),
            workload: Vec::new(),
            room: Vec::new(),
            credit: Vec::new(),
            columns: Vec::new(),
        };
        let request = Request {
            leads,
            salespeople,
            texts: vec![String::new()],
            settings: "{}".to_owned(),
            now: 1_767_225_600,
            seed: 1,
            memory: Vec::new(),
            explain: Vec::new(),
        };
        RequestBuilder { request }
    }

    /// One more person: rank 1, target 10, no workload, endless room, no credit.
    pub fn person(&mut self, id: u64) -> &mut Self {
        let people = &mut self.request.salespeople;
        people.id.push(id);
        people.rank.push(1);
        people.target.push(10);
        people.workload.push(0);
        people.room.push(u32::MAX);
        people.credit.push(0.0);
        self
    }

    /// The person's rank.
    pub fn rank(&mut self, rank: u32) -> &mut Self {
        set(&mut self.request.salespeople.rank, rank);
        self
    }

    /// The person's target.
    pub fn target(&mut self, target: u32) -> &mut Self {
        set(&mut self.request.salespeople.target, target);
        self
    }

    /// The person's workload.
    pub fn workload(&mut self, workload: u32) -> &mut Self {
        set(&mut self.request.salespeople.workload, workload);
        self
    }

    /// The person's room.
    pub fn room(&mut self, room: u32) -> &mut Self {
        set(&mut self.request.salespeople.room, room);
        self
    }

    /// The person's credit.
    pub fn credit(&mut self, credit: f64) -> &mut Self {
        set(&mut self.request.salespeople.credit, credit);
        self
    }

    /// One more lead: priority 1, without an owner.
    pub fn lead(&mut self, id: u64) -> &mut Self {
        self.request.leads.id.push(id);
        self.request.leads.owner.push(NOBODY);
        self.request.leads.priority.push(1);
        self
    }

    /// Further leads `1..=count`, without owners.
    pub fn leads(&mut self, count: u64) -> &mut Self {
        for id in 1..=count {
            self.lead(id);
        }
        self
    }

    /// The lead's priority.
    pub fn priority(&mut self, priority: u8) -> &mut Self {
        set(&mut self.request.leads.priority, priority);
        self
    }

    /// Makes the person with the id `person` the owner of the lead with the id `lead`. Both must have been named.
    pub fn owned_by(&mut self, lead: u64, person: u64) -> &mut Self {
        let row = self.request.salespeople.id.iter().position(|id| *id == person);
        let lead = self.request.leads.id.iter().position(|id| *id == lead);
        let owner = lead.and_then(|lead| self.request.leads.owner.get_mut(lead));
        if let (Some(owner), Some(row)) = (owner, row.and_then(|row| u32::try_from(row).ok())) {
            *owner = row;
        }
        self
    }

    /// The settings, as JSON.
    pub fn settings(&mut self, settings: &str) -> &mut Self {
        settings.clone_into(&mut self.request.settings);
        self
    }

    /// The seed.
    pub fn seed(&mut self, seed: u64) -> &mut Self {
        self.request.seed = seed;
        self
    }

    /// The clock, in seconds since 1970-01-01 UTC.
    pub fn now(&mut self, now: i64) -> &mut Self {
        self.request.now = now;
        self
    }

    /// The memory of the last run.
    pub fn memory(&mut self, memory: &[u8]) -> &mut Self {
        self.request.memory = memory.to_vec();
        self
    }

    /// Rows of leads to be explained.
    pub fn explain(&mut self, rows: &[u32]) -> &mut Self {
        self.request.explain = rows.to_vec();
        self
    }

    /// A granted column of the leads, one entry a lead.
    pub fn lead_texts(&mut self, name: &str, cells: &[Option<&str>]) -> &mut Self {
        let column = self.texts(name, cells);
        self.request.leads.columns.push(column);
        self
    }

    /// A granted column of the people, one entry a person.
    pub fn person_texts(&mut self, name: &str, cells: &[Option<&str>]) -> &mut Self {
        let column = self.texts(name, cells);
        self.request.salespeople.columns.push(column);
        self
    }

    /// A granted column of the people, one entry a person.
    pub fn person_numbers(&mut self, name: &str, cells: &[Option<f64>]) -> &mut Self {
        let values = Values::Numbers(cells.iter().map(|cell| cell.unwrap_or_default()).collect());
        let column = Column { name: name.to_owned(), values, missing: missing(cells) };
        self.request.salespeople.columns.push(column);
        self
    }

    /// A granted column of the leads, one list a lead.
    pub fn lead_text_lists(&mut self, name: &str, cells: &[Option<&[&str]>]) -> &mut Self {
        let column = self.text_lists(name, cells);
        self.request.leads.columns.push(column);
        self
    }

    /// A granted column of the people, one list a person.
    pub fn person_text_lists(&mut self, name: &str, cells: &[Option<&[&str]>]) -> &mut Self {
        let column = self.text_lists(name, cells);
        self.request.salespeople.columns.push(column);
        self
    }

    fn text_lists(&mut self, name: &str, cells: &[Option<&[&str]>]) -> Column {
        let mut lists = TextLists { items: Vec::new(), ends: Vec::new() };
        for cell in cells {
            for text in cell.unwrap_or_default() {
                let text = self.intern(text);
                lists.items.push(text);
            }
            lists.ends.push(u32::try_from(lists.items.len()).unwrap_or(u32::MAX));
        }
        Column { name: name.to_owned(), values: Values::TextLists(lists), missing: missing(cells) }
    }

    /// The request; the builder may go on.
    #[must_use]
    pub fn build(&self) -> Request {
        self.request.clone()
    }

    fn texts(&mut self, name: &str, cells: &[Option<&str>]) -> Column {
        let values = cells.iter().map(|cell| self.intern(cell.unwrap_or_default())).collect();
        Column { name: name.to_owned(), values: Values::Texts(values), missing: missing(cells) }
    }

    fn intern(&mut self, text: &str) -> u32 {
        let known = self.request.texts.iter().position(|known| known == text);
        let row = known.unwrap_or_else(|| {
            self.request.texts.push(text.to_owned());
            self.request.texts.len() - 1
        });
        u32::try_from(row).unwrap_or_default()
    }
}

fn missing<T>(cells: &[Option<T>]) -> Vec<u32> {
    (0..).zip(cells).filter(|(_, cell)| cell.is_none()).map(|(row, _)| row).collect()
}
