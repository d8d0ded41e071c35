//! The Rust programs for the guest, linked statically: there are no libraries in it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::command;
use crate::guest::plan::SUITES;
use crate::workspace::Workspace;

/// Executables by name.
#[derive(Debug, Default)]
pub(crate) struct Programs {
    /// The demo family's own programs.
    pub(crate) demos: Vec<(String, PathBuf)>,
    /// The test targets.
    pub(crate) tests: Vec<(String, PathBuf)>,
}

impl Programs {
    /// Builds them, in a target folder of their own so that the usual one is not built anew.
    pub(crate) fn build(workspace: &Workspace) -> Result<Self> {
        let mut demos = cargo(workspace, "build");
        demos.args(["-p", "nl-family-demo", "--bins"]);
        let mut tests = cargo(workspace, "test");
        tests.args(["-p", "nl-tests", "-p", "nl-family-demo", "--no-run"]);
        for suite in SUITES {
            tests.args(["--test", suite.name]);
        }
        let is_suite = |name: &str| SUITES.iter().any(|suite| suite.name == name);
        Ok(Self {
            demos: executables(&mut demos)?,
            tests: executables(&mut tests)?
                .into_iter()
                .filter(|(name, _)| is_suite(name))
                .collect(),
        })
    }
}

fn cargo(workspace: &Workspace, subcommand: &str) -> Command {
    let mut command = workspace.cargo();
    command
        .arg(subcommand)
        .args(["--all-features", "--message-format=json-render-diagnostics"])
        .args(["--target", "x86_64-unknown-linux-gnu", "--target-dir"])
        .arg(workspace.vm().join("guest-target"))
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("RUSTFLAGS", "-C target-feature=+crt-static -C strip=debuginfo")
        // The guest only needs the names of functions in a backtrace.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_PROFILE_TEST_DEBUG", "0");
    command
}

/// Runs cargo, with its complaints on our standard error, and returns what it built.
fn executables(cargo: &mut Command) -> Result<Vec<(String, PathBuf)>> {
    let output = cargo.stderr(Stdio::inherit()).output().context("cannot start cargo")?;
    ensure!(output.status.success(), "{}", command::failure(cargo, output.status));
    let messages = String::from_utf8_lossy(&output.stdout);
    let found = messages.lines().map(parse_message).collect::<Result<Vec<_>>>()?;
    let found: Vec<_> = found.into_iter().flatten().collect();
    ensure!(!found.is_empty(), "cargo built no program for the guest: {cargo:?}");
    Ok(found)
}

/// The executable that a line of cargo's JSON tells of, if it does.
fn parse_message(line: &str) -> Result<Option<(String, PathBuf)>> {
    let message: Message =
        serde_json::from_str(line).with_context(|| format!("cargo printed {line:?}"))?;
    Ok(match (message.target, message.executable) {
        (Some(target), Some(executable)) => Some((target.name, Path::new(&executable).to_owned())),
        _ => None,
    })
}

#[derive(Deserialize)]
struct Message {
    target: Option<Target>,
    executable: Option<String>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_messages_of_executables_count() {
        let test = r#"{"reason":"compiler-artifact","target":{"kind":["test"],"name":"demo"},"executable":"/t/demo-1"}"#;
        assert_eq!(
            parse_message(test).expect("well formed"),
            Some(("demo".to_owned(), PathBuf::from("/t/demo-1")))
        );
        for line in [
            r#"{"reason":"compiler-artifact","target":{"kind":["lib"],"name":"nl_core"},"executable":null}"#,
            r#"{"reason":"build-finished","success":true}"#,
        ] {
            assert_eq!(parse_message(line).expect("well formed"), None);
        }
        assert!(parse_message("Compiling").is_err());
    }
}
