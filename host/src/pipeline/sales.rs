//! The sales filter of a run: its keys held against what Odoo has, mistakes told with their places.

use super::begin::Begun;
use super::prepare::add;
use crate::config::Config;
use crate::config::source::ConfigErrors;
use crate::error::Error;
use crate::leads::{LeadFields, SalesError, SalesRule, sales_rule};
use crate::odoo::OdooRead;

/// The sales filter, held against what Odoo has; none when it is off.
pub(super) async fn sales_filter(
    config: &Config,
    odoo: &dyn OdooRead,
    fields: &LeadFields,
    begun: &Begun,
) -> Result<Option<SalesRule>, Error> {
    let Some(written) = &config.leads.sales else { return Ok(None) };
    match sales_rule(odoo, written, fields, begun.today, &begun.zone).await {
        Ok(rule) => Ok(Some(rule)),
        Err(SalesError::Odoo(error)) => Err(error.into()),
        Err(SalesError::Wrong(mistakes)) => {
            let mut errors = ConfigErrors::new();
            for (key, message, hint) in mistakes {
                add(&mut errors, config, &format!("/lead_finding/sales_filter/{key}"), message, hint);
            }
            Err(errors.into())
        }
    }
}
