//! Help and version.

use super::screen::columns;
use crate::support::rig::Rig;

#[tokio::test]
async fn help_of_every_command_fits_eighty_columns() {
    let rig = Rig::new(1).await;
    for command in [
        &[][..],
        &["dailydist"],
        &["check"],
        &["runs"],
        &["runs", "list"],
        &["runs", "show"],
        &["runs", "resume"],
        &["sandbox"],
        &["strategy"],
        &["strategy", "list"],
    ] {
        for flag in ["--help", "-h"] {
            let help = rig.odlm(&[command, &[flag]].concat()).await;
            assert_eq!((help.code, help.stderr.as_str()), (0, ""), "{command:?}: {help:?}");
            assert!(
                help.stdout.contains(&format!("Usage: odlm {}", command.join(" ")).trim_end().to_owned()),
                "{help:?}"
            );
            for line in help.stdout.lines() {
                assert!(columns(line) <= 80, "{command:?} {flag}: `{line}`");
            }
        }
    }
}

#[tokio::test]
async fn the_version_is_one_line() {
    let rig = Rig::new(1).await;
    for flag in ["--version", "-V"] {
        let version = rig.odlm(&[flag]).await;
        assert_eq!((version.code, version.stderr.as_str()), (0, ""));
        assert_eq!(version.stdout, format!("odlm {}\n", env!("CARGO_PKG_VERSION")));
    }
}
