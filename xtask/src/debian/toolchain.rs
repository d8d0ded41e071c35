//! The compiler that a kernel's headers need: the machine's, or a newer suite's in a folder of its own.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::command;
use crate::debian::archive::{Archive, KEYRING};

/// Runs the programs that build a module.
#[derive(Debug)]
pub(crate) enum Toolchain {
    /// Those installed on the machine.
    Machine,
    /// Those of a suite unpacked into this folder.
    Chroot(PathBuf),
}

impl Toolchain {
    /// The toolchain of `suite`, from `folder` if it is there already; without a suite, the machine's own.
    pub(crate) fn fetch(archive: &Archive, suite: Option<&str>, folder: &Path) -> Result<Self> {
        let Some(suite) = suite else {
            return Ok(Self::Machine);
        };
        let root = folder.join(format!("chroot-{suite}"));
        if !root.exists() {
            let start = Instant::now();
            bootstrap(archive, suite, &root)
                .with_context(|| format!("cannot set up {suite}'s compiler"))?;
            let time = start.elapsed().as_secs_f32();
            eprintln!("set up {suite}'s compiler in {time:.1} s");
        }
        Ok(Self::Chroot(root))
    }

    /// `program` with this toolchain. It sees `shared` under the same name as we do.
    pub(crate) fn command(&self, program: &str, shared: &Path) -> Result<Command> {
        let mut command = match self {
            Self::Machine => Command::new("env"),
            Self::Chroot(root) => enter(root, shared)?,
        };
        command.args(["-i", "LC_ALL=C", "HOME=/", PATH, program]);
        Ok(command)
    }
}

/// A command that changes into `root`, as the user that `shared` belongs to, and runs `env`. Its mounts are in a
/// namespace of their own, so they are gone with the last process in it, however that ends.
fn enter(root: &Path, shared: &Path) -> Result<Command> {
    let owner = std::fs::metadata(shared)
        .with_context(|| format!("cannot look at {}", shared.display()))?;
    let mut command = private_mounts();
    command.args(["sh", "-euc", ENTER, "sh"]).args([root, shared]).arg(format!(
        "{}:{}",
        owner.uid(),
        owner.gid()
    ));
    Ok(command)
}

/// Arguments: the new root, the folder to share, the user, then the arguments of `env`.
const ENTER: &str = r#"
root=$1 shared=$2 user=$3
shift 3
mkdir -p "$root$shared"
mount --bind "$shared" "$root$shared"
mount -t proc proc "$root/proc"
exec chroot --userspec="$user" "$root" /usr/bin/env "$@"
"#;

const PATH: &str = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";

/// Installs beside `root` first, so that `root` is there whole or not at all.
fn bootstrap(archive: &Archive, suite: &str, root: &Path) -> Result<()> {
    let partial = root.with_extension("partial");
    command::capture(command::as_root("rm").arg("-rf").arg(&partial))?;
    command::logged(
        private_mounts()
            .args(["debootstrap", "--variant=minbase"])
            .arg(format!("--keyring={KEYRING}"))
            .arg(format!("--include={}", INCLUDE.join(",")))
            .args([suite.as_ref(), partial.as_os_str()])
            .arg(archive.address()),
        &root.with_extension("log"),
    )?;
    command::capture(command::as_root("mv").args([&partial, root]))?;
    Ok(())
}

/// What building a module takes; the libraries are those of the programs in `linux-kbuild-…`.
const INCLUDE: &[&str] = &["gcc", "make", "pahole", "libelf1t64", "libssl3t64"];

fn private_mounts() -> Command {
    let mut command = command::as_root("unshare");
    command.args(["--mount", "--propagation", "private"]);
    command
}
