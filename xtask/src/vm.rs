//! `cargo xtask vm`: the module and its tests in a virtual machine for each kernel.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::command;
use crate::debian::kernel::{KERNELS, Kernel};
use crate::debian::tools;
use crate::guest::console::Console;
use crate::guest::machine::Machine;
use crate::guest::plan::{Plan, SHELL_STEP};
use crate::guest::programs::Programs;
use crate::guest::{initramfs, module};
use crate::libtest::Tally;
use crate::supplies::{Delivery, Supply};
use crate::turn::Turn;
use crate::workspace::Workspace;

/// Options of `vm`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Kernel series, such as 6.12; all if none is given.
    #[arg(value_name = "KERNEL")]
    kernels: Vec<Kernel>,
    /// Runs this shell command in the guests and shows its output, where the tests would run.
    #[arg(long, value_name = "CMD")]
    shell_command: Option<String>,
}

/// Runs the command: whether all was well in all guests.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<bool> {
    tools::ensure_packages(tools::PACKAGES)?;
    let kernels = if options.kernels.is_empty() { KERNELS } else { &options.kernels };
    let _turn = Turn::take(&workspace.vm())?;
    let delivery = Delivery::start(workspace, kernels.to_vec());
    let programs = Programs::build(workspace)?;
    let plan = match &options.shell_command {
        Some(line) => Plan::Shell(line.clone()),
        None => Plan::Suites,
    };
    let mut good = true;
    for (kernel, supply) in delivery.wait()?.kernels {
        let guest = Guest { workspace, kernel, programs: &programs, plan: &plan };
        if let Err(error) = guest.check(supply, &mut Tally::default()) {
            eprintln!("{}: {error:#}", kernel.series);
            good = false;
        }
    }
    Ok(good)
}

/// One kernel with what it is to run.
#[derive(Debug)]
pub(crate) struct Guest<'a> {
    /// Where the module's sources are.
    pub(crate) workspace: &'a Workspace,
    /// The kernel.
    pub(crate) kernel: Kernel,
    /// The programs that are in the guest.
    pub(crate) programs: &'a Programs,
    /// What it does.
    pub(crate) plan: &'a Plan,
}

impl Guest<'_> {
    /// Builds the module, boots, and prints a line about it; adds the tests that ran to `tally`. Anything that is not as
    /// it should be is an error, after the end of the console's output has been shown.
    pub(crate) fn check(&self, supply: Result<Supply>, tally: &mut Tally) -> Result<()> {
        let supply = supply.context("cannot get its packages")?;
        let start = Instant::now();
        let machine = self.build(&supply)?;
        let built = start.elapsed();
        let (text, ran) = machine.run()?;
        let console = Console::parse(&text);
        let verdict = console.judge(self.plan.suites());
        *tally += verdict.tally;
        for line in console.lines(SHELL_STEP) {
            println!("{line}");
        }
        println!(
            "{}: module built in {:.1} s, booted in {} s, off after {:.1} s; {}",
            console.release.unwrap_or(supply.tree.release()),
            built.as_secs_f32(),
            console.booted.unwrap_or("?"),
            ran.as_secs_f32(),
            verdict.tally,
        );
        if !verdict.is_good() {
            show_end(&machine.log, &text);
            bail!("{verdict}");
        }
        Ok(())
    }

    fn build(&self, supply: &Supply) -> Result<Machine> {
        let shared = self.workspace.vm();
        let folder = shared.join(self.kernel.series);
        let module = module::build(&self.kernel, supply, &self.workspace.kmod(), &folder, &shared)?;
        let release = supply.tree.release();
        Ok(Machine {
            image: supply.tree.image()?,
            initramfs: initramfs::pack(release, &module, self.programs, self.plan, &folder)?,
            log: folder.join("console.log"),
        })
    }
}

fn show_end(log: &Path, text: &str) {
    let end = command::tail(text, CONSOLE_TAIL);
    println!("---- the end of {}\n{end}\n----", log.display());
}

const CONSOLE_TAIL: usize = 150;
