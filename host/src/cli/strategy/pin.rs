//! `odlm strategy pin`: writes into a configuration which component of each strategy of one's own may run. Each is loaded first, as a run
//! would load it, so that nothing is pinned that no run could use; a registry is asked what it has now. With `--check` nothing is loaded and
//! nothing written.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::check::CONNECTIONS;
use crate::cli::files;
use crate::cli::output::{data, harmless};
use crate::config::source::{ConfigErrors, Environment, NoEdit, put_text};
use crate::config::{Config, StrategyChoice, load_text};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::pipeline::{host, load_plugin, plugin_digest, short_digest};
use crate::strategy::Host;

/// The largest configuration that is read, in bytes; the reader itself refuses less.
const LARGEST: u64 = 8 << 20;

/// What is pinned.
#[derive(Debug, Args)]
pub(in crate::cli) struct Pin {
    /// The configuration, YAML or JSON.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// The strategies, as `distribution.plugins` names them. Default: all of them.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Write nothing, and fail where one is not pinned or another is there than is pinned.
    #[arg(long)]
    check: bool,
}

/// Pins, or checks what is pinned.
pub(super) async fn run(pin: &Pin) -> Result<ExitCode, Error> {
    let path = pin.config.as_path();
    let before = text(path)?;
    let environment = Environment::from_process().with_dotenv_beside(path)?.with_stand_ins(CONNECTIONS);
    let config = load_text(path, &before, &environment)?;
    let chosen = chosen(&config, &pin.names)?;
    if chosen.is_empty() {
        data("there is nothing to pin: `distribution.plugins` names no strategy\n")?;
        return Ok(ExitCode::Success);
    }
    if pin.check {
        return check(path, &config, &chosen).await;
    }
    let mut after = before.trim_start_matches('\u{feff}').to_owned();
    let mut told = String::new();
    let host = host()?;
    for choice in &chosen {
        let (said, digest) = look(&host, &config, choice).await?;
        told.push_str(&harmless(&format!("{}: {said}", choice.name)));
        told.push('\n');
        if choice.sha256.as_ref() != Some(&digest) {
            after = put_text(path, &after, &choice.pointer(""), ("sha256", &digest), choice.origin.key())
                .map_err(|refused| unwritable(&config, choice, &digest, &refused))?;
        }
    }
    let mark = if before.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    files::rewrite(path, &before, &format!("{mark}{after}"))?;
    data(&told)?;
    Ok(ExitCode::Success)
}

/// The strategies of one's own that are meant, by name.
fn chosen<'c>(config: &'c Config, names: &[String]) -> Result<Vec<&'c StrategyChoice>, Error> {
    let all = std::iter::once(&config.distribution.strategy).chain(&config.distribution.others);
    let mut own: Vec<&StrategyChoice> = all.filter(|choice| choice.is_own()).collect();
    own.sort_by(|one, other| one.name.cmp(&other.name));
    if let Some(stranger) = names.iter().find(|name| !own.iter().any(|choice| choice.name == **name)) {
        let known: Vec<&str> = own.iter().map(|choice| choice.name.as_str()).collect();
        let known = if known.is_empty() { "it names none".to_owned() } else { format!("it has: {}", known.join(", ")) };
        return Err(Error::usage(format!("`distribution.plugins` has no strategy `{stranger}`"), known));
    }
    own.retain(|choice| names.is_empty() || names.contains(&choice.name));
    Ok(own)
}

/// Loads one; what is told of it, and its digest.
async fn look(host: &Host, config: &Config, choice: &StrategyChoice) -> Result<(String, String), Error> {
    let strategy = load_plugin(host, config, choice).await?;
    let identity = strategy.identity();
    let new = short_digest(&identity.digest);
    let said = match &choice.sha256 {
        Some(old) if *old == identity.digest => format!("unchanged, sha256 {new}"),
        Some(old) => format!("changed from sha256 {} to {new}", short_digest(old)),
        None => format!("pinned to sha256 {new}"),
    };
    let said = format!("{said} ({} {}, `{}`)", identity.name, identity.version, choice.origin);
    Ok((said, identity.digest.clone()))
}

/// Tells of each whether it is pinned to what is there.
async fn check(path: &Path, config: &Config, chosen: &[&StrategyChoice]) -> Result<ExitCode, Error> {
    let (mut told, mut wrong) = (String::new(), 0_usize);
    for choice in chosen {
        let found = plugin_digest(config, choice).await?;
        let (new, shown) = (short_digest(&found), &choice.origin);
        let said = match &choice.sha256 {
            Some(pinned) if *pinned == found => format!("pinned to sha256 {new} (`{shown}`)"),
            Some(pinned) => format!("differs: pinned to sha256 {}, `{shown}` has {new}", short_digest(pinned)),
            None => format!("not pinned: `{shown}` has sha256 {new}"),
        };
        wrong += usize::from(choice.sha256.as_ref() != Some(&found));
        told.push_str(&harmless(&format!("{}: {said}", choice.name)));
        told.push('\n');
    }
    data(&told)?;
    match wrong {
        0 => Ok(ExitCode::Success),
        wrong => Err(Error::usage(
            format!("{wrong} of {} strategies are not pinned to what is there", chosen.len()),
            format!("look at what changed, then `odlm strategy pin --config {}`", path.display()),
        )),
    }
}

/// The configuration's text.
fn text(path: &Path) -> Result<String, Error> {
    let unreadable = |detail: String| {
        Error::usage(
            format!("`{}` cannot be read: {detail}", path.display()),
            "name the configuration, one file of YAML or JSON",
        )
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| unreadable(error.to_string()))?;
    file.take(LARGEST).read_to_end(&mut bytes).map_err(|error| unreadable(error.to_string()))?;
    String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8 text".to_owned()))
}

/// Why the digest cannot be written, at its place, with the digest to write.
fn unwritable(config: &Config, choice: &StrategyChoice, digest: &str, refused: &NoEdit) -> Error {
    let pointer = choice.pointer("sha256");
    let hint = match refused {
        NoEdit::Variable(written) => format!("give the variable in `{written}` the value {digest}"),
        NoEdit::Alias | NoEdit::ByHand => format!("write it yourself: {digest}"),
    };
    let mut errors = ConfigErrors::new();
    let path = pointer.trim_start_matches('/').replace('/', ".");
    let message = format!("the digest of `{}` is not written: {refused}", choice.name);
    errors.add(config.places.place(&pointer), path, message, hint);
    Error::Config(errors)
}
