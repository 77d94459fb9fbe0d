//! `odlm strategy bench`: figures of every strategy at every size, and no timing that a slow machine could break.

use super::folder::Folder;

#[test]
fn every_strategy_is_measured_at_every_size() {
    let folder = Folder::new();
    let measured = folder.json(&["strategy", "bench", "capacity", "--sizes", "100,1000", "--json"], 0);
    let lines = measured["lines"].as_array().unwrap();
    assert_eq!(lines.len(), 8, "four strategies at two sizes: {measured}");
    for line in lines {
        let figures = &line["figures"];
        assert!(
            figures["fuel_per_lead"].as_f64().unwrap() > 100.0 && figures["leads_per_second"].as_f64().unwrap() > 0.0
        );
        assert!(figures["peak_memory_bytes"].as_u64().unwrap() > 65_536 && figures["ratio"].as_f64().unwrap() > 0.0);
    }
    let own: Vec<_> = lines.iter().filter(|line| line["strategy"] == "capacity").collect();
    assert!(own.iter().all(|line| line["figures"]["ratio"] == 1.0), "{own:?}");
    let again = folder.json(&["strategy", "bench", "capacity", "--sizes", "100,1000", "--json"], 0);
    for (one, other) in lines.iter().zip(again["lines"].as_array().unwrap()) {
        assert_eq!(one["figures"]["fuel_per_lead"], other["figures"]["fuel_per_lead"], "fuel is the same each time");
    }
}

#[test]
fn a_table_for_people_and_a_component_beside_all_four() {
    let folder = Folder::new();
    let file = folder.guest("good");
    let (code, stdout, stderr) = folder.odlm(&["strategy", "bench", &file, "--sizes", "500"]);
    assert_eq!(code, 0, "{stderr}");
    for name in ["good", "level-based", "round-robin", "proportional", "capacity", "Fuel/lead", "Ratio"] {
        assert!(stdout.contains(name), "{name}: {stdout}");
    }
}

#[test]
fn a_strategy_that_fails_at_a_size_ends_with_its_code() {
    let folder = Folder::new();
    let file = folder.guest("abort");
    let measured = folder.json(&["strategy", "bench", &file, "--sizes", "100", "--json"], 4);
    assert!(measured["lines"][0]["error"].as_str().unwrap().contains("gave up"), "{measured}");
    for sizes in ["0", "many", "100000000"] {
        let (code, _, stderr) = folder.odlm(&["strategy", "bench", &file, "--sizes", sizes]);
        assert_eq!(code, 2, "{stderr}");
    }
}
