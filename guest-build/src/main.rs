//! `odlm-guest-build [--plugins DIR] [--target DIR] [--out DIR] [PACKAGE…]`: builds strategies as components, by default the shipped ones.
//! It only reads the command line; the library does the work. It talks on stderr.
#![allow(clippy::print_stderr, reason = "the program exists to say what it does")]

use std::path::PathBuf;
use std::process::ExitCode;

use odlm_guest_build::{SHIPPED, build};

const USAGE: &str = "usage: odlm-guest-build [--plugins DIR] [--target DIR] [--out DIR] [PACKAGE…]
  --plugins DIR  the plugins workspace (default: plugins)
  --target DIR   cargo's files (default: <plugins>/target)
  --out DIR      where <package>.wasm goes (default: <plugins>/target/components)
  PACKAGE        strategies to build (default: the shipped ones)";

/// What the command line asks for.
struct Arguments {
    plugins: PathBuf,
    target: Option<PathBuf>,
    out: Option<PathBuf>,
    packages: Vec<String>,
}

/// `None`: it asks for help.
fn parse(words: impl IntoIterator<Item = String>) -> Result<Option<Arguments>, String> {
    let mut arguments = Arguments { plugins: PathBuf::from("plugins"), target: None, out: None, packages: Vec::new() };
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let mut directory = || words.next().map(PathBuf::from).ok_or_else(|| format!("`{word}` needs a directory"));
        match word.as_str() {
            "--help" | "-h" => return Ok(None),
            "--plugins" => arguments.plugins = directory()?,
            "--target" => arguments.target = Some(directory()?),
            "--out" => arguments.out = Some(directory()?),
            _ if word.starts_with('-') => return Err(format!("there is no option `{word}`")),
            _ => arguments.packages.push(word),
        }
    }
    if arguments.packages.is_empty() {
        arguments.packages = SHIPPED.map(str::to_owned).to_vec();
    }
    Ok(Some(arguments))
}

fn main() -> ExitCode {
    let arguments = match parse(std::env::args().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            eprintln!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(message) => {
            eprintln!("error: {message}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let target = arguments.target.unwrap_or_else(|| arguments.plugins.join("target"));
    let out = arguments.out.unwrap_or_else(|| arguments.plugins.join("target/components"));
    let packages: Vec<&str> = arguments.packages.iter().map(String::as_str).collect();
    match build(&arguments.plugins, &packages, &target, &out, &mut |line| eprintln!("{line}")) {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            if let Some(hint) = error.hint() {
                eprintln!("hint: {hint}");
            }
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn without_words_the_shipped_strategies_are_built() {
        assert_eq!(parse(words("")).unwrap().unwrap().packages, SHIPPED);
    }

    #[test]
    fn options_and_packages_may_be_mixed() {
        let arguments = parse(words("one --out here two")).unwrap().unwrap();
        assert_eq!(arguments.packages, ["one", "two"]);
        assert_eq!(arguments.out, Some(PathBuf::from("here")));
    }

    #[test]
    fn an_unknown_option_or_a_missing_directory_is_refused() {
        assert_eq!(parse(words("--oot x")).err().as_deref(), Some("there is no option `--oot`"));
        assert_eq!(parse(words("--out")).err().as_deref(), Some("`--out` needs a directory"));
        assert!(parse(words("--help")).unwrap().is_none());
    }
}
