//! One figure of one program and workload.

use std::path::PathBuf;
use std::process::Command;

use nl_bench::workload::Workload;

use crate::programs::{Program, run, target};

/// Instructions in user space for one unit of a workload: what a longer run takes more than a
/// shorter one, over the operations that it does more.
pub(crate) fn instructions(program: &Program, workload: &Workload) -> Result<f64, String> {
    let (few, many) = workload.runs;
    let (few, many) = (callgrind(program, workload, few)?, callgrind(program, workload, many)?);
    Ok((many.1 - few.1) / (many.0 - few.0) / workload.units)
}

/// Operations that were done, and instructions of the whole program.
fn callgrind(program: &Program, workload: &Workload, count: u64) -> Result<(f64, f64), String> {
    let profile = target()?.join("callgrind.out");
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", profile.display()));
    command.arg(&program.path).args([workload.id, "raw", &count.to_string()]);
    // A repeated string instruction would count once for each of its bytes, so that the C library
    // is told to copy and clear by vectors alone.
    let never = "1000000000";
    command.env(
        "GLIBC_TUNABLES",
        format!(
            "glibc.cpu.x86_rep_movsb_threshold={never}:glibc.cpu.x86_rep_stosb_threshold={never}"
        ),
    );
    let operations = number(&run(&mut command)?)?;
    Ok((operations, total(&profile)?))
}

/// The sum at the end of callgrind's profile.
fn total(profile: &PathBuf) -> Result<f64, String> {
    let text = std::fs::read_to_string(profile).map_err(|error| error.to_string())?;
    let total = text.lines().find_map(|line| line.strip_prefix("totals: "));
    number(total.ok_or("callgrind wrote no total")?)
}

/// Allocations of one operation.
pub(crate) fn allocations(program: &Program, workload: &Workload) -> Result<f64, String> {
    number(&run(Command::new(&program.path).args([workload.id, "allocations"]))?)
}

/// Nanoseconds for one unit, the median of several rounds.
pub(crate) fn time(program: &Program, workload: &Workload) -> Result<f64, String> {
    let time = number(&run(Command::new(&program.path).args([workload.id, "time"]))?)?;
    Ok(time / workload.units)
}

fn number(text: &str) -> Result<f64, String> {
    text.trim().parse().map_err(|_| format!("{text:?} is no number"))
}
