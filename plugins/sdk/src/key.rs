//! What a line is kept by: numbers that say when somebody is served.

/// A key of a [`Line`](crate::Line): the lowest is served first. One word is compared quickest; pack what decides into it, what counts
/// most in the highest bits.
pub trait Key: Copy + Ord {
    /// Later than anything: nobody waits with this key.
    const LAST: Self;
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Key for $number {
            const LAST: Self = <$number>::MAX;
        })*
    };
}

numbers!(u8, u16, u32, u64, u128, i32, i64, i128);

impl<A: Key, B: Key> Key for (A, B) {
    const LAST: Self = (A::LAST, B::LAST);
}
