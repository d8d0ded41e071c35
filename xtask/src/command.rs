//! Running other programs. A failure says which program, with which arguments, and what it printed.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail, ensure};

/// Runs `command` with our own output streams.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status =
        command.status().with_context(|| format!("cannot start `{}`", describe(command)))?;
    ensure!(status.success(), "{}", failure(command, status));
    Ok(())
}

/// Runs `command` and returns its standard output; its standard error is told only on failure.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start `{}`", describe(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("{}\n{}", failure(command, output.status), said.trim_end());
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{}` printed something that is not UTF-8", describe(command)))
}

/// Runs `command` with both output streams going to the file `log`, and returns what is in it then.
pub(crate) fn logged(command: &mut Command, log: &Path) -> Result<String> {
    let (status, text) = logged_status(command, log)?;
    if !status.success() {
        bail!("{}\n{}", failure(command, status), tail(&text, LOG_TAIL));
    }
    Ok(text)
}

/// Like [`logged`], for programs whose failure is not an error of ours.
pub(crate) fn logged_status(command: &mut Command, log: &Path) -> Result<(ExitStatus, String)> {
    let file = File::create(log).with_context(|| format!("cannot create {}", log.display()))?;
    let status = command
        .stdin(Stdio::null())
        .stdout(file.try_clone().context("cannot duplicate a log's handle")?)
        .stderr(file)
        .status()
        .with_context(|| format!("cannot start `{}`", describe(command)))?;
    let bytes = fs::read(log).with_context(|| format!("cannot read {}", log.display()))?;
    Ok((status, String::from_utf8_lossy(&bytes).into_owned()))
}

/// `program` as root: as it is when we are root, through `sudo` when not.
pub(crate) fn as_root(program: impl AsRef<OsStr>) -> Command {
    if is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.arg("-n").arg(program);
    command
}

/// Whether this process may do what root may.
pub(crate) fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// The last `count` lines of `text`.
pub(crate) fn tail(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

/// The sentence for a command that ended badly.
pub(crate) fn failure(command: &Command, status: ExitStatus) -> String {
    format!("`{}` failed: {status}", describe(command))
}

fn describe(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .map(|word| if word.contains('\n') { "…".into() } else { word })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Lines of a failed program's log that an error carries.
const LOG_TAIL: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command_and_what_it_said() {
        let error = capture(Command::new("sh").args(["-c", "echo no such moon >&2; exit 3"]))
            .expect_err("exit 3 is a failure");
        let text = error.to_string();
        assert!(text.contains("echo no such moon"), "{text}");
        assert!(text.contains("exit status: 3"), "{text}");
        assert!(text.ends_with("\nno such moon"), "{text}");
    }

    #[test]
    fn the_tail_is_the_last_lines_or_all_of_them() {
        assert_eq!(tail("a\nb\nc\n", 2), "b\nc");
        assert_eq!(tail("a\nb\n", 5), "a\nb");
        assert_eq!(tail("", 5), "");
    }
}
