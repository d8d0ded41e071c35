//! `cargo xtask build-cost`: what a program pays for a dependency, in crates and in seconds.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Args;

use crate::command;
use crate::workspace::Workspace;

/// Options of `build-cost`.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Builds each so often, and takes the shortest time.
    #[arg(long, default_value_t = 1)]
    runs: u32,
    /// Writes `nl-core/docs/build-cost.md` anew.
    #[arg(long)]
    write: bool,
    /// Counts the crates, and builds nothing.
    #[arg(long, conflicts_with = "write")]
    crates: bool,
}

/// What a program may depend on.
struct Subject {
    name: &'static str,
    /// Dependencies as in a manifest; `CORE` is the path of nl-core.
    dependencies: &'static str,
}

const SUBJECTS: &[Subject] = &[
    Subject { name: "`nl-core`, derives included", dependencies: "nl-core = { path = 'CORE' }" },
    feature("feature `verify`", "nl-core = { path = 'CORE', features = ['verify'] }"),
    feature("feature `host`", "nl-core = { path = 'CORE', features = ['host'] }"),
    feature("feature `bitflags`", "nl-core = { path = 'CORE', features = ['bitflags'] }"),
    feature("feature `zerocopy`", "nl-core = { path = 'CORE', features = ['zerocopy'] }"),
    feature("feature `serde`", "nl-core = { path = 'CORE', features = ['serde'] }"),
    feature("feature `tokio`", "nl-core = { path = 'CORE', features = ['tokio'] }"),
    feature("feature `tracing`", "nl-core = { path = 'CORE', features = ['tracing'] }"),
    feature("feature `neli`", "nl-core = { path = 'CORE', features = ['neli'] }"),
    feature(
        "feature `netlink-packet-generic`",
        "nl-core = { path = 'CORE', features = ['netlink-packet-generic'] }",
    ),
    feature(
        "all features",
        "nl-core = { path = 'CORE', features = ['host', 'bitflags', 'zerocopy', 'serde', 'tokio', 'tracing', 'neli', 'netlink-packet-generic'] }",
    ),
    feature(
        "feature `neli` and neli's `sync` sockets",
        "nl-core = { path = 'CORE', features = ['neli'] }\nneli = { version = '0.7', default-features = false, features = ['sync'] }",
    ),
    feature(
        "feature `neli` and neli's `async` sockets",
        "nl-core = { path = 'CORE', features = ['neli'] }\nneli = { version = '0.7', default-features = false, features = ['async'] }",
    ),
    feature(
        "feature `netlink-packet-generic` and genetlink with tokio",
        "nl-core = { path = 'CORE', features = ['netlink-packet-generic'] }\ngenetlink = '0.3'\nfutures-util = '0.3'\ntokio = { version = '1', features = ['rt', 'macros'] }",
    ),
    feature("neli 0.7 without sockets", "neli = { version = '0.7', default-features = false }"),
    feature(
        "neli 0.7, `sync`",
        "neli = { version = '0.7', default-features = false, features = ['sync'] }",
    ),
    feature(
        "neli 0.7, `async`",
        "neli = { version = '0.7', default-features = false, features = ['async'] }",
    ),
    feature(
        "netlink-packet-generic 0.5",
        "netlink-packet-generic = '0.5'\nnetlink-packet-core = '0.9'",
    ),
    feature(
        "netlink-proto 0.13 with tokio",
        "netlink-proto = '0.13'\nnetlink-packet-core = '0.9'\nfutures-util = '0.3'\ntokio = { version = '1', features = ['rt', 'macros'] }",
    ),
    feature(
        "genetlink 0.3 with tokio",
        "genetlink = '0.3'\nnetlink-packet-generic = '0.5'\nnetlink-packet-core = '0.9'\nfutures-util = '0.3'\ntokio = { version = '1', features = ['rt', 'macros'] }",
    ),
    feature("nlink 0.33", "nlink = '0.33'\ntokio = { version = '1', features = ['rt', 'macros'] }"),
];

const fn feature(name: &'static str, dependencies: &'static str) -> Subject {
    Subject { name, dependencies }
}

/// Runs the command.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<bool> {
    if options.crates {
        return count(workspace);
    }
    let mut page = String::from(INTRODUCTION);
    for subject in SUBJECTS {
        let package = Package::new(workspace, subject)?;
        let crates = package.crates()?;
        let times =
            (0..options.runs.max(1)).map(|_| package.build()).collect::<Result<Vec<_>>>()?;
        let wall = times.iter().map(|(wall, _)| *wall).min().unwrap_or_default().as_secs_f32();
        let cpu = times.iter().map(|(_, cpu)| *cpu).min().unwrap_or_default().as_secs_f32();
        let _ = writeln!(page, "| {} | {crates} | {wall:.1} | {cpu:.1} |", subject.name);
        println!("{}: {crates} crates, {wall:.1} s, {cpu:.1} s of processors", subject.name);
    }
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let compiler = command::capture(Command::new("rustc").arg("--version"))?;
    let compiler = compiler.split(" (").next().unwrap_or_default();
    let _ = writeln!(page, "\nOn {jobs} cores, with {compiler}.");
    if options.write {
        fs::write(workspace.at("nl-core/docs/build-cost.md"), page)
            .context("cannot write the page")?;
    } else {
        println!("\n{page}");
    }
    Ok(true)
}

