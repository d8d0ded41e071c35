//! A virtual machine: an emulated one, so that it runs wherever these commands do.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::command;

/// What to boot, and where to keep what it says.
#[derive(Debug)]
pub(crate) struct Machine {
    /// The kernel.
    pub(crate) image: PathBuf,
    /// Its file system.
    pub(crate) initramfs: PathBuf,
    /// The file for the console's output.
    pub(crate) log: PathBuf,
}

impl Machine {
    /// Boots, waits until the guest is off, and returns the console's output and how long it all took.
    pub(crate) fn run(&self) -> Result<(String, Duration)> {
        let start = Instant::now();
        let (status, console) = command::logged_status(&mut self.qemu(), &self.log)?;
        if status.code() == Some(TIMED_OUT) {
            let last = command::tail(&console, 150);
            bail!("the guest was still running after {LIMIT_SECONDS} s; its console:\n{last}");
        }
        if !status.success() {
            bail!("qemu failed ({status}):\n{console}");
        }
        Ok((console, start.elapsed()))
    }

    fn qemu(&self) -> Command {
        let mut command = Command::new("timeout");
        command
            .arg("--kill-after=10")
            .arg(LIMIT_SECONDS.to_string())
            .args(["qemu-system-x86_64", "-accel", "tcg", "-m", "512"])
            .args(["-cpu", CPU, "-smp", "2"])
            .args(["-nic", "none", "-nographic", "-no-reboot"])
            .args(["-append", KERNEL_ARGUMENTS])
            .args([Path::new("-kernel"), &self.image])
            .args([Path::new("-initrd"), &self.initramfs]);
        command
    }
}

/// Without `cmpxchg16b`: QEMU 7.2 can leave garbage in the flags after it, and an interrupt just then ends in a double
/// fault. Linux has another way for processors without it.
const CPU: &str = "qemu64,-cx16";

/// A kernel that has lost its way resets the machine, which ends QEMU. The console is left to the tests' output; the
/// kernel's own log is read at the end, or told by the kernel when it panics.
const KERNEL_ARGUMENTS: &str =
    "console=ttyS0 panic=-1 oops=panic loglevel=1 log_buf_len=1M printk.devkmsg=on";

/// More than the suites' own limits together.
const LIMIT_SECONDS: u32 = 700;

/// The exit status of `timeout` for a program that it had to stop.
const TIMED_OUT: i32 = 124;
