//! Where a record of Odoo opens in the browser. From Odoo 18 on a path names model and record; before, a fragment does.

use crate::config::written::LeadType;

/// The addresses of one Odoo.
#[derive(Clone, Debug)]
pub(super) struct Links {
    base: String,
    paths: bool,
    list: &'static str,
}

impl Links {
    /// Of an Odoo at `base`, whose major version is `major`, for leads of a type.
    pub(super) fn new(base: &str, major: u32, kind: LeadType) -> Links {
        let list = match kind {
            LeadType::Lead => "crm.crm_lead_all_leads",
            LeadType::Opportunity => "crm.crm_lead_action_pipeline",
        };
        Links { base: base.trim_end_matches('/').to_owned(), paths: major >= 18, list }
    }

    /// The form of a lead.
    pub(super) fn lead(&self, id: u64) -> String {
        match self.paths {
            true => format!("{}/odoo/crm.lead/{id}", self.base),
            false => format!("{}/web#id={id}&model=crm.lead&view_type=form", self.base),
        }
    }

    /// The list of leads, which Odoo's own filters narrow: no address can.
    pub(super) fn list(&self) -> String {
        match self.paths {
            true => format!("{}/odoo/action-{}", self.base, self.list),
            false => format!("{}/web#action={}&model=crm.lead&view_type=list", self.base, self.list),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_that_of_the_version() {
        let new = Links::new("https://odoo.example.com/sub/", 19, LeadType::Lead);
        assert_eq!(new.lead(7), "https://odoo.example.com/sub/odoo/crm.lead/7");
        assert_eq!(new.list(), "https://odoo.example.com/sub/odoo/action-crm.crm_lead_all_leads");
        let old = Links::new("http://127.0.0.1:8069", 17, LeadType::Opportunity);
        assert_eq!(old.lead(7), "http://127.0.0.1:8069/web#id=7&model=crm.lead&view_type=form");
        assert!(old.list().contains("crm_lead_action_pipeline"));
    }
}
