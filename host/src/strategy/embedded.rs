//! The strategies that are shipped inside the program, as `build.rs` built them from `plugins/`.

/// Name and component of each shipped strategy.
#[must_use]
pub fn shipped() -> &'static [(&'static str, &'static [u8])] {
    SHIPPED
}

/// The machine code that the build script made of a shipped component, for any processor of the kind that this program is for. None where it
/// made none.
pub(super) fn machine_code(component: &[u8]) -> Option<&'static [u8]> {
    let (_, code) = SHIPPED.iter().zip(MACHINE_CODE).find(|((_, shipped), _)| *shipped == component)?;
    Some(code).copied()
}

include!(concat!(env!("OUT_DIR"), "/shipped.rs"));
