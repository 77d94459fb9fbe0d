//! The strategies that are shipped inside the program, as `build.rs` built them from `plugins/`.

/// Name and component of each shipped strategy.
#[must_use]
pub fn shipped() -> &'static [(&'static str, &'static [u8])] {
    SHIPPED
}

include!(concat!(env!("OUT_DIR"), "/shipped.rs"));
