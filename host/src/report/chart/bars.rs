//! Lying bars: a line of words above each, so that names and numbers keep their size on a phone.

use askama::Template;

use super::{Figure, Key, share};

/// Points between the tops of two bars.
const STEP: u32 = 42;

/// A bar of one or more parts behind each other.
#[derive(Clone, Debug, Default)]
pub struct Bar {
    /// What it is of; short.
    pub label: String,
    /// Its number in words, like `31 of 40`.
    pub number: String,
    /// What it is made of, from the left.
    pub parts: Vec<Part>,
    /// Where a mark stands, like a target.
    pub mark: Option<f64>,
}

/// A part of a bar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The class of the page's style.
    pub class: &'static str,
    /// How much.
    pub value: f64,
}

/// A chart of bars on one scale.
#[derive(Clone, Debug)]
pub struct Bars {
    /// Tells it from the other charts of the page.
    pub id: &'static str,
    /// What it shows, in a few words.
    pub title: String,
    /// What there is to see, in a sentence.
    pub description: String,
    /// The colours.
    pub keys: Vec<Key>,
    /// The bars from the top.
    pub bars: Vec<Bar>,
    /// How many things of the same kind are not drawn.
    pub more: usize,
}

#[derive(Template)]
#[template(path = "chart_bars.svg")]
struct Drawn<'a> {
    chart: &'a Bars,
    height: u32,
    rows: Vec<Row<'a>>,
}

struct Row<'a> {
    bar: &'a Bar,
    top: u32,
    /// Class, begin and width in per cent.
    parts: Vec<(&'static str, f64, f64)>,
    mark: Option<f64>,
}

impl Bars {
    /// The picture with what stands around it.
    ///
    /// # Errors
    /// None but that of a text that cannot grow.
    pub fn figure(self) -> Result<Figure, askama::Error> {
        let svg = self.draw()?;
        let note = (self.more > 0).then(|| format!("{} more are in the table", self.more));
        Ok(Figure { title: self.title, keys: self.keys, svg, note })
    }

    fn draw(&self) -> Result<String, askama::Error> {
        let whole = |bar: &Bar| bar.parts.iter().map(|part| part.value).sum::<f64>();
        let most = self.bars.iter().map(|bar| whole(bar).max(bar.mark.unwrap_or_default())).fold(0.0, f64::max);
        let mut top = 0;
        let rows = self.bars.iter().map(|bar| {
            let mut from = 0.0;
            let parts = bar.parts.iter().filter(|part| part.value > 0.0).map(|part| {
                let drawn = (part.class, share(from, most), share(part.value, most));
                from += part.value;
                drawn
            });
            let row = Row { bar, top, parts: parts.collect(), mark: bar.mark.map(|mark| share(mark, most)) };
            top += STEP;
            row
        });
        let rows: Vec<Row<'_>> = rows.collect();
        Drawn { chart: self, height: top.max(STEP), rows }.render()
    }
}
