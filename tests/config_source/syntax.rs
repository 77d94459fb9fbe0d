//! What is told of texts that are no YAML, or more of it than a configuration may hold; and what of YAML is read.

use super::sample::{Level, expect, yaml};

#[test]
fn a_text_that_is_no_yaml_is_told_in_plain_words() {
    let keys = "indent the keys of a section alike, with spaces, and put a text that holds `: ` in quotes";
    let quotes = "between single quotes `\\` stands for itself and `''` for one quote";
    let flow = "close each `[` and `{`, and put a text that holds `{`, `}`, `[` or `]` in quotes";
    expect(&[
        ("levels:\n\tsenior: 1", &["2:2: a tab is used for indentation | indent with spaces"]),
        ("note: a: b", &[&format!("1:8: a `:` stands where no key can be | {keys}")]),
        ("note: x\n  levels: 1", &[&format!("2:9: a `:` stands where no key can be | {keys}")]),
        (
            "levels:\n    a: 1\n  b: 2",
            &[&format!("3:3: the line is neither a key of the section above nor a part of its value | {keys}")],
        ),
        ("note: 1\nlevels\nsource: 2", &[&format!("3:1: the line before is not of the form `key: value` | {keys}")]),
        ("note: \"a\nlevels: 1", &[&format!("1:7: a text in quotes is not closed | {quotes}")]),
        ("note: 'a", &[&format!("1:7: a text in quotes is not closed | {quotes}")]),
        ("note: 'it's'", &[&format!("1:11: more text follows a text in quotes | {quotes}")]),
        (
            "note: \"C:\\path\"",
            &[&format!("1:7: between double quotes a `\\` must be part of a known escape | {quotes}")],
        ),
        ("anything: [1, 2", &[&format!("2:1: a `,` or the end of a list or mapping in brackets is missing | {flow}")]),
        ("anything: ]", &["1:11: the bracket closes nothing | a text that holds `]` or `}` needs quotes"]),
        ("note: @x", &["1:7: a text cannot begin with this character | put the text in quotes"]),
        (
            "note: *x",
            &["1:7: the alias names no anchor that stands before it | a text that begins with `*` needs quotes"],
        ),
        (
            "levels:\n- a\nb: 1\n- c",
            &[&format!("4:3: the line is neither a key of the section above nor a part of its value | {keys}")],
        ),
        (
            "note: a\u{0}b\nlevels: 1",
            &[
                "1:8: the control character U+0000 stands here | remove it; between double quotes it can be written as an escape",
            ],
        ),
        (
            "note: 1\n---\nnote: 2",
            &["2:1: the file holds more than one YAML document | keep one, and remove the line `---` or `...`"],
        ),
        (
            "note: !!python/object x",
            &[
                "1:7 note: the tag `!!python/object` is not taken here | remove it, or put a text that begins with `!` in quotes",
            ],
        ),
        (
            "note: !x y",
            &["1:7 note: the tag `!x` is not taken here | remove it, or put a text that begins with `!` in quotes"],
        ),
        (
            "levels: {[a]: 1}",
            &[
                "1:10 levels: a list or mapping stands where a key must be | put a text that holds `{`, `}`, `[` or `]` in quotes",
            ],
        ),
        (": 1", &["1:1: a key is missing before the `:`"]),
        (
            "lead_finding: {share: .inf}",
            &[
                "1:23 lead_finding.share: infinite numbers and `.nan` are not taken | put it in quotes where a text is meant",
            ],
        ),
    ]);
}

#[test]
fn a_key_that_stands_twice_is_told_with_both_places() {
    expect(&[
        (
            "note: a\nlevels: {}\nnote: b",
            &["3:1: the key `note` stands here twice, first in line 1, column 1 | keep one of the two"],
        ),
        (
            "levels:\n  a: {target_leads: 1, 'target_leads': 2}",
            &[
                "2:24 levels.a: the key `target_leads` stands here twice, first in line 2, column 7 | keep one of the two",
            ],
        ),
    ]);
}

#[test]
fn aliases_and_merge_keys_are_read() {
    let text = "levels:\n  senior: &base {target_leads: 200, rank: 1}\n  same: *base\n  junior:\n    <<: *base\n    rank: 3\n  \
                both:\n    <<: [{rank: 7}, *base]\n";
    let read = yaml(text).unwrap();
    let level = |target_leads, rank| Some(Level { target_leads, rank: Some(rank) });
    for (name, wanted) in
        [("senior", level(200, 1)), ("same", level(200, 1)), ("junior", level(200, 3)), ("both", level(200, 7))]
    {
        assert_eq!(read.value.levels.get(name).cloned(), wanted, "{name}");
    }
    let place = read.places.place("/levels/junior/target_leads");
    assert_eq!((place.line, place.column), (2, 32));
    expect(&[
        (
            "levels:\n  a:\n    <<: 3",
            &[
                "3:5 levels.a: the value of `<<` is neither a mapping nor a list of mappings | write `<<: *anchor`, or put the key in quotes",
            ],
        ),
        (
            "levels:\n  a: &a {target_leads: 1, rank: x}\n  b: *a",
            &[
                "2:33 levels.a.rank: expected a whole number, found the text `x`",
                "2:33 levels.b.rank: expected a whole number, found the text `x`",
            ],
        ),
        ("anything: &a [*a]", &["1:15 anything[0]: the alias stands inside of what it names | write the value out"]),
    ]);
}

#[test]
fn empty_files_and_empty_sections_are_absent() {
    for text in ["", "\n\n", "# note\n", "---\n", "~", "\u{feff}", "lead_finding:\n", "levels: ~\nnote:", "{}"] {
        assert_eq!(yaml(text).unwrap().value, super::sample::Sample::default(), "{text:?}");
    }
}

#[test]
fn tags_of_the_core_schema_and_texts_over_lines_are_read() {
    let read = yaml(
        "note: !!str 12\nanything: [!!int '3', ! 4, \"a\\u00e9\\n\"]\nlead_finding: !!map\n  field: >-\n    a\n    b_c\n",
    );
    assert_eq!(
        super::sample::mistakes(read),
        ["5:5 lead_finding.field: `a b_c` does not have the form that is wanted | it must match `^[a-z_]+$`"]
    );
    let read = yaml("note: !!str 12\nanything: [!!int '3', ! 4, \"a\\u00e9\\n\"]\n").unwrap().value;
    assert_eq!(read.note, "12");
    assert_eq!(read.anything, Some(serde_json::json!([3, "4", "aé\n"])));
}

#[test]
fn places_are_found_by_pointer() {
    let read = yaml("\u{feff}levels:\n  'a/b~c':\n    target_leads: 3\nanything: [é, {x: [y]}]\nnote: n").unwrap();
    for (pointer, line, column) in [
        ("", 1, 1),
        ("/levels", 1, 1),
        ("/levels/a~1b~0c", 2, 3),
        ("/levels/a~1b~0c/target_leads", 3, 19),
        ("/levels/a~1b~0c/rank", 2, 3),
        ("/anything/0", 4, 12),
        ("/anything/1/x/0", 4, 20),
        ("/anything/9", 4, 1),
        ("/note", 5, 7),
        ("/source", 1, 1),
    ] {
        let place = read.places.place(pointer);
        assert_eq!((place.line, place.column), (line, column), "{pointer}");
    }
    let key = read.places.key_place("/note");
    assert_eq!(key.to_string(), "config/daily.yaml:5:1");
}
