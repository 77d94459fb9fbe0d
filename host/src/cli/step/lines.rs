//! Questions at a terminal that can only print and read lines.

use std::io::{self, BufRead, Read, Write};

use super::ask::{Given, Meaning};

/// The longest line that is read, in bytes.
const LINE_LIMIT: u64 = 1_000;

pub(super) fn line(question: &str, meaning: Meaning) -> io::Result<Given<String>> {
    loop {
        let Some(answer) = read(question)? else { return Ok(Given::Back) };
        match meaning(&answer) {
            Ok(_) => return Ok(Given::Answer(answer)),
            Err(wanted) => writeln!(io::stderr().lock(), "{wanted}")?,
        }
    }
}

pub(super) fn choose(question: &str, options: &[String]) -> io::Result<Given<usize>> {
    for (number, option) in (1..).zip(options) {
        writeln!(io::stderr().lock(), "{number:>4}  {option}")?;
    }
    loop {
        let Some(answer) = read(&format!("{question} (1 to {}, empty goes back):", options.len()))? else {
            return Ok(Given::Back);
        };
        if answer.trim().is_empty() {
            return Ok(Given::Back);
        }
        let place = answer.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match place.filter(|place| *place < options.len()) {
            Some(place) => return Ok(Given::Answer(place)),
            None => writeln!(io::stderr().lock(), "write the number of a line")?,
        }
    }
}

/// The line that was typed; none at the end of the input.
fn read(question: &str) -> io::Result<Option<String>> {
    let mut out = io::stderr().lock();
    write!(out, "{question} ")?;
    out.flush()?;
    drop(out);
    let mut line = String::new();
    let read = io::stdin().lock().take(LINE_LIMIT).read_line(&mut line)?;
    if read == 0 {
        writeln!(io::stderr().lock())?;
        return Ok(None);
    }
    Ok(Some(line))
}
