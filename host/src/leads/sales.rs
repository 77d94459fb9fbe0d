//! The sales filter: leads whose contact has an opportunity already. It comes last of the filters, since it asks Odoo about each lead
//! that is left: two calls for 2,000 leads, more only where these have more than 2,000 opportunities.
//!
//! A lead without a contact has no match by the contact. A lead is never its own opportunity, which matters where opportunities are
//! distributed. Archived opportunities are lost ones and do not count.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::filters::Filtered;
use super::sales_rule::{SalesRule, key_of};
use crate::domain::ids::LeadId;
use crate::domain::lead::Lead;
use crate::domain::run::FunnelStep;
use crate::odoo::{Domain, OdooError, OdooRead, PAGE, Paging, ReadCall, ReadMethod, id_of, read_all, records, text_of};

/// The most opportunities that 2,000 leads may have.
const OPPORTUNITY_LIMIT: usize = 2_000_000;
/// The name of the filter in the funnel.
const NAME: &str = "sales";
/// What a lead left out is told.
const SENTENCE: &str = "its contact has an opportunity already";

/// The leads whose contact has an opportunity that counts.
#[derive(Clone, Debug, Default)]
pub struct Sold {
    /// The leads.
    pub leads: BTreeSet<LeadId>,
    /// How many there are, by the stage of the opportunity.
    pub by_stage: BTreeMap<String, u64>,
}

/// Finds the leads whose contact has an opportunity that counts.
///
/// # Errors
/// What Odoo answered.
pub async fn opportunities(odoo: &dyn OdooRead, rule: &SalesRule, leads: &[Lead]) -> Result<Sold, OdooError> {
    let ids: Vec<u64> = leads.iter().map(|lead| lead.id.0).collect();
    let mut sold = Sold::default();
    for chunk in ids.chunks(PAGE) {
        let contacts = contacts(odoo, rule, chunk).await?;
        let found = Found::read(odoo, rule, &contacts).await?;
        for contact in &contacts {
            let Some(opportunity) = found.of(contact) else { continue };
            if rule.log {
                tracing::info!(lead = contact.lead, opportunity, "left out: {SENTENCE}");
            }
            *sold.by_stage.entry(found.stage(rule, opportunity).to_owned()).or_default() += 1;
            sold.leads.insert(LeadId(contact.lead));
        }
    }
    for (stage, leads) in &sold.by_stage {
        tracing::info!(stage, leads, "left out by the stage of the opportunity that their contact has");
    }
    Ok(sold)
}

impl Filtered {
    /// Moves leads with an opportunity to those left out, as the last step of the funnel.
    pub fn leave_out_sold(&mut self, sold: &Sold) {
        let before = self.eligible.len() as u64;
        let (out, eligible) =
            std::mem::take(&mut self.eligible).into_iter().partition(|lead| sold.leads.contains(&lead.id));
        self.eligible = eligible;
        self.left_out.extend(Vec::into_iter(out).map(|lead| (lead, Arc::from(SENTENCE))));
        self.funnel.push(FunnelStep { filter: NAME.to_owned(), before, after: self.eligible.len() as u64 });
    }
}

