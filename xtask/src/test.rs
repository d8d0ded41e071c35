//! `cargo xtask test`: every check there is, one after another, and a summary.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Args;

use crate::command;
use crate::debian::kernel::KERNELS;
use crate::debian::tools;
use crate::guest::plan::Plan;
use crate::guest::programs::Programs;
use crate::libtest::Tally;
use crate::supplies::{Delivery, Supplies};
use crate::turn::Turn;
use crate::vm::Guest;
use crate::workspace::Workspace;

/// Options of `test`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Leaves out what needs Debian's packages: the style checker for the module, and the virtual machines.
    #[arg(long)]
    no_vm: bool,
}

/// Runs the command: whether every step succeeded. One that fails does not keep the later ones from running.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> bool {
    let mut report = Report::default();
    let delivery = if options.no_vm {
        None
    } else {
        report.step("packages", |_| tools::ensure_packages(tools::PACKAGES));
        let turn = report.step("target/vm", |_| Turn::take(&workspace.vm()));
        turn.map(|turn| (turn, Delivery::start(workspace, KERNELS.to_vec())))
    };
    cargo_steps(workspace, &mut report);
    if let Some((_turn, delivery)) = delivery {
        let supplies = report.step("fetching kernels", |_| delivery.wait());
        if let Some(supplies) = supplies {
            module_steps(workspace, &mut report, supplies);
        }
    }
    report.finish()
}

fn cargo_steps(workspace: &Workspace, report: &mut Report) {
    let cargo = |line: &str| {
        let mut command = workspace.cargo();
        command.args(line.split(' '));
        command
    };
    report.step("cargo fmt", |_| command::run(&mut cargo("fmt --all --check")));
    report.step("cargo clippy", |_| {
        command::run(&mut cargo("clippy --workspace --all-targets --all-features -- -D warnings"))
    });
    report.step("features", |_| {
        FEATURES.iter().try_for_each(|features| one_feature(workspace, features))
    });
    report.step("cargo doc", |_| {
        let mut doc = cargo("doc --workspace --all-features --no-deps");
        command::run(doc.env("RUSTDOCFLAGS", "-Dwarnings"))
    });
    report.step("cargo test", |tally| {
        count_tests(&mut cargo("test --workspace --all-features --no-fail-fast"), tally)
    });
    report.step("big-endian", |tally| big_endian(workspace, tally));
    report.step("fuzz and bench", |_| {
        APART.iter().try_for_each(|(folder, options)| one_apart(workspace, folder, options))
    });
}

/// Combinations of nl-core's features that must build, each without a warning.
const FEATURES: [&str; 11] = [
    "",
    "bitflags",
    "host",
    "neli",
    "netlink-packet-generic",
    "serde",
    "tokio",
    "tokio,verify",
    "tracing",
    "verify",
    "zerocopy",
];

fn one_feature(workspace: &Workspace, features: &str) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo.args(["clippy", "--quiet", "-p", "nl-core", "-p", "nl-runtime", "--features", features]);
    command::run(cargo.args(["--", "-D", "warnings"]))
}

/// The codec as if on a big-endian machine, in a target folder of its own: it is another nl-core.
fn big_endian(workspace: &Workspace, tally: &mut Tally) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo
        .args(["test", "-p", "nl-tests", "--test", "big_endian", "--target-dir"])
        .arg(workspace.vm().with_file_name("big-endian"))
        .env("RUSTFLAGS", "--cfg nl_big_endian");
    count_tests(&mut cargo, tally)
}

/// The crates that are no members of the workspace, and what is checked of them: of the benchmark all
/// but the peers, which take minutes.
const APART: [(&str, &[&str]); 2] =
    [("tests/fuzz", &[]), ("tests/bench", &["--no-default-features", "--features", "tokio"])];

