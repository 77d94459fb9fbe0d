//! The configuration reader, through its public interface, on a configuration of the shapes that real ones have.

mod bounds;
mod files;
mod json;
mod mistakes;
mod properties;
mod sample;
mod syntax;
mod variables;
