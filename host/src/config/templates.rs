//! The configurations to begin with, and the files that they name: `odlm dailydist --generate-config`, `odlm init`.

/// How much of a configuration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Template {
    /// The usual: campaign table, web sources, statuses, levels.
    #[default]
    Basic,
    /// Every section.
    Advanced,
    /// What is needed: the members of a sales team, whole defaults.
    Minimal,
}

impl Template {
    /// All of them.
    pub const ALL: [Template; 3] = [Template::Basic, Template::Advanced, Template::Minimal];

    /// The file's text, with places to be filled in.
    fn text(self) -> &'static str {
        match self {
            Template::Basic => include_str!("../../../config/templates/basic.yaml"),
            Template::Advanced => include_str!("../../../config/templates/advanced.yaml"),
            Template::Minimal => include_str!("../../../config/templates/minimal.yaml"),
        }
    }

    /// The name that is typed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Template::Basic => "basic",
            Template::Advanced => "advanced",
            Template::Minimal => "minimal",
        }
    }

    /// The configuration for a campaign whose people are a sales team, where the template takes them from one.
    #[must_use]
    pub fn fill(self, campaign: &str, team: &str) -> String {
        let mut filled = String::new();
        let mut rest = self.text();
        // In one pass: what is filled in is not looked at again.
        while let Some((before, after)) = rest.split_once("\"{{") {
            filled.push_str(before);
            rest = match after.split_once("}}\"") {
                Some(("campaign", behind)) => {
                    filled.push_str(&quoted(campaign));
                    behind
                }
                Some(("team", behind)) => {
                    filled.push_str(&quoted(team));
                    behind
                }
                _ => {
                    filled.push_str("\"{{");
                    after
                }
            };
        }
        filled.push_str(rest);
        filled
    }

    /// The files that the configuration names, relative to it, with an example of each.
    #[must_use]
    pub fn files(self, campaign: &str) -> Vec<(&'static str, String)> {
        match self {
            Template::Minimal => Vec::new(),
            Template::Basic | Template::Advanced => {
                vec![(PEOPLE, table(campaign)), (SOURCES, WEB_SOURCES.to_owned())]
            }
        }
    }
}

/// The campaign that a template is for when nobody names one: the seed's.
pub const CAMPAIGN: &str = "Voice";
/// Odoo's own first sales team.
pub const TEAM: &str = "Sales";
const PEOPLE: &str = "config/salesperson_campaigns.csv";
const SOURCES: &str = "config/web_sources.txt";
const WEB_SOURCES: &str = include_str!("../../../config/web_sources.txt");
/// The variables of the connection, for a `.env` beside the configuration.
pub const ENVIRONMENT: &str = include_str!("../../../config/templates/env.example");

/// A campaign table of examples.
fn table(campaign: &str) -> String {
    let campaign = cell(campaign);
    let row = |name: &str, level: &str, target: u32| format!("{name},,{campaign},true,,{level},{target}\n");
    ["salesperson_name,salesperson_id,campaign_name,active,team,level,target_leads\n".to_owned()]
        .into_iter()
        .chain([
            row("alice_smith", "senior", 200),
            row("bob_johnson", "senior", 200),
            row("carol_williams", "mid_level", 150),
        ])
        .collect()
}

/// A field of CSV (RFC 4180).
fn cell(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) || text.trim() != text {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// A text between double quotes, where a `${` stands for itself.
fn quoted(text: &str) -> String {
    super::import::quoted(&text.replace("${", "$${"))
}
