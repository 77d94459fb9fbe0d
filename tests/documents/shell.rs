//! Runs the commands of a page: its `sh` blocks in their order, as one script in an empty folder, with the files that the page shows put where
//! it says. What it shows of the program's words must come.
//!
//! A block's first line says what it is, beside its language: `file=PATH` a file to write there, `output` words that come after the
//! commands before it, with `…` for what differs; `sh synopsis` is not run. A command behind which stands `# ends with N` ends so.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Where Rust projects are built: beside the shipped strategies, whose dependencies are compiled already. One at a time, as two of the same
/// name would take one another's component.
pub(crate) struct RustTarget {
    pub(crate) folder: PathBuf,
    _turn: MutexGuard<'static, ()>,
}

/// Waits for the turn.
pub(crate) fn rust_target() -> RustTarget {
    static TURN: Mutex<()> = Mutex::new(());
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    RustTarget { folder: Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins/target"), _turn: turn }
}

/// An empty folder for a page, at a place that is always the same: cargo keeps what it built for every path that it ever saw.
pub(super) fn empty_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("book").join(name.replace(['/', ' ', ','], "-"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// A part of a script.
pub(super) enum Step {
    /// Lines to type.
    Type(String),
    /// A file to write: its path, its text.
    Write(String, String),
    /// Words that have come by then.
    Expect(String),
}

/// What a page, or a section of it, has the reader do. Everything else in it is passed over.
pub(super) fn steps(text: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        match (line.trim_start().strip_prefix("```"), &mut open) {
            (Some(info), None) => open = Some((info.to_owned(), String::new())),
            (Some(_), Some(_)) => {
                let (info, block) = open.take().unwrap();
                let file = info.split_whitespace().find_map(|word| word.strip_prefix("file="));
                match (info.as_str(), file) {
                    ("sh", _) => steps.push(Step::Type(block)),
                    (_, Some(path)) => steps.push(Step::Write(path.to_owned(), block)),
                    ("text output", _) => steps.push(Step::Expect(block)),
                    _ => {}
                }
            }
            (None, Some((_, block))) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a code block is not closed");
    steps
}

/// The script, and what it must say.
fn script(steps: &[Step]) -> (String, String) {
    let (mut script, mut expected) = ("set -eu -o pipefail\n".to_owned(), String::new());
    for step in steps {
        match step {
            Step::Type(lines) => lines.lines().for_each(|line| script.push_str(&typed(line))),
            Step::Write(path, text) => {
                assert!(!text.contains("END OF THE FILE"));
                script.push_str(&format!(
                    "mkdir -p \"$(dirname '{path}')\"; cat > '{path}' <<'END OF THE FILE'\n{text}END OF THE FILE\n"
                ));
            }
            Step::Expect(lines) => expected.push_str(lines),
        }
    }
    (script, expected)
}

/// One line, with the exit code that it is said to have.
fn typed(line: &str) -> String {
    // Where cargo is Debian's there is no rustup, and `odlm strategy build` takes what is there.
    if line.starts_with("rustup ") {
        return format!("if command -v rustup; then {line}; fi\n");
    }
    // Nobody is there to say yes. Only root may ask; for others `tests/scaffold/run` has looked that they are there.
    if let Some(packages) = line.strip_prefix("apt-get install ") {
        return format!("if [ $(id -u) = 0 ]; then apt-get -o DPkg::Lock::Timeout=300 install -y {packages}; fi\n");
    }
    match line.split_once("# ends with ") {
        Some((command, code)) => {
            let code: u8 = code.trim().parse().expect("a number behind `# ends with`");
            format!("code=0; {command} || code=$?\n[ $code = {code} ] || {{ echo \"ended with $code\"; exit 99; }}\n")
        }
        None => format!("{line}\n"),
    }
}

/// Does what a page says, in `folder`. `replace` puts what is there in the place of what a page can only name.
///
/// The programs of the machine are found where they are; `odlm` is the one that was built with this test.
pub(super) fn follow(
    name: &str,
    steps: &[Step],
    folder: &Path,
    target: &RustTarget,
    replace: &[(&str, &str)],
) -> String {
    let (mut script, expected) = script(steps);
    for (old, new) in replace {
        assert!(script.contains(old), "{name} does not name `{old}`");
        script = script.replace(old, new);
    }
    let program = Path::new(env!("CARGO_BIN_EXE_odlm")).parent().unwrap();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(program.to_owned()).chain(std::env::split_paths(&path))).unwrap();
    let mut command = Command::new("bash");
    // Both streams in one, in the order in which a terminal shows them.
    command.args(["-c", &format!("{{ {script}\n}} 2>&1")]).current_dir(folder).stdin(Stdio::null());
    command.env("PATH", path).env("CARGO_TARGET_DIR", &target.folder).env("LC_ALL", "C.UTF-8");
    command.env("XDG_CACHE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("scaffold-cache"));
    for variable in ["ODOO_HOST", "ODOO_DB", "ODOO_USERNAME", "ODOO_PASSWORD", "ODOO_API_KEY", "WASI_SDK_PATH"] {
        command.env_remove(variable);
    }
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{name} ends with {}:\n{said}", output.status);
    assert_said(name, &expected, &said);
    said
}

/// Asserts that the lines that a page shows came in their order. `…` stands for anything, and the width of gaps is of no matter.
fn assert_said(name: &str, expected: &str, said: &str) {
    let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut lines = said.lines().map(plain);
    for line in expected.lines().map(plain).filter(|line| !line.is_empty()) {
        assert!(lines.any(|found| is_like(&found, &line)), "{name}: `{line}` does not come, or not there:\n{said}");
    }
}

fn is_like(found: &str, line: &str) -> bool {
    let parts: Vec<&str> = line.split('…').collect();
    let (first, rest) = parts.split_first().unwrap();
    let Some(mut left) = found.strip_prefix(first) else { return false };
    let Some((last, middle)) = rest.split_last() else { return left.is_empty() };
    for part in middle {
        let Some(at) = left.find(part) else { return false };
        left = &left[at + part.len()..];
    }
    left.ends_with(last)
}

#[test]
fn lines_are_alike_but_for_what_differs() {
    for (found, line, alike) in [
        ("a b", "a b", true),
        ("a b c", "a b", false),
        ("a 12 b", "a … b", true),
        ("sha256 3fc", "sha256 …", true),
        ("ab", "b", false),
        ("a x b y c", "a…b…c", true),
        ("a x c", "a…b…c", false),
    ] {
        assert_eq!(is_like(found, line), alike, "{found} | {line}");
    }
}
