//! An example as a project, made and tried by its README's own commands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use odlm::scaffold::files;
use serde_json::Value;

use super::super::project::{cache, everything};
use super::{C, Example, JAVASCRIPT, PYTHON};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

impl Example {
    fn folder(self) -> PathBuf {
        repository().join("plugins/examples").join(self.language.name())
    }

    /// The commands of the README, but for those that install tools: `tests/scaffold/run` has them.
    fn commands(self) -> Vec<String> {
        let readme = std::fs::read_to_string(self.folder().join("README.md")).unwrap();
        let block = readme.split("```sh\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let commands = block.lines().filter(|line| !line.contains("pip install") && !line.contains("npm install"));
        commands.map(str::to_owned).collect()
    }
}

/// Examples are built and tried one after another: `odlm strategy test` keeps the limits of time, and interpreters share few processors.
static ONE: Mutex<()> = Mutex::new(());

/// The component of an example; nothing when a tool is missing, which must be said.
pub(super) fn built(example: Example) -> Option<Vec<u8>> {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(repository().join("plugins"), folder.path().join("plugins")).unwrap();
    let mut commands = example.commands();
    if !everything() {
        // The unit tests need the language itself, which may be missing too.
        let is_native =
            |line: &String| line.starts_with("python3") || line.starts_with("npm") || line.starts_with("make");
        commands.retain(|line| !is_native(line));
    }
    let program = Path::new(env!("CARGO_BIN_EXE_odlm")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut bash = Command::new("bash");
    bash.args(["-euo", "pipefail", "-c", &commands.join("\n")]).current_dir(folder.path()).stdin(Stdio::null());
    bash.env("PATH", path)
        .env("XDG_CACHE_HOME", cache())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env_remove("WASI_SDK_PATH");
    let output = bash.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (code, stdout, stderr) = (output.status.code(), text(&output.stdout), text(&output.stderr));
    if code == Some(2) && stderr.contains(" is missing\n") && !everything() {
        assert!(stderr.contains("hint: "), "{stderr}");
        return None;
    }
    assert_eq!(code, Some(0), "{commands:?}: {stdout}{stderr}");
    assert!(!stderr.contains("warning: it calls itself"), "{stderr}");
    let cases = std::fs::read_dir(example.folder().join("cases")).unwrap().count();
    assert!(cases >= 5 && stdout.contains(&format!("cases    {cases} of {cases} hold")), "{stdout}");
    Some(std::fs::read(folder.path().join(example.name).join(format!("{}.wasm", example.name))).unwrap())
}

/// The files of a folder, by their paths in it, but for what tools leave behind.
fn held(folder: &Path, inside: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_file() {
            found.insert(format!("{inside}{name}"), std::fs::read(path).unwrap());
        } else if !["__pycache__", "node_modules", "target"].contains(&name.as_str()) {
            held(&path, &format!("{inside}{name}/"), found);
        }
    }
}

#[test]
fn an_example_holds_what_it_adds_and_nothing_that_the_templates_have() {
    for example in [PYTHON, JAVASCRIPT, C] {
        let mut own = BTreeMap::new();
        held(&example.folder(), "", &mut own);
        let mut replaced = 0;
        for (path, content) in files(example.language, example.name) {
            let Some(instead) = own.get(&path) else { continue };
            assert_ne!(*instead, content, "{}: `{path}` is what the template has", example.name);
            replaced += 1;
        }
        assert!(replaced > 3, "{}: its rule stands where the template's does", example.name);
    }
}

#[test]
fn the_example_in_javascript_is_built_by_what_the_template_is() {
    let tools = |package: &[u8]| serde_json::from_slice::<Value>(package).unwrap()["devDependencies"].clone();
    let files = files(JAVASCRIPT.language, JAVASCRIPT.name);
    let (_, template) = files.iter().find(|(path, _)| path == "package.json").unwrap();
    let own = std::fs::read(JAVASCRIPT.folder().join("package.json")).unwrap();
    assert_eq!(tools(&own), tools(template));
}
