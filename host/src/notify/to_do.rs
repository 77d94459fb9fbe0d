//! One to-do of Odoo a person, on the first of their new leads: the person may read it for sure, and the API user may write it.

use std::time::Duration;

use askama::Template;
use serde_json::json;
use tokio::time::{Instant, sleep, timeout};

use super::digest::{Digest, Misses};
use super::person::Received;
use super::words::{Shown, new_leads};
use crate::odoo::{ErrorKind, OdooError, OdooWrite, ReadCall, ReadMethod, ToDo};

/// What all to-dos of a run may take, and each of them in addition.
const WHOLE: Duration = Duration::from_secs(60);
const EACH: Duration = Duration::from_secs(2);
/// The pause before a to-do of unknown outcome is looked for: Odoo may still be at work on it.
const PAUSE: Duration = Duration::from_secs(1);
/// The most leads that a to-do names.
const SHOWN: usize = 50;

/// Plans them. None is tried twice: one whose outcome is unknown is looked for, and told where it is not there.
pub(super) async fn plan(odoo: &dyn OdooWrite, told: &Digest<'_>, received: &[Received], misses: &mut Misses) {
    let ends = Instant::now() + WHOLE + EACH * u32::try_from(received.len()).unwrap_or(u32::MAX);
    for received in received {
        let left = ends.saturating_duration_since(Instant::now());
        let outcome = timeout(left, one(odoo, told, received)).await;
        let late =
            || Err("the time for the to-dos of one run is over, and whether it is there is not known".to_owned());
        if let Err(cause) = outcome.unwrap_or_else(|_| late()) {
            misses.add(format!("no to-do in Odoo: {cause}"), received.label());
        }
    }
}

async fn one(odoo: &dyn OdooWrite, told: &Digest<'_>, received: &Received) -> Result<(), String> {
    let Some(first) = received.leads.first() else { return Ok(()) };
    let campaign = Shown::new(&told.record.new.campaign);
    let amount = new_leads(received.total);
    let leads = received.leads.get(..SHOWN).unwrap_or(&received.leads);
    let note = Note { amount: &amount, campaign: &campaign, received, leads, run: told.record.id.0 };
    let to_do = ToDo {
        user: received.person.0,
        summary: format!("{amount} of {campaign} (run {})", told.record.id),
        note: note.render().map_err(|error| format!("its text cannot be written: {error}"))?,
        deadline: told.today.to_owned(),
    };
    match odoo.schedule("crm.lead", first.lead.0, &to_do).await {
        Ok(()) => Ok(()),
        Err(error) if error.kind == ErrorKind::Interrupted => {
            sleep(PAUSE).await;
            match is_there(odoo, first.lead.0, &to_do).await {
                Ok(true) => Ok(()),
                Ok(false) => Err(error.brief()),
                Err(_) => Err(format!("whether it is there is not known: {}", error.brief())),
            }
        }
        Err(error) => Err(error.brief()),
    }
}

/// Whether the person has this to-do on this lead.
async fn is_there(odoo: &dyn OdooWrite, lead: u64, to_do: &ToDo) -> Result<bool, OdooError> {
    let domain = json!([
        ["res_model", "=", "crm.lead"],
        ["res_id", "=", lead],
        ["user_id", "=", to_do.user],
        ["summary", "=", to_do.summary]
    ]);
    let call = ReadCall::new("mail.activity", ReadMethod::SearchCount).with("domain", domain);
    Ok(odoo.read(call).await?.as_u64().is_some_and(|found| found > 0))
}

#[derive(Template)]
#[template(path = "mail/to_do.html")]
struct Note<'a> {
    amount: &'a str,
    campaign: &'a Shown,
    received: &'a Received,
    leads: &'a [super::person::Line],
    run: i64,
}

impl Note<'_> {
    fn more(&self) -> usize {
        self.received.total.saturating_sub(self.leads.len())
    }
}
