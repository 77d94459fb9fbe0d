//! A strategy of one's own as the operator configures it: which file runs, under which limits, with which settings, seeing what.

mod fields;
mod limits;
mod pin;
mod pinned;
mod settings;

use sha2::{Digest, Sha256};

use crate::support::components::{CONTRACT, component, core, guest, source};
use crate::support::rig::Rig;

/// A campaign of three equal people and two leads whose strategy `mine` is configured with these lines, six spaces deep.
async fn rig(plugin: &str) -> Rig {
    let rig = Rig::equals("").await;
    rig.add_lead();
    rig.add_lead();
    std::fs::write(rig.path("mine.wasm"), guest("good")).unwrap();
    configure(&rig, plugin);
    rig
}

fn configure(rig: &Rig, plugin: &str) {
    rig.configure(&format!("distribution:\n  strategy: mine\n  plugins:\n    mine:\n{plugin}"));
}

fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// A component that describes itself with a schema of its settings, and with columns of leads and people that it asks for by name; each
/// is a text and required where its name ends in `!`. It deals as the guest `good` does, but for the parts in `more`.
fn described(schema: &str, leads: &[&str], people: &[&str], more: &str) -> Vec<u8> {
    let mut texts = String::from("test-guest1.0.0For tests");
    let mut stores = String::new();
    let mut put = |at: usize, value: usize| {
        stores.push_str(&format!("(i32.store (i32.const {at}) (i32.const {value}))\n"));
    };
    let mut text = |text: &str| {
        let at = TEXTS + texts.len();
        texts.push_str(text);
        (at, text.len())
    };
    let schema = text(schema);
    let head = [
        (TEXTS, 10),
        (TEXTS + 10, 5),
        (TEXTS + 15, 9),
        schema,
        (COLUMNS, leads.len()),
        (COLUMNS + 12 * leads.len(), people.len()),
    ];
    for (index, (at, length)) in head.into_iter().enumerate() {
        put(DESCRIPTION + 8 * index, at);
        put(DESCRIPTION + 8 * index + 4, length);
    }
    for (index, name) in leads.iter().chain(people).enumerate() {
        let (at, length) = text(name.trim_end_matches('!'));
        put(COLUMNS + 12 * index, at);
        put(COLUMNS + 12 * index + 4, length);
        // The kind `texts`, and whether it is required.
        put(COLUMNS + 12 * index + 8, 3 + 256 * usize::from(name.ends_with('!')));
    }
    let texts = texts.replace('\\', "\\\\").replace('"', "\\\"");
    let own = format!(
        "(data (i32.const {TEXTS}) \"{texts}\")
         (func $describe (export \"odlm:strategy/strategy@1.0.0#describe\") (result i32)
           {stores} (i32.const {DESCRIPTION}))"
    );
    component(&core(&format!("{}{own}", if more.is_empty() { source("good") } else { more.to_owned() })), CONTRACT)
}

/// Where `described` puts what it says of itself, in the guest's memory.
const DESCRIPTION: usize = 0x2000;
const COLUMNS: usize = 0x2100;
const TEXTS: usize = 0x3000;
