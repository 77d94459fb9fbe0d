//! `odlm strategy new`: the files, and what is refused.

use std::path::Path;

use odlm::scaffold::{Language, files};

use super::project::{Project, odlm};

/// Every file below a folder, by path in it.
fn found(folder: &Path, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            names.extend(found(&entry.path(), &format!("{name}/")));
        } else {
            names.push(name);
        }
    }
    names.sort();
    names
}

#[test]
fn a_project_has_the_files_of_its_list() {
    for language in Language::ALL {
        let project = Project::new(language);
        let name = language.name();
        let list =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/scaffold/files").join(name).with_extension("txt");
        let list = std::fs::read_to_string(&list).unwrap();
        assert_eq!(found(&project.root(), ""), list.lines().collect::<Vec<_>>(), "{name}");
        for (path, content) in files(language, "by-region") {
            assert!(std::fs::read(project.root().join(&path)).unwrap() == content, "{name}: {path}");
        }
        let contract = std::fs::read(project.root().join("wit/strategy.wit")).unwrap();
        assert_eq!(
            contract,
            crate::support::components::CONTRACT.as_bytes(),
            "{name}: the contract as it is published"
        );
    }
}

#[test]
fn a_name_that_is_none_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["By-Region", "by_region", "../by-region", "round-robin", "2nd", ""] {
        let told = odlm(folder.path(), &["strategy", "new", name, "--lang", "rust"], None);
        assert_eq!(told.code, 2, "{name}");
        assert!(told.stderr.contains(&format!("`{name}` cannot be a strategy's name")), "{}", told.stderr);
        assert!(told.stderr.contains("hint: "), "{}", told.stderr);
    }
    let told = odlm(folder.path(), &["strategy", "new", "by-region", "--lang", "cobol"], None);
    assert_eq!(told.code, 2);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_is_there_is_kept_but_an_empty_folder_is_filled() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("by-region");
    std::fs::create_dir(&place).unwrap();
    std::fs::write(place.join("notes.txt"), "mine").unwrap();
    let new = || odlm(folder.path(), &["strategy", "new", "by-region", "--lang", "c"], None);
    let told = new();
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("`./by-region` is there already and is not an empty folder"), "{}", told.stderr);
    assert_eq!(found(folder.path(), ""), ["by-region/notes.txt"]);
    std::fs::remove_file(place.join("notes.txt")).unwrap();
    assert_eq!(new().code, 0);
    assert!(place.join("odlm-strategy.toml").is_file());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

/// The dependencies of a manifest, `workspace = true` filled in from the workspace's.
fn dependencies(manifest: &str, workspace: &str) -> toml::Table {
    let read = |name: &str| -> toml::Table {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
        toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
    };
    let mut own = read(manifest)["dependencies"].as_table().unwrap().clone();
    for (name, wanted) in &mut own {
        let Some(table) = wanted.as_table_mut() else { continue };
        if table.remove("workspace").is_none() {
            continue;
        }
        let shared = read(workspace)["workspace"]["dependencies"][name].as_table().unwrap().clone();
        table.extend(shared);
    }
    own
}

#[test]
fn the_vendored_sdk_asks_for_what_the_sdk_asks_for() {
    let vendored = dependencies("host/templates/strategy/rust/sdk/Cargo.toml", "plugins/Cargo.toml");
    assert_eq!(vendored, dependencies("plugins/sdk/Cargo.toml", "plugins/Cargo.toml"));
    assert_eq!(vendored.len(), 5);
}
