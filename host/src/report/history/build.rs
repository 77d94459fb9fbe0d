//! From runs to the history: each run is added once, the oldest first, and nothing of it is kept but sums.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::group::{Group, Who, round};
use super::model::{Before, CampaignLine, CountLine, DayLine, History, Leads, PersonLine, PersonName};
use super::told::Told;
use crate::domain::decision::Decision;
use crate::domain::ids::{LeadId, UserId};
use crate::domain::run::RunRecord;
use crate::domain::summary::percent;

/// The first and the last day, both counted in, and where days begin.
#[derive(Clone, Debug)]
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Where days begin.
    pub zone: TimeZone,
}

impl Period {
    /// The period of the same length that ends the day before.
    #[must_use]
    pub fn before(&self) -> Period {
        let days = (self.to - self.from).get_days();
        let to = self.from.saturating_sub(1.day());
        Period { from: to.saturating_sub(days.days()), to, zone: self.zone.clone() }
    }

    /// From when on, and before when.
    #[must_use]
    pub fn instants(&self) -> (Timestamp, Timestamp) {
        let begin = |day: Date| {
            let begin = self.zone.to_zoned(day.at(0, 0, 0, 0)).map(|begin| begin.timestamp());
            // Only days at the very ends of the calendar have no begin.
            begin.unwrap_or(Timestamp::MAX)
        };
        (begin(self.from), begin(self.to.saturating_add(1.day())))
    }

    /// The day of an instant.
    fn day(&self, seconds: i64) -> Date {
        Timestamp::from_second(seconds).unwrap_or_default().to_zoned(self.zone.clone()).date()
    }

    /// The zone's name.
    fn zone_name(&self) -> String {
        self.zone.iana_name().unwrap_or("UTC").to_owned()
    }
}

/// Of what the history tells.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Only of this Odoo's runs.
    pub odoo: Option<String>,
    /// Only of this campaign's runs.
    pub campaign: Option<String>,
    /// Only of this person of an Odoo.
    pub person: Option<(String, PersonName)>,
    /// Of dry runs, and not of those that wrote.
    pub dry_runs: bool,
}

impl Scope {
    fn who(&self) -> Option<Who> {
        self.person.as_ref().map(|(odoo, person)| (odoo.clone(), UserId(person.id)))
    }

    /// Whether a run is told at all.
    #[must_use]
    pub fn takes(&self, run: &RunRecord) -> bool {
        run.new.dry_run == self.dry_runs
            && self.odoo.as_ref().is_none_or(|odoo| *odoo == run.new.odoo)
            && self.campaign.as_ref().is_none_or(|campaign| *campaign == run.new.campaign)
            && self.person.as_ref().is_none_or(|(odoo, person)| {
                *odoo == run.new.odoo && run.people.iter().any(|other| other.id.0 == person.id)
            })
    }
}

/// Leads that a person received, each once, by the person's Odoo and id.
pub type Received = BTreeMap<(String, UserId), BTreeSet<LeadId>>;

/// The history in the making.
pub struct Builder {
    period: Period,
    scope: Scope,
    totals: Group,
    earlier: Group,
    days: BTreeMap<Date, Group>,
    campaigns: BTreeMap<(String, String), Group>,
    leads: Tallies,
    received: Received,
}

/// How many of the leads given have which value.
#[derive(Default)]
struct Tallies {
    sources: BTreeMap<Option<Arc<str>>, u64>,
    campaigns: BTreeMap<Option<Arc<str>>, u64>,
    statuses: BTreeMap<Option<Arc<str>>, u64>,
    without_decision: u64,
}

impl Builder {
    /// A history without a run.
    #[must_use]
    pub fn new(period: Period, scope: Scope) -> Builder {
        Builder {
            period,
            scope,
            totals: Group::default(),
            earlier: Group::default(),
            days: BTreeMap::new(),
            campaigns: BTreeMap::new(),
            leads: Tallies::default(),
            received: Received::new(),
        }
    }

