//! The program.

fn main() -> std::process::ExitCode {
    odlm::cli::main().into()
}
