//! What the operator may set. odlm has checked it against `settings.schema.json` and filled in the defaults.

use serde::Deserialize;

/// How binding a need of a lead is.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Binding {
    /// Who does not fulfil it may not receive the lead.
    Must,
    /// Who fulfils it is worth more.
    Prefer,
    /// It is not looked at.
    Ignore,
}

/// The settings.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The lead's language.
    pub language: Binding,
    /// The skills among the lead's tags.
    pub skills: Binding,
    /// What speaking the language is worth, in percentage points of the target.
    pub language_worth: u16,
    /// What having all skills is worth, in percentage points of the target.
    pub skills_worth: u16,
    /// Tags that are skills; empty: those that somebody has as a skill.
    pub skill_tags: Vec<String>,
    /// Open leads that nobody is brought past.
    pub maximum: Option<u32>,
    /// Whether leads are given out past the targets.
    pub past_target: bool,
    /// Steps after which the search for the cheapest plan ends; none: as many as fit the host's limits.
    pub search_steps: Option<u64>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            language: Binding::Prefer,
            skills: Binding::Prefer,
            language_worth: 50,
            skills_worth: 50,
            skill_tags: Vec::new(),
            maximum: None,
            past_target: false,
            search_steps: None,
        }
    }
}
