//! How long a wait may take.

use std::time::{Duration, Instant};

/// How long to wait, for one or several datagrams together; it begins with the first wait.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    /// Nanoseconds.
    pub(super) limit: u64,
    /// When it is over, once it has begun; `None` for ever.
    until: Option<Instant>,
    pub(super) started: bool,
}

/// A time that does not come.
pub(super) const NEVER: u64 = u64::MAX;

impl Deadline {
    /// That long; for ever where it is `None`.
    #[inline]
    pub fn after(limit: Option<Duration>) -> Self {
        Self { limit: limit.map_or(NEVER, nanoseconds), until: None, started: false }
    }

    /// Begins it, unless it has begun.
    #[inline]
    pub(crate) fn start(&mut self) {
        if !self.started {
            self.started = true;
            if self.limit != NEVER {
                self.until = Instant::now().checked_add(Duration::from_nanos(self.limit));
            }
        }
    }

    /// What is left of it once it has begun; `None` for ever.
    pub(super) fn remaining(&self) -> Option<Duration> {
        self.until.map(|until| until.saturating_duration_since(Instant::now()))
    }

    /// Whether it has begun and is over.
    pub(super) fn has_passed(&self) -> bool {
        self.remaining().is_some_and(|left| left.is_zero())
    }
}

#[inline]
pub(super) fn nanoseconds(time: Duration) -> u64 {
    time.as_secs().saturating_mul(1_000_000_000).saturating_add(time.subsec_nanos().into())
}
