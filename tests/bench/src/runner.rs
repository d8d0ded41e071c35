//! The three ways to run an operation many times.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::allocations;

/// What is measured.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mode {
    /// Nothing: that many operations, for a program that counts instructions.
    Raw(u64),
    /// Allocations.
    Allocations,
    /// Time, the median of that many rounds.
    Time(usize),
}

/// Given to a case, which calls [`Runner::measure`] once.
#[derive(Debug)]
pub struct Runner {
    mode: Mode,
    result: Option<f64>,
}

impl Runner {
    pub(crate) fn new(mode: Mode) -> Self {
        Self { mode, result: None }
    }

    /// Calls `run`, which does `operations` of them at once, with 0, 1, 2, …
    #[inline]
    pub fn measure(&mut self, operations: u64, mut run: impl FnMut(u64)) {
        // One place from which `run` is called, so that the compiler may put it there.
        let mut runs = |count: u64| (0..count).for_each(|number| run(black_box(number)));
        self.result = Some(match self.mode {
            Mode::Raw(count) => {
                let count = count.div_ceil(operations);
                runs(count);
                (count * operations) as f64
            }
            Mode::Allocations => {
                runs(WARM_UP);
                allocations::during(|| runs(COUNTED)) as f64 / (COUNTED * operations) as f64
            }
            Mode::Time(rounds) => median_time(rounds, timed(runs)) / operations as f64,
        });
    }

    /// As [`Runner::measure`], with something before each run that takes no time and allocates nothing.
    #[inline]
    pub fn measure_prepared(
        &mut self,
        operations: u64,
        mut prepare: impl FnMut(),
        mut run: impl FnMut(),
    ) {
        let mut runs = |count: u64| {
            let mut time = Duration::ZERO;
            for _ in 0..count {
                prepare();
                let start = Instant::now();
                run();
                time += start.elapsed();
            }
            time
        };
        self.result = Some(match self.mode {
            Mode::Raw(count) => {
                let count = count.div_ceil(operations);
                runs(count);
                (count * operations) as f64
            }
            Mode::Allocations => {
                runs(WARM_UP);
                let calls = allocations::during(|| {
                    runs(COUNTED);
                });
                calls as f64 / (COUNTED * operations) as f64
            }
            Mode::Time(rounds) => median_time(rounds, runs) / operations as f64,
        });
    }

    /// Operations done, allocations per operation or nanoseconds per operation.
    pub(crate) fn result(&self) -> f64 {
        self.result.expect("a case measures something")
    }
}

/// How long that many runs take together.
fn timed(mut runs: impl FnMut(u64)) -> impl FnMut(u64) -> Duration {
    move |count| {
        let start = Instant::now();
        runs(count);
        start.elapsed()
    }
}

/// Nanoseconds of one run: the median of rounds that are long enough for the clock.
fn median_time(rounds: usize, mut timed: impl FnMut(u64) -> Duration) -> f64 {
    let mut count = WARM_UP;
    let mut warm = timed(count);
    while warm < ROUND / 4 {
        count *= 4;
        warm = timed(count);
    }
    let mut all: Vec<Duration> = (0..rounds).map(|_| timed(count)).collect();
    all.sort_unstable();
    all[rounds / 2].as_nanos() as f64 / count as f64
}

const WARM_UP: u64 = 16;
const COUNTED: u64 = 64;
const ROUND: Duration = Duration::from_millis(40);
