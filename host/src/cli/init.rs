//! `odlm init`: asks for what a configuration needs, tries it, and writes it. Nothing is written before the last answer.

use std::fmt::Write;
use std::io::{self, IsTerminal};
use std::path::Path;

use inquire::{Confirm, InquireError, Password, PasswordDisplayMode, Select, Text};

use super::arguments::Init;
use super::files::{Readers, create, replace};
use super::generate::{beside, campaign, is_yaml};
use super::output::{fail, say};
use super::start;
use crate::config::load_text;
use crate::config::source::{Environment, dotenv_value};
use crate::config::templates::{self, Template};
use crate::config::written::LogLevel;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::odoo::{ErrorKind, OdooRead, Paging, Reader, connect, read_all, text_of};

/// The variables of the connection with their values.
type Variables = Vec<(&'static str, String)>;

pub(super) async fn run(arguments: &Init, level: Option<LogLevel>) -> Result<ExitCode, Error> {
    start::log(level, Some(LogLevel::Error));
    let output = &arguments.output;
    is_yaml(output)?;
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Err(Error::usage(
            "`odlm init` asks questions and needs a terminal",
            "`odlm dailydist --generate-config` writes a configuration without asking",
        ));
    }
    if output.exists() && !yes(&format!("{} is there already. Replace it?", output.display()))? {
        say("nothing was written");
        return Ok(ExitCode::Success);
    }
    let (variables, reader) = connection(output).await?;
    let name = ask(Text::new("Campaign:").with_default(templates::CAMPAIGN))?;
    let name = campaign(&name)?.to_owned();
    let (template, team) = people(&reader).await?;
    let environment = output.with_file_name(".env");
    let mut text = String::new();
    for (name, value) in &variables {
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "{name}={}", dotenv_value(value));
    }
    let over = environment.exists() && yes(&format!("{} is there already. Replace it?", environment.display()))?;
    replace(output, &template.fill(&name, &team), Readers::Usual)?;
    say(&format!("wrote `{}`", output.display()));
    if over {
        replace(&environment, &text, Readers::Owner)?;
    } else if !create(&environment, &text, Readers::Owner)? {
        say(&format!("kept `{}`: it may name another Odoo", environment.display()));
    }
    beside(output, template, &name)?;
    say(&format!("next: `odlm check --config {}`", output.display()));
    Ok(ExitCode::Success)
}

/// Asks for the connection until one works.
async fn connection(output: &Path) -> Result<(Variables, Reader), Error> {
    let (mut host, mut database, mut login) = (String::new(), String::new(), String::new());
    let mut again = ErrorKind::Unreachable;
    loop {
        if again != ErrorKind::Authentication {
            host = ask(Text::new("Odoo's address:")
                .with_initial_value(&host)
                .with_help_message("like https://odoo.example.com"))?;
            database = ask(Text::new("Database:").with_initial_value(&database))?;
        }
        login = ask(Text::new("Login:").with_initial_value(&login))?;
        let key = "an API key (Odoo 19 and later)";
        let is_key = answer(Select::new("Log in with:", vec![key, "the password"]).prompt())? == key;
        let secret =
            Password::new("It is hidden:").with_display_mode(PasswordDisplayMode::Masked).without_confirmation();
        let secret = answer(secret.prompt())?;
        let variables = vec![
            ("ODOO_HOST", host.trim().to_owned()),
            ("ODOO_DB", database.trim().to_owned()),
            ("ODOO_USERNAME", login.trim().to_owned()),
            (if is_key { "ODOO_API_KEY" } else { "ODOO_PASSWORD" }, secret),
        ];
        let tried = Template::Minimal.fill(templates::CAMPAIGN, templates::TEAM);
        let environment = Environment::from_pairs(variables.clone());
        let error = match load_text(output, &tried, &environment) {
            Ok(config) => {
                say("trying ...");
                match connect(&config.connection).await {
                    Ok(reader) => {
                        say(&format!("connected to Odoo {}", reader.session().version));
                        return Ok((variables, reader));
                    }
                    Err(error) => error,
                }
            }
            Err(errors) => {
                fail(&errors.into());
                again = ErrorKind::Unreachable;
                continue;
            }
        };
        again = error.kind;
        fail(&error.into());
    }
}

/// Asks where the salespeople stand: the template that takes them from there, and the team.
async fn people(reader: &Reader) -> Result<(Template, String), Error> {
    let paging = Paging { model: "crm.team", domain: Vec::new(), fields: &["name"], archived: false, limit: 10_000 };
    let teams = read_all(reader, &paging, &|_| {}).await?;
    let table = "a campaign table, a CSV file that is written for you to fill in";
    let mut choices = vec![table.to_owned()];
    choices
        .extend(teams.iter().filter_map(|team| text_of(team.get("name")).map(|name| format!("the sales team {name}"))));
    let chosen = answer(Select::new("Who receives leads:", choices).prompt())?;
    Ok(match chosen.strip_prefix("the sales team ") {
        Some(team) => (Template::Minimal, team.to_owned()),
        None => (Template::Basic, templates::TEAM.to_owned()),
    })
}

fn ask(question: Text<'_, '_>) -> Result<String, Error> {
    answer(question.prompt())
}

fn yes(question: &str) -> Result<bool, Error> {
    answer(Confirm::new(question).with_default(false).prompt())
}

/// Ctrl-C and Escape end the questions.
fn answer<T>(given: Result<T, InquireError>) -> Result<T, Error> {
    given.map_err(|error| match error {
        InquireError::OperationCanceled | InquireError::OperationInterrupted => Error::Interrupted,
        other => Error::System { what: "the terminal cannot be asked".to_owned(), detail: other.to_string() },
    })
}
