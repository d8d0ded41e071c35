//! The command line of a program that is measured.
//!
//! `PROGRAM list` prints its cases, one `WORKLOAD how` a line. `PROGRAM WORKLOAD raw N` makes
//! the set-up, the check and N operations, `… allocations` prints allocations per operation, `… time`
//! nanoseconds per operation, and `… round` those of a single round.

use std::process::ExitCode;

use crate::runner::{Mode, Runner};

/// A workload that the program can do.
#[derive(Debug)]
pub struct Case {
    /// Which one: [`Workload::id`](crate::workload::Workload::id).
    pub workload: &'static str,
    /// With what of the crate that is measured.
    pub how: How,
    /// Checks its result, then measures it.
    pub run: fn(&mut Runner),
}

/// What of a crate does the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Its typed interface: derived types, or types that implement its traits.
    Typed,
    /// Code over its iterators and parsers, since the typed interface does not offer it.
    ByHand,
}

impl How {
    /// The word for it in what a program prints.
    pub fn word(self) -> &'static str {
        match self {
            Self::Typed => "typed",
            Self::ByHand => "by-hand",
        }
    }
}

/// The `main` of every program that is measured.
pub fn program(cases: &[Case]) -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (workload, mode) = match words.as_slice() {
        ["list"] => {
            for case in cases {
                println!("{} {}", case.workload, case.how.word());
            }
            return ExitCode::SUCCESS;
        }
        [workload, "allocations"] => (workload, Mode::Allocations),
        [workload, "time"] => (workload, Mode::Time(ROUNDS)),
        [workload, "round"] => (workload, Mode::Time(1)),
        [workload, "raw", count] => match count.parse() {
            Ok(count) => (workload, Mode::Raw(count)),
            Err(_) => return usage(),
        },
        _ => return usage(),
    };
    let Some(case) = cases.iter().find(|case| case.workload == *workload) else {
        eprintln!("no workload {workload}");
        return ExitCode::FAILURE;
    };
    let mut runner = Runner::new(mode);
    (case.run)(&mut runner);
    println!("{}", runner.result());
    ExitCode::SUCCESS
}

fn usage() -> ExitCode {
    eprintln!("usage: list | WORKLOAD raw N | WORKLOAD allocations | WORKLOAD time|round");
    ExitCode::FAILURE
}

const ROUNDS: usize = 11;
