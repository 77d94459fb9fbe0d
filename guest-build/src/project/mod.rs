//! A project of its own: one strategy in a folder, in any of the languages that `odlm strategy new` writes. Each file builds one language.

mod adapter;
mod c;
mod folder;
mod go;
mod javascript;
mod python;
mod rust;

pub use c::build_c;
pub use folder::Project;
pub use go::build_go;
pub use javascript::build_javascript;
pub use python::build_python;
pub use rust::build_rust;
