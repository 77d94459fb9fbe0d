//! Generated records: teams, people, sources, tags and leads, the same for the same seed, sizes and time.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use rand::{Rng, RngExt, SeedableRng};
use rand_pcg::Pcg64;
use sha2::{Digest, Sha256};

use super::cell::Cell;
use super::options::SandboxOptions;
use super::people;
use super::world::{World, stored_datetime};

/// Odoo's administrator; OdooBot is before them.
const ADMIN: u64 = 2;
/// The first salesperson's id, after the administrator, a portal user, a former colleague and two of one name.
const FIRST_SELLER: u64 = 7;
const VOICE: u64 = 2;

const SOURCES: [&str; 6] =
    ["facebook_form", "google_ads", "website_contact", "linkedin_ads", "Facebook_Form_EU", "cold_list"];
const CAMPAIGNS: [&str; 3] = ["voice_campaign_2024", "apple_campaign_2024", "summer_promo"];
const MEDIUMS: [&str; 4] = ["Website", "Phone", "Direct", "Email"];
const TAGS: [&str; 5] = ["hot_lead", "vip", "test", "do_not_distribute", "dnc"];
/// Name, sequence, won.
const STAGES: [(&str, i64, bool); 4] =
    [("New", 1, false), ("Qualified", 2, false), ("Proposition", 3, false), ("Won", 70, true)];
/// Statuses of a call centre with their weights; the last one is none.
const STATUSES: [(&str, u32); 11] = [
    ("new", 30),
    ("in_progress", 14),
    ("call_back", 12),
    ("Utr", 6),
    ("utr", 8),
    ("Full Pitch Follow Up", 5),
    ("won", 8),
    ("lost", 6),
    ("dnc", 5),
    ("Do_Not_Call", 3),
    ("", 3),
];
const AGES_IN_DAYS: [i64; 12] = [0, 1, 2, 5, 10, 20, 29, 30, 31, 45, 90, 200];

/// The API key of a seed.
pub(crate) fn api_key(seed: u64) -> String {
    let digest = Sha256::digest(format!("odlm sandbox {seed}"));
    hex::encode(digest).chars().take(40).collect()
}

/// All records.
pub(crate) fn world(options: &SandboxOptions) -> World {
    let mut world = World::new(options.now, options.legacy_only, ADMIN);
    let mut chance = Pcg64::seed_from_u64(options.seed);
    names(&mut world);
    persons(&mut world, options.salespeople);
    for number in 1..=options.leads {
        let lead = lead(&mut chance, options, number);
        add(&mut world, "crm.lead", lead);
    }
    world
}

fn add(world: &mut World, model: &str, values: Vec<(&str, Cell)>) {
    let Some(schema) = world.table(model).map(|table| table.model) else { return };
    let placed = values.into_iter().filter_map(|(field, cell)| Some((schema.place(field)?, cell))).collect();
    world.insert(model, placed);
}

fn names(world: &mut World) {
    let on = || Cell::Bool(true);
    add(world, "res.company", vec![("name", Cell::text("YourCompany"))]);
    add(world, "res.lang", vec![("name", Cell::text("English (US)")), ("active", on())]);
    for country in ["Belgium", "Germany", "United States"] {
        add(world, "res.country", vec![("name", Cell::text(country))]);
    }
    for (model, names) in [("utm.source", &SOURCES[..]), ("utm.campaign", &CAMPAIGNS[..]), ("utm.medium", &MEDIUMS[..])]
    {
        for name in names {
            add(world, model, vec![("name", Cell::text(name)), ("title", Cell::text(name)), ("active", on())]);
        }
    }
    for reason in ["Too expensive", "We don't have people/skills", "Not enough stock"] {
        add(world, "crm.lost.reason", vec![("name", Cell::text(reason)), ("active", on())]);
    }
    add(world, "mail.activity.type", vec![("name", Cell::text("To-Do")), ("active", on()), ("sequence", Cell::Int(2))]);
    let hours = vec![("name", Cell::text("Standard 40 hours/week")), ("active", on()), ("company_id", Cell::Ref(1))];
    add(world, "resource.calendar", hours);
    let key = vec![("name", Cell::text("odlm")), ("user_id", Cell::Ref(ADMIN)), ("scope", Cell::text("rpc"))];
    add(world, "res.users.apikeys", key);
    for (name, color) in TAGS.into_iter().zip(1..) {
        add(world, "crm.tag", vec![("name", Cell::text(name)), ("color", Cell::Int(color))]);
    }
    for (name, sequence, won) in STAGES {
        let values = vec![
            ("name", Cell::text(name)),
            ("sequence", Cell::Int(sequence)),
            ("is_won", Cell::Bool(won)),
            ("fold", Cell::Bool(false)),
        ];
        add(world, "crm.stage", values);
    }
}

