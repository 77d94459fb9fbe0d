//! Texts from outside: how names are compared, and how anything is made fit to be shown.

mod fold;
mod line;
mod mask;

pub use fold::{compose, fold, normalize};
pub use line::{bytes, is_hidden, one_line};
pub use mask::mask;
