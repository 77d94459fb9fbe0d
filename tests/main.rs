//! The one test binary: each module holds the tests of one part, through the public interface.

#[cfg(test)]
mod config_source;