/// By what a lead is held against opportunities: a field of the opportunity and a value.
type Mark = (&'static str, String);

/// A lead and its marks.
struct Contact {
    lead: u64,
    partner: Option<u64>,
    marks: Vec<Mark>,
}

/// What the leads of a chunk are held by. One that is gone meanwhile is missing here and has no match.
async fn contacts(odoo: &dyn OdooRead, rule: &SalesRule, ids: &[u64]) -> Result<Vec<Contact>, OdooError> {
    let model = "crm.lead";
    let mut fields = vec![rule.lead_partner.as_str()];
    fields.extend(&rule.secondary);
    let call = ReadCall::new(model, ReadMethod::SearchRead)
        .with("domain", json!([["id", "in", ids]]))
        .with("fields", fields)
        .with("limit", PAGE)
        .with("order", "id")
        .with("load", "");
    let contact = |row: &Map<String, Value>| {
        let lead = id_of(row.get("id"))?;
        Some(Contact { lead, partner: id_of(row.get(&rule.lead_partner)), marks: marks(rule, row) })
    };
    Ok(records(model, odoo.read(call).await?)?.iter().filter_map(contact).collect())
}

fn marks(rule: &SalesRule, row: &Map<String, Value>) -> Vec<Mark> {
    let mark = |name: &&'static str| text_of(row.get(*name)).map(|text| (*name, text.to_owned()));
    rule.secondary.iter().filter_map(mark).collect()
}

/// The opportunities of a chunk's contacts, by what leads are held by.
#[derive(Default)]
struct Found {
    own_model: bool,
    by_partner: HashMap<u64, Vec<u64>>,
    by_mark: HashMap<Mark, Vec<u64>>,
    stages: HashMap<u64, String>,
}

impl Found {
    async fn read(odoo: &dyn OdooRead, rule: &SalesRule, contacts: &[Contact]) -> Result<Found, OdooError> {
        let mut found = Found { own_model: rule.model == "crm.lead", ..Found::default() };
        let Some(domain) = domain(rule, contacts) else { return Ok(found) };
        let mut fields = vec![rule.partner.as_str()];
        fields.extend(&rule.secondary);
        fields.extend(rule.stages.is_some().then_some("stage_id"));
        let paging = Paging { model: &rule.model, domain, fields: &fields, archived: false, limit: OPPORTUNITY_LIMIT };
        for row in read_all(odoo, &paging, &|_| {}).await? {
            let Some(id) = id_of(row.get("id")) else { continue };
            if let Some(partner) = id_of(row.get(&rule.partner)) {
                found.by_partner.entry(partner).or_default().push(id);
            }
            for mark in marks(rule, &row) {
                found.by_mark.entry(mark).or_default().push(id);
            }
            if let Some(stage) = row.get("stage_id") {
                found.stages.insert(id, key_of(stage));
            }
        }
        Ok(found)
    }

    /// The first opportunity of a lead's contact: by the contact itself, by e-mail, by telephone.
    fn of(&self, contact: &Contact) -> Option<u64> {
        let by_partner = contact.partner.and_then(|partner| self.by_partner.get(&partner));
        let by_marks = contact.marks.iter().filter_map(|mark| self.by_mark.get(mark));
        let another = |id: &u64| !self.own_model || *id != contact.lead;
        by_partner.into_iter().chain(by_marks).flatten().copied().find(another)
    }

    /// The name of an opportunity's stage.
    fn stage<'a>(&self, rule: &'a SalesRule, opportunity: u64) -> &'a str {
        let key = self.stages.get(&opportunity);
        let name = rule.stages.as_ref().zip(key).and_then(|(names, key)| names.get(key));
        name.map_or("none", String::as_str)
    }
}

/// The opportunities that count and are of one of the contacts; none when no lead has anything to be held by.
fn domain(rule: &SalesRule, contacts: &[Contact]) -> Option<Domain> {
    let partners: BTreeSet<u64> = contacts.iter().filter_map(|contact| contact.partner).collect();
    let mut any = Domain::new();
    if !partners.is_empty() {
        any.push(json!([rule.partner, "in", partners]));
    }
    for name in &rule.secondary {
        let marks = contacts.iter().flat_map(|contact| &contact.marks).filter(|(field, _)| field == name);
        let texts: BTreeSet<&str> = marks.map(|(_, text)| text.as_str()).collect();
        if !texts.is_empty() {
            any.push(json!([name, "in", texts]));
        }
    }
    if any.is_empty() {
        return None;
    }
    let mut domain = rule.domain.clone();
    domain.extend(std::iter::repeat_n(json!("|"), any.len() - 1));
    domain.extend(any);
    Some(domain)
}