fn count(workspace: &Workspace) -> Result<bool> {
    for subject in SUBJECTS {
        println!("{}: {} crates", subject.name, Package::new(workspace, subject)?.crates()?);
    }
    Ok(true)
}

const INTRODUCTION: &str = "\
# What a dependency costs

Crates that are built (`cargo tree -e normal,build`, the dependency itself included), and the seconds of a cold `cargo build`
without any download, by the clock and of all processors together; all in one run. `cargo xtask build-cost --write` writes
this page anew. The clock's depend on what else the machine does. The features `neli` and `netlink-packet-generic` are messages
without sockets: a program depends on the library that has them as well.

| dependency | crates | seconds | of processors |
|---|---:|---:|---:|
";

/// A package with these dependencies and nothing else.
struct Package {
    folder: PathBuf,
}

impl Package {
    fn new(workspace: &Workspace, subject: &Subject) -> Result<Self> {
        let folder = workspace.at("target/build-cost");
        let core = workspace.at("nl-core");
        let core = core.to_str().context("the repository's path is not UTF-8")?;
        let package = Self { folder };
        fs::create_dir_all(package.folder.join("src"))?;
        let manifest = format!(
            "[package]\nname = 'cost'\nedition = '2024'\n[workspace]\n[dependencies]\n{}\n",
            subject.dependencies.replace("CORE", core)
        );
        package.write("Cargo.toml", &manifest)?;
        package.write("src/lib.rs", "")?;
        // The versions that this project is tested with.
        fs::copy(workspace.at("Cargo.lock"), package.folder.join("Cargo.lock"))?;
        command::capture(package.cargo().arg("fetch"))?;
        Ok(package)
    }

    fn write(&self, name: &str, content: &str) -> Result<()> {
        let path = self.folder.join(name);
        fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))
    }

    fn cargo(&self) -> Command {
        let mut cargo = crate::workspace::cargo();
        // What is set for this build would make others of those.
        cargo.current_dir(&self.folder).env_remove("RUSTFLAGS").env_remove("CARGO_TARGET_DIR");
        cargo
    }

    /// How many crates are built for it, itself not counted.
    fn crates(&self) -> Result<usize> {
        let tree = ["tree", "-e", "normal,build", "--prefix", "none", "--no-dedupe"];
        Ok(names(&command::capture(self.cargo().args(tree))?).len() - 1)
    }

    /// Builds it from nothing: the time by the clock, and that of processors.
    fn build(&self) -> Result<(Duration, Duration)> {
        let target = tempfile::tempdir_in(&self.folder)?;
        let (start, before) = (Instant::now(), children()?);
        let mut build = self.cargo();
        build.args(["build", "--offline", "--target-dir"]).arg(target.path());
        command::capture(&mut build)?;
        Ok((start.elapsed(), children()?.saturating_sub(before)))
    }
}

/// The processors' time of all children that have ended, and of theirs.
fn children() -> Result<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").context("cannot read our own times")?;
    let ticks = ticks(&stat).context("cannot make out our own times")?;
    Ok(Duration::from_millis(ticks * 10))
}

/// Fields 16 and 17 of `/proc/PID/stat`, in hundredths of a second; names may hold blanks and brackets.
fn ticks(stat: &str) -> Option<u64> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(13);
    let mut next = || fields.next()?.parse::<u64>().ok();
    Some(next()? + next()?)
}

/// The crates of `cargo tree`'s output, each once.
fn names(tree: &str) -> BTreeSet<&str> {
    let line = |line: &str| !line.trim().is_empty();
    tree.lines().filter(|l| line(l)).map(|l| l.trim_end_matches(" (*)").trim()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_counts_once() {
        let tree = "cost v0.1.0 (/x)\nsyn v2.0.1\nquote v1.0.0\nsyn v2.0.1 (*)\n\nquote v1.0.0\n";
        assert_eq!(names(tree).len(), 3);
    }

    #[test]
    fn the_children_s_times_are_found_behind_a_name_with_brackets() {
        let stat = "7 (a) b) S 1 2 3 4 5 6 7 8 9 10 11 12 30 12 20 0 1";
        assert_eq!(ticks(stat), Some(42));
    }

    #[test]
    fn nl_core_with_its_derives_is_at_most_ten_crates() {
        let workspace = Workspace::find().expect("a workspace");
        let tree = ["tree", "-p", "nl-core", "-e", "normal,build", "--prefix", "none"];
        let tree = command::capture(workspace.cargo().args(tree)).expect("cargo tree runs");
        let crates = names(&tree);
        assert!(crates.iter().any(|name| name.starts_with("nl-derive ")), "{crates:?}");
        assert!(crates.len() <= 10, "{crates:?}");
    }
}