/// Whether all targets of a crate compile, with the versions of its own lock file.
fn one_apart(workspace: &Workspace, folder: &str, options: &[&str]) -> Result<()> {
    let mut cargo = workspace.cargo();
    cargo
        .args(["check", "--locked", "--all-targets", "--manifest-path"])
        .arg(workspace.at(folder).join("Cargo.toml"))
        .args(options)
        .arg("--target-dir")
        .arg(workspace.vm().with_file_name("apart"))
        // Nothing is linked, so libFuzzer need not be compiled, nor be there.
        .env("CUSTOM_LIBFUZZER_PATH", workspace.at(folder).join("libfuzzer.a"));
    command::run(&mut cargo)
}

fn module_steps(workspace: &Workspace, report: &mut Report, supplies: Supplies) {
    report.step("checkpatch", |_| {
        let clean = supplies.checkpatch?.check(&workspace.kmod())?;
        ensure!(clean, "checkpatch has complaints");
        Ok(())
    });
    let programs = report.step("programs for the guests", |_| Programs::build(workspace));
    let Some(programs) = programs else { return };
    for (kernel, supply) in supplies.kernels {
        let guest = Guest { workspace, kernel, programs: &programs, plan: &Plan::Suites };
        report.step(&format!("vm {}", kernel.series), |tally| guest.check(supply, tally));
    }
}

/// Runs `cargo test`, shows its output as it comes, and adds its results to `tally`.
fn count_tests(cargo: &mut Command, tally: &mut Tally) -> Result<()> {
    let mut child = cargo.stdout(Stdio::piped()).spawn().context("cannot start cargo")?;
    let output = child.stdout.take().context("cargo test has no output")?;
    for line in BufReader::new(output).split(b'\n') {
        let line = line.context("cannot read cargo test's output")?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        *tally += Tally::of_line(&line).unwrap_or_default();
    }
    let status = child.wait().context("cannot wait for cargo")?;
    ensure!(status.success(), "{}", command::failure(cargo, status));
    Ok(())
}

/// What was done, and how it went.
#[derive(Debug, Default)]
struct Report {
    steps: Vec<Step>,
    tally: Tally,
}

#[derive(Debug)]
struct Step {
    name: String,
    time: Duration,
    good: bool,
}

impl Report {
    /// Does `work` under a heading, and keeps the tests that it counts.
    fn step<T>(&mut self, name: &str, work: impl FnOnce(&mut Tally) -> Result<T>) -> Option<T> {
        println!("\n== {name}");
        let start = Instant::now();
        let result = work(&mut self.tally);
        let time = start.elapsed();
        if let Err(error) = &result {
            println!("{name} failed: {error:#}");
        }
        println!("== {name}: {:.1} s", time.as_secs_f32());
        self.steps.push(Step { name: name.to_owned(), time, good: result.is_ok() });
        result.ok()
    }

    /// Prints the summary, with the tests' numbers alone on the last line.
    fn finish(&self) -> bool {
        println!("\n== summary");
        for step in &self.steps {
            let word = if step.good { "ok" } else { "FAILED" };
            println!("{:<24} {:>7.1} s  {word}", step.name, step.time.as_secs_f32());
        }
        println!("{}", self.tally);
        self.steps.iter().all(|step| step.good)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_counted_from_a_failing_run_too() {
        let script = "echo 'test result: ok. 3 passed; 0 failed'; echo 'test result: FAILED. 1 passed; 2 failed'; exit 1";
        let mut tally = Tally::default();
        let result = count_tests(Command::new("sh").args(["-c", script]), &mut tally);
        assert!(result.is_err());
        assert_eq!(tally, Tally { passed: 4, failed: 2 });
    }

    #[test]
    fn a_failed_step_makes_the_report_bad_and_later_steps_still_run() {
        let mut report = Report::default();
        assert_eq!(report.step("bad", |_| -> Result<()> { anyhow::bail!("no") }), None);
        assert_eq!(report.step("good", |_| Ok(1)), Some(1));
        assert!(!report.finish());
    }
}
