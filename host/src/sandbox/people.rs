//! Who is in which sales team, and which team a person's leads go to. The heuristic is `_get_default_team_id` of Odoo 19.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::order;
use super::world::World;

/// True when the user is a member or the leader of the team.
pub(crate) fn belongs(world: &World, team: u64, user: u64) -> bool {
    world.value("crm.team", team, "member_ids").ids().contains(&user)
        || world.value("crm.team", team, "user_id").reference() == Some(user)
}

/// The team that a lead (or, not `as_lead`, an opportunity) of this user goes to: one of the user's own that takes such records,
/// any of the user's own, any that takes such records, any.
pub(crate) fn default_team(world: &World, user: u64, as_lead: bool) -> Option<u64> {
    let active: Vec<u64> = order::default(world, "crm.team")
        .into_iter()
        .filter(|team| world.value("crm.team", *team, "active").is_true())
        .collect();
    let takes = if as_lead { "use_leads" } else { "use_opportunities" };
    let fits = |team: &&u64| world.value("crm.team", **team, takes).is_true();
    let own: Vec<u64> = active.iter().copied().filter(|team| belongs(world, *team, user)).collect();
    let found = own.iter().find(fits).or_else(|| own.first()).or_else(|| active.iter().find(fits));
    found.or_else(|| active.first()).copied()
}

/// Computes `member_ids` of the teams and `sale_team_id` of the users anew from the memberships.
pub(crate) fn relink_members(world: &mut World) {
    let mut members: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    let mut teams: BTreeMap<u64, u64> = BTreeMap::new();
    for id in world.ids("crm.team.member") {
        let of = |field: &str| world.value("crm.team.member", id, field);
        let (team, user) = (of("crm_team_id").reference(), of("user_id").reference());
        if let (Some(team), Some(user), true) = (team, user, of("active").is_true()) {
            members.entry(team).or_default().push(user);
            teams.entry(user).or_insert(team);
        }
    }
    if let Some(table) = world.table_mut("crm.team")
        && let Some(place) = table.model.place("member_ids")
    {
        for (id, record) in &mut table.rows {
            let mut ids = members.remove(id).unwrap_or_default();
            ids.sort_unstable();
            ids.dedup();
            record.set(place, Cell::Refs(ids));
        }
    }
    if let Some(table) = world.table_mut("res.users")
        && let Some(place) = table.model.place("sale_team_id")
    {
        for (id, record) in &mut table.rows {
            record.set(place, teams.get(id).map_or(Cell::Empty, |team| Cell::Ref(*team)));
        }
    }
}
