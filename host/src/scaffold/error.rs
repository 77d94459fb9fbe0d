//! Why a project cannot be written or built.

use std::path::PathBuf;

/// One sentence; [`ScaffoldError::hint`] is the way out.
#[derive(Debug, thiserror::Error)]
pub enum ScaffoldError {
    /// A name that a strategy cannot have.
    #[error("`{name}` cannot be a strategy's name: {reason}")]
    Name {
        /// What was typed.
        name: String,
        /// Why not.
        reason: &'static str,
    },
    /// Something is there already.
    #[error("`{}` is there already and is not an empty folder", .0.display())]
    Exists(PathBuf),
    /// A folder that `odlm strategy new` did not write.
    #[error("`{}` is no strategy's project: it has no `odlm-strategy.toml`", .0.display())]
    NoProject(PathBuf),
    /// A marker that cannot be used.
    #[error("`{}` cannot be used: {reason}", path.display())]
    Marker {
        /// Which one.
        path: PathBuf,
        /// What is wrong, with the place.
        reason: String,
    },
    /// A file or folder.
    #[error("`{}` cannot be {action}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// `read` or `written`.
        action: &'static str,
        /// What the system says.
        source: std::io::Error,
    },
    /// A tool is missing, or the source does not build.
    #[error("the strategy does not build: {0}")]
    Build(odlm_guest_build::Error),
}

impl ScaffoldError {
    /// The way out, one sentence.
    #[must_use]
    pub fn hint(&self) -> &str {
        match self {
            ScaffoldError::Name { .. } => "take small letters, digits and single hyphens, like `by-region`",
            ScaffoldError::Exists(_) => "take another name, or move it away",
            ScaffoldError::NoProject(_) => {
                "`odlm strategy new NAME --lang LANG` writes one; `odlm strategy build FOLDER` names it"
            }
            ScaffoldError::Marker { .. } => "it has two lines, like `name = \"by-region\"` and `lang = \"rust\"`",
            ScaffoldError::File { .. } => "look at the rights of the folder and at the space on the disk",
            ScaffoldError::Build(error) => error.hint().unwrap_or("look at what the build said above"),
        }
    }
}
