//! The book of strategies in `docs/plugins` and the README's chapter of it: what they have the reader type is typed, in an empty folder.
//!
//! Rust is on every machine that builds odlm. The other languages are on the one where `tests/scaffold/run` set `ODLM_TEST_SCAFFOLDS=all`.

use super::page::{page, spans, text};
use super::shell::{Step, empty_folder, follow, rust_target, steps};

/// The README's commands for a language: those for Rust, with the cells of the language's row in the place of Rust's.
fn of_language(language: &str) -> Vec<Step> {
    let whole = text("README.md");
    let section = whole.split("\n## ").find(|section| section.starts_with("A strategy of your own\n")).unwrap();
    let readme = page("README.md");
    let row = |language: &str| -> Vec<String> {
        let rows = readme.table("| `--lang` | Install, once | Test the rule |");
        let row = rows.into_iter().find(|row| spans(row[0]) == [language]).unwrap();
        row[1..].iter().map(|cell| spans(cell)[0].to_owned()).collect()
    };
    let (rust, own) = (row("rust"), row(language));
    let replaced = steps(section).into_iter().map(|step| {
        let Step::Type(lines) = step else { panic!("the section shows commands alone") };
        let lines: Vec<String> = lines
            .lines()
            .map(|line| match rust.iter().position(|cell| cell == line) {
                Some(cell) => own[cell].clone(),
                None => line.replace("--lang rust", &format!("--lang {language}")),
            })
            .collect();
        assert!(lines.contains(&own[0]) && lines.contains(&own[1]), "{lines:?}");
        Step::Type(lines.join("\n") + "\n")
    });
    replaced.collect()
}

/// From nothing to a dry run, as the README says.
fn from_nothing(language: &str) {
    let name = format!("README.md, {language}");
    let (folder, target) = (empty_folder(&name), rust_target());
    let said = follow(&name, &of_language(language), &folder, &target, &[]);
    for told in [
        "by-region 0.1.0\n  file    ./by-region.wasm\n",
        "cases    4 of 4 hold",
        "All 30 checks hold",
        "by-region: pinned to sha256 ",
        " leads would be assigned, nothing was written (by-region 0.1.0)",
    ] {
        assert!(said.contains(told), "{language}: `{told}` is not in {said}");
    }
    let (_, rest) = said.split_once("Run 1 of campaign Voice: dry run, ").unwrap();
    let planned: u32 = rest.split_once(' ').unwrap().0.parse().unwrap();
    assert!(planned > 50, "the stand-in has some 80 leads for somebody: {planned}");
    assert!(
        language != "rust" || !folder.join("by-region/target").exists(),
        "CARGO_TARGET_DIR says where cargo builds"
    );
    let pinned = std::fs::read_to_string(folder.join("by-region/daily.yaml")).unwrap();
    let component = std::fs::read(folder.join("by-region/by-region.wasm")).unwrap();
    let digest = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(&component));
    assert!(pinned.contains(&digest), "{pinned}");
}

/// Whether the tools of every language are there.
fn has_all_tools() -> bool {
    std::env::var("ODLM_TEST_SCAFFOLDS").is_ok_and(|which| which == "all")
}

#[test]
fn the_readme_leads_from_nothing_to_a_dry_run_in_rust() {
    from_nothing("rust");
}

/// In a language whose tools may not be there. The words are put together even where nothing can be built.
fn from_nothing_with_tools(language: &str) {
    assert_eq!(of_language(language).len(), 1);
    if has_all_tools() {
        from_nothing(language);
    }
}

#[test]
fn the_readme_leads_from_nothing_to_a_dry_run_in_python() {
    from_nothing_with_tools("python");
}

#[test]
fn the_readme_leads_from_nothing_to_a_dry_run_in_javascript() {
    from_nothing_with_tools("javascript");
}

#[test]
fn the_readme_leads_from_nothing_to_a_dry_run_in_c() {
    from_nothing_with_tools("c");
}

#[test]
fn the_readme_leads_from_nothing_to_a_dry_run_in_go() {
    from_nothing_with_tools("go");
}

#[test]
fn the_readme_has_every_language() {
    let readme = page("README.md");
    let rows = readme.table("| `--lang` | Install, once | Test the rule |");
    let languages: Vec<&str> = rows.iter().map(|row| spans(row[0])[0]).collect();
    assert_eq!(languages, ["rust", "python", "javascript", "c", "go"]);
    let known = odlm::scaffold::Language::ALL.iter().map(|language| language.name());
    assert!(known.clone().count() == languages.len() && known.clone().all(|name| languages.contains(&name)));
}

/// Follows a page from its first command to its last, in an empty folder.
fn whole_page(name: &str, replace: &[(&str, &str)]) -> String {
    let (folder, target) = (empty_folder(name), rust_target());
    follow(name, &steps(&text(name)), &folder, &target, replace)
}

#[test]
fn the_tutorial_leads_from_nothing_to_production() {
    let registry = format!("127.0.0.1:{}/book", crate::registry::open_port());
    whole_page("docs/plugins/tutorial.md", &[("registry.example", &registry)]);
}

#[test]
fn every_recipe_keeps_the_hosts_rules_and_its_own_case() {
    let said = whole_page("docs/plugins/recipes.md", &[]);
    let recipes = text("docs/plugins/recipes.md").lines().filter(|line| line.starts_with("## ")).count();
    assert!(recipes >= 8, "{recipes}");
    assert_eq!(said.matches("cases    1 of 1 hold").count(), recipes);
    assert_eq!(said.matches("All 27 checks hold").count(), recipes);
}

#[test]
fn the_other_pages_commands_do_what_they_say() {
    for name in ["docs/plugins/testing.md", "docs/plugins/determinism.md", "docs/plugins/limits.md"] {
        whole_page(name, &[]);
    }
}

#[test]
fn no_command_of_the_book_is_left_untyped() {
    let pages = std::fs::read_dir(super::page::path("docs/plugins")).unwrap();
    for name in pages.map(|entry| entry.unwrap().file_name().into_string().unwrap()) {
        let followed = ["tutorial.md", "recipes.md", "testing.md", "determinism.md", "limits.md"];
        let typed = steps(&text(&format!("docs/plugins/{name}"))).iter().any(|step| matches!(step, Step::Type(_)));
        assert_eq!(typed, followed.contains(&name.as_str()), "{name}: commands that no test types, or none");
    }
}
