//! Commands and flags: what the documents name is there, and what is there is named in the README.

use std::path::Path;

use super::page::{PAGES, Page, odlm, page, spans};

/// The commands in a document: code blocks and back-ticks.
fn commands(page: &Page) -> Vec<String> {
    let lines = page
        .blocks
        .iter()
        .filter(|(language, _)| language == "sh" || language == "sh synopsis")
        .flat_map(|(_, block)| block.lines());
    let typed = lines.filter_map(|line| line.rsplit("&& ").next());
    let spans = page.spans().into_iter().filter(|span| span.starts_with("odlm "));
    let typed = typed.map(str::trim).filter(|line| line.starts_with("odlm "));
    let whole = typed.chain(spans).map(|line| line.split(['>', '#', '|']).next().unwrap().trim());
    // What stands behind `--` is a command of its own.
    whole.flat_map(|line| line.split(" -- ")).filter(|line| line.starts_with("odlm ")).map(str::to_owned).collect()
}

/// Asserts that the program takes these words: asked for help at their end, it has read them all.
fn assert_taken(line: &str, name: &str) {
    let words: Vec<&str> = line.split_whitespace().skip(1).chain(["--help"]).collect();
    let (code, _, stderr) = odlm(&words, Path::new("."));
    assert_eq!(code, 0, "{name} names `{line}`: {stderr}");
}

#[test]
fn every_command_that_is_named_is_taken() {
    let mut count = 0;
    for name in PAGES {
        for line in commands(&page(name)) {
            assert_taken(&line, name);
            count += 1;
        }
    }
    assert!(count > 25, "only {count} commands are found in the documents");
}

/// The README's rows of commands: the command with its operands, the row's text.
fn rows(page: &Page) -> Vec<(String, String)> {
    let rows = page.table("| Command | What it does | Flags |");
    rows.into_iter().map(|cells| (spans(cells[0])[0].to_owned(), cells.join(" "))).collect()
}

#[test]
fn every_flag_in_the_table_of_commands_is_taken() {
    for (command, row) in rows(&page("README.md")) {
        for flag in spans(&row).into_iter().filter(|span| span.starts_with("--")) {
            assert_taken(&format!("{command} {flag}"), "README.md");
        }
    }
}

/// The subcommands and the flags that a command's help shows.
fn help(path: &[String]) -> (Vec<String>, Vec<String>) {
    let words: Vec<&str> = path.iter().map(String::as_str).chain(["--help"]).collect();
    let (code, stdout, _) = odlm(&words, Path::new("."));
    assert_eq!(code, 0);
    let below = stdout.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let first = |line: &str| line.split_whitespace().next().unwrap_or_default().to_owned();
    let commands = below.map(first).filter(|name| name != "help").collect();
    let lines = stdout.lines().map(|line| line.trim_start().trim_start_matches(|letter: char| letter != '-'));
    let lines = lines.map(|line| {
        line.split_once(", --").map_or(line.to_owned(), |(_, long)| format!("--{long}")).replace("...", "")
    });
    // A sentence may begin with a flag, which a colon follows.
    let flags = lines.filter(|line| line.starts_with("--")).map(|line| first(&line).trim_end_matches(':').to_owned());
    let flags = flags.collect();
    (commands, flags)
}

/// Flags that every command takes: the README names them once.
const EVERYWHERE: [&str; 4] = ["--quiet", "--verbose", "--log-level", "--log-format"];

#[test]
fn every_command_and_flag_is_in_the_table_of_commands() {
    let readme = page("README.md");
    let rows = rows(&readme);
    let mut open: Vec<Vec<String>> = vec![Vec::new()];
    let mut leaves: Vec<String> = Vec::new();
    while let Some(path) = open.pop() {
        let (commands, flags) = help(&path);
        if !commands.is_empty() {
            open.extend(commands.into_iter().map(|command| [path.as_slice(), &[command]].concat()));
            continue;
        }
        let command = format!("odlm {}", path.join(" "));
        // A command that does two things has two rows.
        let row: String =
            rows.iter().filter(|(named, _)| named.starts_with(&command)).map(|(_, row)| row.as_str()).collect();
        assert!(!row.is_empty(), "README.md has no row for `{command}`");
        for flag in flags.iter().filter(|flag| *flag != "--help") {
            let everywhere = EVERYWHERE.contains(&flag.as_str()) && readme.text.contains(&format!("`{flag}"));
            assert!(everywhere || row.contains(flag.as_str()), "README.md: the row of `{command}` lacks `{flag}`");
        }
        leaves.push(command);
    }
    for (named, _) in &rows {
        assert!(leaves.iter().any(|command| named.starts_with(command.as_str())), "README.md: there is no `{named}`");
    }
}
