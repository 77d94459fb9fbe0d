//! The contract `wit/v1/strategy.wit` as Rust types, generated at compile time. Nothing outside this folder sees them.

#![allow(missing_docs, unreachable_pub, clippy::all)]

wasmtime::component::bindgen!({
    path: "../wit/v1",
    world: "plugin",
    // Arguments are borrowed: the columns of a request cross without a copy on the host's side.
    ownership: Borrowing { duplicate_if_necessary: true },
    // Writing to the log may end the guest.
    imports: { default: trappable },
});
