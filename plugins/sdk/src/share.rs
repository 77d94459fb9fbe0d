//! A share of a whole as a key: how full somebody is.

use std::fmt;

use crate::Key;

/// `part / whole`. Equal fractions are equal, because division rounds correctly; a whole of 0 is fuller than anything.
///
/// Kept as the bits of the number: those of numbers that are not below 0 have the order of the numbers (IEEE 754-2019, 5.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u64);

impl Share {
    /// How full a whole is. What is no number or not above 0 has no room at all.
    #[must_use]
    pub fn of(part: u64, whole: f64) -> Self {
        let share = if whole > 0.0 { part as f64 / whole } else { f64::INFINITY };
        Share(share.to_bits())
    }

    /// A number with the order of the shares, its highest bit not set.
    #[must_use]
    pub fn to_bits(self) -> u64 {
        self.0
    }
}

/// No share is as much as this.
impl Key for Share {
    const LAST: Self = Share(u64::MAX);
}

/// In per cent, as in "37.5 %".
impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} %", f64::from_bits(self.0) * 100.0)
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
