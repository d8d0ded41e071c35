//! Programs that must be installed on the machine itself.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::command;

/// The packages with everything that `vm` and `checkpatch` call.
pub(crate) const PACKAGES: &[&str] = &[
    "busybox-static",
    "cpio",
    "debian-archive-keyring",
    "debootstrap",
    "gcc",
    "gcc-12",
    "iproute2",
    "kmod",
    "libc6-dev",
    "libelf-dev",
    "make",
    "pahole",
    "perl",
    "qemu-system-x86",
    "sparse",
    "xz-utils",
];

/// Installs those of `packages` that are missing; without the right to do so, says what to run.
pub(crate) fn ensure_packages(packages: &[&str]) -> Result<()> {
    let missing = missing(packages)?;
    if missing.is_empty() {
        return Ok(());
    }
    let names = missing.join(" ");
    if !may_install() {
        bail!(
            "these packages are missing: {names}; install them as root with \
             `apt-get install -y --no-install-recommends {names}`"
        );
    }
    eprintln!("installing {names}");
    if let Err(error) = command::run(apt_get().arg("update")) {
        // An outdated list of packages is often good enough, and another apt may hold the lock.
        eprintln!("going on with the package lists there are: {error:#}");
    }
    command::run(apt_get().args(["install", "-y", "--no-install-recommends"]).args(&missing))
        .with_context(|| format!("cannot install {names}"))
}

fn missing<'a>(packages: &[&'a str]) -> Result<Vec<&'a str>> {
    // dpkg-query fails when it does not know one of the names, and still lists the others.
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat=${Package} ${db:Status-Status}\n"])
        .args(packages)
        .output()
        .context("cannot start dpkg-query: this needs Debian")?;
    let listed = String::from_utf8_lossy(&output.stdout);
    Ok(not_installed(packages, &listed))
}

fn not_installed<'a>(packages: &[&'a str], listed: &str) -> Vec<&'a str> {
    let installed: Vec<&str> =
        listed.lines().filter_map(|line| line.strip_suffix(" installed")).collect();
    let missing = packages.iter().filter(|name| !installed.contains(name));
    missing.copied().collect()
}

fn may_install() -> bool {
    command::is_root() || command::capture(Command::new("sudo").args(["-n", "true"])).is_ok()
}

fn apt_get() -> Command {
    let mut command = command::as_root("env");
    command.args([
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "--quiet",
        "--option=DPkg::Lock::Timeout=300",
    ]);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removed_package_with_its_settings_left_is_missing() {
        let listed = "make installed\nkmod config-files\ncpio installed\n";
        assert_eq!(not_installed(&["cpio", "kmod", "make", "sparse"], listed), ["kmod", "sparse"]);
    }
}
