//! How long a wait may take.

use std::time::Duration;

use super::sys;

/// How long to wait, for one or several datagrams together; it begins with the first wait.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    /// Nanoseconds.
    pub(super) limit: u64,
    /// By the clock that is read at least cost, which ticks every few milliseconds; nanoseconds.
    until: u64,
    pub(super) started: bool,
}

/// A time that does not come.
pub(super) const NEVER: u64 = u64::MAX;

impl Deadline {
    /// That long; for ever where it is `None`.
    #[inline]
    pub fn after(limit: Option<Duration>) -> Self {
        Self { limit: limit.map_or(NEVER, nanoseconds), until: NEVER, started: false }
    }

    #[inline]
    pub(super) fn start(&mut self) {
        self.started = true;
        if self.limit != NEVER {
            self.until = sys::coarse_now().saturating_add(self.limit);
        }
    }

    /// What is left of it; `None` for ever.
    pub(super) fn remaining(&self) -> Option<Duration> {
        let left = || Duration::from_nanos(self.until.saturating_sub(sys::coarse_now()));
        (self.until != NEVER).then(left)
    }
}

#[inline]
fn nanoseconds(time: Duration) -> u64 {
    time.as_secs().saturating_mul(1_000_000_000).saturating_add(time.subsec_nanos().into())
}
