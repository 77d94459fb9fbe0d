//! A document and what stands in it, and the program to hold it against.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use odlm::config::source::Environment;

/// Every document in Markdown.
pub(super) const PAGES: [&str; 20] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/operating.md",
    "docs/from-the-python-tool.md",
    "docs/history.md",
    "docs/notifications.md",
    "docs/plugins/README.md",
    "docs/plugins/tutorial.md",
    "docs/plugins/contract.md",
    "docs/plugins/recipes.md",
    "docs/plugins/testing.md",
    "plugins/examples/README.md",
    "plugins/examples/python/README.md",
    "plugins/examples/javascript/README.md",
    "plugins/examples/c/README.md",
    "docs/plugins/limits.md",
    "docs/plugins/determinism.md",
    "docs/plugins/registry.md",
];

/// A document's text without its code blocks, and the blocks with their language.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) blocks: Vec<(String, String)>,
}

/// A file of the repository.
pub(super) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

/// The text of a file of the repository.
pub(super) fn text(name: &str) -> String {
    std::fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A document of the repository.
pub(super) fn page(name: &str) -> Page {
    let mut page = Page { text: String::new(), blocks: Vec::new() };
    let mut in_block = false;
    for line in text(name).lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            in_block = !in_block;
            if in_block {
                page.blocks.push((language.to_owned(), String::new()));
            }
            continue;
        }
        let to = if in_block { &mut page.blocks.last_mut().unwrap().1 } else { &mut page.text };
        to.push_str(line);
        to.push('\n');
    }
    assert!(!in_block, "{name}: a code block is not closed");
    page
}

impl Page {
    /// What stands between back-ticks.
    pub(super) fn spans(&self) -> Vec<&str> {
        self.text.lines().flat_map(spans).collect()
    }

    /// The cells of the rows of the table under this header.
    pub(super) fn table(&self, header: &str) -> Vec<Vec<&str>> {
        let lines = self.text.lines().skip_while(|line| *line != header).skip(2);
        let rows: Vec<Vec<&str>> = lines.take_while(|line| line.starts_with('|')).map(cells).collect();
        assert!(!rows.is_empty(), "no table under `{header}`");
        rows
    }
}

/// What stands between back-ticks in one line.
pub(super) fn spans(line: &str) -> Vec<&str> {
    line.split('`').skip(1).step_by(2).collect()
}

fn cells(row: &str) -> Vec<&str> {
    row.trim_matches('|').split('|').map(str::trim).collect()
}

/// Runs the program in a folder: code, stdout, stderr.
pub(super) fn odlm(words: &[&str], folder: &Path) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_odlm"));
    command.args(words).current_dir(folder).env_clear().stdin(Stdio::null()).env("LC_ALL", "C.UTF-8");
    command.env("HOME", folder).env("XDG_CACHE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"));
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// The variables that the configurations name.
pub(super) fn environment() -> Environment {
    Environment::from_pairs([
        ("ODOO_HOST", "odoo.example.com"),
        ("ODOO_DB", "production"),
        ("ODOO_USERNAME", "odlm@example.com"),
        ("ODOO_PASSWORD", "secret"),
        ("ODOO_API_KEY", "0123456789abcdef"),
    ])
}
