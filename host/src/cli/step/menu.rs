//! The plan's step: go on, stop, look closer, or change something and plan again.

use super::ask::{Asker, Given};
use super::{style, yes_or_no};
use crate::cli::output::{data, say};
use crate::domain::ids::{LeadId, UserId};
use crate::error::Error;
use crate::pipeline::{Change, PlanView, Verdict};
use crate::report::step::{Choice, lead_screen, person_screen, plan_screen};
use crate::text::one_line;

const PROCEED: &str = "Proceed to next step? (Y/n, m: menu):";

/// The longest name in a list, in bytes.
const NAME: usize = 60;

/// What the menu offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    LookAtPerson,
    LookAtLead,
    TakeOut,
    PutBack,
    MaxLeads,
    MaxOf,
    Strategy,
}

const ITEMS: [(Item, &str); 7] = [
    (Item::LookAtPerson, "Look at one person"),
    (Item::LookAtLead, "Look at one lead"),
    (Item::TakeOut, "Take a person out"),
    (Item::PutBack, "Put a person back"),
    (Item::MaxLeads, "Change the most leads of the run"),
    (Item::MaxOf, "Change the most leads of one person"),
    (Item::Strategy, "Switch the strategy"),
];

/// Shows a plan and asks what becomes of it.
pub(super) async fn at(asker: &Asker, plan: &PlanView<'_>) -> Result<Verdict, Error> {
    data(&(plan_screen(plan.step, style()) + "\n"))?;
    loop {
        let answer = match asker.line(PROCEED, meaning).await? {
            Given::Answer(answer) => meaning(&answer),
            Given::Back | Given::Declined => Ok("no"),
        };
        match answer {
            Ok("yes") => return Ok(Verdict::Go),
            Ok("menu") => {}
            _ => return Ok(Verdict::Stop),
        }
        match closer(asker, plan).await? {
            Given::Answer(change) => return Ok(Verdict::Change(change)),
            Given::Back => {}
            Given::Declined => return Ok(Verdict::Stop),
        }
    }
}

fn meaning(answer: &str) -> Result<&'static str, &'static str> {
    match answer.trim().to_lowercase().as_str() {
        "m" | "menu" => Ok("menu"),
        other => yes_or_no(other).map_err(|_| "answer y for yes, n for no or m for the menu"),
    }
}

/// The menu once: a change, or back to the question.
async fn closer(asker: &Asker, plan: &PlanView<'_>) -> Result<Given<Change>, Error> {
    let step = plan.step;
    let offered = ITEMS.iter().filter(|(item, _)| *item != Item::PutBack || !step.taken_out.is_empty());
    let (items, names): (Vec<Item>, Vec<String>) = offered.map(|(item, name)| (*item, (*name).to_owned())).unzip();
    let item = match asker.choose("What?", names).await? {
        Given::Answer(place) => items.get(place).copied(),
        Given::Back => None,
        Given::Declined => return Ok(Given::Declined),
    };
    let Some(item) = item else { return Ok(Given::Back) };
    match item {
        Item::LookAtPerson => {
            let chosen = person(asker, "Whom?", &everybody(plan)).await?;
            looked(chosen, |id| plan.person(id).map(|look| person_screen(&look, style())))
        }
        Item::LookAtLead => {
            let chosen = asker.line("Which lead, by its number in Odoo?", whole_number).await?;
            let none = "this run did not find it: it is outside the date window, or of another type";
            looked(chosen, |number| {
                let id = LeadId(number.trim().parse().ok()?);
                Some(plan.lead(id).map_or_else(|| format!("\nLead {id}: {none}\n"), |look| lead_screen(&look, style())))
            })
        }
        Item::TakeOut => Ok(person(asker, "Who takes no part?", &everybody(plan)).await?.map(Change::TakeOut)),
        Item::PutBack => Ok(person(asker, "Who takes part again?", &step.taken_out).await?.map(Change::PutBack)),
        Item::MaxLeads => {
            let question = format!("At most how many leads are given out? It is {} now:", step.max_leads);
            Ok(number(asker, &question).await?.map(Change::MaxLeads))
        }
        Item::MaxOf => match person(asker, "Whose?", &everybody(plan)).await? {
            Given::Answer(id) => {
                let most = number(asker, "At most how many leads of this run:").await?;
                Ok(most.map(|most| Change::MaxOf(id, most)))
            }
            Given::Back => Ok(Given::Back),
            Given::Declined => Ok(Given::Declined),
        },
        Item::Strategy => {
            let strategies: Vec<String> = step.strategies.iter().map(|name| one_line(name, NAME)).collect();
            Ok(asker.choose("Which strategy?", strategies).await?.map(Change::Strategy))
        }
    }
}

/// Shows what was chosen; then one is back.
fn looked<T>(chosen: Given<T>, screen: impl FnOnce(T) -> Option<String>) -> Result<Given<Change>, Error> {
    match chosen {
        Given::Answer(chosen) => {
            if let Some(screen) = screen(chosen) {
                data(&(screen + "\n"))?;
            }
            Ok(Given::Back)
        }
        Given::Back => Ok(Given::Back),
        Given::Declined => Ok(Given::Declined),
    }
}

fn everybody(plan: &PlanView<'_>) -> Vec<Choice> {
    let choice = |person: &crate::report::PersonLine| Choice { id: UserId(person.id), name: person.name.clone() };
    plan.step.people.iter().map(choice).collect()
}

async fn person(asker: &Asker, question: &str, people: &[Choice]) -> Result<Given<UserId>, Error> {
    if people.is_empty() {
        say("there is nobody");
        return Ok(Given::Back);
    }
    let names = people.iter().map(|person| format!("{} (user {})", one_line(&person.name, NAME), person.id)).collect();
    Ok(match asker.choose(question, names).await? {
        Given::Answer(place) => people.get(place).map_or(Given::Back, |person| Given::Answer(person.id)),
        Given::Back => Given::Back,
        Given::Declined => Given::Declined,
    })
}

async fn number(asker: &Asker, question: &str) -> Result<Given<u32>, Error> {
    Ok(match asker.line(question, whole_number).await? {
        Given::Answer(text) => text.trim().parse().map_or(Given::Back, Given::Answer),
        Given::Back => Given::Back,
        Given::Declined => Given::Declined,
    })
}

fn whole_number(answer: &str) -> Result<&'static str, &'static str> {
    answer.trim().parse::<u32>().map(|_| "").map_err(|_| "write a whole number")
}
