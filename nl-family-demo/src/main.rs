//! The demo family's program: its story, its user-space host, and one command per operation.

mod program;

use std::process::ExitCode;

fn main() -> ExitCode {
    program::run()
}
