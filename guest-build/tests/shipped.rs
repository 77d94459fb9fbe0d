//! The shipped strategies build, and as components they ask for nothing but the contract's log. Takes the toolchain that is there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail")]

use std::collections::BTreeSet;
use std::path::Path;

use odlm_guest_build::{SHIPPED, build};
use wit_component::DecodedWasm;

#[test]
fn shipped_strategies_import_the_log_alone_and_export_the_strategy() {
    let plugins = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins");
    let out = tempfile::tempdir().unwrap();
    let mut said = Vec::new();
    let built = build(&plugins, &SHIPPED, &plugins.join("target"), out.path(), &mut |line| said.push(line.to_owned()));
    let built = built.unwrap();
    assert!(said.iter().any(|line| line.starts_with("toolchain: ")), "{said:?}");
    assert_eq!(built.iter().map(|built| built.name.as_str()).collect::<Vec<_>>(), SHIPPED);
    for strategy in built {
        let component = std::fs::read(&strategy.path).unwrap();
        assert_eq!(component.len() as u64, strategy.bytes);
        let DecodedWasm::Component(resolve, world) = wit_component::decode(&component).unwrap() else {
            panic!("{} is no component", strategy.name)
        };
        let world = &resolve.worlds[world];
        let names = |items: Vec<_>| items.into_iter().map(|key| resolve.name_world_key(key)).collect::<BTreeSet<_>>();
        let imports = names(world.imports.keys().collect());
        let allowed = ["odlm:strategy/log@1.0.0", "odlm:strategy/types@1.0.0"].map(str::to_owned);
        assert_eq!(imports, BTreeSet::from(allowed), "{}", strategy.name);
        let exports = names(world.exports.keys().collect());
        assert_eq!(exports, BTreeSet::from(["odlm:strategy/strategy@1.0.0".to_owned()]), "{}", strategy.name);
    }
}
