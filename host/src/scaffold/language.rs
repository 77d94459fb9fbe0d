//! The languages that strategies are written in.

/// A language with a template and a way to build it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Rust, with the SDK of the shipped strategies.
    Rust,
    /// Python, by componentize-py.
    Python,
    /// JavaScript, by componentize-qjs.
    #[value(name = "javascript")]
    JavaScript,
    /// C, by clang.
    C,
    /// Go, by its own compiler.
    Go,
}

impl Language {
    /// All of them.
    pub const ALL: [Language; 5] = [Language::Rust, Language::Python, Language::JavaScript, Language::C, Language::Go];

    /// As it is typed, and as the marker of a project has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Language::Rust => "rust",
            Language::Python => "python",
            Language::JavaScript => "javascript",
            Language::C => "c",
            Language::Go => "go",
        }
    }
}
