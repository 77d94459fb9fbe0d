//! A question and its answer: by keys where the terminal can move its cursor, else by lines. Who accepts everything is not asked.
//!
//! Each question waits on a thread of its own: a run that must end meanwhile leaves it behind.

use std::io;

use crossterm::cursor::Show;
use crossterm::event::DisableBracketedPaste;
use crossterm::terminal::disable_raw_mode;
use tokio::sync::oneshot;

use super::{accepted, keys, lines};
use crate::error::Error;

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Given<T> {
    /// An answer that will do.
    Answer(T),
    /// Esc or Ctrl-D: back to where one came from.
    Back,
    /// Ctrl-C: the end.
    Declined,
}

impl<T> Given<T> {
    /// The same, of another kind of answer.
    pub(super) fn map<U>(self, of: impl FnOnce(T) -> U) -> Given<U> {
        match self {
            Given::Answer(answer) => Given::Answer(of(answer)),
            Given::Back => Given::Back,
            Given::Declined => Given::Declined,
        }
    }
}

/// Of an answer the word for it, or what an answer must be.
pub(super) type Meaning = fn(&str) -> Result<&'static str, &'static str>;

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asker {
    /// Nobody: yes to everything.
    Accepts,
    /// Somebody at a terminal whose cursor moves.
    Keys,
    /// Somebody at a plain one.
    Lines,
}

impl Asker {
    pub(super) fn new(auto_accept: bool) -> Asker {
        let plain = std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb");
        match (auto_accept, plain) {
            (true, _) => Asker::Accepts,
            (false, false) => Asker::Keys,
            (false, true) => Asker::Lines,
        }
    }

    /// Asks for a line that means something.
    pub(super) async fn line(self, question: &str, meaning: Meaning) -> Result<Given<String>, Error> {
        let asked = question.to_owned();
        match self {
            Asker::Accepts => {
                accepted(question);
                Ok(Given::Answer(String::new()))
            }
            Asker::Keys => with_keys(move || keys::line(&asked, meaning)).await,
            Asker::Lines => with_lines(move || lines::line(&asked, meaning)).await,
        }
    }

    /// Asks for one of the options; tells its place.
    pub(super) async fn choose(self, question: &str, options: Vec<String>) -> Result<Given<usize>, Error> {
        let asked = question.to_owned();
        match self {
            Asker::Accepts => Ok(Given::Back),
            Asker::Keys => with_keys(move || keys::choose(&asked, &options)).await,
            Asker::Lines => with_lines(move || lines::choose(&asked, &options)).await,
        }
    }
}

/// What a question on its thread sends.
type Sent<T> = io::Result<Given<T>>;

fn on_a_thread<T: Send + 'static>(question: impl FnOnce() -> Sent<T> + Send + 'static) -> oneshot::Receiver<Sent<T>> {
    let (send, receive) = oneshot::channel();
    std::thread::spawn(move || {
        // Who no longer waits needs no answer.
        let _ = send.send(question());
    });
    receive
}

async fn with_keys<T: Send + 'static>(question: impl FnOnce() -> Sent<T> + Send + 'static) -> Result<Given<T>, Error> {
    let mut terminal = Terminal { is_free: false };
    let answer = on_a_thread(question).await;
    terminal.is_free = true;
    settled(answer)
}

/// Here Ctrl-C is a signal and no key.
async fn with_lines<T: Send + 'static>(question: impl FnOnce() -> Sent<T> + Send + 'static) -> Result<Given<T>, Error> {
    let interrupted = tokio::signal::ctrl_c();
    tokio::select! {
        biased;
        Ok(()) = interrupted => Ok(Given::Declined),
        answer = on_a_thread(question) => settled(answer),
    }
}

fn settled<T>(answer: Result<Sent<T>, oneshot::error::RecvError>) -> Result<Given<T>, Error> {
    let unasked = |detail: String| Error::System { what: "the terminal cannot be asked".to_owned(), detail };
    answer.map_err(|error| unasked(error.to_string()))?.map_err(|error| unasked(error.to_string()))
}

/// A terminal that a question holds. Of one that is left behind unanswered it is made what it was.
struct Terminal {
    is_free: bool,
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if !self.is_free {
            // The run ends for a reason that outweighs this one.
            let _ = disable_raw_mode();
            let _ = crossterm::execute!(io::stderr(), DisableBracketedPaste, Show, crossterm::style::Print("\r\n"));
        }
    }
}
