//! Odoo's internal users, and how a name, login or id becomes one of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use crate::domain::ids::{TeamId, UserId};
use crate::odoo::{OdooError, OdooRead, Paging, id_of, read_all, text_of};
use crate::text::fold;

/// The most users that are read.
const USER_LIMIT: usize = 200_000;

/// A user of Odoo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Odoo's id.
    pub id: UserId,
    /// The name.
    pub name: String,
    /// The login.
    pub login: String,
    /// Whether the user may log in.
    pub active: bool,
    /// Whether it is a portal or public user, who owns no leads.
    pub share: bool,
    /// The sales team in which the user is a member.
    pub team: Option<TeamId>,
    /// Values of the fields that a strategy asks for, as Odoo gives them.
    pub extra: Map<String, Value>,
}

/// Users by id, login and name.
#[derive(Clone, Debug, Default)]
pub struct Users {
    by_id: BTreeMap<UserId, User>,
    by_text: HashMap<String, BTreeSet<UserId>>,
}

/// Why a name is nobody's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotFound {
    /// No user has it.
    Unknown,
    /// Several active internal users have it: their logins.
    Ambiguous(Vec<String>),
    /// The user is archived.
    Inactive(String),
    /// The user is a portal or public user.
    Share(String),
}

impl Users {
    /// Makes the look-up tables.
    #[must_use]
    pub fn new(users: Vec<User>) -> Users {
        let mut found = Users::default();
        for user in users {
            for text in [&user.name, &user.login] {
                found.by_text.entry(fold(text)).or_default().insert(user.id);
            }
            found.by_id.insert(user.id, user);
        }
        found
    }

    /// Adds users.
    pub fn extend(&mut self, others: Users) {
        let users = self.by_id.values().cloned().chain(others.by_id.into_values()).collect();
        *self = Users::new(users);
    }

    /// The user with an id.
    #[must_use]
    pub fn get(&self, id: UserId) -> Option<&User> {
        self.by_id.get(&id)
    }

    /// Every user.
    pub fn iter(&self) -> impl Iterator<Item = &User> {
        self.by_id.values()
    }

    /// The users that a name or login means, in any case; `alice_smith` also means `Alice Smith`.
    fn named(&self, text: &str) -> Vec<&User> {
        let exact = self.by_text.get(&fold(text));
        let ids = exact.or_else(|| self.by_text.get(&fold(&text.replace('_', " "))));
        ids.into_iter().flatten().filter_map(|id| self.by_id.get(id)).collect()
    }

    /// The active internal user that an id, or else a name or login, means.
    ///
    /// # Errors
    /// Why it is nobody's.
    pub fn find(&self, id: Option<u64>, text: &str) -> Result<&User, NotFound> {
        let candidates: Vec<&User> = match id {
            Some(id) => self.by_id.get(&UserId(id)).into_iter().collect(),
            None => self.named(text),
        };
        let able: Vec<&User> = candidates.iter().copied().filter(|user| user.active && !user.share).collect();
        match (able.as_slice(), candidates.first()) {
            ([user], _) => Ok(user),
            ([], None) => Err(NotFound::Unknown),
            ([], Some(user)) if user.share => Err(NotFound::Share(user.login.clone())),
            ([], Some(user)) => Err(NotFound::Inactive(user.login.clone())),
            (several, _) => {
                // A login is one person's, whatever name another has.
                let by_login: Vec<&&User> = several.iter().filter(|user| fold(&user.login) == fold(text)).collect();
                match by_login.as_slice() {
                    [user] => Ok(user),
                    _ => Err(NotFound::Ambiguous(several.iter().map(|user| user.login.clone()).collect())),
                }
            }
        }
    }

    /// Every user that a name or login means, active or not: for exclusions.
    #[must_use]
    pub fn all_named(&self, text: &str) -> Vec<UserId> {
        self.named(text).iter().map(|user| user.id).collect()
    }

    /// The login or name nearest to a text that is nobody's.
    #[must_use]
    pub fn nearest(&self, text: &str) -> Option<&str> {
        let wanted = fold(text);
        self.by_id
            .values()
            .filter(|user| user.active && !user.share)
            .flat_map(|user| [user.name.as_str(), user.login.as_str()])
            .map(|known| (strsim::jaro_winkler(&wanted, &fold(known)), known))
            .filter(|(likeness, _)| *likeness > 0.8)
            .max_by(|one, other| one.0.total_cmp(&other.0))
            .map(|(_, known)| known)
    }
}

