//! How names are compared: Unicode's full case folding over the composed form, so that `MÜLLER`, `Müller` and `Mu\u{308}ller` agree.

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizer;

/// The form in which two texts that a reader takes for the same are equal.
#[must_use]
pub fn fold(text: &str) -> String {
    let composed = ComposingNormalizer::new_nfc();
    let folded = CaseMapper::new().fold_string(composed.normalize(text.trim()).as_ref()).into_owned();
    // Folding may decompose what was composed.
    composed.normalize(&folded).into_owned()
}

/// The composed form with its letters' case kept.
#[must_use]
pub fn compose(text: &str) -> String {
    normalize(text.trim())
}

/// The composed form of a text whose spaces count at its ends too.
#[must_use]
pub fn normalize(text: &str) -> String {
    ComposingNormalizer::new_nfc().normalize(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_the_same_is_the_same() {
        assert_eq!(fold("MÜLLER"), fold("Mu\u{308}ller"));
        assert_eq!(fold("Straße"), fold("STRASSE"));
        assert_eq!(fold("ΣΊΣΥΦΟΣ"), fold("σίσυφος"));
        assert_ne!(fold("Muller"), fold("Müller"));
        assert_ne!(compose("A"), compose("a"));
    }
}
