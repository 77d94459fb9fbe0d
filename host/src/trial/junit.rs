//! A report as JUnit XML, as CI servers read it.

use std::fmt::Write as _;

use super::report::{Check, Report, Suite};

/// The report as one XML document.
#[must_use]
pub fn junit(report: &Report) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all: Vec<&Check> = report.checks.iter().collect();
    // Writing to a text cannot fail, here and below.
    let _ = writeln!(out, "<testsuites name=\"{}\" {}>", escaped(&report.strategy.name), counts(&all));
    for suite in Suite::ALL {
        let checks: Vec<&Check> = report.checks.iter().filter(|check| check.suite == suite).collect();
        if checks.is_empty() {
            continue;
        }
        let _ = writeln!(out, "  <testsuite name=\"{}\" errors=\"0\" skipped=\"0\" {}>", suite.name(), counts(&checks));
        checks.iter().for_each(|check| case(&mut out, report, check));
        out.push_str("  </testsuite>\n");
    }
    out + "</testsuites>\n"
}

fn counts(checks: &[&Check]) -> String {
    let failures = checks.iter().filter(|check| !check.passed).count();
    let seconds: f64 = checks.iter().map(|check| check.seconds).sum();
    format!("tests=\"{}\" failures=\"{failures}\" time=\"{seconds:.3}\"", checks.len())
}

fn case(out: &mut String, report: &Report, check: &Check) {
    let class = format!("{}.{}", report.strategy.name, check.suite.name());
    let head = format!(
        "    <testcase classname=\"{}\" name=\"{}\" time=\"{:.3}\"",
        escaped(&class),
        escaped(&check.name),
        check.seconds
    );
    if check.passed {
        let _ = writeln!(out, "{head}/>");
        return;
    }
    let first = check.messages.first().map(String::as_str).unwrap_or_default();
    let reproduce = check.reproduce.iter().map(|command| format!("reproduce: {command}"));
    let body: Vec<String> = check.messages.iter().cloned().chain(reproduce).collect();
    let _ = writeln!(out, "{head}>");
    let _ = writeln!(out, "      <failure message=\"{}\">{}</failure>", escaped(first), escaped(&body.join("\n")));
    out.push_str("    </testcase>\n");
}

/// A text within XML 1.0: what has a meaning there is escaped, what it cannot hold at all is replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => out.push(letter),
            _ => out.push('\u{fffd}'),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn texts_are_made_fit_for_xml() {
        assert_eq!(escaped("a<b> & \"c\"\u{0}\u{1b}"), "a&lt;b&gt; &amp; &quot;c&quot;\u{fffd}\u{fffd}");
    }
}