/// Reads the internal users, archived ones too, and those of `ids` whoever they are. `extra` are further fields to read.
///
/// # Errors
/// What Odoo answered.
pub async fn read_users(odoo: &dyn OdooRead, ids: &[u64], extra: &[&str]) -> Result<Users, OdooError> {
    let mut fields = vec!["name", "login", "active", "share", "sale_team_id"];
    fields
        .extend(extra.iter().filter(|name| !["name", "login", "active", "share", "sale_team_id", "id"].contains(name)));
    let domain = vec![json!("|"), json!(["share", "=", false]), json!(["id", "in", ids])];
    let paging = Paging { model: "res.users", domain, fields: &fields, archived: true, limit: USER_LIMIT };
    let rows = read_all(odoo, &paging, &|_| {}).await?;
    Ok(Users::new(rows.into_iter().filter_map(user).collect()))
}

/// Reads the portal and public users of these names or logins, to tell them from nobody.
///
/// # Errors
/// What Odoo answered.
pub async fn read_share_users(odoo: &dyn OdooRead, names: &[&str]) -> Result<Users, OdooError> {
    let fields = ["name", "login", "active", "share", "sale_team_id"];
    let domain =
        vec![json!(["share", "=", true]), json!("|"), json!(["login", "in", names]), json!(["name", "in", names])];
    let paging = Paging { model: "res.users", domain, fields: &fields, archived: true, limit: USER_LIMIT };
    let rows = read_all(odoo, &paging, &|_| {}).await?;
    Ok(Users::new(rows.into_iter().filter_map(user).collect()))
}

fn user(row: Map<String, Value>) -> Option<User> {
    let flag = |name: &str| row.get(name).and_then(Value::as_bool);
    let text = |name: &str| text_of(row.get(name)).unwrap_or_default().to_owned();
    Some(User {
        id: UserId(id_of(row.get("id"))?),
        name: text("name"),
        login: text("login"),
        // What cannot be read counts as not able to receive.
        active: flag("active").unwrap_or(false),
        share: flag("share").unwrap_or(true),
        team: id_of(row.get("sale_team_id")).map(TeamId),
        extra: row,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(id: u64, name: &str, login: &str, active: bool, share: bool) -> User {
        User { id: UserId(id), name: name.into(), login: login.into(), active, share, team: None, extra: Map::new() }
    }

    fn users() -> Users {
        Users::new(vec![
            user(1, "Anna Müller", "anna@example.com", true, false),
            user(2, "Bob", "bob@example.com", true, false),
            user(3, "Bob", "bob2@example.com", true, false),
            user(4, "Carol", "carol@example.com", false, false),
            user(5, "Dan", "dan@example.com", true, true),
            user(6, "Eve", "eve@example.com", false, false),
            user(7, "Eve", "eve2@example.com", true, false),
        ])
    }

    #[test]
    fn a_name_a_login_or_an_id_means_one_active_internal_user() {
        let users = users();
        for (id, text, expected) in [
            (None, "ANNA MÜLLER", 1),
            (None, "anna_müller", 1),
            (None, "bob2@example.com", 3),
            (Some(2), "whoever", 2),
            (None, "Eve", 7),
        ] {
            assert_eq!(users.find(id, text).map(|user| user.id.0), Ok(expected), "{text}");
        }
    }

    #[test]
    fn nobody_is_told_apart() {
        let users = users();
        let logins = vec!["bob@example.com".to_owned(), "bob2@example.com".to_owned()];
        assert_eq!(users.find(None, "Bob"), Err(NotFound::Ambiguous(logins)));
        assert_eq!(users.find(None, "Carol"), Err(NotFound::Inactive("carol@example.com".into())));
        assert_eq!(users.find(Some(5), ""), Err(NotFound::Share("dan@example.com".into())));
        assert_eq!(users.find(None, "Zoe"), Err(NotFound::Unknown));
        assert_eq!(users.find(Some(99), "Anna Müller"), Err(NotFound::Unknown));
        assert_eq!(users.nearest("Ana Muller"), Some("Anna Müller"));
    }
}
