//! What a guest does: steps in order, each reported between two markers on the console.

use std::fmt::Write as _;

use crate::guest::module::NAME;

/// A test target that runs in the guest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Suite {
    /// The target's name.
    pub(crate) name: &'static str,
    /// What its test harness is told.
    arguments: &'static [&'static str],
    /// Whether the module is loaded for it; if not, the tests load and unload it themselves.
    loaded: bool,
}

#[cfg(test)]
impl Suite {
    /// A suite that nobody runs.
    pub(crate) const fn named(name: &'static str) -> Self {
        Self { name, arguments: &[], loaded: false }
    }
}

/// The test targets, in the order in which they run.
pub(crate) const SUITES: &[Suite] = &[
    Suite { name: "demo", arguments: &["--test-threads=1"], loaded: true },
    Suite { name: "program", arguments: &["--test-threads=1"], loaded: true },
    Suite { name: "controller", arguments: &[], loaded: true },
    Suite { name: "awaited", arguments: &["--test-threads=1"], loaded: true },
    Suite { name: "in_genetlink", arguments: &["--test-threads=1", "--nocapture"], loaded: true },
    Suite { name: "in_neli", arguments: &["--test-threads=1", "--nocapture"], loaded: true },
    Suite { name: "in_neli_awaited", arguments: &["--test-threads=1"], loaded: true },
    Suite { name: "batches", arguments: &["--test-threads=1"], loaded: true },
    Suite { name: "controller_types", arguments: &[], loaded: false },
    Suite { name: "families", arguments: &[], loaded: false },
    Suite { name: "refusals", arguments: &["--nocapture"], loaded: false },
    Suite {
        name: "kernel",
        arguments: &["--ignored", "--test-threads=1", "--show-output"],
        loaded: false,
    },
];

/// The steps of one guest.
#[derive(Debug)]
pub(crate) enum Plan {
    /// Every one of [`SUITES`].
    Suites,
    /// One shell command.
    Shell(String),
}

impl Plan {
    /// The suites that must have run in the end.
    pub(crate) fn suites(&self) -> &'static [Suite] {
        match self {
            Self::Suites => SUITES,
            Self::Shell(_) => &[],
        }
    }

    /// The steps as a shell script; `step` is defined by the guest's `/init`.
    pub(crate) fn script(&self) -> String {
        match self {
            Self::Suites => SUITES.iter().map(suite_script).collect(),
            Self::Shell(line) => format!("step {SHELL_STEP} sh -c '{}'\n", escape(line)),
        }
    }
}

/// The step that runs a user's own command.
pub(crate) const SHELL_STEP: &str = "shell";

fn suite_script(suite: &Suite) -> String {
    let mut script = String::new();
    let name = suite.name;
    if suite.loaded {
        let _ = writeln!(script, "step load-for-{name} modprobe {NAME}");
    }
    let arguments = suite.arguments.join(" ");
    let _ = writeln!(
        script,
        "step {name} timeout -s KILL {SUITE_SECONDS} /tests/{name} --color=never {arguments}"
    );
    if suite.loaded {
        let _ = writeln!(script, "step unload-after-{name} rmmod {NAME}");
    }
    script
}

fn escape(line: &str) -> String {
    line.replace('\'', r"'\''")
}

/// How long one suite may take in an emulated machine.
const SUITE_SECONDS: u32 = 300;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_module_is_loaded_around_the_suites_that_want_it() {
        let script = Plan::Suites.script();
        let steps: Vec<&str> = script.lines().filter_map(|line| line.split(' ').nth(1)).collect();
        assert_eq!(
            steps,
            [
                "load-for-demo",
                "demo",
                "unload-after-demo",
                "load-for-program",
                "program",
                "unload-after-program",
                "load-for-controller",
                "controller",
                "unload-after-controller",
                "load-for-awaited",
                "awaited",
                "unload-after-awaited",
                "load-for-in_genetlink",
                "in_genetlink",
                "unload-after-in_genetlink",
                "load-for-in_neli",
                "in_neli",
                "unload-after-in_neli",
                "load-for-in_neli_awaited",
                "in_neli_awaited",
                "unload-after-in_neli_awaited",
                "load-for-batches",
                "batches",
                "unload-after-batches",
                "controller_types",
                "families",
                "refusals",
                "kernel",
            ]
        );
    }

    #[test]
    fn a_shell_command_keeps_its_quotes() {
        let plan = Plan::Shell("echo 'a b'".to_owned());
        assert_eq!(plan.script(), "step shell sh -c 'echo '\\''a b'\\'''\n");
    }
}