    /// Adds a run of the period, if the scope takes it.
    pub fn add(&mut self, record: &RunRecord, decisions: &[Decision]) {
        if !self.scope.takes(record) {
            return;
        }
        let run = Told::new(record, decisions);
        self.totals.add(&run);
        self.days.entry(self.period.day(run.began())).or_default().add(&run);
        self.campaigns.entry((run.campaign().to_owned(), run.odoo().to_owned())).or_default().add(&run);
        let wanted = self.scope.who();
        let mut told = 0;
        for (decision, person) in run.gifts() {
            let who = (run.odoo().to_owned(), person);
            told += 1;
            if wanted.as_ref().is_some_and(|wanted| *wanted != who) {
                continue;
            }
            let about = &decision.about;
            *self.leads.sources.entry(about.source.clone()).or_default() += 1;
            *self.leads.campaigns.entry(about.campaign.clone()).or_default() += 1;
            *self.leads.statuses.entry(about.status.clone()).or_default() += 1;
            self.received.entry(who).or_default().insert(decision.lead);
        }
        if told == 0 {
            let of = |id: UserId| run.people.iter().find(|other| other.id == id).map_or(0, |one| one.received.into());
            self.leads.without_decision += wanted.map_or(run.given(), |(_, id)| of(id));
        }
    }

    /// Adds a run of the period before, if the scope takes it.
    pub fn add_earlier(&mut self, record: &RunRecord, decisions: &[Decision]) {
        if self.scope.takes(record) {
            self.earlier.add(&Told::new(record, decisions));
        }
    }

    /// The leads that people received.
    #[must_use]
    pub fn received(&self) -> &Received {
        &self.received
    }

    /// The history.
    #[must_use]
    pub fn history(&self) -> History {
        let (scope, who) = (&self.scope, self.scope.who());
        let figures = |group: &Group| group.figures(scope.dry_runs, who.as_ref());
        let (totals, earlier, before) = (figures(&self.totals), figures(&self.earlier), self.period.before());
        let given = |figures: &super::model::Figures| figures.received.unwrap_or(figures.given(scope.dry_runs)) as f64;
        let growth = percent(given(&totals) - given(&earlier), given(&earlier)).map(round);
        let days = self.days.iter().map(|(day, group)| DayLine { day: day.to_string(), figures: figures(group) });
        let campaigns = self.campaigns.iter().map(|((campaign, odoo), group)| CampaignLine {
            campaign: campaign.clone(),
            odoo: odoo.clone(),
            figures: figures(group),
        });
        let mut campaigns: Vec<CampaignLine> = campaigns.collect();
        campaigns.sort_by(|one, other| given(&other.figures).total_cmp(&given(&one.figures)));
        let mut people = self.totals.people(scope.dry_runs);
        let is_wanted = |line: &PersonLine| who.as_ref().is_none_or(|(odoo, id)| (&line.odoo, line.id) == (odoo, id.0));
        people.retain(is_wanted);
        History {
            from: self.period.from.to_string(),
            to: self.period.to.to_string(),
            time_zone: self.period.zone_name(),
            odoo: scope.odoo.clone(),
            campaign: scope.campaign.clone(),
            person: scope.person.as_ref().map(|(_, person)| person.clone()),
            dry_runs: scope.dry_runs,
            totals,
            before: Before { from: before.from.to_string(), to: before.to.to_string(), totals: earlier, growth },
            days: days.collect(),
            campaigns,
            people,
            without_people: self.totals.without_people(),
            leads: self.leads.lists(),
            conversions: None,
        }
    }
}

impl Tallies {
    fn lists(&self) -> Leads {
        Leads {
            by_source: lines(&self.sources),
            by_campaign: lines(&self.campaigns),
            by_status: lines(&self.statuses),
            without_decision: self.without_decision,
        }
    }
}

/// The commonest first.
fn lines(counts: &BTreeMap<Option<Arc<str>>, u64>) -> Vec<CountLine> {
    let line = |(name, leads): (&Option<Arc<str>>, &u64)| CountLine {
        name: name.as_ref().map(|name| name.to_string()),
        leads: *leads,
    };
    let mut lines: Vec<CountLine> = counts.iter().map(line).collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.leads));
    lines
}
