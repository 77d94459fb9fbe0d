//! Where a lead is looked at in Odoo.

use std::fmt::Write as _;

/// What stands for the lead's id in a pattern of links.
const LEAD: &str = "{lead}";

/// The pattern of links to an Odoo's leads, where `{lead}` stands for the id. `odoo` is its identity, `URL#database`, as a run keeps it;
/// none where that is no address of the web.
///
/// The form is that of the web client before version 18, which later ones understand too.
#[must_use]
pub fn lead_links(odoo: &str) -> Option<String> {
    let (url, database) = odoo.rsplit_once('#').unwrap_or((odoo, ""));
    if !(url.starts_with("https://") || url.starts_with("http://")) {
        return None;
    }
    let database = match encoded(database) {
        empty if empty.is_empty() => String::new(),
        database => format!("?db={database}"),
    };
    Some(format!("{}/web{database}#id={LEAD}&model=crm.lead&view_type=form", url.trim_end_matches('/')))
}

/// The link to one lead.
#[must_use]
pub fn lead_link(pattern: &str, lead: u64) -> String {
    pattern.replace(LEAD, &lead.to_string())
}

/// A value of a query, with everything but letters, digits, `-`, `_` and `.` as percent and two digits.
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => out.push(char::from(byte)),
            // Writing to a text cannot fail.
            other => drop(write!(out, "%{other:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lead_has_a_link_where_odoo_has_an_address() {
        let pattern = lead_links("https://odoo.example.com/#my db").expect("an address");
        assert_eq!(
            lead_link(&pattern, 22),
            "https://odoo.example.com/web?db=my%20db#id=22&model=crm.lead&view_type=form"
        );
        assert_eq!(lead_links("javascript:alert(1)#db"), None);
        assert_eq!(lead_links("odoo.example.com#db"), None);
    }
}
