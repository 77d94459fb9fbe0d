//! Wraps a compiled core module as a component. The core carries its world in a custom section, put there by `wit-bindgen`.

use wit_component::ComponentEncoder;

use crate::Error;

/// The component for the core module of the package `name`.
///
/// # Errors
/// When the core is not WebAssembly, carries no world, or imports what its world does not have.
pub fn encode(name: &str, core: &[u8]) -> Result<Vec<u8>, Error> {
    let encoded = ComponentEncoder::default().validate(true).module(core).and_then(|mut encoder| encoder.encode());
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
