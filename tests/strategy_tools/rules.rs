//! The judge and the shrinking by themselves, on a real strategy whose answers are changed on their way.

use std::cell::Cell;

use odlm::domain::request::{NOBODY, Request};
use odlm::plan::PlanRule;
use odlm::strategy::{Assigned, Host, Limits, Strategy};
use odlm::trial::{Kept, Rule, judge, shrink, standard};

use crate::support::components::guest;
use crate::support::requests::request;

fn good() -> Strategy {
    Host::new(Limits::default(), None).unwrap().load("good", &guest("good")).unwrap()
}

/// Asks the good strategy, and changes every second answer.
fn second_changed(strategy: &Strategy, change: fn(&mut Assigned)) -> Result<Kept, Rule> {
    let calls = Cell::new(0);
    let ask = |request: &Request| {
        calls.set(calls.get() + 1);
        let mut assigned = strategy.assign(request)?;
        if calls.get() % 2 == 0 {
            change(&mut assigned);
        }
        Ok(assigned)
    };
    let explained = Request { explain: vec![1], ..request(4, 2) };
    judge("good", &ask, &explained).map_err(|failure| failure.rule)
}

#[test]
fn an_answer_that_changes_is_caught() {
    let strategy = good();
    assert!(matches!(second_changed(&strategy, |_| ()), Ok(Kept::Planned(_))));
    let changes: [fn(&mut Assigned); 5] = [
        |assigned| assigned.answer.assignee.swap(0, 1),
        |assigned| assigned.answer.reasons[0].push('!'),
        |assigned| assigned.answer.memory.push(0),
        |assigned| assigned.answer.notes[0].1.push('!'),
        |assigned| assigned.fuel += 1,
    ];
    for change in changes {
        assert_eq!(second_changed(&strategy, change).unwrap_err(), Rule::Same);
    }
}

#[test]
fn a_request_is_shrunk_to_what_breaks_the_rule() {
    let strategy = good();
    let description = strategy.description();
    let mut request = standard(description, "{}", 500, 20, 1);
    request.salespeople.room.fill(u32::MAX);
    let breaks = |request: &Request| {
        judge("good", &|request| strategy.assign(request), request)
            .is_err_and(|failure| failure.rule == Rule::Plan(PlanRule::Owner))
    };
    assert!(breaks(&request));
    let small = shrink(description, &request, &mut |request| breaks(request));
    assert!(breaks(&small));
    assert_eq!((small.leads.id.len(), small.salespeople.id.len()), (1, 1));
    assert_eq!((small.leads.owner[0], small.leads.priority[0]), (0, 0));
    assert_eq!((small.salespeople.credit[0], small.salespeople.workload[0], small.explain.len()), (0.0, 0, 0));
}

#[test]
fn what_refers_to_rows_follows_them() {
    let strategy = good();
    let mut large = request(6, 4);
    large.leads.owner = vec![NOBODY, NOBODY, 3, NOBODY, NOBODY, 2];
    large.explain = vec![2, 5];
    // What must stay is the third lead with its owner, explained.
    let stays = |request: &Request| {
        let row = request.leads.id.iter().position(|id| *id == 3)?;
        let owner = *request.salespeople.id.get(request.leads.owner[row] as usize)?;
        (owner == 4 && request.explain.contains(&u32::try_from(row).unwrap())).then_some(())
    };
    let small = shrink(strategy.description(), &large, &mut |request| stays(request).is_some());
    assert_eq!((small.leads.id, small.salespeople.id), (vec![3], vec![4]));
    assert_eq!((small.leads.owner, small.explain), (vec![0], vec![0]));
}
