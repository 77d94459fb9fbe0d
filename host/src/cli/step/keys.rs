//! Questions at a terminal whose cursor moves: inquire draws them.

use std::io;
use std::time::Duration;

use crossterm::event;
use crossterm::terminal::enable_raw_mode;
use inquire::ui::{RenderConfig, Styled};
use inquire::validator::Validation;
use inquire::{InquireError, Select, Text};

use super::ask::{Given, Meaning};
use super::style;

/// The most options that are seen at once.
const PAGE: usize = 10;

pub(super) fn line(question: &str, meaning: Meaning) -> io::Result<Given<String>> {
    let check = move |answer: &str| {
        Ok(match meaning(answer) {
            Ok(_) => Validation::Valid,
            Err(wanted) => Validation::Invalid(wanted.into()),
        })
    };
    let shown = |answer: &str| match meaning(answer) {
        Ok("") | Err(_) => answer.trim().to_owned(),
        Ok(word) => word.to_owned(),
    };
    forget_what_was_typed()?;
    given(Text::new(question).with_render_config(looks()).with_validator(check).with_formatter(&shown).prompt())
}

pub(super) fn choose(question: &str, options: &[String]) -> io::Result<Given<usize>> {
    forget_what_was_typed()?;
    let select = Select::new(question, options.to_vec())
        .with_render_config(looks())
        .with_page_size(PAGE)
        .with_help_message("letters filter, Enter chooses, Esc: back");
    given(select.raw_prompt().map(|chosen| chosen.index))
}

/// Keys that were pressed before a question is seen do not answer it: an Enter too many must write nothing.
fn forget_what_was_typed() -> io::Result<()> {
    enable_raw_mode()?;
    while event::poll(Duration::ZERO)? {
        event::read()?;
    }
    Ok(())
}

fn looks() -> RenderConfig<'static> {
    let colours = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let plain = if colours { RenderConfig::default_colored() } else { RenderConfig::empty() };
    let mark = Styled::new(if style().emoji { "❓" } else { "?" });
    plain.with_prompt_prefix(mark).with_answered_prompt_prefix(mark)
}

fn given<T>(answer: Result<T, InquireError>) -> io::Result<Given<T>> {
    match answer {
        Ok(answer) => Ok(Given::Answer(answer)),
        Err(InquireError::OperationCanceled) => Ok(Given::Back),
        Err(InquireError::OperationInterrupted) => Ok(Given::Declined),
        Err(InquireError::IO(error)) => Err(error),
        Err(other) => Err(io::Error::other(other.to_string())),
    }
}
