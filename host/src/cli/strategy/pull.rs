//! `odlm strategy pull`: a component out of a registry. It takes its place only once its digests, its signature where a key is given, and
//! the plugin host have found nothing against it.

use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use super::wire::Wire;
use crate::cli::files;
use crate::cli::output::{data, json};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::pipeline::host;
use crate::registry::{Access, PublicKey, Pulled, Reference, pull};
use crate::strategy::Limits;
use crate::text::bytes;

#[derive(Debug, Args)]
pub(in crate::cli) struct Pull {
    /// What is fetched: oci://HOST[:PORT]/REPOSITORY:TAG, or @sha256:DIGEST in place of the tag, or both: then the tag must point there.
    #[arg(value_name = "REFERENCE")]
    reference: String,
    /// Where it is kept. Default: the strategy's name and `.wasm` in the working folder.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Take it only when this P-256 public key in PEM, as cosign's, has signed it.
    #[arg(long, value_name = "PEM")]
    key: Option<PathBuf>,
    /// Replace a file that is there with another content.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    wire: Wire,
    /// Print what was pulled as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Done {
    name: String,
    version: String,
    file: PathBuf,
    bytes: usize,
    /// What is pinned.
    reference: String,
    sha256: String,
    manifest: String,
    /// Whether a signature was checked and good.
    verified: bool,
}

pub(super) async fn run(arguments: &Pull) -> Result<ExitCode, Error> {
    let reference: Reference = arguments.reference.parse()?;
    let key = arguments.key.as_deref().map(PublicKey::read).transpose()?;
    let mut client = arguments.wire.client(&reference, Access::Read)?;
    let limit = Limits::default().component_bytes;
    let Pulled { component, digest, manifest } = pull(&mut client, &reference, key.as_ref(), None, limit).await?;
    let pinned = reference.pinned(&manifest).to_string();
    let strategy = host()?.load(&pinned, &component)?;
    let identity = strategy.identity();
    let file = arguments.output.clone().unwrap_or_else(|| PathBuf::from(format!("{}.wasm", identity.name)));
    keep(&file, &component, arguments.force)?;
    let done = Done {
        name: identity.name.clone(),
        version: identity.version.clone(),
        file,
        bytes: component.len(),
        reference: pinned,
        sha256: digest.hex(),
        manifest: manifest.to_string(),
        verified: key.is_some(),
    };
    if arguments.json {
        json(&done)?;
    } else {
        data(&told(&done)?)?;
    }
    Ok(ExitCode::Success)
}

/// Writes the file unless it is there with this very content.
fn keep(file: &Path, component: &[u8], force: bool) -> Result<(), Error> {
    let is_there = crate::registry::read_file(file, component.len()).is_ok_and(|found| found == component);
    if is_there { Ok(()) } else { files::write(file, component, force) }
}

fn told(done: &Done) -> Result<String, Error> {
    let quoted = serde_json::to_string(&done.file.to_string_lossy());
    let path = quoted.map_err(|error| Error::Unexpected(error.to_string()))?;
    let signature = if done.verified { "good for the key" } else { "not checked, as no `--key` was given" };
    Ok(format!(
        "{} {}  {}, {}\n  component  sha256:{}\n  manifest   {}\n  signature  {signature}\n  to pin     {}\n\n\
         distribution:\n  plugins:\n    {}:\n      path: {path}\n      sha256: \"{}\"\n",
        done.name,
        done.version,
        done.file.display(),
        bytes(done.bytes),
        done.sha256,
        done.manifest,
        done.reference,
        done.name,
        done.sha256
    ))
}
