//! Finds a toolchain that can compile for `wasm32-unknown-unknown`. Three ways, cheapest first; the third installs Debian packages.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::command::{clean, output, run};
use crate::{Error, TARGET};

/// Environment variable that forces one way: `installed`, `rustup` or `debian`.
pub const CHOICE_VARIABLE: &str = "ODLM_WASM_TOOLCHAIN";

/// What the variable may hold.
const CHOICES: [&str; 3] = ["installed", "rustup", "debian"];

/// Debian's compiler with the sources of its standard library.
const DEBIAN_PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
/// Offline it fails at once; behind a proxy that swallows packets it would hang.
const RUSTUP_LIMIT: Duration = Duration::from_secs(60);
const APT_LIMIT: Duration = Duration::from_secs(900);

/// One way to a toolchain; the error is one sentence.
type Way = fn(&mut dyn FnMut(&str)) -> Result<Toolchain, String>;

/// A toolchain that can build strategies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// The active toolchain has the target's standard library.
    Installed {
        /// Where it lives.
        sysroot: PathBuf,
    },
    /// The active toolchain got it just now from `rustup target add`.
    Rustup {
        /// Where it lives.
        sysroot: PathBuf,
    },
    /// Debian's compiler, which builds the standard library from source, with the active toolchain's linker.
    Debian {
        /// `rust-lld` of the active toolchain: Debian ships none for this target.
        linker: PathBuf,
    },
}

impl Toolchain {
    /// Takes the first way that works, or the one that [`CHOICE_VARIABLE`] names. `say` hears about each step.
    ///
    /// # Errors
    /// When no way works, or the variable names none.
    pub fn find(say: &mut dyn FnMut(&str)) -> Result<Self, Error> {
        let choice = std::env::var(CHOICE_VARIABLE).unwrap_or_default();
        Self::choose(&choice, say)
    }

    /// As [`Toolchain::find`], of what is on the machine: nothing is installed.
    ///
    /// # Errors
    /// When no way works, or the variable names none.
    pub fn find_installed(say: &mut dyn FnMut(&str)) -> Result<Self, Error> {
        let choice = std::env::var(CHOICE_VARIABLE).unwrap_or_default();
        // What rustup once added is installed now.
        let choice = if choice == "rustup" { "installed" } else { choice.as_str() };
        Self::take(choice, &[("installed", installed), ("debian", debian_installed)], say)
    }

    /// As [`Toolchain::find`], with the choice given; empty: any.
    fn choose(choice: &str, say: &mut dyn FnMut(&str)) -> Result<Self, Error> {
        Self::take(choice, &[("installed", installed), ("rustup", rustup), ("debian", debian)], say)
    }

    fn take(choice: &str, ways: &[(&str, Way)], say: &mut dyn FnMut(&str)) -> Result<Self, Error> {
        if !choice.is_empty() && !CHOICES.contains(&choice) {
            return Err(Error::UnknownChoice { value: choice.to_owned() });
        }
        let mut tried = Vec::new();
        for (name, way) in ways {
            if choice.is_empty() || choice == *name {
                match way(say) {
                    Ok(toolchain) => {
                        say(&format!("toolchain: {}", toolchain.words()));
                        return Ok(toolchain);
                    }
                    Err(reason) => tried.push(reason),
                }
            }
        }
        Err(Error::NoToolchain { tried })
    }

    /// Which one this is, for people.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Toolchain::Installed { sysroot } => format!("the active one, {}", sysroot.display()),
            Toolchain::Rustup { sysroot } => format!("the active one with `rustup target add`, {}", sysroot.display()),
            Toolchain::Debian { linker } => format!("Debian's /usr/bin/rustc with {}", linker.display()),
        }
    }

    /// `cargo build --release` for the target, without packages and directories.
    #[must_use]
    pub(crate) fn cargo(&self) -> Command {
        let mut command = match self {
            Toolchain::Installed { .. } | Toolchain::Rustup { .. } => {
                let mut command = clean(&inherited("CARGO", "cargo"));
                command.env("RUSTC", inherited("RUSTC", "rustc"));
                command
            }
            Toolchain::Debian { linker } => {
                let mut command = clean("/usr/bin/cargo");
                command
                    .env("RUSTC", "/usr/bin/rustc")
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker)
                    // An outer cargo points it at its own compiler's libraries, which Debian's must not load.
                    .env_remove("LD_LIBRARY_PATH");
                command
            }
        };
        command.args(["build", "--release", "--target", TARGET]);
        if matches!(self, Toolchain::Debian { .. }) {
            command.arg("-Zbuild-std=std,panic_abort");
        }
        command
    }
}

/// What an outer cargo says of itself, else the program's plain name.
fn inherited(variable: &str, otherwise: &str) -> String {
    std::env::var(variable).ok().filter(|value| !value.is_empty()).unwrap_or_else(|| otherwise.to_owned())
}

