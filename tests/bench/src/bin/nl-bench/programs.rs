//! The programs that are measured: ours, the floor, and the peers that this build has as features.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A program that was built.
#[derive(Debug)]
pub(crate) struct Program {
    /// Its name, which the table's column has too.
    pub(crate) name: &'static str,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Its workloads, and whether each is by hand.
    cases: Vec<(String, bool)>,
}

impl Program {
    /// Whether it can do a workload, and then whether by hand.
    pub(crate) fn can(&self, workload: &str) -> Option<bool> {
        self.cases.iter().find(|case| case.0 == workload).map(|case| case.1)
    }

    /// Its cases of a workload: `WORKLOAD` or `WORKLOAD/WAY`, and whether each is by hand.
    pub(crate) fn cases(&self, workload: &str) -> impl Iterator<Item = (&str, bool)> {
        let of = move |case: &str| case.split('/').next() == Some(workload);
        self.cases.iter().filter(move |case| of(&case.0)).map(|case| (case.0.as_str(), case.1))
    }
}

/// Ours first, then the floor, then the peers. The programs' files are called that with `prefix`.
pub(crate) fn build(prefix: &str) -> Result<Vec<Program>, String> {
    let peers = [
        ("rustnl", cfg!(feature = "rustnl")),
        ("neli", cfg!(feature = "neli")),
        ("nlink", cfg!(feature = "nlink")),
    ];
    let peers = peers.into_iter().filter(|(_, wanted)| *wanted).map(|(name, _)| (name, Some(name)));
    let target = target()?;
    let tokio = (prefix == LIVE).then_some("tokio");
    [("ours", tokio), ("floor", None)]
        .into_iter()
        .chain(peers)
        .map(|(name, feature)| one(name, &format!("{prefix}{name}"), feature, &target))
        .collect()
}

/// What the names of the programs begin with that have a kernel behind them.
pub(crate) const LIVE: &str = "live-";

/// Each with no feature but its own, so that none is built with what another one depends on.
fn one(
    name: &'static str,
    file: &str,
    feature: Option<&str>,
    target: &Path,
) -> Result<Program, String> {
    let mut command = cargo();
    command.args(["build", "--release", "--quiet", "--no-default-features", "--bin", file]);
    command.args(feature.map(|feature| format!("--features={feature}")));
    command.arg("--target-dir").arg(target);
    command.arg("--manifest-path").arg(package().join("Cargo.toml"));
    run(&mut command)?;
    let path = target.join("release").join(file);
    let list = run(Command::new(&path).arg("list"))?;
    let cases = list.lines().filter_map(|line| {
        let (workload, how) = line.split_once(' ')?;
        Some((workload.to_owned(), how == nl_bench::How::ByHand.word()))
    });
    Ok(Program { name, cases: cases.collect(), path })
}

/// This package's folder.
pub(crate) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder for what is built, which is the one that this program was built in.
pub(crate) fn target() -> Result<PathBuf, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let target = program.ancestors().nth(2).ok_or("this program is in no target folder")?;
    Ok(target.to_owned())
}

pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command to its end; what it printed, or what it complained of.
pub(crate) fn run(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{command:?}: {}\n{}", output.status, said.trim_end()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
