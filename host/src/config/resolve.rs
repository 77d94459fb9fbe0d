//! From what is written to what it means: defaults, flags, files. Finds every error before anybody asks the network.

use std::path::Path;
use std::time::Duration;

use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use super::resolved::{
    Config, DateWindow, Distribution, Execution, LeadRules, Level, Overrides, PeopleRules, RoomRule, SourceRule,
};
use super::source::{ConfigErrors, Environment, Places, read};
use super::written::{self, WebSourceType, Written};
use super::{connection, files};

const DEFAULT_TARGET: u32 = 220;
const DEFAULT_MAX_LEADS: u32 = 50_000;
const DEFAULT_BATCH: usize = 1_000;
const DO_NOT_CALL: [&str; 4] = ["dnc", "do_not_call", "dont_call", "no_call"];
/// Ranks of the levels that need no configuration; any other level comes after them.
const KNOWN_RANKS: [(&str, u32); 4] = [("senior", 1), ("mid_level", 2), ("mid", 2), ("junior", 3)];
/// The rank of a level that nothing is known of.
pub(crate) const LAST_RANK: u32 = 4;
/// Longer than one write may take, so that a lease is lost only by a run that is dead.
const LEASE: Duration = Duration::from_secs(600);

/// Reads and resolves a configuration.
///
/// # Errors
/// Every mistake in the file and in the files it names, each with its place.
pub fn load(path: &Path, environment: &Environment, overrides: &Overrides) -> Result<Config, ConfigErrors> {
    let read = read::<Written>(path, environment)?;
    let mut pass = Pass { places: &read.places, errors: ConfigErrors::new(), warnings: Vec::new() };
    let resolved = resolve(&mut pass, path, &read.value, overrides);
    let Pass { errors, warnings, .. } = pass;
    match (resolved, errors.is_empty()) {
        (Some(mut config), true) => {
            config.digest = hex::encode(Sha256::digest(format!("{config:?}")));
            config.warnings = warnings;
            Ok(config)
        }
        _ => Err(errors),
    }
}

/// What the pass finds on its way.
pub(super) struct Pass<'a> {
    pub(super) places: &'a Places,
    pub(super) errors: ConfigErrors,
    pub(super) warnings: Vec<String>,
}

impl Pass<'_> {
    pub(super) fn error(&mut self, pointer: &str, message: impl Into<String>, hint: impl Into<Option<String>>) {
        let path = pointer.trim_start_matches('/').replace('/', ".");
        self.errors.add(self.places.place(pointer), path, message, hint);
    }
}

fn resolve(pass: &mut Pass, path: &Path, written: &Written, overrides: &Overrides) -> Option<Config> {
    let connection = connection::resolve(pass, &written.odoo_connection);
    let people = people(pass, path, written);
    let leads = leads(pass, path, &written.lead_finding, overrides);
    let distribution = distribution(pass, &written.distribution, overrides);
    let execution = execution(pass, &written.execution, overrides);
    let campaign = written
        .campaign
        .name
        .clone()
        .or_else(|| people.as_ref()?.campaign.clone())
        .unwrap_or_else(|| "default".to_owned());
    let ledger = path.parent().unwrap_or(Path::new("")).join(written.ledger.path.as_deref().unwrap_or("odlm.sqlite"));
    Some(Config {
        connection: connection?,
        campaign,
        active: written.campaign.active.unwrap_or(true),
        people: people?,
        leads: leads?,
        distribution: distribution?,
        execution: execution?,
        ledger,
        digest: String::new(),
        warnings: Vec::new(),
        places: pass.places.clone(),
    })
}

fn people(pass: &mut Pass, path: &Path, written: &Written) -> Option<PeopleRules> {
    let selection = &written.salesperson_selection;
    let filtering = &selection.campaign_filtering;
    let table = match files::find(path, &selection.source_config.campaign_table.file_path) {
        Ok(table) => Some(table),
        Err(message) => {
            let hint = "a campaign table has the columns salesperson_name,salesperson_id,campaign_name,active,team,level,target_leads";
            pass.error("/salesperson_selection/source_config/campaign_table/file_path", message, hint.to_owned());
            None
        }
    };
    let levels = written.distribution.level_based.as_ref().map(|settings| settings.levels.clone()).unwrap_or_default();
    let levels = levels
        .into_iter()
        .map(|(name, level)| {
            let rank = level.priority.or_else(|| default_rank(&name)).unwrap_or(LAST_RANK);
            (name, Level { rank, target: level.target_leads })
        })
        .collect();
    let campaign = filtering
        .target_campaign
        .clone()
        .or_else(|| written.campaign.target_campaign.clone())
        .or_else(|| written.campaign.name.clone());
    Some(PeopleRules {
        table: table?,
        campaign: campaign.filter(|_| filtering.enabled.unwrap_or(true)),
        include_inactive: filtering.include_inactive_salespeople,
        excluded: filtering.exclude_specific_users.clone(),
        default_target: selection.default_target_leads.unwrap_or(DEFAULT_TARGET),
        default_level: selection.default_level.clone().unwrap_or_else(|| "mid_level".to_owned()),
        levels,
    })
}

/// The rank that a level has by its name; none for one of the user's own.
pub(crate) fn default_rank(level: &str) -> Option<u32> {
    KNOWN_RANKS.iter().find(|(name, _)| name.eq_ignore_ascii_case(level)).map(|(_, rank)| *rank)
}

