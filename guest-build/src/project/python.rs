//! Python: `componentize-py`, which puts the interpreter, the modules and the contract into one component.

use super::folder::{COMPILER_LIMIT, Project, read, remove};
use crate::Error;
use crate::command::{clean, run_shown};

const INSTALL: &str =
    "in the project's folder: `python3 -m venv .venv && .venv/bin/pip install componentize-py==0.25.1`";

/// Builds a Python project (`src/app.py` and the modules beside it, the contract in `wit/`) and returns its component.
///
/// # Errors
/// When `componentize-py` is missing or fails (its messages go to stderr).
pub fn build_python(project: &Project, say: &mut dyn FnMut(&str)) -> Result<Vec<u8>, Error> {
    let found = project.program(".venv/bin", "componentize-py", "--version");
    let program = found.ok_or(Error::Missing { tool: "`componentize-py`", install: INSTALL })?;
    say(&format!("compiler: {program}"));
    let component = project.scratch("python.wasm")?;
    remove(&component)?;
    let mut command = clean(&program);
    // Hashes of texts are drawn at the build: a fixed seed leaves one thing less that differs between two builds.
    command.env("PYTHONHASHSEED", "0").env_remove("PYTHONPATH").env_remove("PYTHONHOME").current_dir(&project.folder);
    command.args(["-d", "wit", "-w", "plugin", "componentize", "-p", "src", "app", "--stub-wasi", "-o"]);
    run_shown(command.arg(&component), COMPILER_LIMIT)?;
    read(&component)
}
