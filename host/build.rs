//! Builds the shipped strategies from `plugins/` and embeds them, with the templates of strategies to come.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use odlm_guest_build::{Built, CHOICE_VARIABLE, SHIPPED, build};

#[path = "src/strategy/code.rs"]
mod code;

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets no OUT_DIR")?);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("the host has no folder around it")?;
    let plugins = root.join("plugins");
    for watched in ["sdk", "Cargo.toml", "Cargo.lock"].iter().chain(&SHIPPED) {
        println!("cargo::rerun-if-changed={}", plugins.join(watched).display());
    }
    println!("cargo::rerun-if-changed={}", root.join("wit/v1").display());
    println!("cargo::rerun-if-changed={}", root.join("host/templates").display());
    println!("cargo::rerun-if-changed={}", root.join("host/src/strategy/code.rs").display());
    println!("cargo::rerun-if-env-changed={}", CHOICE_VARIABLE);
    fs::write(out.join("templates.rs"), templates(root)?)?;
    let mut said = Vec::new();
    let built = build(&plugins, &SHIPPED, &plugins.join("target"), &out, &mut |line| said.push(line.to_owned()));
    // Cargo shows what a build script says only when it is a warning; which toolchain served is worth one line.
    for line in said.iter().filter(|line| line.starts_with("toolchain:")) {
        println!("cargo::warning=strategies are built with {}", line.trim_start_matches("toolchain: "));
    }
    let built = built?;
    let mut code = String::from("static SHIPPED: &[(&str, &[u8])] = &[\n");
    for component in &built {
        writeln!(code, "    ({:?}, include_bytes!({:?})),", component.name, component.path)?;
    }
    code.push_str("];\n\nstatic MACHINE_CODE: &[&[u8]] = &[\n");
    match machine_code(&built, &out) {
        Ok(files) => {
            for file in files {
                writeln!(code, "    include_bytes!({file:?}),")?;
            }
        }
        // As when it is built for another kind of processor.
        Err(error) => println!("cargo::warning=shipped strategies are compiled when they are first run: {error}"),
    }
    code.push_str("];\n");
    fs::write(out.join("shipped.rs"), code)?;
    Ok(())
}

/// Compiles the components for what every processor of the last ten years of the kind that is built for has.
#[allow(unsafe_code)]
fn machine_code(built: &[Built], out: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let target = env::var("TARGET")?;
    let mut config = code::config(false);
    config.target(&target)?;
    if target.starts_with("x86_64-") {
        for feature in ["has_sse3", "has_ssse3", "has_sse41", "has_sse42", "has_popcnt"] {
            // SAFETY: code that needs a feature is refused by an engine on a processor without it.
            unsafe { config.cranelift_flag_enable(feature) };
        }
    }
    let engine = wasmtime::Engine::new(&config)?;
    let mut files = Vec::new();
    for component in built {
        let file = out.join(&component.name).with_extension("cwasm");
        fs::write(&file, engine.precompile_component(&fs::read(&component.path)?)?)?;
        files.push(file);
    }
    Ok(files)
}

/// Rust code for a table of templates: language (or `common`), path in a project, content.
fn templates(root: &Path) -> Result<String, Box<dyn Error>> {
    let folder = root.join("host/templates/strategy");
    let mut found = Vec::new();
    for language in fs::read_dir(&folder)? {
        let language = language?.path();
        let name = language.file_name().and_then(|name| name.to_str()).ok_or("a language's folder has no name")?;
        gather(&language, "", name, &mut found)?;
    }
    gather(&root.join("wit/v1"), "wit/", "common", &mut found)?;
    gather(&root.join("plugins/sdk/src"), "sdk/src/", "rust", &mut found)?;
    found.sort();
    let mut code = String::from("static TEMPLATES: &[(&str, &str, &[u8])] = &[\n");
    for (language, path, file) in found {
        writeln!(code, "    ({language:?}, {path:?}, include_bytes!({file:?})),")?;
    }
    code.push_str("];\n");
    Ok(code)
}

/// The files in a folder and below it. Folders that tools leave behind when a template is tried in its place are passed over.
fn gather(
    folder: &Path,
    prefix: &str,
    language: &str,
    found: &mut Vec<(String, String, PathBuf)>,
) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).ok_or("a template's name is no UTF-8")?;
        if path.is_dir() {
            if !["target", "node_modules", "__pycache__", ".venv"].contains(&name) {
                gather(&path, &format!("{prefix}{name}/"), language, found)?;
            }
        } else {
            found.push((language.to_owned(), format!("{prefix}{name}"), path));
        }
    }
    Ok(())
}
