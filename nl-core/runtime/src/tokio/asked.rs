//! A request that is under way, and the parts of its answer as they come.

use std::ops::Range;

use super::port::Port;
use super::slot::Holds;
use crate::ask::{Ask, Outcome};
use crate::channel::Step;
use crate::error::Error;
use crate::kept::Part;

/// A request that was sent, or waits for room. Dropped, nobody waits for its answer any more.
#[derive(Debug)]
pub(super) struct Asked<'p> {
    pub(super) port: &'p mut Port,
    pub(super) ask: Ask,
    /// Whether nothing was waited for so far.
    is_new: bool,
    is_left: bool,
}

impl<'p> Asked<'p> {
    pub(super) fn new(port: &'p mut Port, ask: Ask) -> Self {
        Self { port, ask, is_new: true, is_left: false }
    }

    /// Waits on for the answer to a request that was left.
    pub(super) fn resume(port: &'p mut Port, ask: Ask) -> Self {
        Self { port, ask, is_new: false, is_left: false }
    }

    /// Stops waiting, without an end of the request: it is resumed at once.
    pub(super) fn leave(mut self) -> Ask {
        self.is_left = true;
        self.ask
    }

    /// Waits until there is a part of the answer, or the `whole` of it.
    pub(super) async fn fill(&mut self, whole: bool) -> Result<(), Error> {
        if !std::mem::take(&mut self.is_new) {
            self.port.until = self.port.deadline();
        }
        let (ask, until) = (self.ask, self.port.until);
        self.port.inbox.clear();
        let mut inbox = std::mem::take(&mut self.port.inbox);
        let is_there = |holds: &mut Holds| match holds {
            Holds::Inbox(found)
                if found.whole
                    || !(whole || found.parts.is_empty())
                    || found.parts.iter().any(ends_all) =>
            {
                std::mem::swap(found, &mut inbox);
                Some(())
            }
            _ => None,
        };
        let filled = self.port.wait(ask.seq, ask, until, is_there).await;
        self.port.inbox = inbox;
        filled
    }

    /// Waits for the next part of the answer.
    pub(super) async fn outcome(&mut self) -> Result<Outcome<Range<usize>>, Error> {
        loop {
            let port = &mut *self.port;
            if let Some(part) = port.inbox.parts.pop_front() {
                let (who, request) = (port.board.who, port.request.as_bytes());
                return port.inbox.kept.outcome(part, self.ask, who, request);
            }
            self.fill(false).await?;
        }
    }

    /// Waits for the next reply, or for the end.
    pub(super) async fn step(&mut self) -> Result<Step, Error> {
        loop {
            match self.outcome().await? {
                Outcome::Reply(reply) => return Ok(Step::Reply(reply)),
                Outcome::Done { warning, interrupted } => {
                    self.port.warning = warning.or(self.port.warning.take());
                    return Ok(Step::Done { interrupted });
                }
                Outcome::Acknowledged { warning, last } => {
                    self.port.warning = warning;
                    if last {
                        return Ok(Step::Done { interrupted: false });
                    }
                }
            }
        }
    }
}

/// Whether nothing more is to be expected behind it.
fn ends_all(part: &Part) -> bool {
    matches!(part, Part::Lost | Part::Broken(_) | Part::TooLarge(_))
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        if self.is_left {
            return;
        }
        if let Some(Holds::Inbox(mut inbox)) = self.port.board.end(self.ask.seq) {
            inbox.clear();
            self.port.spare = inbox;
        }
    }
}
