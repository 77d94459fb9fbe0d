//! `salesperson_selection`: where salespeople stand, and who of them takes part.

use std::path::PathBuf;

use crate::config::resolve::Pass;
use crate::config::resolved::{Level, PeopleRules, PeopleSource, Shielded};
use crate::config::written::{
    ListedPerson, OneOrMany, PersonDetails, SalespersonModel, SalespersonSelection, SalespersonSourceType, Written,
};
use crate::config::{domain_shape, files, where_clause};

const DEFAULT_TARGET: u32 = 220;
/// Ranks of the levels that need no configuration; any other level comes after them.
const KNOWN_RANKS: [(&str, u32); 4] = [("senior", 1), ("mid_level", 2), ("mid", 2), ("junior", 3)];
/// The rank of a level that nothing is known of.
pub(crate) const LAST_RANK: u32 = 4;
const SOURCE: &str = "/salesperson_selection/source_config";
const TABLE_COLUMNS: &str =
    "a campaign table has the columns salesperson_name,salesperson_id,campaign_name,active,team,level,target_leads";

pub(super) fn people(pass: &mut Pass, written: &Written) -> Option<PeopleRules> {
    let selection = &written.salesperson_selection;
    let filtering = &selection.campaign_filtering;
    let filters = &selection.filters;
    let source = source(pass, selection);
    let levels = written.distribution.level_based.as_ref().map(|settings| settings.levels.clone()).unwrap_or_default();
    let levels = levels
        .into_iter()
        .map(|(name, level)| {
            let rank = level.priority.or_else(|| default_rank(&name)).unwrap_or(LAST_RANK);
            let experience = level.rank.unwrap_or_else(|| default_experience(&name));
            (name, Level { rank, target: level.target_leads, experience })
        })
        .collect();
    let campaign = filtering
        .target_campaign
        .clone()
        .or_else(|| written.campaign.target_campaign.clone())
        .or_else(|| written.campaign.name.clone());
    let exclusion = written.lead_finding.user_exclusion.as_ref().filter(|rule| rule.enabled.unwrap_or(true));
    Some(PeopleRules {
        source: source?,
        campaign: campaign.filter(|_| filtering.enabled.unwrap_or(true)),
        default_campaign: selection.default_campaign.clone(),
        include_inactive: filtering.include_inactive_salespeople || filters.active_only == Some(false),
        excluded: filtering.exclude_specific_users.clone(),
        shielded: exclusion
            .filter(|rule| !rule.excluded_users.is_empty())
            .map(|rule| Shielded { names: rule.excluded_users.clone(), exact: rule.exact_match.unwrap_or(true) }),
        teams: filters.team_filter.as_ref().map(OneOrMany::names).unwrap_or_default(),
        min_experience: filters.min_experience_level,
        max_workload_percentage: filters.max_workload_percentage,
        default_target: selection.default_target_leads.unwrap_or(DEFAULT_TARGET),
        default_level: selection.default_level.clone().unwrap_or_else(|| "mid_level".to_owned()),
        levels,
    })
}

/// The rank that a level has by its name; none for one of the user's own.
pub(crate) fn default_rank(level: &str) -> Option<u32> {
    KNOWN_RANKS.iter().find(|(name, _)| name.eq_ignore_ascii_case(level)).map(|(_, rank)| *rank)
}

/// The experience that a level has by its name: junior 1, mid_level 2, senior 3, any other 0.
pub(crate) fn default_experience(level: &str) -> u32 {
    default_rank(level).map_or(0, |rank| LAST_RANK - rank)
}

