//! The rule: as many leads as can be, at the least cost. Leads become classes, people become the way to the sink (`network.rs`), the flow is
//! found (`solve.rs`), dealt to leads, and told (`reasons.rs`).
//!
//! Nothing depends on the order of people, texts or columns: people are put in the order in which ties are settled before anything else.

use std::collections::BTreeMap;

use odlm_strategy_sdk::{Line, Plan, PlanBuilder, Table, log};

use crate::needs::Needs;
use crate::network::{Class, Network};
use crate::people::{Member, with_room};
use crate::reasons::Reasons;
use crate::settings::Settings;
use crate::solve::solve;

/// Who gets which lead.
///
/// # Errors
/// When leads and people differ in too many ways, see [`Needs::read`].
pub fn distribute(table: &Table<'_>, settings: &Settings) -> Result<Plan, String> {
    let needs = Needs::read(table, settings)?;
    let people = with_room(table, &needs.profile_of, settings);
    let (classes, class_of) = classify(table, &needs, &people);
    let mut network = Network::new(&needs, people, classes);
    let solved = solve(&mut network, &class_of, settings.search_steps);
    if solved.beyond > 0 {
        log::warn(&format!(
            "after {} steps the last {} of {} leads went to whoever was cheapest at their turn; as many leads as can be are given out, but \
             there may be a better fit or more level work: raise `search_steps`, or name fewer tags in `skill_tags`",
            solved.most_steps,
            solved.beyond,
            table.lead_count()
        ));
    }
    let receivers = deal(&network, &class_of);
    let reasons = Reasons::new(table, &needs, &network, settings, &class_of, &receivers);
    let explained = table.explained();
    let mut plan = PlanBuilder::new(table);
    for (lead, receiver) in table.leads().zip(&receivers) {
        let reason = reasons.of(lead.row());
        match receiver.and_then(|person| network.person(person)) {
            Some(member) => plan.give(lead.row(), member.row, reason),
            None => plan.nobody(lead.row(), reason),
        }
        if explained.get(lead.row()).copied().unwrap_or_default() {
            let class = class_of.get(lead.row()).and_then(|class| network.class(*class));
            plan.note(lead.row(), class.map_or_else(String::new, |class| note(&network, class, *receiver)));
        }
    }
    Ok(plan.finish(Vec::new()))
}

/// The classes in the order of their first leads, and the class of each lead. An owner counts only where the lead could go to them.
fn classify(table: &Table<'_>, needs: &Needs<'_>, people: &[Member]) -> (Vec<Class>, Vec<usize>) {
    let mut in_network = vec![None; table.person_count()];
    for (person, member) in people.iter().enumerate() {
        if let Some(entry) = in_network.get_mut(member.row) {
            *entry = Some((person, member.profile));
        }
    }
    let mut known: BTreeMap<Class, usize> = BTreeMap::new();
    let mut classes = Vec::new();
    let class_of = table.leads().zip(&needs.kind_of).map(|(lead, kind)| {
        let owner = lead.owner().and_then(|row| in_network.get(row).copied().flatten());
        let owner = owner.filter(|(_, profile)| needs.lacking(*kind, *profile).is_some()).map(|(person, _)| person);
        let class = Class { kind: *kind, owner };
        *known.entry(class).or_insert_with(|| {
            classes.push(class);
            classes.len() - 1
        })
    });
    let class_of = class_of.collect();
    (classes, class_of)
}

/// Who gets each lead. Leads of a class are dealt in their order, each to whoever is still to get most of them, so that nobody gets only the
/// first or the last.
fn deal(network: &Network<'_>, class_of: &[usize]) -> Vec<Option<usize>> {
    let mut lines: Vec<Line<(i64, u32)>> = vec![Line::new(); network.classes().len()];
    for (person, member) in network.people().iter().enumerate() {
        for holding in network.held(person) {
            if let Some(line) = lines.get_mut(holding.class) {
                line.join(person, (-i64::from(holding.leads), member.place));
            }
        }
    }
    let one_less = |_: usize, (leads, place): (i64, u32)| (leads < -1).then_some((leads + 1, place));
    class_of.iter().map(|class| lines.get_mut(*class)?.serve(None, one_less)).collect()
}

/// What `odlm runs explain` shows beside the reason: the receiver's figures, and who else could take the lead as loads are in the end.
fn note(network: &Network<'_>, class: Class, receiver: Option<usize>) -> String {
    let told = |person: usize| {
        let member = network.person(person)?;
        let (load, target) = member.load();
        let lacking = network.cost(class, person)?;
        Some(format!("user {} with {load} of {target} leads, lacking {lacking} points of fit", member.id))
    };
    let Some(first) = receiver.and_then(told) else {
        let people = (0..network.people().len()).filter(|person| network.cost(class, *person).is_some()).count();
        return format!(
            "{people} people with room before the run could take it; no exchange of leads leaves room for it"
        );
    };
    match network.cheapest(class, receiver).and_then(told) {
        Some(second) => format!("{first}; with room left: {second}"),
        None => format!("{first}; nobody else who may take it has room left"),
    }
}
