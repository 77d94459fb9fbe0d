//! Builds a [`Plan`]: one answer a lead, each reason written once, whatever number of leads it stands for.

use std::collections::BTreeMap;

use crate::{NOBODY, Note, Plan, Table};

/// Reasons that a plan can tell apart; the last one stands for all further ones.
const MOST_REASONS: usize = u16::MAX as usize;

/// Stands for no reason yet.
const UNDECIDED: u16 = u16::MAX;

/// So many reasons are compared one by one, which is quicker than looking them up.
const FEW_REASONS: usize = 8;

/// A reason that the strategy has in its code: found by where it stands, without comparing texts for every lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason(pub &'static str);

/// What a plan takes as a reason: any text, or a [`Reason`]. A sentence that a salesperson understands, without a full stop.
pub trait AsReason: sealed::Numbered {}

impl<T: sealed::Numbered> AsReason for T {}

mod sealed {
    use super::PlanBuilder;

    pub trait Numbered {
        /// The reason's number in a plan.
        fn number(self, plan: &mut PlanBuilder) -> u16;
    }
}

impl<T: AsRef<str> + ?Sized> sealed::Numbered for &T {
    fn number(self, plan: &mut PlanBuilder) -> u16 {
        plan.intern(self.as_ref())
    }
}

impl sealed::Numbered for Reason {
    fn number(self, plan: &mut PlanBuilder) -> u16 {
        let found = plan.fixed.iter().find(|(text, _)| std::ptr::eq(*text, self.0)).map(|(_, number)| *number);
        found.unwrap_or_else(|| {
            let number = plan.intern(self.0);
            if plan.fixed.len() < FEW_REASONS {
                plan.fixed.push((self.0, number));
            }
            number
        })
    }
}

/// A plan in the making. A lead that is never decided goes to nobody.
#[derive(Clone, Debug)]
pub struct PlanBuilder {
    assignee: Vec<u32>,
    reason: Vec<u16>,
    reasons: Vec<String>,
    known: BTreeMap<String, u16>,
    fixed: Vec<(&'static str, u16)>,
    last: u16,
    notes: Vec<Note>,
}

impl PlanBuilder {
    /// A plan for the table's leads, all undecided.
    #[must_use]
    pub fn new(table: &Table<'_>) -> Self {
        let leads = table.lead_count();
        PlanBuilder {
            assignee: vec![NOBODY; leads],
            reason: vec![UNDECIDED; leads],
            reasons: Vec::new(),
            known: BTreeMap::new(),
            fixed: Vec::new(),
            last: 0,
            notes: Vec::new(),
        }
    }

    /// Gives the lead of a row to the person of a row.
    pub fn give(&mut self, lead: usize, person: usize, reason: impl AsReason) {
        self.decide(lead, u32::try_from(person).unwrap_or(NOBODY), reason);
    }

    /// Leaves the lead of a row where it is.
    pub fn nobody(&mut self, lead: usize, reason: impl AsReason) {
        self.decide(lead, NOBODY, reason);
    }

    /// Says more about the lead of a row, for those that [`Table::explained`] marks.
    pub fn note(&mut self, lead: usize, text: String) {
        if let Ok(lead) = u32::try_from(lead) {
            self.notes.push(Note { lead, text });
        }
    }

    /// Whether the lead of a row has an answer, be it nobody.
    #[must_use]
    pub fn is_decided(&self, lead: usize) -> bool {
        self.reason.get(lead).is_some_and(|reason| *reason != UNDECIDED)
    }

    /// The plan, with what the strategy wants to remember until the next run.
    #[must_use]
    pub fn finish(mut self, memory: Vec<u8>) -> Plan {
        if self.reason.contains(&UNDECIDED) {
            let open = self.intern("the strategy did not decide about it");
            for reason in self.reason.iter_mut().filter(|reason| **reason == UNDECIDED) {
                *reason = open;
            }
        }
        Plan { assignee: self.assignee, reason: self.reason, reasons: self.reasons, notes: self.notes, memory }
    }

    fn decide(&mut self, lead: usize, person: u32, reason: impl AsReason) {
        let reason = reason.number(self);
        if let (Some(assignee), Some(entry)) = (self.assignee.get_mut(lead), self.reason.get_mut(lead)) {
            *assignee = person;
            *entry = reason;
        }
    }

