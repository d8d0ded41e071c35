//! Builds the programs that are measured, runs them, and prints what they cost as a table.
//!
//! Without arguments: instructions per operation under callgrind, and allocations; it fails where
//! ours is over a limit. `--time`: nanoseconds instead. `live` and `live --time`: the same with a kernel
//! behind it, and system calls. `compile`: how long a program takes to build.

mod compile;
mod live;
mod measure;
mod programs;
mod table;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        [] => table::instructions(),
        ["--time"] => table::times(),
        ["live"] => live::counts(),
        ["live", "--time"] => live::times(),
        ["compile"] => compile::compare(),
        _ => Err("usage: nl-bench [live] [--time] | nl-bench compile".to_owned()),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
