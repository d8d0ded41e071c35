//! A guest's console output: its steps between markers, and what they say about success.

use crate::guest::plan::Suite;
use crate::libtest::Tally;

/// What a guest printed, taken apart.
#[derive(Debug, Default)]
pub(crate) struct Console<'a> {
    /// The kernel's release, as the guest sees it.
    pub(crate) release: Option<&'a str>,
    /// Seconds from the kernel's start to the first process.
    pub(crate) booted: Option<&'a str>,
    steps: Vec<Step<'a>>,
    done: bool,
}

/// One step of the guest's plan.
#[derive(Debug)]
struct Step<'a> {
    name: &'a str,
    lines: Vec<&'a str>,
    status: Option<&'a str>,
}

/// What is to be said about a guest.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// The tests that ran. A suite that ended without a result counts as one failed test.
    pub(crate) tally: Tally,
    /// Sentences about all that was not as it should be.
    pub(crate) problems: Vec<String>,
}

impl<'a> Console<'a> {
    /// Takes `text` apart. Output outside of the steps, such as the firmware's, is ignored.
    pub(crate) fn parse(text: &'a str) -> Self {
        let mut console = Self::default();
        for line in text.lines() {
            match line.strip_prefix(MARKER) {
                Some(marker) => console.take_marker(marker),
                None => console.take_line(line),
            }
        }
        console
    }

    /// The lines of the step `name`.
    pub(crate) fn lines(&self, name: &str) -> &[&'a str] {
        let step = self.steps.iter().find(|step| step.name == name);
        step.map(|step| step.lines.as_slice()).unwrap_or_default()
    }

    /// Judges the guest, in which `suites` were to run.
    pub(crate) fn judge(&self, suites: &[Suite]) -> Verdict {
        let mut verdict = Verdict::default();
        for step in &self.steps {
            if step.status != Some("0") {
                verdict.problems.push(step.failure());
            }
        }
        for suite in suites {
            verdict.count(suite.name, self.lines(suite.name));
        }
        for line in kernel_complaints(self.lines("dmesg")) {
            verdict.problems.push(format!("kernel log: {line}"));
        }
        if !self.done {
            verdict.problems.push("the guest stopped before the end of its plan".to_owned());
        }
        verdict
    }

    fn take_marker(&mut self, marker: &'a str) {
        let (word, rest) = marker.split_once(' ').unwrap_or((marker, ""));
        match word {
            "kernel" => self.release = Some(rest),
            "booted" => self.booted = Some(rest),
            "begin" => self.steps.push(Step::new(rest)),
            "end" => self.end_step(rest),
            "done" => self.done = true,
            _ => {}
        }
    }

    fn end_step(&mut self, rest: &'a str) {
        if let (Some(step), Some((name, status))) = (self.steps.last_mut(), rest.split_once(" rc="))
            && step.name == name
        {
            step.status = Some(status);
        }
    }

    fn take_line(&mut self, line: &'a str) {
        if let Some(step) = self.steps.last_mut().filter(|step| step.status.is_none()) {
            step.lines.push(line);
        }
    }
}

impl<'a> Step<'a> {
    fn new(name: &'a str) -> Self {
        Self { name, lines: Vec::new(), status: None }
    }

    fn failure(&self) -> String {
        match self.status {
            Some(status) => format!("step {} failed with status {status}", self.name),
            None => format!("step {} did not end", self.name),
        }
    }
}

impl Verdict {
    /// Whether nothing is wrong.
    pub(crate) fn is_good(&self) -> bool {
        self.problems.is_empty() && self.tally.failed == 0
    }

    fn count(&mut self, suite: &str, lines: &[&str]) {
        match lines.iter().find_map(|line| Tally::of_line(line)) {
            Some(tally) if tally.total() > 0 => self.tally += tally,
            Some(_) => self.problems.push(format!("suite {suite} ran no test")),
            None => {
                self.tally.failed += 1;
                self.problems.push(format!("suite {suite} gave no test result"));
            }
        }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.tally)?;
        for problem in self.problems.iter().take(SHOWN_PROBLEMS) {
            write!(f, "\n  {problem}")?;
        }
        match self.problems.len().saturating_sub(SHOWN_PROBLEMS) {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}

/// The lines of the kernel's log that nothing may cause. What came before the mark is the emulated machine's own.
fn kernel_complaints<'a>(log: &[&'a str]) -> Vec<&'a str> {
    let mark = log.iter().position(|line| line.ends_with(WATCH));
    let ours = &log[mark.map_or(0, |mark| mark + 1)..];
    let is_complaint = |line: &&&str| COMPLAINTS.iter().any(|word| has_word(line, word));
    ours.iter().filter(is_complaint).copied().collect()
}

fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(char::is_alphanumeric)
    })
}

const SHOWN_PROBLEMS: usize = 10;

const MARKER: &str = "@@ ";

/// What the guest writes into the kernel's log before its plan begins.
const WATCH: &str = "@@ watch";

const COMPLAINTS: &[&str] = &["WARNING", "BUG", "Oops", "Call Trace"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guest::plan::Suite;

    const SUITES: &[Suite] = &[Suite::named("demo"), Suite::named("kernel")];

    const GOOD: &str = "\
SeaBIOS (version 1.16.2)\r
@@ kernel 6.1.0-50-cloud-amd64\r
@@ booted 2.31\r
\r
@@ begin load-for-demo\r
\r
@@ end load-for-demo rc=0\r
\r
@@ begin demo\r
running 2 tests\r
test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s\r
\r
@@ end demo rc=0\r
@@ begin kernel\r
test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s\r
@@ end kernel rc=0\r
@@ begin dmesg\r
[    0.000000] WARNING: the emulated machine has no such clock\r
[    2.300000] @@ watch\r
[    2.400000] nl_demo: DEBUG level 3\r
@@ end dmesg rc=0\r
@@ done\r
[    9.000000] Oops, said after the log was read\r
";

    fn judge(text: &str) -> Verdict {
        Console::parse(text).judge(SUITES)
    }

    #[test]
    fn a_good_guest_has_counts_and_no_problems() {
        let console = Console::parse(GOOD);
        assert_eq!(console.release, Some("6.1.0-50-cloud-amd64"));
        assert_eq!(console.booted, Some("2.31"));
        let verdict = console.judge(SUITES);
        assert_eq!(verdict.tally, Tally { passed: 7, failed: 0 });
        assert!(verdict.is_good(), "{verdict:?}");
    }

    #[test]
    fn a_warning_of_the_kernel_counts_once_the_plan_began() {
        for line in
            ["WARNING: CPU: 0 PID: 60 at net/core/dev.c:1", "BUG: kernel NULL", "Call Trace:"]
        {
            let text = GOOD.replace("nl_demo: DEBUG level 3", line);
            let verdict = judge(&text);
            assert_eq!(verdict.problems, [format!("kernel log: [    2.400000] {line}")]);
        }
    }

    #[test]
    fn a_log_that_lost_its_mark_counts_as_a_whole() {
        let verdict = judge(&GOOD.replace("@@ watch", ""));
        assert_eq!(verdict.problems.len(), 1, "{verdict:?}");
    }

    #[test]
    fn a_suite_that_crashed_is_a_failed_test() {
        let text = GOOD.replace(
            "test result: ok. 5 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s",
            "",
        );
        let verdict = judge(&text.replace("@@ end kernel rc=0", "@@ end kernel rc=139"));
        assert_eq!(verdict.tally, Tally { passed: 2, failed: 1 });
        assert_eq!(
            verdict.problems,
            ["step kernel failed with status 139", "suite kernel gave no test result"]
        );
    }

    #[test]
    fn a_suite_without_tests_is_a_problem() {
        let verdict = judge(&GOOD.replace("5 passed", "0 passed"));
        assert_eq!(verdict.problems, ["suite kernel ran no test"]);
    }

    #[test]
    fn a_guest_that_stops_half_way_is_not_good() {
        let text = GOOD.split("@@ end kernel").next().unwrap_or_default();
        let verdict = judge(&format!("{text}@@ end demo rc=0\n"));
        assert_eq!(
            verdict.problems,
            ["step kernel did not end", "the guest stopped before the end of its plan"]
        );
        assert!(!judge("").is_good());
    }

    #[test]
    fn many_problems_are_cut_short() {
        let verdict = Verdict {
            tally: Tally::default(),
            problems: (0..12).map(|n| format!("problem {n}")).collect(),
        };
        let text = verdict.to_string();
        assert!(text.starts_with("0 passed, 0 failed\n  problem 0\n"), "{text}");
        assert!(text.ends_with("  problem 9\n  and 2 more"), "{text}");
    }
}
