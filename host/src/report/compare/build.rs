//! From plans for past runs to the comparison: each run is added once, the oldest first, and nothing of it is kept but sums.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::model::{
    Comparison, Figures, Leads, PersonLine, RunFigures, RunLine, RunSide, Settings, Share, SideLine, SideName,
};
use crate::domain::ids::UserId;
use crate::domain::request::Request;
use crate::domain::run::{Counts, PersonCount, RunRecord};
use crate::domain::summary::Summary;
use crate::report::history::{Group, Told, round};

/// What a run asked about.
pub struct Pool<'a> {
    record: &'a RunRecord,
    /// The people before the run.
    people: Vec<PersonCount>,
    /// The owner of each lead.
    leads: BTreeMap<u64, Option<u64>>,
}

impl<'a> Pool<'a> {
    /// The people and leads of what a run asked. People are those that the ledger has of the run; whoever it has not is told by the
    /// request, without a name.
    #[must_use]
    pub fn new(record: &'a RunRecord, request: &Request) -> Pool<'a> {
        let mut people: Vec<PersonCount> = record
            .people
            .iter()
            .map(|person| PersonCount { received: 0, after: person.before, ..person.clone() })
            .collect();
        let mut known: BTreeSet<u64> = people.iter().map(|person| person.id.0).collect();
        let mut leads = BTreeMap::new();
        let table = &request.salespeople;
        let mut owned: HashMap<u64, u32> = HashMap::new();
        for (lead, owner) in request.leads.id.iter().zip(&request.leads.owner) {
            let owner = table.id.get(*owner as usize).copied();
            if let Some(owner) = owner {
                *owned.entry(owner).or_default() += 1;
            }
            leads.entry(*lead).or_insert(owner);
        }
        let rows = table.id.iter().zip(&table.target).zip(table.room.iter().zip(&table.workload));
        for ((id, target), (room, workload)) in rows {
            if known.insert(*id) {
                let before = workload.saturating_add(owned.get(id).copied().unwrap_or(0));
                let (name, level) = (format!("user {id}"), String::new());
                let (id, target, room) = (UserId(*id), *target, *room);
                people.push(PersonCount { id, name, level, target, room, before, received: 0, after: before });
            }
        }
        Pool { record, people, leads }
    }

    /// The people after a plan.
    fn after(&self, plan: &Plan) -> Vec<PersonCount> {
        let (mut come, mut gone): (HashMap<u64, u32>, HashMap<u64, u32>) = (HashMap::new(), HashMap::new());
        for (lead, person) in &plan.to {
            *come.entry(*person).or_default() += 1;
            if let Some(Some(owner)) = self.leads.get(lead) {
                *gone.entry(*owner).or_default() += 1;
            }
        }
        let of = |counts: &HashMap<u64, u32>, person: &PersonCount| counts.get(&person.id.0).copied().unwrap_or(0);
        let counted = self.people.iter().map(|person| {
            let received = of(&come, person);
            let after = person.before.saturating_add(received).saturating_sub(of(&gone, person));
            PersonCount { received, after, ..person.clone() }
        });
        counted.collect()
    }
}

/// Who gets which lead of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The person of each lead for which somebody is named.
    pub to: HashMap<u64, u64>,
    /// Fuel of the call.
    pub fuel: u64,
    /// Columns that the strategy asks for and the request does not have.
    pub lacking: BTreeSet<String>,
}

/// A side in the making.
struct Side {
    name: SideName,
    group: Group,
    fuel: u64,
    failed: u64,
    lacking: BTreeSet<String>,
    settings_of_run: u64,
    settings_of_schema: u64,
    /// The utilisation of each run that has one, added up, and how many.
    utilisation: (f64, u64),
}

/// The comparison in the making.
pub struct Builder {
    a: Side,
    b: Side,
    leads: Leads,
    runs: Vec<RunLine>,
}

impl Builder {
    /// A comparison without a run.
    #[must_use]
    pub fn new(a: SideName, b: SideName) -> Builder {
        Builder { a: Side::new(a), b: Side::new(b), leads: Leads::default(), runs: Vec::new() }
    }

    /// Adds a run with the plan of each side, or why there is none. Only a run for which both made one is in the figures.
    pub fn add(&mut self, pool: &Pool<'_>, a: (Settings, Result<Plan, String>), b: (Settings, Result<Plan, String>)) {
        let (told_a, told_b) = (told(pool, &a), told(pool, &b));
        let mut different = None;
        if let (Ok(plan_a), Ok(plan_b)) = (&a.1, &b.1) {
            self.a.add(pool, plan_a, told_a.figures.as_ref());
            self.b.add(pool, plan_b, told_b.figures.as_ref());
            let leads = compared(pool, plan_a, plan_b);
            different = Some(leads.elsewhere + leads.only_a + leads.only_b);
            self.leads.add(&leads);
        }
        self.a.note(&a);
        self.b.note(&b);
        let record = pool.record;
        self.runs.push(RunLine {
            run: record.id.0,
            begun: record.new.now,
            campaign: record.new.campaign.clone(),
            odoo: record.new.odoo.clone(),
            strategy: record.strategy.as_ref().map(|by| format!("{} {}", by.name, by.version)),
            leads: pool.leads.len() as u64,
            different,
            a: told_a,
            b: told_b,
        });
    }

