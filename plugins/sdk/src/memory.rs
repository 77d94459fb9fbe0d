//! What a strategy remembers from one applied run to the next: any serde type, in JSON so that people can read it in the ledger,
//! under a format's name and version so that no strategy ever takes something else for its own memory.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::log;

#[derive(Serialize, Deserialize)]
struct Envelope<T> {
    format: String,
    version: u32,
    data: T,
}

/// Which version of `format` the bytes hold; nothing when they hold another format, or none.
#[must_use]
pub fn version(format: &str, bytes: &[u8]) -> Option<u32> {
    let envelope: Envelope<serde::de::IgnoredAny> = serde_json::from_slice(bytes).ok()?;
    (envelope.format == format).then_some(envelope.version)
}

/// Bytes for `plan.memory`. What serde cannot write becomes no memory, with an error in the log.
pub fn save<T: Serialize>(format: &str, version: u32, data: &T) -> Vec<u8> {
    let envelope = Envelope { format: format.to_owned(), version, data };
    serde_json::to_vec(&envelope).unwrap_or_else(|error| {
        log::error(&format!("the memory cannot be written: {error}"));
        Vec::new()
    })
}

/// Reads `request.memory`. Nothing at first, and nothing, with a warning, when it is not what [`save`] wrote with this format and version:
/// a strategy then starts afresh instead of failing every run.
pub fn load<T: DeserializeOwned>(format: &str, wanted: u32, bytes: &[u8]) -> Option<T> {
    if bytes.is_empty() {
        return None;
    }
    if version(format, bytes) != Some(wanted) {
        log::warn(&format!("the memory is not `{format}` version {wanted} and is ignored: the strategy starts afresh"));
        return None;
    }
    match serde_json::from_slice::<Envelope<T>>(bytes) {
        Ok(envelope) => Some(envelope.data),
        Err(error) => {
            log::warn(&format!("the memory cannot be read and is ignored: {error}"));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::logged;

    #[test]
    fn what_is_saved_is_loaded_bit_for_bit() {
        let data = vec![(7_u64, 0.1_f64 + 0.2), (u64::MAX, -1e-300)];
        let bytes = save("turns", 3, &data);
        assert_eq!(version("turns", &bytes), Some(3));
        assert_eq!(load("turns", 3, &bytes), Some(data));
        assert!(logged().is_empty());
    }

    #[test]
    fn anything_else_is_ignored_with_a_warning() {
        let bytes = save("turns", 3, &vec![1]);
        for (format, version) in [("turns", 4), ("counts", 3)] {
            assert_eq!(load::<Vec<u32>>(format, version, &bytes), None);
        }
        assert_eq!(load::<String>("turns", 3, &bytes), None, "another shape");
        for garbage in [b"\xff\x00".as_slice(), b"{", b"null", b"[[[["] {
            assert_eq!(load::<Vec<u32>>("turns", 3, garbage), None);
        }
        assert_eq!(logged().len(), 7);
        assert_eq!(load::<Vec<u32>>("turns", 3, b""), None);
        assert!(logged().is_empty(), "no memory is no reason to warn");
    }
}
