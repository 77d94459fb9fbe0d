//! Many runs together: one model, which is checked and then shown in any of its forms. Decides nothing and reads nothing.

mod build;
mod check;
mod conversions;
mod csv;
mod group;
mod html;
mod markdown;
mod model;
mod pictures;
mod tables;
mod terminal;
mod told;

pub use build::{Builder, Period, Received, Scope};
pub use conversions::conversions;
pub(super) use group::{Group, round};
pub(super) use html::Sum;
pub use model::{
    Before, CampaignLine, Conversions, CountLine, DayLine, Figures, History, Leads, OutcomeLine, Outcomes, PersonLine,
    PersonName,
};
pub use tables::By;
pub(super) use told::Told;
