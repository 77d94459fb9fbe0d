//! `odlm strategy push`: a component into a registry, once the plugin host has admitted it.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::wire::Wire;
use crate::cli::output::{data, json};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::pipeline::host;
use crate::registry::{About, Access, Reference, SigningKey, push, read_file};
use crate::strategy::Limits;

#[derive(Debug, Args)]
pub(in crate::cli) struct Push {
    /// The component, a `.wasm` file.
    file: PathBuf,
    /// Where it goes: oci://HOST[:PORT]/REPOSITORY:TAG. A tag that is there is moved.
    #[arg(value_name = "REFERENCE")]
    reference: String,
    /// Sign it as cosign does, with this P-256 private key in PEM (PKCS#8, unencrypted).
    #[arg(long, value_name = "KEY")]
    sign: Option<PathBuf>,
    #[command(flatten)]
    wire: Wire,
    /// Print what was pushed as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Done {
    name: String,
    version: String,
    /// What is pinned.
    reference: String,
    tag: String,
    sha256: String,
    manifest: String,
    uploaded: bool,
    signed: bool,
}

pub(super) async fn run(arguments: &Push) -> Result<ExitCode, Error> {
    let reference: Reference = arguments.reference.parse()?;
    let key = arguments.sign.as_deref().map(SigningKey::read).transpose()?;
    let component = read_file(&arguments.file, Limits::default().component_bytes)?;
    let strategy = host()?.load(&arguments.file.display().to_string(), &component)?;
    let description = strategy.description();
    let about = About { name: &description.name, version: &description.version, summary: &description.summary };
    let mut client = arguments.wire.client(&reference, Access::Write)?;
    let pushed = push(&mut client, &reference, &component, &about, key.as_ref()).await?;
    let done = Done {
        name: description.name.clone(),
        version: description.version.clone(),
        reference: reference.pinned(&pushed.manifest).to_string(),
        tag: reference.tag().unwrap_or_default().to_owned(),
        sha256: pushed.digest.hex(),
        manifest: pushed.manifest.to_string(),
        uploaded: pushed.uploaded,
        signed: key.is_some(),
    };
    if arguments.json {
        json(&done)?;
    } else {
        data(&told(&done, &reference))?;
    }
    Ok(ExitCode::Success)
}

/// What was done, and the lines for a configuration.
fn told(done: &Done, reference: &Reference) -> String {
    let how = if done.uploaded { "pushed" } else { "there already" };
    let signed = if done.signed { ", signed" } else { "" };
    format!(
        "{} {}  {how}{signed}, tag {}\n  component  sha256:{}\n  manifest   {}\n  to pin     {}\n\n\
         distribution:\n  plugins:\n    {}:\n      oci: \"{reference}\"\n      sha256: \"{}\"\n",
        done.name, done.version, done.tag, done.sha256, done.manifest, done.reference, done.name, done.sha256
    )
}