fn rustc() -> Command {
    clean(&inherited("RUSTC", "rustc"))
}

fn sysroot() -> Result<PathBuf, String> {
    let printed = output(rustc().args(["--print", "sysroot"]));
    printed.map(PathBuf::from).ok_or_else(|| "there is no `rustc` on the PATH".to_owned())
}

fn has_target(sysroot: &Path) -> bool {
    sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir()
}

fn installed(_: &mut dyn FnMut(&str)) -> Result<Toolchain, String> {
    let sysroot = sysroot()?;
    if has_target(&sysroot) {
        Ok(Toolchain::Installed { sysroot })
    } else {
        Err(format!("{} has no `{TARGET}`", sysroot.display()))
    }
}

fn rustup(say: &mut dyn FnMut(&str)) -> Result<Toolchain, String> {
    let sysroot = sysroot()?;
    say(&format!("trying `rustup target add {TARGET}` for up to {} s", RUSTUP_LIMIT.as_secs()));
    run(clean("rustup").args(["target", "add", TARGET]), RUSTUP_LIMIT).map_err(|error| error.to_string())?;
    if has_target(&sysroot) {
        Ok(Toolchain::Rustup { sysroot })
    } else {
        Err("`rustup` added the target to another toolchain than the active one".to_owned())
    }
}

fn debian(say: &mut dyn FnMut(&str)) -> Result<Toolchain, String> {
    let linker = debian_linker()?;
    let missing = missing_packages();
    if !missing.is_empty() {
        install(&missing, say)?;
    }
    Ok(Toolchain::Debian { linker })
}

fn debian_installed(_: &mut dyn FnMut(&str)) -> Result<Toolchain, String> {
    let linker = debian_linker()?;
    match missing_packages().as_slice() {
        [] => Ok(Toolchain::Debian { linker }),
        missing => Err(format!("Debian's `{}` are not installed", missing.join(" "))),
    }
}

fn missing_packages() -> Vec<&'static str> {
    DEBIAN_PACKAGES.into_iter().filter(|name| !has_package(name)).collect()
}

/// The active toolchain's linker for WebAssembly.
fn debian_linker() -> Result<PathBuf, String> {
    let sysroot = sysroot()?;
    let about = output(rustc().arg("-vV")).unwrap_or_default();
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
    let linker = sysroot.join("lib/rustlib").join(host).join("bin/rust-lld");
    if !linker.is_file() {
        return Err(format!("the active toolchain has no linker for WebAssembly at {}", linker.display()));
    }
    Ok(linker)
}

/// Whether Debian's package database holds the package as installed. The compiler and cargo must be where we call them.
fn has_package(name: &str) -> bool {
    let status = output(clean("dpkg-query").args(["-W", "-f=${db:Status-Status}", name]));
    status.as_deref() == Some("installed")
}

fn install(packages: &[&str], say: &mut dyn FnMut(&str)) -> Result<(), String> {
    let list = packages.join(" ");
    if !Path::new("/usr/bin/apt-get").is_file() {
        return Err("Debian's packages are for Debian only".to_owned());
    }
    if !is_root() {
        return Err(format!("Debian's `{list}` are not installed and only root may install them"));
    }
    say(&format!("installing Debian's {list}"));
    run(apt().arg("update"), APT_LIMIT).map_err(|error| error.to_string())?;
    run(apt().args(["install", "--yes", "--no-install-recommends"]).args(packages), APT_LIMIT)
        .map_err(|error| error.to_string())
}

fn apt() -> Command {
    let mut command = clean("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").env_remove("LD_LIBRARY_PATH");
    command
}

fn is_root() -> bool {
    output(clean("id").arg("-u")).as_deref() == Some("0")
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn an_unknown_choice_is_refused_with_a_hint() {
        let error = Toolchain::choose("debain", &mut |_| ()).unwrap_err();
        assert!(error.to_string().contains("`debain`"), "{error}");
        assert!(error.hint().is_some());
    }

    #[test]
    fn debians_compiler_builds_the_standard_library_and_links_with_ours() {
        let cargo = Toolchain::Debian { linker: PathBuf::from("/sysroot/rust-lld") }.cargo();
        assert!(cargo.get_args().any(|argument| argument == "-Zbuild-std=std,panic_abort"));
        let set: Vec<_> = cargo.get_envs().filter_map(|(name, value)| Some((name, value?))).collect();
        assert!(set.contains(&(OsStr::new("RUSTC_BOOTSTRAP"), OsStr::new("1"))));
        assert!(
            set.contains(&(OsStr::new("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER"), OsStr::new("/sysroot/rust-lld")))
        );
    }

    #[test]
    fn a_toolchain_without_the_target_says_so() {
        let empty = tempfile::tempdir().unwrap();
        assert!(!has_target(empty.path()));
        std::fs::create_dir_all(empty.path().join("lib/rustlib/wasm32-unknown-unknown/lib")).unwrap();
        assert!(has_target(empty.path()));
    }
}
