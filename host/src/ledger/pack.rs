//! Requests as the ledger keeps them: one byte for the version of this form, then postcard's encoding of the list, compressed by
//! deflate. Every bit comes back, those of numbers too.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use crate::domain::request::Request;

/// The form that is written.
const FORM: u8 = 1;
/// The most bytes that a run's requests take unpacked: a million leads with twenty columns stay below.
const MOST: u64 = 2 << 30;

/// Packs the requests of a plan.
///
/// # Errors
/// What cannot be encoded, in words.
pub(super) fn pack(requests: &[Request]) -> Result<Vec<u8>, String> {
    let plain = postcard::to_stdvec(requests).map_err(|error| error.to_string())?;
    let mut packed = DeflateEncoder::new(vec![FORM], Compression::fast());
    packed.write_all(&plain).and_then(|()| packed.finish()).map_err(|error| error.to_string())
}

/// The requests of a plan.
///
/// # Errors
/// Why these bytes are none, in words.
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<Request>, String> {
    let (form, packed) = packed.split_first().ok_or("nothing is there")?;
    if *form != FORM {
        return Err(format!("they have the form {form} of a later odlm"));
    }
    let mut plain = Vec::new();
    DeflateDecoder::new(packed).take(MOST + 1).read_to_end(&mut plain).map_err(|error| error.to_string())?;
    if plain.len() as u64 > MOST {
        return Err(format!("they are larger than {} MiB", MOST >> 20));
    }
    postcard::from_bytes(&plain).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::request::{Column, LeadTable, NOBODY, PersonTable, Values};

    fn request() -> Request {
        let text = |text: &str| Some(Arc::from(text));
        let column = |name: &str, values| Column { name: name.to_owned(), values };
        Request {
            leads: LeadTable {
                id: vec![7, u64::MAX],
                owner: vec![NOBODY, 0],
                priority: vec![0, 3],
                columns: vec![
                    column("source", Values::Texts(vec![text("Müller \0 你好"), None])),
                    column("tags", Values::TextLists(vec![Some(vec![Arc::from("a"), Arc::from("")]), None])),
                    column("age-days", Values::Integers(vec![Some(i64::MIN), None])),
                    column("x_ok", Values::Bools(vec![Some(false), None])),
                ],
            },
            salespeople: PersonTable {
                id: vec![2],
                rank: vec![1],
                target: vec![u32::MAX],
                workload: vec![0],
                room: vec![9],
                credit: vec![0.1 + 0.2],
                columns: vec![column("x_share", Values::Numbers(vec![Some(f64::MIN_POSITIVE)]))],
            },
            settings: "{\"a\":1}".to_owned(),
            now: -1,
            seed: (1 << 53) - 1,
            memory: vec![0, 255],
            explain: vec![1],
        }
    }

    #[test]
    fn every_bit_comes_back() {
        let requests = [request(), Request::default()];
        assert_eq!(unpack(&pack(&requests).unwrap()).unwrap(), requests);
        assert_eq!(unpack(&pack(&[]).unwrap()).unwrap(), []);
    }

    #[test]
    fn what_is_none_is_told() {
        let packed = pack(&[request()]).unwrap();
        for wrong in [&[][..], &[2, 0][..], &packed[..packed.len() - 1], &[FORM, 255, 255]] {
            assert!(unpack(wrong).is_err(), "{wrong:?}");
        }
    }
}
