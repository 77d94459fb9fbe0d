//! Charts as inline SVG: as wide as the place that they have, in the page's colours, each with a title and a description that says in
//! words what it shows. Bars lie for things that have names, stand for things in the order of time. They draw what they are given.

mod bars;
mod columns;

pub use bars::{Bar, Bars, Part};
pub use columns::{Column, Columns};

/// What a colour stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The class of the page's style, like `new`.
    pub class: &'static str,
    /// The words.
    pub text: &'static str,
}

/// A picture with what stands around it: `templates/figure.html`.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What it shows, in a few words.
    pub title: String,
    /// The colours.
    pub keys: Vec<Key>,
    /// The picture.
    pub svg: String,
    /// What is to be known beside it.
    pub note: Option<String>,
}

/// Per cent of a whole for a place in a picture, to a hundredth; nothing of nothing.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { (part / whole * 10_000.0).round().clamp(0.0, 10_000.0) / 100.0 } else { 0.0 }
}
