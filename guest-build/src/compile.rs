//! One cargo call for all packages, then one component file for each. Cargo decides what is stale; the components are always written.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::command::run;
use crate::component::encode;
use crate::{Error, TARGET, Toolchain};

/// Cold, with the standard library, it takes a minute or two; this only ends a build that hangs.
const CARGO_LIMIT: Duration = Duration::from_secs(3600);

/// A strategy that was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// The package, which is also the strategy's name.
    pub name: String,
    /// The component: `<out_dir>/<name>.wasm`.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
}

/// Builds `packages` of the workspace in `plugins_dir` (with its lock file as it is) and writes `<name>.wasm` components into
/// `out_dir`. Cargo's own files go to `target_dir`. `say` hears, line by line, what is done.
///
/// # Errors
/// When there is no toolchain, when cargo fails (its messages go to stderr), when a package is no strategy, or a file cannot be written.
pub fn build(
    plugins_dir: &Path,
    packages: &[&str],
    target_dir: &Path,
    out_dir: &Path,
    say: &mut dyn FnMut(&str),
) -> Result<Vec<Built>, Error> {
    let plugins_dir = absolute(plugins_dir)?;
    let target_dir = absolute(target_dir)?;
    let mut cargo = Toolchain::find(say)?.cargo();
    cargo.arg("--locked").arg("--manifest-path").arg(plugins_dir.join("Cargo.toml"));
    cargo.arg("--target-dir").arg(&target_dir).current_dir(&plugins_dir);
    for package in packages {
        cargo.args(["--package", package]);
    }
    run(&mut cargo, CARGO_LIMIT)?;
    std::fs::create_dir_all(out_dir).map_err(|source| file(out_dir, "created", source))?;
    let cores = target_dir.join(TARGET).join("release");
    packages.iter().map(|name| wrap(name, &cores, out_dir, say)).collect()
}

fn wrap(name: &str, cores: &Path, out_dir: &Path, say: &mut dyn FnMut(&str)) -> Result<Built, Error> {
    let from = cores.join(format!("{}.wasm", name.replace('-', "_")));
    let core = std::fs::read(&from).map_err(|source| file(&from, "read", source))?;
    let component = encode(name, &core)?;
    let path = out_dir.join(format!("{name}.wasm"));
    std::fs::write(&path, &component).map_err(|source| file(&path, "written", source))?;
    let bytes = u64::try_from(component.len()).unwrap_or(u64::MAX);
    say(&format!("{name}: {bytes} bytes, {}", path.display()));
    Ok(Built { name: name.to_owned(), path, bytes })
}

pub(crate) fn absolute(path: &Path) -> Result<PathBuf, Error> {
    std::path::absolute(path).map_err(|source| file(path, "read", source))
}

pub(crate) fn file(path: &Path, action: &'static str, source: std::io::Error) -> Error {
    Error::File { path: path.to_owned(), action, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_core_that_was_not_built_is_named() {
        let empty = tempfile::tempdir().unwrap();
        let error = wrap("my-strategy", empty.path(), empty.path(), &mut |_| ()).unwrap_err();
        assert!(error.to_string().contains("my_strategy.wasm` could not be read"), "{error}");
    }
}
