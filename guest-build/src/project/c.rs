//! C: clang with wasi-libc, of which only memory and strings are used, so that no system interface remains. The contract's bindings lie
//! in the project, so `wit-bindgen` is not needed.

use std::path::Path;

use super::folder::{COMPILER_LIMIT, Project, read, remove};
use crate::Error;
use crate::command::{clean, output, run_shown, succeeds};
use crate::component::encode;

const TARGET: &str = "--target=wasm32-wasi";
const INSTALL: &str = "on Debian or Ubuntu: `apt-get install clang-19 lld-19 wasi-libc libclang-rt-19-dev-wasm32`; elsewhere: unpack the WASI SDK and set `WASI_SDK_PATH`";
const CLANGS: [&str; 5] = ["clang-19", "clang-20", "clang-21", "clang-18", "clang"];

/// Builds a C project (`src/*.c`, `bindings/*.c` and `bindings/*.o`) and returns its component.
///
/// # Errors
/// When a part of the compiler is missing, when it fails (its messages go to stderr), or when the core is no strategy.
pub fn build_c(project: &Project, say: &mut dyn FnMut(&str)) -> Result<Vec<u8>, Error> {
    let clang = compiler()?;
    say(&format!("compiler: {clang}"));
    let core = project.scratch("core.wasm")?;
    remove(&core)?;
    let mut command = clean(&clang);
    command.args([TARGET, "-std=c17", "-O3", "-Wall", "-Wextra", "-mexec-model=reactor", "-nostartfiles"]);
    command.args(["-Wl,--no-entry", "-Wl,--strip-all", "-Ibindings", "-Isrc"]).current_dir(&project.folder);
    command.args(project.sources("src", "c")?).args(project.sources("bindings", "c")?);
    command.args(project.sources("bindings", "o")?).arg("-o").arg(&core);
    run_shown(&mut command, COMPILER_LIMIT)?;
    encode(&project.name, &read(&core)?)
}

/// The first clang that has headers, linker and run-time library for the target.
fn compiler() -> Result<String, Error> {
    let sdk = std::env::var("WASI_SDK_PATH").ok().filter(|path| !path.is_empty());
    let clangs = sdk.map(|path| format!("{path}/bin/clang")).into_iter().chain(CLANGS.map(str::to_owned));
    let mut lacking = "a C compiler, clang,";
    for clang in clangs.filter(|clang| succeeds(clean(clang).arg("--version"))) {
        lacking = match lacks(&clang) {
            Some(part) => part,
            None => return Ok(clang),
        };
    }
    Err(Error::Missing { tool: lacking, install: INSTALL })
}

/// The part that a clang cannot do without and does not have.
fn lacks(clang: &str) -> Option<&'static str> {
    let asked = |question: &str| output(clean(clang).args([TARGET, question])).unwrap_or_default();
    if !succeeds(clean(clang).args([TARGET, "-E", "-include", "stdlib.h", "-x", "c", "/dev/null"])) {
        return Some("clang's C library for WebAssembly");
    }
    // Without one, clang answers with the bare name, and a linker of this name on the PATH would serve.
    let linker = asked("-print-prog-name=wasm-ld");
    if !Path::new(&linker).is_file() && !succeeds(clean("wasm-ld").arg("--version")) {
        return Some("clang's linker for WebAssembly");
    }
    let library = asked("-print-libgcc-file-name");
    (!Path::new(&library).is_file()).then_some("clang's run-time library for WebAssembly")
}
