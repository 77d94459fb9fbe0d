//! Somebody whom the configuration names for a role of their own, beside the salespeople.

use super::users::{NotFound, User, Users, read_share_users};
use crate::odoo::{OdooError, OdooRead};

/// The active internal user that a name or login means.
///
/// # Errors
/// What Odoo answered; within, a sentence why it is nobody's and the way out.
pub async fn named<'u>(
    odoo: &dyn OdooRead,
    users: &'u Users,
    text: &str,
) -> Result<Result<&'u User, (String, String)>, OdooError> {
    let mut why = match users.find(None, text) {
        Ok(user) => return Ok(Ok(user)),
        Err(why) => why,
    };
    if why == NotFound::Unknown
        && let Err(other) = read_share_users(odoo, &[text]).await?.find(None, text)
    {
        why = other;
    }
    Ok(Err(match why {
        NotFound::Unknown => (
            format!("`{text}` is nobody's name or login in this Odoo"),
            users.nearest(text).map_or_else(
                || "write the name or the login as Odoo has it".to_owned(),
                |nearest| format!("did you mean `{nearest}`?"),
            ),
        ),
        NotFound::Ambiguous(logins) => (
            format!("`{text}` is the name of several users"),
            format!("write one of the logins: {}", logins.join(", ")),
        ),
        NotFound::Inactive(login) => (
            format!("`{text}` is an inactive user (`{login}`)"),
            "name somebody who is active, or activate the user in Odoo".to_owned(),
        ),
        NotFound::Share(login) => {
            (format!("`{text}` is a portal user (`{login}`), who cannot own leads"), "name an internal user".to_owned())
        }
    }))
}