fn persons(world: &mut World, salespeople: usize) {
    let mut person = |name: &str, login: &str, active: bool, share: bool| {
        let email = if login.contains('@') { login } else { "" };
        let zone = if share { Cell::Empty } else { Cell::text("Europe/Brussels") };
        let values = vec![
            ("name", Cell::text(name)),
            ("login", Cell::text(login)),
            ("active", Cell::Bool(active)),
            ("share", Cell::Bool(share)),
            ("tz", zone),
            ("lang", Cell::text("en_US")),
            ("email", Cell::text(email)),
            ("email_normalized", Cell::text(email)),
            ("company_id", Cell::Ref(1)),
            ("company_ids", Cell::Refs(vec![1])),
        ];
        add(world, "res.users", values);
    };
    person("OdooBot", "__system__", false, false);
    person("Administrator", "admin", true, false);
    person("Portal Customer", "portal@example.com", true, true);
    person("Former Seller", "former@example.com", false, false);
    person("Robin Double", "robin.one@example.com", true, false);
    person("Robin Double", "robin.two@example.com", true, false);
    for number in 1..=salespeople {
        person(&format!("Seller {number:04}"), &format!("seller{number:04}@example.com"), true, false);
    }
    for (name, sequence, leads) in [("Sales", 0, false), ("Voice", 10, true)] {
        let values = vec![
            ("name", Cell::text(name)),
            ("active", Cell::Bool(true)),
            ("sequence", Cell::Int(sequence)),
            ("use_leads", Cell::Bool(leads)),
            ("use_opportunities", Cell::Bool(true)),
        ];
        add(world, "crm.team", values);
    }
    let sellers = (FIRST_SELLER..).take(salespeople).map(|seller| (VOICE, seller));
    for (team, user) in std::iter::once((1, ADMIN)).chain(sellers) {
        let values = vec![
            ("crm_team_id", Cell::Ref(team)),
            ("user_id", Cell::Ref(user)),
            ("active", Cell::Bool(true)),
            ("assignment_max", Cell::Int(30)),
        ];
        add(world, "crm.team.member", values);
    }
    people::relink_members(world);
}

fn lead(chance: &mut Pcg64, options: &SandboxOptions, number: usize) -> Vec<(&'static str, Cell)> {
    let age = pick(chance, &AGES_IN_DAYS).copied().unwrap_or(0);
    let back =
        SignedDuration::from_hours(24 * age) + SignedDuration::from_mins(i64::from(chance.random_range(0..1440_u32)));
    let day = options.now.checked_sub(back).unwrap_or(options.now).to_zoned(TimeZone::UTC).date();
    let time_of_day = options.now.to_zoned(TimeZone::UTC).time();
    let created =
        day.to_datetime(time_of_day).to_zoned(TimeZone::UTC).map_or(options.now, |created| created.timestamp());
    let source = chance.random_range(0..=SOURCES.len());
    let campaign = chance.random_range(0..=CAMPAIGNS.len());
    let owned = chance.random_bool(0.3) && options.salespeople > 0;
    let owner = if owned { FIRST_SELLER + chance.random_range(0..options.salespeople as u64) } else { 0 };
    let email = if chance.random_bool(0.9) { format!("lead{number}@example.org") } else { String::new() };
    let phone = if chance.random_bool(0.8) { format!("+1 555 {number:07}") } else { String::new() };
    let tags = (1..=TAGS.len() as u64).filter(|_| chance.random_bool(0.08)).collect();
    let kind = if chance.random_bool(0.9) { "lead" } else { "opportunity" };
    let assigned = chance.random_range(0..=86_400_i64);
    let at = |time: Timestamp| Cell::text(&stored_datetime(time));
    let opened = created.checked_add(SignedDuration::from_secs(assigned)).unwrap_or(created).min(options.now);
    vec![
        ("name", Cell::text(&format!("Lead {number:06} — Müller & Söhne <{number}>"))),
        ("type", Cell::text(kind)),
        ("active", Cell::Bool(chance.random_bool(0.98))),
        ("stage_id", Cell::Ref(chance.random_range(1..=3))),
        ("source_id", reference(source as u64)),
        (
            "web_source_id",
            source.checked_sub(1).and_then(|place| SOURCES.get(place)).map_or(Cell::Empty, |name| Cell::text(name)),
        ),
        ("medium_id", reference(chance.random_range(0..=MEDIUMS.len() as u64))),
        ("campaign_id", reference(campaign as u64)),
        ("tag_ids", Cell::Refs(tags)),
        ("priority", Cell::text(&chance.random_range(0..4_u32).to_string())),
        ("user_id", reference(owner)),
        ("team_id", if owned { Cell::Ref(VOICE) } else { Cell::Empty }),
        ("company_id", if owned { Cell::Ref(1) } else { Cell::Empty }),
        ("contact_name", Cell::text(&format!("Contact {number}"))),
        ("is_blacklisted", Cell::Bool(!email.is_empty() && chance.random_bool(0.02))),
        ("phone_sanitized_blacklisted", Cell::Bool(!phone.is_empty() && chance.random_bool(0.01))),
        ("email_from", Cell::text(&email)),
        ("email_normalized", Cell::text(&email)),
        ("phone", Cell::text(&phone)),
        ("phone_sanitized", Cell::text(&phone)),
        ("date_open", if owned { at(opened) } else { Cell::Empty }),
        ("probability", Cell::Float(f64::from(chance.random_range(100..9_500_u32)) / 100.0)),
        ("expected_revenue", Cell::Float(f64::from(chance.random_range(0..200_u32)) * 100.0)),
        ("won_status", Cell::text("pending")),
        ("country_id", reference(chance.random_range(0..=3))),
        ("status", Cell::text(status(chance))),
        ("source_date", Cell::text(&day.to_string())),
        ("create_date", at(created)),
        ("write_date", at(options.now)),
    ]
}

fn reference(id: u64) -> Cell {
    if id == 0 { Cell::Empty } else { Cell::Ref(id) }
}

fn pick<'a, T>(chance: &mut impl Rng, choices: &'a [T]) -> Option<&'a T> {
    choices.get(chance.random_range(0..choices.len()))
}

fn status(chance: &mut impl Rng) -> &'static str {
    let total = STATUSES.iter().map(|(_, weight)| weight).sum::<u32>();
    let mut left = chance.random_range(0..total);
    for (status, weight) in STATUSES {
        match left.checked_sub(weight) {
            Some(rest) => left = rest,
            None => return status,
        }
    }
    ""
}
