//! How long a program takes to build that has one family, beside the least that has any derive.

use std::path::Path;
use std::time::Instant;

use crate::programs::{cargo, package, run, target};

/// Prints both; whether ours is within the limit.
pub(crate) fn compare() -> Result<bool, String> {
    let projects = ["least", "family"].map(|name| package().join("compile").join(name));
    for project in &projects {
        run(cargo().arg("fetch").arg("--quiet").current_dir(project))?;
    }
    let [mut least, mut family] = [const { Vec::new() }; 2];
    // By turns, so that what else the machine does falls on both.
    for _ in 0..ROUNDS {
        least.push(build(&projects[0])?);
        family.push(build(&projects[1])?);
    }
    let wall = [&least, &family].map(|all| median(all, |time| time.wall));
    let processor = [&least, &family].map(|all| median(all, |time| time.processor));
    let (ratio, busy) = (wall[1] / wall[0], processor[1] / processor[0]);
    let verdict = if ratio <= LIMIT { "ok" } else { "over" };
    println!("Clean release builds, seconds, medians of {ROUNDS}.\n");
    println!("| program | wall clock | processor |\n|---|--:|--:|");
    println!(
        "| with the least derive that parses with syn | {:.2} | {:.2} |",
        wall[0], processor[0]
    );
    println!("| with a family of nl-core | {:.2} | {:.2} |", wall[1], processor[1]);
    println!("| ratio, of the wall clock's limit {LIMIT} | {ratio:.2} {verdict} | {busy:.2} |");
    Ok(ratio <= LIMIT)
}

struct Time {
    wall: f64,
    processor: f64,
}

fn build(project: &Path) -> Result<Time, String> {
    let folder = target()?.join("compile");
    // It may not be there yet.
    let _ = std::fs::remove_dir_all(&folder);
    let (start, before) = (Instant::now(), processor_seconds()?);
    let mut build = cargo();
    build.args(["build", "--release", "--quiet", "--offline", "--target-dir"]).arg(folder);
    run(build.current_dir(project))?;
    Ok(Time { wall: start.elapsed().as_secs_f64(), processor: processor_seconds()? - before })
}

/// What the processes took that this one has started and waited for, and theirs (`proc(5)`: `cutime`
/// and `cstime`).
fn processor_seconds() -> Result<f64, String> {
    let stat = std::fs::read_to_string("/proc/self/stat").map_err(|error| error.to_string())?;
    // The program's name, in parentheses, may hold anything.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: Vec<f64> = fields.skip(13).take(2).filter_map(|field| field.parse().ok()).collect();
    match ticks.as_slice() {
        [user, system] => Ok((user + system) / TICKS),
        _ => Err(format!("no times in {stat:?}")),
    }
}

fn median(times: &[Time], of: impl Fn(&Time) -> f64) -> f64 {
    let mut times: Vec<f64> = times.iter().map(of).collect();
    times.sort_unstable_by(f64::total_cmp);
    times[times.len() / 2]
}

const ROUNDS: usize = 5;
const LIMIT: f64 = 2.0;
/// `USER_HZ`, ticks a second.
const TICKS: f64 = 100.0;