    /// Whether no run was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The comparison. `scope` is the Odoo and the campaign whose runs were taken.
    #[must_use]
    pub fn comparison(
        self,
        scope: (Option<String>, Option<String>),
        dry_runs: bool,
        (not_kept, several): (u64, u64),
    ) -> Comparison {
        let people = people(&self.a.group, &self.b.group);
        let (odoo, campaign) = scope;
        let (a, b) = (self.a.line(), self.b.line());
        Comparison { odoo, campaign, dry_runs, not_kept, several, a, b, leads: self.leads, people, runs: self.runs }
    }
}

impl Side {
    fn new(name: SideName) -> Side {
        Side {
            name,
            group: Group::default(),
            fuel: 0,
            failed: 0,
            lacking: BTreeSet::new(),
            settings_of_run: 0,
            settings_of_schema: 0,
            utilisation: (0.0, 0),
        }
    }

    /// Adds a run that counts.
    fn add(&mut self, pool: &Pool<'_>, plan: &Plan, figures: Option<&RunFigures>) {
        self.group.add(&Told::would_be(pool.record, counts(pool, plan), &pool.after(plan)));
        self.fuel += plan.fuel;
        if let Some(used) = figures.and_then(|figures| figures.utilisation) {
            self.utilisation = (self.utilisation.0 + used, self.utilisation.1 + 1);
        }
    }

    /// Notes what is told of every run.
    fn note(&mut self, (settings, plan): &(Settings, Result<Plan, String>)) {
        self.settings_of_run += u64::from(*settings == Settings::Run);
        self.settings_of_schema += u64::from(*settings == Settings::Schema);
        match plan {
            Ok(plan) => self.lacking.extend(plan.lacking.iter().cloned()),
            Err(_) => self.failed += 1,
        }
    }

    fn line(self) -> SideLine {
        let sums = self.group.figures(true, None);
        let (used, of) = self.utilisation;
        let figures = Figures {
            runs: sums.runs,
            asked: sums.eligible,
            given: sums.planned,
            coverage: sums.efficiency,
            participants: sums.participants,
            recipients: sums.recipients,
            mean: sums.mean,
            utilisation: (of > 0).then(|| round(used / of as f64)),
            gini: sums.gini,
            largest_gap: sums.largest_gap,
            fuel: self.fuel,
        };
        SideLine {
            name: self.name,
            settings_of_run: self.settings_of_run,
            settings_of_schema: self.settings_of_schema,
            columns_not_recorded: self.lacking.into_iter().collect(),
            failed: self.failed,
            figures,
        }
    }
}

impl Leads {
    fn add(&mut self, other: &Leads) {
        self.asked += other.asked;
        self.same += other.same;
        self.elsewhere += other.elsewhere;
        self.only_a += other.only_a;
        self.only_b += other.only_b;
        self.neither += other.neither;
    }
}

fn counts(pool: &Pool<'_>, plan: &Plan) -> Counts {
    let (asked, given) = (pool.leads.len() as u64, plan.to.len() as u64);
    Counts { found: asked, eligible: asked, planned: given, ..Counts::default() }
}

/// A run's line of one side.
fn told(pool: &Pool<'_>, (settings, plan): &(Settings, Result<Plan, String>)) -> RunSide {
    let figures = plan.as_ref().ok().map(|plan| {
        let given = plan.to.len() as u64;
        let summary = Summary::of(&counts(pool, plan), given, &pool.after(plan));
        RunFigures {
            given,
            utilisation: summary.utilisation.map(round),
            gini: round(summary.gini),
            largest_gap: round(summary.largest_gap),
            fuel: plan.fuel,
        }
    });
    RunSide { settings: *settings, figures, error: plan.as_ref().err().cloned() }
}

fn compared(pool: &Pool<'_>, a: &Plan, b: &Plan) -> Leads {
    let mut leads = Leads { asked: pool.leads.len() as u64, ..Leads::default() };
    for lead in pool.leads.keys() {
        let count = match (a.to.get(lead), b.to.get(lead)) {
            (Some(one), Some(other)) if one == other => &mut leads.same,
            (Some(_), Some(_)) => &mut leads.elsewhere,
            (Some(_), None) => &mut leads.only_a,
            (None, Some(_)) => &mut leads.only_b,
            (None, None) => &mut leads.neither,
        };
        *count += 1;
    }
    leads
}

/// Each person under both; both groups have the same people.
fn people(a: &Group, b: &Group) -> Vec<PersonLine> {
    let share = |received, fair_share, gap| Share { received, fair_share, gap };
    let under_b: HashMap<(String, u64), Share> = b
        .people(true)
        .into_iter()
        .map(|line| ((line.odoo, line.id), share(line.received, line.fair_share, line.gap)))
        .collect();
    let line = |line: crate::report::history::PersonLine| {
        let b = under_b.get(&(line.odoo.clone(), line.id)).cloned().unwrap_or_default();
        let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        PersonLine {
            id: line.id,
            name: line.name,
            odoo: line.odoo,
            level: line.level,
            target: line.target,
            difference: signed(b.received) - signed(line.received),
            a: share(line.received, line.fair_share, line.gap),
            b,
        }
    };
    let mut lines: Vec<PersonLine> = a.people(true).into_iter().map(line).collect();
    lines.sort_by(|one, other| {
        (other.difference, &one.name, &one.odoo, one.id).cmp(&(one.difference, &other.name, &other.odoo, other.id))
    });
    lines
}
