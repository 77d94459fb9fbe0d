//! Fields that this Odoo's `crm.lead` does not have, or that hold something else than what is mapped to them.

use super::refused::{Stage, dailydist, edit, expect};
use crate::support::rig::Rig;

#[tokio::test]
async fn mapped_fields_are_held_against_what_odoo_has() {
    let rig = Rig::new(30).await;
    let map = "{status: status, web_source: web_source_id, date: source_date}";
    for (fields, expected) in [
        (
            "{status: statu, web_source: web_source_ids, date: zzz}",
            &[
                (
                    "odlm.yaml:13:23: lead_finding.field_map.status: `crm.lead` has no field `statu`",
                    "did you mean `status`?",
                ),
                (
                    "odlm.yaml:13:42: lead_finding.field_map.web_source: `crm.lead` has no field `web_source_ids`",
                    "`web_source_id`",
                ),
                (
                    "odlm.yaml:13:64: lead_finding.field_map.date: `crm.lead` has no field `zzz`",
                    "must be able to read it",
                ),
            ][..],
        ),
        (
            "{status: tag_ids, web_source: web_source_id, date: stage_id}",
            &[
                (
                    "lead_finding.field_map.status: field `tag_ids` of `crm.lead` holds records of `crm.tag`",
                    "another field",
                ),
                (
                    "lead_finding.field_map.date: field `stage_id` of `crm.lead` holds a record of `crm.stage`",
                    "another field",
                ),
            ][..],
        ),
        (
            "{status: status, web_source: active, date: source_date}",
            &[("lead_finding.field_map.web_source: field `active` of `crm.lead` holds true or false", "another field")]
                [..],
        ),
    ] {
        edit(&rig, map, fields);
        expect(&dailydist(&rig, Stage::Begun, 2).await, expected);
    }
}
