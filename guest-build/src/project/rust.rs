//! Rust: one cargo call with the toolchain that is there, its core wrapped as a component.

use std::time::Duration;

use super::folder::{Project, read, remove};
use crate::command::run_shown;
use crate::component::encode;
use crate::{Error, TARGET, Toolchain};

/// Cold, with the standard library built from source, it takes a minute or two.
const CARGO_LIMIT: Duration = Duration::from_secs(1_200);

/// Builds a Rust project and returns its component. Cargo's files go to the project's target.
///
/// # Errors
/// When there is no toolchain, when cargo fails (its messages go to stderr), or when the crate is no strategy.
pub fn build_rust(project: &Project, say: &mut dyn FnMut(&str)) -> Result<Vec<u8>, Error> {
    let mut cargo = Toolchain::find_installed(say)?.cargo();
    cargo.arg("--manifest-path").arg(project.folder.join("Cargo.toml")).arg("--target-dir").arg(&project.target);
    cargo.args(["--package", &project.name]).current_dir(&project.folder);
    let core = project.target.join(TARGET).join("release").join(format!("{}.wasm", project.name.replace('-', "_")));
    remove(&core)?;
    run_shown(&mut cargo, CARGO_LIMIT)?;
    encode(&project.name, &read(&core)?)
}
