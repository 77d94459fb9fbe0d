//! What the API user may do, and how long their key lives.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::super::begin::begun_without_run;
use super::super::gather::may_write;
use super::Answers;
use crate::config::Config;
use crate::odoo::{ErrorKind, OdooError, OdooRead, Paging, ReadCall, ReadMethod, read_all, text_of};

/// The group that sees the leads of others.
const ALL_LEADS: &str = "sales_team.group_sale_salesman_all_leads";
/// Days before a key's end from which on it is told.
const NOTICE: i32 = 14;
const KEY: &str = "API key";
const ALL: &str = "sees all leads";

pub(super) async fn ask(answers: &mut Answers, config: &Config, odoo: &dyn OdooRead) {
    match may_write(odoo).await {
        Ok(()) => answers.passed("writes leads", "may write `crm.lead`"),
        Err(error) => answers.failed("writes leads", error),
    }
    for (what, model) in [("reads leads", "crm.lead"), ("reads users", "res.users"), ("reads teams", "crm.team")] {
        match odoo.read(ReadCall::new(model, ReadMethod::SearchCount).with("domain", json!([]))).await {
            Ok(count) => answers.passed(what, format!("{count} records of `{model}`")),
            Err(error) => answers.failed(what, error),
        }
    }
    all_leads(answers, odoo).await;
    if config.connection.api_key.is_some() {
        key(answers, config, odoo).await;
    }
}

/// With *Own Documents* Odoo hides the leads of others: no error, they are just not there.
async fn all_leads(answers: &mut Answers, odoo: &dyn OdooRead) {
    let session = odoo.session();
    let call = ReadCall::new("res.users", ReadMethod::HasGroup).with("group_ext_id", ALL_LEADS);
    // Odoo asks it of a record from 18 on, of the caller before.
    let call = if session.major >= 18 { call.ids(&[session.uid]) } else { call };
    match odoo.read(call).await {
        Ok(Value::Bool(true)) => answers.passed(ALL, "the API user has *Sales / User: All Documents*"),
        Ok(_) => answers.warned(
            ALL,
            "the API user has not *Sales / User: All Documents*: Odoo hides the leads of others",
            "give the user that right in Odoo, under Settings, Users, Sales",
        ),
        Err(error) if cannot_be_known(&error) => answers.passed(ALL, "this Odoo does not tell"),
        Err(error) => answers.failed(ALL, error),
    }
}

/// Whether a key of the API user ends soon. Which of them is used Odoo does not say.
async fn key(answers: &mut Answers, config: &Config, odoo: &dyn OdooRead) {
    let paging = Paging {
        model: "res.users.apikeys",
        domain: vec![json!(["user_id", "=", odoo.session().uid])],
        fields: &["name", "expiration_date"],
        archived: false,
        limit: 1_000,
    };
    let keys = match read_all(odoo, &paging, &|_| {}).await {
        Ok(keys) => keys,
        Err(error) if cannot_be_known(&error) => {
            answers.passed(KEY, "the user may not read when it ends; note the day yourself");
            return;
        }
        Err(error) => return answers.failed(KEY, error),
    };
    let today = begun_without_run(config, odoo).today;
    let mut ending: Vec<(Date, &str)> = keys
        .iter()
        .filter_map(|key| {
            // A moment in UTC; its day is near enough for a notice of two weeks.
            let day = text_of(key.get("expiration_date"))?.get(..10)?.parse().ok()?;
            Some((day, text_of(key.get("name")).unwrap_or("without a name")))
        })
        .collect();
    ending.sort_unstable();
    let left = |day: Date| today.until(day).map_or(i32::MAX, |span| span.get_days());
    match ending.first() {
        Some((day, name)) if left(*day) < NOTICE => answers.warned(
            KEY,
            format!("the key `{name}` of the API user ends on {day}"),
            "make a new one in Odoo under Preferences, Account Security, and put it into `.env`",
        ),
        Some((day, name)) => answers.passed(KEY, format!("the first to end is `{name}`, on {day}")),
        None => answers.passed(KEY, format!("{} of the API user, none of them ends", keys.len())),
    }
}

/// A model, field or method that this Odoo lacks, or that the user may not look at: no mistake of the configuration.
pub(super) fn cannot_be_known(error: &OdooError) -> bool {
    matches!(error.kind, ErrorKind::Access | ErrorKind::Unsupported | ErrorKind::Refused)
}
