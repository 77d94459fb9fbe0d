//! A share of a whole as a key: how full somebody is.

use std::cmp::Ordering;
use std::fmt;

/// `part / whole`. Equal fractions are equal, because division rounds correctly; a whole of 0 is fuller than anything.
#[derive(Clone, Copy, Debug)]
pub struct Share(f64);

impl Share {
    /// How full a whole is. What is no number or not above 0 has no room at all.
    #[must_use]
    pub fn of(part: u64, whole: f64) -> Self {
        if whole > 0.0 { Share(part as f64 / whole) } else { Share(f64::INFINITY) }
    }
}

impl Ord for Share {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Share {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Share {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Share {}

/// In per cent, as in "37.5 %".
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} %", self.0 * 100.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_fractions_are_equal_and_nothing_is_fuller_than_no_whole() {
        assert_eq!(Share::of(1, 3.0), Share::of(7, 21.0));
        assert!(Share::of(1, 3.0) < Share::of(2, 5.0));
        for nothing in [0.0, -1.0, f64::NAN] {
            assert!(Share::of(0, nothing) > Share::of(u64::MAX, 1e-9));
        }
        assert_eq!(Share::of(3, 8.0).to_string(), "37.5 %");
    }
}