fn source(pass: &mut Pass, selection: &SalespersonSelection) -> Option<PeopleSource> {
    let config = &selection.source_config;
    match selection.source_type {
        SalespersonSourceType::CampaignTable => {
            let table = config.campaign_table.clone().unwrap_or_default();
            match (table.file_path, table.table_name) {
                (Some(named), None) => {
                    file(pass, "campaign_table/file_path", &named, TABLE_COLUMNS).map(PeopleSource::Table)
                }
                (None, Some(name)) => Some(PeopleSource::DatabaseTable(name)),
                (Some(_), Some(_)) => {
                    let pointer = format!("{SOURCE}/campaign_table");
                    pass.error(
                        &pointer,
                        "`file_path` and `table_name` name two tables",
                        "leave one of them out".to_owned(),
                    );
                    None
                }
                (None, None) => needs(pass, "campaign_table", "campaign_table.file_path"),
            }
        }
        SalespersonSourceType::File => match &config.file_path {
            Some(named) => {
                file(pass, "file_path", named, "the file has one person a line: `name`, or `name|id|level|target`")
                    .map(PeopleSource::File)
            }
            None => needs(pass, "file", "file_path"),
        },
        SalespersonSourceType::List => match &config.salespeople_list {
            Some(people) if !people.is_empty() => listed(pass, people).map(PeopleSource::List),
            _ => needs(pass, "list", "salespeople_list"),
        },
        SalespersonSourceType::Database => odoo(pass, selection),
        SalespersonSourceType::Team => match &config.team {
            Some(team) if !team.trim().is_empty() => Some(PeopleSource::Team(team.clone())),
            _ => needs(pass, "team", "team"),
        },
    }
}

/// Without conditions every active internal user would take part, administrators among them: that is never meant.
fn odoo(pass: &mut Pass, selection: &SalespersonSelection) -> Option<PeopleSource> {
    let Some(database) = &selection.source_config.database else {
        return needs(pass, "database", "database");
    };
    let at = format!("{SOURCE}/database");
    let mut domain = database.domain.clone().unwrap_or_default();
    let mut sound = true;
    if let Err((item, message)) = domain_shape::check(&domain) {
        let pointer = format!("{at}/domain/{item}");
        let hint = "a domain is a list like `[[\"share\", \"=\", false], [\"sale_team_id.name\", \"=\", \"Voice\"]]`";
        pass.error(pointer.trim_end_matches('/'), message, hint.to_owned());
        sound = false;
    }
    if let Some(clause) = &database.where_clause {
        match where_clause::parse(clause) {
            Ok(found) => domain.extend(found),
            Err(mistake) => {
                pass.error(&format!("{at}/where_clause"), mistake.message, mistake.hint);
                sound = false;
            }
        }
    }
    if sound && domain.is_empty() {
        pass.error(
            &at,
            "without a condition every user would receive leads, administrators among them",
            "write `where_clause: \"sale_team_id.name = 'Voice'\"`, or a `domain`; or take `source_type: team`"
                .to_owned(),
        );
        sound = false;
    }
    if database.model == SalespersonModel::Users && database.use_assignment_max.is_some() {
        pass.warn(
            &format!("{at}/use_assignment_max"),
            "only members have a maximum: it counts with `model: crm.team.member`",
        );
    }
    let use_assignment_max = database.use_assignment_max.unwrap_or(true);
    sound.then_some(PeopleSource::Odoo { model: database.model, domain, use_assignment_max })
}

fn file(pass: &mut Pass, key: &str, named: &str, hint: &str) -> Option<PathBuf> {
    match files::find(pass.path, named) {
        Ok(found) => Some(found),
        Err(message) => {
            pass.error(&format!("{SOURCE}/{key}"), message, hint.to_owned());
            None
        }
    }
}

fn needs(pass: &mut Pass, source_type: &str, key: &str) -> Option<PeopleSource> {
    let pointer = if pass.places.holds(SOURCE) { SOURCE } else { "/salesperson_selection" };
    pass.error(
        pointer,
        format!("`source_type: {source_type}` needs `source_config.{key}`"),
        "or choose another `source_type`: campaign_table, file, list, database, team".to_owned(),
    );
    None
}

fn listed(pass: &mut Pass, people: &[ListedPerson]) -> Option<Vec<PersonDetails>> {
    let mut found = Vec::new();
    for (index, person) in people.iter().enumerate() {
        let details = match person {
            ListedPerson::Name(name) => {
                PersonDetails { name: Some(name.clone()), id: None, level: None, target_leads: None, team: None }
            }
            ListedPerson::Details(details) => details.clone(),
        };
        if details.id.is_none() && details.name.as_deref().is_none_or(|name| name.trim().is_empty()) {
            pass.error(
                &format!("{SOURCE}/salespeople_list/{index}"),
                "the entry names nobody",
                "write a name, a login, or `id`".to_owned(),
            );
        } else {
            found.push(details);
        }
    }
    (found.len() == people.len()).then_some(found)
}
