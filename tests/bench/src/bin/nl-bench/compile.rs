//! How long a program takes to build that has one family, beside the least that has any derive.

use std::path::Path;
use std::time::Instant;

use crate::programs::{cargo, package, run, target};

/// Prints both; whether ours is within the limit.
pub(crate) fn compare() -> Result<bool, String> {
    let folder = target()?.join("compile");
    let [least, family] =
        ["least", "family"].map(|name| seconds(&package().join("compile").join(name), &folder));
    let (least, family) = (least?, family?);
    let ratio = family / least;
    let verdict = if ratio <= LIMIT { "ok" } else { "over" };
    println!("Clean release builds, wall-clock seconds, the median of {ROUNDS}.\n");
    println!("| program | seconds |\n|---|--:|");
    println!("| with the least derive that parses with syn | {least:.2} |");
    println!("| with a family of nl-core | {family:.2} |");
    println!("| ratio, limit {LIMIT} | {ratio:.2} {verdict} |");
    Ok(ratio <= LIMIT)
}

fn seconds(project: &Path, folder: &Path) -> Result<f64, String> {
    run(cargo().arg("fetch").arg("--quiet").current_dir(project))?;
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        // It may not be there yet.
        let _ = std::fs::remove_dir_all(folder);
        let start = Instant::now();
        let mut build = cargo();
        build.args(["build", "--release", "--quiet", "--offline", "--target-dir"]).arg(folder);
        run(build.current_dir(project))?;
        rounds.push(start.elapsed().as_secs_f64());
    }
    rounds.sort_unstable_by(f64::total_cmp);
    Ok(rounds[ROUNDS / 2])
}

const ROUNDS: usize = 5;
const LIMIT: f64 = 2.0;
