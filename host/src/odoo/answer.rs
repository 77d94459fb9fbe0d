//! Reads an answer's JSON. Python's writer may put `NaN` and `Infinity` where JSON has no such words: they become `null`.

use std::borrow::Cow;

use serde_json::Value;

/// Parses an answer.
///
/// # Errors
/// The parser's own, when the text is not JSON even without Python's words.
pub(super) fn parse(body: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice(body).or_else(|error| match without_python_words(body) {
        Cow::Owned(mended) => serde_json::from_slice(&mended),
        Cow::Borrowed(_) => Err(error),
    })
}

/// Replaces `NaN`, `Infinity` and `-Infinity` outside texts by `null`.
fn without_python_words(body: &[u8]) -> Cow<'_, [u8]> {
    let mut mended: Option<Vec<u8>> = None;
    let (mut at, mut kept, mut in_text) = (0, 0, false);
    while let Some(byte) = body.get(at) {
        let rest = body.get(at..).unwrap_or_default();
        match byte {
            b'\\' if in_text => at += 1,
            b'"' => in_text = !in_text,
            b'N' | b'I' | b'-' if !in_text => {
                let word = [&b"NaN"[..], b"Infinity", b"-Infinity"].into_iter().find(|word| rest.starts_with(word));
                if let Some(word) = word {
                    let out = mended.get_or_insert_with(|| Vec::with_capacity(body.len()));
                    out.extend_from_slice(body.get(kept..at).unwrap_or_default());
                    out.extend_from_slice(b"null");
                    at += word.len();
                    kept = at;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    match mended {
        Some(mut out) => {
            out.extend_from_slice(body.get(kept..).unwrap_or_default());
            Cow::Owned(out)
        }
        None => Cow::Borrowed(body),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn python_words_become_null_outside_texts_only() -> Result<(), serde_json::Error> {
        let value = parse(br#"{"a": NaN, "b": [-Infinity, Infinity, -1], "c": "NaN \" Infinity"}"#)?;
        assert_eq!(value, json!({"a": null, "b": [null, null, -1], "c": "NaN \" Infinity"}));
        assert!(parse(b"{\"a\": Nan}").is_err());
        Ok(())
    }
}
