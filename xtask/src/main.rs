//! The project's own commands: `cargo xtask test`, `vm`, `checkpatch`, `build-cost`.

mod build_cost;
mod checkpatch;
mod command;
mod debian;
mod guest;
mod libtest;
mod supplies;
mod test;
mod turn;
mod vm;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::workspace::Workspace;

/// The project's own commands.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Runs every check: formatting, lints, documentation, tests, virtual machines.
    Test(test::Options),
    /// Builds the kernel module for Debian's kernels and runs its tests in virtual machines.
    Vm(vm::Options),
    /// Runs the kernel's own style checker over the module's sources.
    Checkpatch,
    /// Counts the crates and seconds that nl-core, its features and its peers take to build.
    BuildCost(build_cost::Options),
}

fn main() -> ExitCode {
    match run(&Arguments::parse().task) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether all was well.
fn run(task: &Task) -> Result<bool> {
    let workspace = Workspace::find()?;
    match task {
        Task::Test(options) => Ok(test::run(&workspace, options)),
        Task::Vm(options) => vm::run(&workspace, options),
        Task::Checkpatch => checkpatch::run(&workspace),
        Task::BuildCost(options) => build_cost::run(&workspace, options),
    }
}