fn leads(pass: &mut Pass, path: &Path, written: &written::LeadFinding, overrides: &Overrides) -> Option<LeadRules> {
    let older_than = written.date_range.older_than_days.unwrap_or(0);
    let younger_than = written.date_range.younger_than_days.unwrap_or(30);
    if older_than > younger_than && overrides.date_range.is_none() {
        let message = format!("`older_than_days: {older_than}` leaves nothing of `younger_than_days: {younger_than}`");
        pass.error(
            "/lead_finding/date_range",
            message,
            "leads are taken from `younger_than_days` ago up to `older_than_days` ago".to_owned(),
        );
    }
    let window = match overrides.date_range {
        Some((from, to)) => DateWindow::Between(from, to),
        None => DateWindow::Days { older_than, younger_than },
    };
    let sources = match &written.web_sources {
        Some(rule) if rule.enabled.unwrap_or(true) => Some(sources(pass, path, rule)?),
        _ => None,
    };
    let filters = &written.additional_filters;
    if filters.status.as_ref().is_some_and(Vec::is_empty) {
        pass.error(
            "/lead_finding/additional_filters/status",
            "an empty list lets no lead through",
            "leave the key out to take every status".to_owned(),
        );
    }
    let names = filters.dnc_statuses.clone().unwrap_or_else(|| DO_NOT_CALL.map(str::to_owned).to_vec());
    let field = |written: &Option<String>, default: &str| written.clone().unwrap_or_else(|| default.to_owned());
    Some(LeadRules {
        lead_type: written.lead_type,
        status_field: field(&written.field_map.status, "stage_id"),
        source_field: field(&written.field_map.web_source, "source_id"),
        date_field: field(&written.field_map.date, "create_date"),
        window,
        sources,
        statuses: filters.status.clone(),
        do_not_call: filters.exclude_dnc.unwrap_or(true).then_some(names),
        exclude_assigned: written.assignment_filters.exclude_assigned.unwrap_or(true),
    })
}

fn sources(pass: &mut Pass, path: &Path, rule: &written::WebSources) -> Option<SourceRule> {
    let found = match rule.source_type {
        WebSourceType::File => match rule.source_config.file_path.as_deref() {
            Some(named) => {
                files::find(path, named).and_then(|file| files::lines(&file)).map_err(|message| ("file_path", message))
            }
            None => Err(("", "`source_type: file` needs `file_path`".to_owned())),
        },
        WebSourceType::Config => match rule.source_config.sources.clone() {
            Some(sources) if !sources.is_empty() => Ok(sources),
            Some(_) => Err(("sources", "an empty list lets no lead through".to_owned())),
            None => Err(("", "`source_type: config` needs the list `sources`".to_owned())),
        },
    };
    match found {
        Ok(sources) => Some(SourceRule { sources, mode: rule.match_mode, case_sensitive: rule.case_sensitive }),
        Err((key, message)) => {
            let pointer = format!("/lead_finding/web_sources/source_config/{key}");
            pass.error(
                pointer.trim_end_matches('/'),
                message,
                "`web_sources.enabled: false` takes leads of every source".to_owned(),
            );
            None
        }
    }
}

fn distribution(pass: &mut Pass, written: &written::Distribution, overrides: &Overrides) -> Option<Distribution> {
    let named =
        if overrides.force_round_robin { "round-robin" } else { written.strategy.as_deref().unwrap_or("level-based") };
    let level_based = || written.level_based.as_ref().map(|levels| levels.settings.clone());
    let (strategy, settings, settings_key) = match named.replace('_', "-").as_str() {
        "level-based" => ("level-based", level_based(), "distribution.level_based"),
        "round-robin" => ("round-robin", written.round_robin.clone(), "distribution.round_robin"),
        "proportional" => ("proportional", written.proportional.clone(), "distribution.proportional"),
        "capacity" | "capacity-based" => ("capacity", written.capacity.clone(), "distribution.capacity"),
        _ => {
            let hint = "`odlm strategy list` shows the strategies: level_based, round_robin, proportional, capacity"
                .to_owned();
            pass.error("/distribution/strategy", format!("there is no strategy `{named}`"), hint);
            return None;
        }
    };
    let settings = settings.unwrap_or_default();
    let room = if strategy == "level-based" { RoomRule::Target } else { RoomRule::Unlimited };
    Some(Distribution {
        strategy: strategy.to_owned(),
        settings,
        settings_key,
        room,
        on_failure: written.error_handling.strategy_failure,
    })
}

fn execution(pass: &mut Pass, written: &written::Execution, overrides: &Overrides) -> Option<Execution> {
    let time_zone = match &written.timezone {
        Some(name) => match TimeZone::get(name) {
            Ok(zone) => Some(zone),
            Err(_) => {
                let hint = "write an IANA name like `Europe/Berlin` or `America/New_York`".to_owned();
                pass.error("/execution/timezone", format!("there is no time zone `{name}`"), hint);
                return None;
            }
        },
        None => None,
    };
    Some(Execution {
        dry_run: written.dry_run || overrides.dry_run,
        max_leads: overrides.max_leads.unwrap_or_else(|| written.max_leads_per_run.unwrap_or(DEFAULT_MAX_LEADS)),
        batch_size: written.batch_size.unwrap_or(DEFAULT_BATCH),
        chatter: written.chatter,
        time_zone,
        log_level: written.log_level,
        lease: LEASE,
    })
}