    /// The number of a reason. Most leads have the reason of the lead before them, or one of a few, which are found at once.
    fn intern(&mut self, reason: &str) -> u16 {
        if self.reasons.get(usize::from(self.last)).is_some_and(|last| is_same(last, reason)) {
            return self.last;
        }
        let few = (0_u16..).zip(self.reasons.iter().take(FEW_REASONS));
        let found = few.into_iter().find(|(_, few)| is_same(few, reason)).map(|(number, _)| number);
        self.last = match found.or_else(|| self.known.get(reason).copied()) {
            Some(number) => number,
            None => self.add(reason),
        };
        self.last
    }

    fn add(&mut self, reason: &str) -> u16 {
        let last = MOST_REASONS - 1;
        let number = self.reasons.len().min(last);
        if self.reasons.len() < MOST_REASONS {
            let reason = if number == last { "another reason" } else { reason };
            self.reasons.push(reason.to_owned());
        }
        let number = u16::try_from(number).unwrap_or(UNDECIDED - 1);
        if usize::from(number) < last {
            self.known.insert(reason.to_owned(), number);
        }
        number
    }
}

/// Whether two texts are the same, eight bytes at a time: WebAssembly compares memory byte by byte, and this is done for every lead.
fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes().chunks_exact(8), other.as_bytes().chunks_exact(8));
    one.remainder() == other.remainder()
        && one.len() == other.len()
        && one.zip(other).all(|(one, other)| word(one) == word(other))
}

fn word(bytes: &[u8]) -> u64 {
    bytes.first_chunk::<8>().copied().map_or(0, u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::RequestBuilder;

    fn builder(leads: u64) -> PlanBuilder {
        let mut request = RequestBuilder::new();
        for lead in 0..leads {
            request.lead(lead);
        }
        PlanBuilder::new(&Table::of(&request.build()).unwrap())
    }

    #[test]
    fn a_reason_is_written_once_and_an_undecided_lead_goes_to_nobody() {
        let mut plan = builder(4);
        plan.give(0, 3, "a");
        plan.nobody(1, "b");
        plan.give(2, 4, "a");
        assert!(plan.is_decided(1) && !plan.is_decided(3));
        let plan = plan.finish(vec![9]);
        assert_eq!(plan.assignee, [3, NOBODY, 4, NOBODY]);
        assert_eq!(plan.reason, [0, 1, 0, 2]);
        assert_eq!(plan.reasons, ["a", "b", "the strategy did not decide about it"]);
        assert_eq!(plan.memory, [9]);
    }

    #[test]
    fn texts_are_the_same_when_every_byte_is() {
        let texts =
            ["", "a", "12345678", "12345679", "123456789", "1234567812345678", "02345678", "1234567", "12345678x"];
        for (row, one) in texts.iter().enumerate() {
            for (column, other) in texts.iter().enumerate() {
                assert_eq!(is_same(one, other), row == column, "{one} {other}");
            }
        }
    }

    #[test]
    fn a_reason_in_the_code_is_the_same_as_its_text() {
        const FIRST: Reason = Reason("a");
        let mut plan = builder(4);
        plan.give(0, 0, FIRST);
        plan.give(1, 0, "a");
        plan.give(2, 0, Reason("b"));
        plan.give(3, 0, &"b".to_owned());
        let plan = plan.finish(Vec::new());
        assert_eq!((plan.reason, plan.reasons), (vec![0, 0, 1, 1], vec!["a".to_owned(), "b".to_owned()]));
    }

    #[test]
    fn many_reasons_keep_their_numbers() {
        let mut plan = builder(40);
        for lead in 0..40 {
            plan.give(lead, 0, &format!("reason {}", lead % 20));
        }
        let plan = plan.finish(Vec::new());
        assert_eq!(plan.reason, (0..40).map(|lead| lead % 20).collect::<Vec<u16>>());
    }

    #[test]
    fn more_reasons_than_numbers_share_the_last() {
        let mut plan = builder(70_000);
        for lead in 0..70_000 {
            plan.give(lead, 0, &format!("reason {lead}"));
        }
        let plan = plan.finish(Vec::new());
        assert_eq!(plan.reasons.len(), 65_535);
        assert_eq!(plan.reason[65_533], 65_533);
        assert!(plan.reason[65_534..].iter().all(|reason| *reason == 65_534));
        assert_eq!(plan.reasons[65_534], "another reason");
    }
}
