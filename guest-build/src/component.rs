//! Wraps a compiled core module as a component. The core carries its world in a custom section, put there by `wit-bindgen`.

use wit_component::metadata::Bindgen;
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};

use crate::Error;

/// The component for the core module of the package `name`.
///
/// # Errors
/// When the core is not WebAssembly, carries no world, or imports what its world does not have.
pub fn encode(name: &str, core: &[u8]) -> Result<Vec<u8>, Error> {
    let encoded = ComponentEncoder::default().validate(true).module(core).and_then(|mut encoder| encoder.encode());
    encoded.map_err(|error| Error::Encode { name: name.to_owned(), reason: format!("{error:#}") })
}

/// The same for a core that carries no world: the world `plugin` of the contract's text, and a module that answers for
/// `wasi_snapshot_preview1`.
///
/// # Errors
/// As for [`encode`], and when the contract's text is none.
pub(crate) fn encode_adapted(name: &str, core: &[u8], contract: &str, adapter: &[u8]) -> Result<Vec<u8>, Error> {
    let mut core = core.to_vec();
    let mut resolve = Bindgen::default().resolve;
    let world =
        resolve.push_str("strategy.wit", contract).and_then(|package| resolve.select_world(&[package], Some("plugin")));
    let embedded = world.and_then(|world| embed_component_metadata(&mut core, &resolve, world, StringEncoding::UTF8));
    let encoder = embedded.and_then(|()| ComponentEncoder::default().validate(true).module(&core));
    let encoded = encoder
        .and_then(|encoder| encoder.adapter("wasi_snapshot_preview1", adapter))
        .and_then(|mut encoder| encoder.encode());
    encoded.map_err(|error| Error::Encode { name: name.to_owned(), reason: format!("{error:#}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_core_module_is_refused_by_name() {
        let error = encode("my-strategy", b"not wasm").unwrap_err();
        assert!(error.to_string().starts_with("`my-strategy` could not be wrapped as a component: "), "{error}");
        assert!(error.hint().is_some());
    }
}
