//! One figure of one program and workload.

use std::path::PathBuf;
use std::process::Command;

use nl_bench::workload::Workload;

use crate::programs::{Program, run, target};

/// Instructions in user space for one unit of a workload: what a longer run takes more than a
/// shorter one, over the operations that it does more.
pub(crate) fn instructions(program: &Program, workload: &Workload) -> Result<f64, String> {
    Ok(instructions_of(program, workload.id, workload.runs)? / workload.units)
}

/// The same for one operation of a case.
pub(crate) fn instructions_of(
    program: &Program,
    case: &str,
    runs: (u64, u64),
) -> Result<f64, String> {
    difference(runs, |count| callgrind(program, case, count))
}

/// System calls for one operation of a case, of all threads, as strace counts them.
pub(crate) fn system_calls(program: &Program, case: &str, runs: (u64, u64)) -> Result<f64, String> {
    difference(runs, |count| strace(program, case, count))
}

fn difference(
    runs: (u64, u64),
    mut measure: impl FnMut(u64) -> Result<(f64, f64), String>,
) -> Result<f64, String> {
    let (few, many) = (measure(runs.0)?, measure(runs.1)?);
    Ok((many.1 - few.1) / (many.0 - few.0))
}

/// Operations that were done, and system calls of the whole program.
fn strace(program: &Program, case: &str, count: u64) -> Result<(f64, f64), String> {
    let summary = target()?.join("strace.out");
    let mut command = Command::new("strace");
    command.args(["-f", "-c", "-o"]).arg(&summary);
    command.arg(&program.path).args([case, "raw", &count.to_string()]);
    let operations = number(&run(&mut command)?)?;
    let text = std::fs::read_to_string(&summary).map_err(|error| error.to_string())?;
    let total = text.lines().find(|line| line.ends_with(" total"));
    let calls = total.and_then(|line| line.split_whitespace().nth(3));
    Ok((operations, number(calls.ok_or("strace wrote no total")?)?))
}

/// Operations that were done, and instructions of the whole program.
fn callgrind(program: &Program, case: &str, count: u64) -> Result<(f64, f64), String> {
    let profile = target()?.join("callgrind.out");
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", profile.display()));
    command.arg(&program.path).args([case, "raw", &count.to_string()]);
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

/// Allocations of one operation of a case.
pub(crate) fn allocations(program: &Program, case: &str) -> Result<f64, String> {
    number(&run(Command::new(&program.path).args([case, "allocations"]))?)
}

/// Nanoseconds for one unit, the median of several rounds.
pub(crate) fn time(program: &Program, workload: &Workload) -> Result<f64, String> {
    let time = number(&run(Command::new(&program.path).args([workload.id, "time"]))?)?;
    Ok(time / workload.units)
}

/// Nanoseconds for one operation of a case, in a single round.
pub(crate) fn round(program: &Program, case: &str) -> Result<f64, String> {
    number(&run(Command::new(&program.path).args([case, "round"]))?)
}

fn number(text: &str) -> Result<f64, String> {
    text.trim().parse().map_err(|_| format!("{text:?} is no number"))
}
