//! node_exporter's textfile collector: one file a campaign, never half written, readable for everybody.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::exposition::{Facts, exposition};

/// The largest file of metrics that is read.
const LIMIT: u64 = 1 << 20;
const LAST_SUCCESS: &str = "odlm_last_success_timestamp_seconds";
/// The most letters of a campaign in its file's name.
const NAME: usize = 40;

/// The name of a campaign's file: for eyes what is plain of its name, and what tells it from all others.
#[must_use]
pub fn file_name(campaign: &str, odoo: &str) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' };
    let shown: String = campaign.chars().take(NAME).map(plain).collect();
    let digest = hex::encode(Sha256::digest(format!("{odoo}\n{campaign}")));
    format!("odlm_{shown}_{}.prom", digest.get(..8).unwrap_or_default())
}

/// Writes a campaign's file. Where the last success is not known, the one of the file before is kept.
///
/// # Errors
/// The folder or the file cannot be written.
pub fn write(folder: &Path, facts: Facts<'_>) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let path = folder.join(file_name(facts.campaign, facts.odoo));
    let last_success = facts.last_success.or_else(|| last_success(&path));
    let text = exposition(&Facts { last_success, ..facts }).map_err(io::Error::other)?;
    let mut builder = tempfile::Builder::new();
    // The collector is another user.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o644));
    }
    // The collector takes no file that does not end in `.prom`.
    let mut file = builder.prefix(".odlm").suffix(".tmp").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&path)?;
    Ok(())
}

/// The last success that the file tells of.
fn last_success(path: &Path) -> Option<i64> {
    if fs::metadata(path).ok()?.len() > LIMIT {
        return None;
    }
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(LAST_SUCCESS))?;
    let value: f64 = line.rsplit(' ').next()?.parse().ok()?;
    #[allow(clippy::cast_possible_truncation)]
    (value.is_finite() && value.abs() < 1e15).then_some(value as i64)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn facts(last_success: Option<i64>) -> Facts<'static> {
        Facts {
            campaign: "Voice / Été",
            odoo: "http://localhost#db",
            exit_code: u8::from(last_success.is_none()),
            ended: 1_760_000_500,
            last_success,
            took: Duration::ZERO,
            steps: &[],
            peak_memory: None,
            run: None,
        }
    }

    #[test]
    fn a_failed_run_keeps_the_last_success() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("made");
        let path = inside.join(file_name("Voice / Été", "http://localhost#db"));
        write(&inside, facts(None)).unwrap();
        assert_eq!(last_success(&path), None);
        write(&inside, facts(Some(1_760_000_000))).unwrap();
        write(&inside, facts(None)).unwrap();
        assert_eq!(last_success(&path), Some(1_760_000_000));
        assert_eq!(fs::read_dir(&inside).unwrap().count(), 1, "nothing else is left behind");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o644);
        }
    }

    #[test]
    fn each_campaign_of_each_odoo_has_a_file_of_its_own() {
        let names = [("Voice", "a"), ("voice", "a"), ("Voice", "b"), ("Voice!", "a"), ("Voice?", "a")];
        let names: std::collections::BTreeSet<String> =
            names.iter().map(|(campaign, odoo)| file_name(campaign, odoo)).collect();
        assert_eq!(names.len(), 5, "{names:?}");
        assert!(file_name(&"é/".repeat(500), "a").len() < 80);
    }
}
