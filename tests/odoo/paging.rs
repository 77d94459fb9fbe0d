//! The contract of reading everything: along the ids, no record twice or missed, archived ones only when asked for.

use odlm::odoo::{Domain, ErrorKind, OdooRead, PAGE, Paging, Writer, connect, id_of, read_all};
use odlm::sandbox::SandboxOptions;
use serde_json::{Value, json};

use super::raw::Raw;
use super::server::Server;
use super::site::{Site, everywhere};

async fn ids(site: &Site, domain: Domain, archived: bool) -> Vec<u64> {
    let paging = Paging { model: "crm.lead", domain, fields: &["name"], archived, limit: 1_000_000 };
    let rows = read_all(&site.odoo, &paging, &|_| {}).await.unwrap();
    rows.iter().map(|row| id_of(row.get("id")).unwrap()).collect()
}

#[tokio::test]
async fn several_pages_hold_every_record_once() {
    // A model of more than two pages that nobody changes meanwhile: the leads of a sandbox, the fields of a real Odoo.
    let large = Server::sandbox_of(SandboxOptions { leads: 2 * PAGE + 500, ..SandboxOptions::default() }).await;
    let servers = [Some((large, "crm.lead")), Server::real().map(|real| (real, "ir.model.fields"))];
    for (server, model) in servers.into_iter().flatten() {
        for way in server.ways() {
            let odoo = Writer::new(connect(&way).await.unwrap());
            let read = async |limit: usize| {
                let pages = std::sync::Mutex::new(Vec::new());
                let paging = Paging { model, domain: Vec::new(), fields: &["name"], archived: true, limit };
                let rows = read_all(&odoo, &paging, &|count| pages.lock().unwrap().push(count)).await;
                (rows, pages.into_inner().unwrap())
            };
            let (rows, pages) = read(1_000_000).await;
            let ids: Vec<u64> = rows.unwrap().iter().map(|row| id_of(row.get("id")).unwrap()).collect();
            assert!(pages.len() > 2 && pages[..2] == [PAGE, 2 * PAGE], "{pages:?}");
            assert!(ids.is_sorted_by(|one, next| one < next), "an id stands twice");
            let found = Raw::new(&server, odoo.session().uid).search(model, json!([])).await;
            assert_eq!(ids, found, "{} by {:?}", server.name, way.protocol);
            assert_eq!(
                read(PAGE + 1).await.0.unwrap_err().kind,
                ErrorKind::Protocol,
                "an answer is never cut silently"
            );
        }
    }
}

#[tokio::test]
async fn the_rows_are_as_many_as_search_count_says() {
    everywhere(|site| async move {
        let mut made = site.leads((0..25).map(|number| json!({"name": format!("{number}")}))).await;
        made.sort_unstable();
        let mine: Domain = vec![json!(["name", "=like", format!("{}%", site.prefix)])];
        assert_eq!(ids(&site, mine.clone(), false).await, made);
        assert_eq!(site.count("crm.lead", &mine).await, 25);
        let none: Domain = vec![mine[0].clone(), json!(["id", "in", Value::Array(Vec::new())])];
        assert!(ids(&site, none, false).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn archived_leads_come_only_when_asked_for() {
    everywhere(|site| async move {
        let made = site.leads([json!({"name": "open"}), json!({"name": "lost", "active": false})]).await;
        let mine: Domain = vec![json!(["id", "in", made])];
        assert_eq!(ids(&site, mine.clone(), false).await, made[..1]);
        assert_eq!(ids(&site, mine.clone(), true).await, made);
        assert_eq!(site.count("crm.lead", &mine).await, 1, "`search_count` leaves them out as well");
    })
    .await;
}

#[tokio::test]
async fn domains_compare_names_of_any_script() {
    everywhere(|site| async move {
        let names = ["Müller & Söhne <b>\"1\"</b>", "株式会社 ☎ 🦀", "O'Neill \\ 100% _", "İstanbul ǅ ﬁ"];
        let made = site.leads(names.iter().map(|name| json!({"name": name}))).await;
        let stored = site.read(&made, &["name"]).await;
        for (lead, name) in made.iter().zip(names) {
            let full = format!("{} {name}", site.prefix);
            assert_eq!(stored[lead]["name"], full.as_str());
            assert_eq!(ids(&site, vec![json!(["name", "=", full])], false).await, [*lead], "{name}");
            assert_eq!(ids(&site, vec![json!(["name", "in", [full, "nobody"]])], false).await, [*lead], "{name}");
        }
        let either = vec![json!("|"), json!(["id", "=", made[0]]), json!(["id", "=", made[2]])];
        assert_eq!(ids(&site, either, false).await, [made[0], made[2]]);
    })
    .await;
}
