//! Texts made to cost more than a configuration may: they are refused by name.

use super::sample::{mistakes, yaml};

fn told(text: &str) -> String {
    let told = mistakes(yaml(text));
    assert_eq!(told.len(), 1, "{told:?}");
    told[0].clone()
}

/// Nine levels of nine aliases each: a billion values, were they written out.
#[test]
fn an_alias_bomb_is_refused() {
    let mut text = "anything:\n  - &a0 [lol,lol,lol,lol,lol,lol,lol,lol,lol]\n".to_owned();
    for level in 1..10 {
        let alias = format!("*a{}", level - 1);
        text.push_str(&format!("  - &a{level} [{}]\n", vec![alias; 9].join(",")));
    }
    assert!(told(&text).ends_with(
        ": the file holds more than 100000 values, those that its aliases repeat included | \
         repeat less with `*`, and move long lists into files of their own"
    ));
}

#[test]
fn aliases_of_a_long_text_are_refused() {
    let text = format!("anything:\n  - &a {}\n{}", "x".repeat(400_000), "  - *a\n".repeat(70_000));
    assert!(told(&text).starts_with("12:5: the file holds more than 4 MiB of text"));
    let keys = format!("anything:\n  - &a {{? {} : 1}}\n{}", "x".repeat(500_000), "  - *a\n".repeat(50_000));
    assert!(told(&keys).contains("the file holds more than 4 MiB of text"));
}

#[test]
fn aliases_that_merge_again_and_again_are_refused() {
    let mut text = "anything:\n  - &a0 {k0: 1}\n".to_owned();
    for level in 1..40 {
        let before = level - 1;
        text.push_str(&format!("  - &a{level} {{k{level}: *a{before}, <<: *a{before}}}\n"));
    }
    assert!(told(&text).contains("the file holds more than 100000 values"));
}

#[test]
fn deep_nesting_is_refused() {
    let deep = ": lists and mappings are nested more than 64 deep | write it flatter";
    for text in [
        "[".repeat(100_000),
        "{a: ".repeat(100_000),
        "- ".repeat(100_000),
        "? ".repeat(1_000),
        (0..500).map(|level| format!("{}a:\n", " ".repeat(level))).collect(),
    ] {
        let told = told(&text);
        assert!(told.ends_with(deep) || told.contains("stands where a key must be"), "{told}");
    }
    let fits = format!("anything: {}{}", "[".repeat(63), "]".repeat(63));
    assert!(yaml(&fits).is_ok());
    assert!(told(&format!("anything: {}{}", "[".repeat(64), "]".repeat(64))).ends_with(deep));
    let mut text = "anything:\n  - &a0 1\n".to_owned();
    for level in 1..70 {
        text.push_str(&format!("  - &a{level} [*a{}]\n", level - 1));
    }
    assert!(told(&text).ends_with(deep));
}

#[test]
fn as_many_values_as_the_bound_are_read() {
    assert!(yaml(&format!("anything: [{}]", "1,".repeat(99_998))).is_ok());
    assert!(told(&format!("anything: [{}]", "1,".repeat(99_999))).contains("more than 100000 values"));
}

#[test]
fn very_many_mistakes_in_one_place_are_answered() {
    let levels: String = (0..40_000).map(|level| format!(" k{level}: 3\n")).collect();
    let status = format!("status: [{}]", "3,".repeat(99_000));
    let unknown: String = (0..40_000).map(|key| format!("k{key}: 3\n")).collect();
    for text in
        [format!("levels:\n{levels}"), status, unknown, format!("turn:\n after:\n{}", levels.replace(" k", "  k"))]
    {
        assert_eq!(mistakes(yaml(&text)).len(), 100);
    }
}

/// Texts that make a naive reader look at everything again for each part.
#[test]
fn texts_of_a_megabyte_of_one_thing_are_answered() {
    for part in [
        "a: b\n", "- ", "-\n", "[", "]", "{", "a:\n ", "? ", "&a ", "*a ", "!", "'", "\"", "\\", "#", "%", "|\n", "${",
        "${A}", "a,", ": ",
    ] {
        let text = part.repeat((1 << 20) / part.len());
        for text in [
            text.clone(),
            format!("note: {text}"),
            format!("note: \"{text}"),
            format!("[{text}"),
            format!("note: |\n  {text}"),
        ] {
            let _ = yaml(text.get(..1 << 20).unwrap_or(&text));
        }
    }
}
