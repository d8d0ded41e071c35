//! What whoever comes by does for all that wait at a switchboard: it reads, and sends.

use std::io;
use std::sync::MutexGuard;

use super::slot::{Holds, Stage};
use super::state::State;
use super::switchboard::{Failure, Switchboard};
use crate::trace;

/// The most datagrams that one poll reads.
const MOST: usize = 64;
/// The most datagrams that are read at once for all.
const MOST_FOR_ALL: usize = 1024;

impl Switchboard {
    /// Looks at a slot, reads the socket, and sends what waits for room, until `done` finds what it
    /// wants, or there is nothing more to do.
    pub(super) fn look<'s, T>(
        &'s self,
        mut state: MutexGuard<'s, State>,
        key: u32,
        mut done: impl FnMut(&mut Holds) -> Option<T>,
    ) -> (MutexGuard<'s, State>, Option<Result<T, Failure>>) {
        for _ in 0..MOST {
            let found = found(&mut state, key, &mut done);
            if found.is_some() {
                if state.flight.is_awaited() {
                    state = self.serve(state);
                }
                return (state, found);
            }
            if state.line.is_quiet {
                let sent;
                (state, sent) = self.send_next(state);
                if !sent {
                    return (state, None);
                }
            } else if let Err(error) = self.read(&mut state) {
                return (state, Some(Err(("recvfrom", error))));
            }
        }
        (state, None)
    }

    /// Reads and sends for all that wait, until there is nothing more to do.
    #[cold]
    pub(super) fn serve<'s>(&'s self, mut state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        for _ in 0..MOST_FOR_ALL {
            if state.line.is_quiet {
                let sent;
                (state, sent) = self.send_next(state);
                if !sent {
                    return state;
                }
            } else if !state.anybody_sleeps() {
                // Whoever waits has been woken, and looks for itself.
                return state;
            } else if let Err(error) = self.read(&mut state) {
                state.line.failed = Some(error);
                break;
            }
        }
        // They go on by themselves.
        state.wake_all();
        state
    }

    /// Sends the requests that waited for room, as far as there is some; whether there was one.
    fn send_next<'s>(&'s self, mut state: MutexGuard<'s, State>) -> (MutexGuard<'s, State>, bool) {
        let mut any = false;
        while state.flight.is_awaited()
            && let Some(due) = state.next(self.socket(), self.family())
        {
            // The kernel does what is asked for while it is sent, which may take its time.
            drop(state);
            if due.is_new {
                trace::sent(self.schema, &due.bytes);
            }
            let sent = self.socket().try_send(&due.bytes);
            state = self.lock();
            if !state.left(due, sent) {
                break;
            }
            any = true;
        }
        (state, any)
    }
}

/// What there is for a slot without reading.
#[inline]
fn found<T>(
    state: &mut State,
    key: u32,
    done: &mut impl FnMut(&mut Holds) -> Option<T>,
) -> Option<Result<T, Failure>> {
    let Some(slot) = state.slot(key) else {
        return Some(Err(("recvfrom", io::ErrorKind::NotFound.into())));
    };
    if let Some(value) = done(&mut slot.holds) {
        return Some(Ok(value));
    }
    if let Stage::Failed(_) = slot.stage
        && let Stage::Failed(error) = std::mem::replace(&mut slot.stage, Stage::Unsent)
    {
        return Some(Err(("sendto", error)));
    }
    state.line.failed.take().map(|error| Err(("recvfrom", error)))
}
