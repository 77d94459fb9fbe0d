//! Takes out of a message what identifies a person: mail addresses and telephone numbers. Names cannot be told from other words.

/// So many digits in one word, or in words that follow each other, are a telephone number.
const DIGITS: usize = 7;

/// The text with `…@…` for mail addresses and `…` for telephone numbers.
#[must_use]
pub fn mask(text: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    let mut words = text.split(' ').peekable();
    while let Some(word) = words.next() {
        if word.contains('@') && word.len() > 2 {
            out.push("…@…");
            continue;
        }
        let mut run = vec![word];
        if is_of_number(word) {
            while let Some(next) = words.next_if(|next| is_of_number(next)) {
                run.push(next);
            }
        }
        let digits: usize = run.iter().map(|word| word.chars().filter(char::is_ascii_digit).count()).sum();
        if is_of_number(word) && digits >= DIGITS {
            out.push("…");
        } else {
            out.extend(run);
        }
    }
    out.join(" ")
}

/// Whether a word holds nothing but digits and what stands between the digits of a telephone number.
fn is_of_number(word: &str) -> bool {
    let is_of_number = |letter: char| letter.is_ascii_digit() || "+-/().,".contains(letter);
    word.chars().any(|letter| letter.is_ascii_digit()) && word.chars().all(is_of_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_vanish_and_the_rest_stays() {
        assert_eq!(mask("mail jane.doe@example.com, tel +49 30 123-4567 now"), "mail …@… tel … now");
        assert_eq!(mask("crm.lead(17,) of 3 records at 12:30"), "crm.lead(17,) of 3 records at 12:30");
        assert_eq!(mask("call (030)1234567"), "call …");
        assert_eq!(mask(""), "");
    }
}
