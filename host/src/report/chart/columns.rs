//! Standing columns in the order of time: a pale one for what there was, a strong one within it for what came of it.

use askama::Template;

use super::{Figure, Key, share};

/// Points of the tallest column, and of the space above it for its number.
const HEIGHT: f64 = 132.0;
const ABOVE: f64 = 20.0;
/// The widest column, in per cent of the picture.
const WIDEST: f64 = 9.0;

/// One point in time.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Under the column, short: the day.
    pub label: String,
    /// Under that, short: the run.
    pub note: String,
    /// How much there was.
    pub whole: f64,
    /// How much of it.
    pub part: f64,
    /// The number above the strong part.
    pub number: String,
    /// Whether it is the one that the page is about.
    pub marked: bool,
}

/// A chart of columns on one scale.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Tells it from the other charts of the page.
    pub id: &'static str,
    /// What it shows, in a few words.
    pub title: String,
    /// What there is to see, in a sentence.
    pub description: String,
    /// The colours.
    pub keys: Vec<Key>,
    /// The columns from the oldest.
    pub columns: Vec<Column>,
}

#[derive(Template)]
#[template(path = "chart_columns.svg")]
struct Drawn<'a> {
    chart: &'a Columns,
    places: Vec<Place<'a>>,
    width: f64,
    base: f64,
}

struct Place<'a> {
    column: &'a Column,
    /// Left side and middle, in per cent.
    left: f64,
    middle: f64,
    /// Tops and heights in points.
    whole: (f64, f64),
    part: (f64, f64),
    /// Where the number stands.
    above: f64,
}

impl Columns {
    /// The picture with what stands around it.
    ///
    /// # Errors
    /// None but that of a text that cannot grow.
    pub fn figure(self) -> Result<Figure, askama::Error> {
        let svg = self.draw()?;
        Ok(Figure { title: self.title, keys: self.keys, svg, note: None })
    }

    fn draw(&self) -> Result<String, askama::Error> {
        let most = self.columns.iter().map(|column| column.whole.max(column.part)).fold(0.0, f64::max);
        let base = ABOVE + HEIGHT;
        let each = share(1.0, self.columns.len() as f64);
        let width = (each * 0.66).min(WIDEST);
        let tall = |value: f64| (share(value, most) * HEIGHT).round() / 100.0;
        let mut left = 0.0;
        let places = self.columns.iter().map(|column| {
            let middle = left + each / 2.0;
            let (whole, part) = (tall(column.whole), tall(column.part));
            left += each;
            Place {
                column,
                left: hundredth(middle - width / 2.0),
                middle: hundredth(middle),
                whole: (hundredth(base - whole), whole),
                part: (hundredth(base - part), part),
                above: hundredth(base - part - 6.0),
            }
        });
        let places: Vec<Place<'_>> = places.collect();
        Drawn { chart: self, places, width: hundredth(width), base }.render()
    }
}

fn hundredth(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
