//! The campaign table: read before the network is asked, every bad row told with its line.

use super::refused::{Stage, dailydist, expect};
use crate::support::rig::Rig;

const HEADER: &str = "salesperson_name,salesperson_id,campaign_name,active,team,level,target_leads\n";

#[tokio::test]
async fn bad_rows_are_told_with_their_lines_all_of_them() {
    let rig = Rig::new(10).await;
    let rows = "Seller 0001,,Voice,true,Voice\n\
                Seller 0001,,Voice,true,Voice,senior,60\n\
                Seller 0003,,Voice,true,Voice,senior,many\n\
                Seller 0004,x1,Voice,true,,,\n\
                Seller 0005,,Voice,perhaps,,,\n\
                ,,Voice,true,,,\n\
                Seller 0006,,Voice,true,,,-4\n";
    rig.write("people.csv", &format!("{HEADER}{rows}"));
    expect(
        &dailydist(&rig, Stage::Offline, 2).await,
        &[
            ("people.csv:2:1: the row has 5 values where the first line names 7 columns", "quotes"),
            ("people.csv:4:1: `many` in target_leads is not a number of leads", "whole number"),
            ("people.csv:5:1: `x1` in salesperson_id is not an id", "leave it empty"),
            ("people.csv:6:1: `perhaps` in active is neither true nor false", "write true or false"),
            ("people.csv:7:1: the row names nobody", "salesperson_name"),
            ("people.csv:8:1: `-4` in target_leads", "whole number"),
        ],
    );
}

#[tokio::test]
async fn a_table_that_is_none() {
    let rig = Rig::new(10).await;
    let columns = "the first line names the columns: salesperson_name,";
    let cases: [(Vec<u8>, &str, &str); 9] = [
        (b"".to_vec(), "people.csv: the campaign table is empty", columns),
        (b"\n\n\n".to_vec(), "people.csv: the campaign table is empty", columns),
        (HEADER.into(), "people.csv: the campaign table names nobody", "add a row"),
        (b"Seller 0001,,Voice\n".to_vec(), "people.csv:1:1: neither a column `salesperson_name` nor", columns),
        (b"salesperson_name;level\nSeller 0001;a\n".to_vec(), "people.csv:1:1: neither a column", columns),
        (
            format!("{HEADER}Seller 0001,,Voice,true,,,\n{HEADER}").into(),
            "people.csv:3:1: the line with the columns' names stands here again",
            "remove the line",
        ),
        (
            b"salesperson_name,level,LEVEL\nSeller 0001,a,b\n".to_vec(),
            "people.csv:1:1: column `level` stands twice",
            "remove",
        ),
        (b"salesperson_name\nSeller 0001\nM\xfcller\n".to_vec(), "people.csv:3:1: the text is not UTF-8", "UTF-8"),
        (b"salesperson_name,l\xe4vel\nSeller 0001,a\n".to_vec(), "people.csv:1:1: the text is not UTF-8", "UTF-8"),
    ];
    for (bytes, error, hint) in cases {
        std::fs::write(rig.path("people.csv"), bytes).unwrap();
        expect(&dailydist(&rig, Stage::Offline, 2).await, &[(error, hint)]);
    }
}

#[tokio::test]
async fn a_campaign_that_nobody_is_of_is_told_at_the_key_that_names_it() {
    let rig = Rig::new(10).await;
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    for (before, after, error) in [
        (
            "campaign: {name: Voice}",
            "campaign: {name: Voce}",
            "odlm.yaml:8:18: campaign.name: nobody in `people.csv` is of campaign `Voce`",
        ),
        (
            "salesperson_selection:",
            "salesperson_selection:\n  campaign_filtering: {target_campaign: Banana}",
            "odlm.yaml:10:41: salesperson_selection.campaign_filtering.target_campaign: nobody in `people.csv` is of campaign `Banana`",
        ),
    ] {
        rig.write("odlm.yaml", &config.replace(before, after));
        expect(&dailydist(&rig, Stage::Offline, 2).await, &[(error, "the table has: Apple, Voice")]);
    }
}
