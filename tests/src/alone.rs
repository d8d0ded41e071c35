//! A test in a process of its own, with limits or namespaces that must not be the others'.

use std::process::Command;

/// Set in the process that a test was started again in.
const ALONE: &str = "NL_TEST_ALONE";

/// Whether the calling test runs in a process of its own. If not, it is started again in one, by the
/// command `by`, and must succeed there; the caller returns then. Where that command does not work
/// at all, the test is skipped.
pub fn is_alone(test: &str, by: &[&str]) -> bool {
    if std::env::var(ALONE).is_ok_and(|alone| alone == test) {
        return true;
    }
    let start = |what: &str| {
        let mut command = Command::new(by.first().unwrap_or(&"env"));
        command.args(by.get(1..).unwrap_or_default()).arg(what);
        command
    };
    if !start("true").output().is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: {by:?} does not work here");
        return false;
    }
    let program = std::env::current_exe().expect("this program");
    let mut again = start(&program.display().to_string());
    let again = again.args(["--exact", test, "--nocapture", "--include-ignored"]);
    let output = again.env(ALONE, test).output().expect("the program starts");
    let told = [output.stdout, output.stderr].concat();
    let told = String::from_utf8_lossy(&told).into_owned();
    assert!(output.status.success() && told.contains("1 passed"), "{told}");
    // Its other lines are those of a whole test run, and would be counted as one.
    told.lines().filter(|line| line.contains("SKIPPED")).for_each(|line| println!("{line}"));
    false
}
