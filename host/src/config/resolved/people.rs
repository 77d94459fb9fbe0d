//! Who may receive leads, resolved.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::config::written::{PersonDetails, SalespersonModel};
use crate::odoo::Domain;

/// Who may receive leads.
#[derive(Clone, Debug)]
pub struct PeopleRules {
    /// Where they stand.
    pub source: PeopleSource,
    /// The campaign whose people take part; none takes everybody.
    pub campaign: Option<String>,
    /// The campaign of a row that names none; none counts it for every campaign.
    pub default_campaign: Option<String>,
    /// Whether rows with `active: false` take part.
    pub include_inactive: bool,
    /// Names or logins of people who take no part; leads they own are given to others.
    pub excluded: Vec<String>,
    /// People who take no part and whose leads stay with them.
    pub shielded: Option<Shielded>,
    /// Only people of one of these teams; empty takes every team.
    pub teams: Vec<String>,
    /// Only people of at least this experience.
    pub min_experience: Option<u32>,
    /// Only people whose workload is at most so many per cent of their target.
    pub max_workload_percentage: Option<f64>,
    /// The target of somebody for whom neither the source nor the level has one.
    pub default_target: u32,
    /// The level of somebody for whom the source has none.
    pub default_level: String,
    /// The levels, by name.
    pub levels: BTreeMap<String, Level>,
}

/// Where the salespeople stand.
#[derive(Clone, Debug)]
pub enum PeopleSource {
    /// A CSV file.
    Table(PathBuf),
    /// A table of the tracking database, by name.
    DatabaseTable(String),
    /// A text file, one person a line.
    File(PathBuf),
    /// The list in the configuration.
    List(Vec<PersonDetails>),
    /// Records of Odoo.
    Odoo {
        /// The model that the domain is about.
        model: SalespersonModel,
        /// Which of its records.
        domain: Domain,
        /// Whether members' `assignment_max` is their target.
        use_assignment_max: bool,
    },
    /// The members of a sales team, by its name.
    Team(String),
}

/// People who take no part and whose leads stay with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shielded {
    /// Names or logins.
    pub names: Vec<String>,
    /// Whether a name is a whole one; else it is part of one.
    pub exact: bool,
}

/// One level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// 1 is served first.
    pub rank: u32,
    /// Leads that a person of the level should own.
    pub target: Option<u32>,
    /// The higher, the more experienced.
    pub experience: u32,
}
