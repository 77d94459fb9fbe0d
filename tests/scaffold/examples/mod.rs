//! The examples in `plugins/examples`: each becomes a project by the commands of its own README, is built and tried, is asked for a large
//! plan within the fuel that odlm allows, and is run against the stand-in.

mod laid;
mod large;
mod runs;

use odlm::scaffold::Language;

/// An example that holds what it adds to a project.
#[derive(Clone, Copy)]
struct Example {
    language: Language,
    /// The strategy's name, which is the project's.
    name: &'static str,
}

const PYTHON: Example = Example { language: Language::Python, name: "territory" };
const JAVASCRIPT: Example = Example { language: Language::JavaScript, name: "score-weighted" };
const C: Example = Example { language: Language::C, name: "sticky-owner" };
