//! Builds the shipped strategies from `plugins/` and embeds them.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use odlm_guest_build::{CHOICE_VARIABLE, SHIPPED, build};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets no OUT_DIR")?);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("the host has no folder around it")?;
    let plugins = root.join("plugins");
    for watched in ["sdk", "Cargo.toml", "Cargo.lock"].iter().chain(&SHIPPED) {
        println!("cargo::rerun-if-changed={}", plugins.join(watched).display());
    }
    println!("cargo::rerun-if-changed={}", root.join("wit/v1").display());
    println!("cargo::rerun-if-env-changed={}", CHOICE_VARIABLE);
    let mut said = Vec::new();
    let built = build(&plugins, &SHIPPED, &plugins.join("target"), &out, &mut |line| said.push(line.to_owned()));
    // Cargo shows what a build script says only when it is a warning; which toolchain served is worth one line.
    for line in said.iter().filter(|line| line.starts_with("toolchain:")) {
        println!("cargo::warning=strategies are built with {}", line.trim_start_matches("toolchain: "));
    }
    let built = built?;
    let mut code = String::from("static SHIPPED: &[(&str, &[u8])] = &[\n");
    for component in built {
        writeln!(code, "    ({:?}, include_bytes!({:?})),", component.name, component.path)?;
    }
    code.push_str("];\n");
    fs::write(out.join("shipped.rs"), code)?;
    Ok(())
}
