//! What a sandbox is started with. Checks the sizes; generates nothing.

use jiff::Timestamp;

use super::errors::SandboxError;

/// Most leads a sandbox generates; beyond it memory is the limit, not the question asked.
const MOST_LEADS: usize = 2_000_000;
/// Most salespeople a sandbox generates.
const MOST_SALESPEOPLE: usize = 100_000;

/// Sizes and manners of a sandbox. The same `seed`, `leads`, `salespeople` and `now` give the same records, id for id.
#[derive(Clone, Debug, PartialEq)]
pub struct SandboxOptions {
    /// Leads to generate, archived ones and opportunities among them; at most 2,000,000. Default 200.
    pub leads: usize,
    /// Salespeople in team *Voice*, `Seller 0001` and on; at most 100,000. Default 8.
    pub salespeople: usize,
    /// Seed of the generated values. Default 20261122.
    pub seed: u64,
    /// TCP port on 127.0.0.1; 0, the default, takes a free one.
    pub port: u16,
    /// The sandbox's clock when it starts; it goes on from there in real time. Ages of leads count back from it.
    /// Default: the time of the call.
    pub now: Timestamp,
    /// Behave like Odoo 18: only `/jsonrpc`, version 18.0, neither `formatted_read_group` nor `won_status`. Default false.
    pub legacy_only: bool,
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self { leads: 200, salespeople: 8, seed: 20_261_122, port: 0, now: Timestamp::now(), legacy_only: false }
    }
}

impl SandboxOptions {
    /// Refuses sizes past the bounds.
    pub(crate) fn check(&self) -> Result<(), SandboxError> {
        for (what, wanted, most) in
            [("leads", self.leads, MOST_LEADS), ("salespeople", self.salespeople, MOST_SALESPEOPLE)]
        {
            if wanted > most {
                return Err(SandboxError::TooMany { what, wanted, most });
            }
        }
        Ok(())
    }
}
