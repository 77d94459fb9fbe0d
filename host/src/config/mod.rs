//! What the operator wrote, read and checked before the first network call; `source` is the reader that knows no key of odlm.

pub mod source;
