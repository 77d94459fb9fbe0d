//! What every program with a command line costs: parses its flags and ends.

use clap::Parser;

/// A program that does nothing.
#[derive(Parser)]
#[command(version)]
struct Empty {
    /// A flag
    #[arg(long)]
    json: bool,
}

fn main() {
    let flags = Empty::parse();
    if flags.json {
        println!("{{}}");
    }
}
