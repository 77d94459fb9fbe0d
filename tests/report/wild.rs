//! Names that mean something to a browser, a spreadsheet, Markdown or a terminal come through every rendering whole, and mean nothing.

use odlm::report::{Look, original};

use super::sample::{names, report};

/// A text of HTML as a browser reads it.
fn unescaped(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

#[test]
fn html_has_the_names_and_no_element_of_theirs() {
    let html = report().html().unwrap();
    for tag in ["<script", "<b>", "<i>", "javascript:", "onerror"] {
        assert!(!html.contains(tag), "{tag}");
    }
    // Nothing is fetched: links are only followed by a person.
    for fetched in ["src=", "@import", "url(", "<iframe", "<object", "<embed"] {
        assert!(!html.contains(fetched), "{fetched}");
    }
    assert!(html.matches("<link").count() == 1 && html.contains("<link rel=\"icon\" href=\"data:,\">"));
    let text = unescaped(&html);
    for name in names() {
        assert!(text.contains(name.trim()), "{name}");
    }
    assert!(!html.contains('\u{202e}'), "nothing turns the reading direction of the page");
}

#[test]
fn csv_carries_nothing_out_and_can_be_told_back() {
    let csv = report().csv().unwrap();
    assert!(csv.starts_with("\u{feff}section,"), "spreadsheets are told that it is UTF-8");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record.unwrap();
        assert_eq!(record.len(), 4);
        for cell in &record {
            let number = cell.parse::<f64>().is_ok();
            assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
        if &record[0] == "person" {
            found.push(original(&record[1]).to_owned());
        }
    }
    for name in names() {
        assert!(found.contains(&name), "{name}");
    }
}

#[test]
fn json_is_exact_and_markdown_means_nothing() {
    let report = report();
    let json: serde_json::Value = serde_json::from_str(&serde_json::to_string(&report).unwrap()).unwrap();
    let told: Vec<&str> =
        json["salespeople"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(told, names());
    let markdown = report.markdown();
    assert!(!markdown.contains("<script") && !markdown.contains("[link](") && !markdown.contains("<b>"));
    for line in markdown.lines().filter(|line| line.starts_with('|')) {
        assert!(line.ends_with('|'), "{line}");
    }
    assert!(markdown.contains("محمد عبد الله") && markdown.contains("王小明 🎉"));
}

#[test]
fn a_terminal_is_not_moved_by_a_name() {
    for (width, unicode) in [(120, true), (80, true), (40, false)] {
        let text = report().terminal(Look { width, unicode });
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']), "{text}");
        assert!(text.contains("Leads found") && text.contains("Recommendations"), "{text}");
    }
}
