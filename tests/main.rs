//! The tests of odlm outside its own files: one binary, so that it is linked once.

mod ledger;
