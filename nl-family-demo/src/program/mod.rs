//! One file per command, named like it, with its options and its `run`; `story` runs without one.

mod arguments;
mod assembly;
mod chunks;
mod clear;
mod echo;
mod failure;
mod greet;
mod line;
mod list;
mod listen;
mod output;
mod receive;
mod receiver;
mod repeat;
mod send;
mod serve;
mod setting;
mod story;
mod value;

use std::process::ExitCode;

use clap::Parser;

use self::arguments::{Arguments, Command};
use self::failure::Failure;
use self::output::Output;
use self::setting::Setting;

/// Runs what the command line asks for.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let setting = Setting::new(&arguments.global);
    match command(arguments.command.as_ref(), &setting) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read the output has seen enough.
        Err(failure) if failure.is_broken_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            // Where stderr is closed only the exit code is left to say it.
            let _ = Output::stderr(setting.json).line(&failure.line());
            ExitCode::from(failure.code())
        }
    }
}

fn command(command: Option<&Command>, setting: &Setting) -> Result<(), Failure> {
    match command {
        None => story::run(setting),
        Some(Command::Serve(options)) => serve::run(options, setting),
        Some(Command::Listen(options)) => listen::run(options, setting),
        Some(Command::Receive(options)) => receive::run(options, setting),
        Some(Command::Send(options)) => send::run(options, setting),
        Some(Command::Echo(options)) => echo::run(options, setting),
        Some(Command::Greet(options)) => greet::run(options, setting),
        Some(Command::List(options)) => list::run(options, setting),
        Some(Command::Clear) => clear::run(setting),
        Some(Command::Repeat(options)) => repeat::run(options, setting),
    }
}
