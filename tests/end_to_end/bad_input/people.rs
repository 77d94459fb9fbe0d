//! People of the table whom Odoo does not have, or not as somebody who can own leads.

use super::refused::{Stage, dailydist, expect};
use crate::support::rig::Rig;

async fn expect_rows(rows: &str, expected: &[(&str, &str)]) {
    let rig = Rig::new(30).await;
    rig.write("people.csv", &format!("salesperson_name,salesperson_id,active\n{rows}"));
    expect(&dailydist(&rig, Stage::Begun, 2).await, expected);
}

#[tokio::test]
async fn unknown_people_are_told_with_the_nearest() {
    expect_rows(
        "Seller 0001,,\nSelle 0002,,\nseler0003@example.com,,\nQuox,,\n,4711,\n",
        &[
            ("people.csv:3:1: `Selle 0002` is nobody's name or login", "did you mean `Seller 0002`?"),
            ("people.csv:4:1: `seler0003@example.com` is nobody's name", "did you mean `seller0003@example.com`?"),
            ("people.csv:5:1: `Quox` is nobody's name or login", "as Odoo has it"),
            ("people.csv:6:1: this Odoo has no user with id 4711", "leave the id empty"),
        ],
    )
    .await;
}

#[tokio::test]
async fn a_name_of_two_people_is_told_with_their_logins() {
    expect_rows(
        "Seller 0001,,\nRobin Double,,\nrobin.one@example.com,,\n",
        &[(
            "people.csv:3:1: `Robin Double` is the name of several users",
            "robin.one@example.com, robin.two@example.com",
        )],
    )
    .await;
}

#[tokio::test]
async fn users_who_cannot_own_leads_are_told_apart() {
    let portal = "is a portal user (`portal@example.com`), who cannot own leads";
    expect_rows(
        "Former Seller,,\nSeller 0001,,\nPortal Customer,,\n",
        &[
            ("people.csv:2:1: `Former Seller` is an inactive user (`former@example.com`)", "set `active` to false"),
            (&format!("people.csv:4:1: `Portal Customer` {portal}"), "name an internal user"),
        ],
    )
    .await;
    expect_rows("portal@example.com,,\n", &[(portal, "name an internal user")]).await;
    expect_rows(",3,\n", &[(&format!("people.csv:2:1: `3` {portal}"), "name an internal user")]).await;
}

#[tokio::test]
async fn the_same_person_by_two_names_is_told_with_both_lines() {
    expect_rows(
        "Seller 0001,,\nSeller 0002,,\nSELLER0001@example.com,,\n,8,\n",
        &[
            ("people.csv:4:1: `SELLER0001@example.com` is the user of line 2 already", "remove one of the two rows"),
            ("people.csv:5:1: `8` is the user of line 3 already", "remove one of the two rows"),
        ],
    )
    .await;
}

#[tokio::test]
async fn who_is_inactive_in_the_table_is_not_looked_for() {
    let rig = Rig::new(30).await;
    rig.write("people.csv", "salesperson_name,active\nSeller 0001,true\nLong Gone,false\nFormer Seller,no\n");
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.json()["people"].as_array().unwrap().len(), 1);
}
