//! `register!`: makes a type that implements [`crate::Strategy`] the plugin's strategy.

/// Exports the strategy from the component. Call it once, in the plugin's `lib.rs`.
///
/// Only for WebAssembly: natively the contract's export names are no valid symbols, and a plugin's own tests could not be linked.
#[macro_export]
macro_rules! register {
    ($strategy:ty) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            struct Plugin;

            impl $crate::bindings::exports::odlm::strategy::strategy::Guest for Plugin {
                fn describe() -> $crate::Description {
                    $crate::report_panics();
                    <$strategy as $crate::Strategy>::describe()
                }

                fn assign(request: $crate::Request) -> ::core::result::Result<$crate::Plan, ::std::string::String> {
                    $crate::report_panics();
                    <$strategy as $crate::Strategy>::assign(&request)
                }
            }

    $crate::bindings::export_plugin!(Plugin with_types_in $crate::bindings);
        };
    };
}

/// Sends a panic's message through the log before the guest traps: without it the operator would only see `unreachable`.
#[doc(hidden)]
pub fn report_panics() {
    std::panic::set_hook(Box::new(|panic| crate::log::error(&panic.to_string())));
}
