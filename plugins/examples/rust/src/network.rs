//! The flow network and its residual network: classes of leads on one side, people on the other.
//!
//! A class has the leads of one kind that one person owns, or nobody. It has an arc without a bound to each person who may receive them,
//! never to the owner; its cost is what they lack. A person has arcs to the sink, one a lead, each as dear as `people.rs` says. Flow on an
//! arc from class to person gives the residual network the arc back, at the negative cost.
//!
//! See Ahuja, Magnanti and Orlin, "Network Flows" (1993), 2.4 (residual networks) and 14.5 (convex costs).

use crate::needs::{Needs, points};
use crate::people::Member;

/// Leads that are alike to everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Class {
    /// What they need.
    pub(crate) kind: usize,
    /// Their owner, as far as they have room: a person of the network.
    pub(crate) owner: Option<usize>,
}

/// Flow on an arc: so many leads of a class at a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holding {
    /// Which class.
    pub(crate) class: usize,
    /// How many leads.
    pub(crate) leads: u32,
}

/// Classes, people, and the flow between them.
pub(crate) struct Network<'a> {
    needs: &'a Needs<'a>,
    people: Vec<Member>,
    classes: Vec<Class>,
    /// By person.
    held: Vec<Vec<Holding>>,
}

impl<'a> Network<'a> {
    /// A network without flow.
    pub(crate) fn new(needs: &'a Needs<'a>, people: Vec<Member>, classes: Vec<Class>) -> Self {
        let held = vec![Vec::new(); people.len()];
        Network { needs, people, classes, held }
    }

    /// The people, by profile.
    pub(crate) fn people(&self) -> &[Member] {
        &self.people
    }

    /// A person.
    pub(crate) fn person(&self, person: usize) -> Option<&Member> {
        self.people.get(person)
    }

    /// The classes.
    pub(crate) fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// A class.
    pub(crate) fn class(&self, class: usize) -> Option<Class> {
        self.classes.get(class).copied()
    }

    /// How many kinds the classes have.
    pub(crate) fn kinds(&self) -> usize {
        self.needs.kinds()
    }

    /// What each profile lacks for a kind.
    pub(crate) fn row(&self, kind: usize) -> &'a [u16] {
        self.needs.row(kind)
    }

    /// The cost of the arc from a class to a person; none: there is no arc.
    pub(crate) fn cost(&self, class: Class, person: usize) -> Option<i64> {
        let member = self.people.get(person).filter(|_| class.owner != Some(person))?;
        self.row(class.kind).get(member.profile).copied().and_then(points)
    }

    /// The flow into a person.
    pub(crate) fn held(&self, person: usize) -> &[Holding] {
        self.held.get(person).map_or(&[], Vec::as_slice)
    }

    /// More flow from a class to a person.
    pub(crate) fn hold(&mut self, class: usize, person: usize, leads: u32) {
        let Some(held) = self.held.get_mut(person) else { return };
        match held.iter_mut().find(|holding| holding.class == class) {
            Some(holding) => holding.leads = holding.leads.saturating_add(leads),
            None => held.push(Holding { class, leads }),
        }
    }

    /// Less flow from a class to a person. An arc without flow stays until [`Network::tidy`].
    pub(crate) fn release(&mut self, class: usize, person: usize, leads: u32) {
        let held = self.held.get_mut(person).into_iter().flatten();
        for holding in held.filter(|holding| holding.class == class) {
            holding.leads = holding.leads.saturating_sub(leads);
        }
    }

    /// Forgets a person's arcs without flow.
    pub(crate) fn tidy(&mut self, person: usize) {
        if let Some(held) = self.held.get_mut(person) {
            held.retain(|holding| holding.leads > 0);
        }
    }

    /// More flow from a person to the sink.
    pub(crate) fn load(&mut self, person: usize, leads: u32) {
        if let Some(member) = self.people.get_mut(person) {
            member.receive(leads);
        }
    }

    /// The person with room to whom a lead of a class goes at the least cost as loads are now, leaving out `except`.
    pub(crate) fn cheapest(&self, class: Class, except: Option<usize>) -> Option<usize> {
        let row = self.row(class.kind);
        let costs = self.people.iter().enumerate().filter_map(|(person, member)| {
            let lacking = row.get(member.profile).copied().and_then(points)?;
            let may = class.owner != Some(person) && except != Some(person);
            Some(((member.next()? + lacking, member.fill(), member.place), person)).filter(|_| may)
        });
        costs.min().map(|(_, person)| person)
    }
}
