//! One socket that many tasks share: whose answer is whose, and who reads.
//!
//! There is no task in the background, and no task has a part that others wait for. Whoever is polled
//! and misses something reads the socket, and hands out what comes. Where there is nothing, the
//! runtime is asked to call the switchboard itself once there is ([`Herald`]): it reads then for all
//! that wait, and wakes those alone who got something. In the same way whoever comes by sends the
//! requests of those that waited for room. So a future that is held without being polled keeps nobody
//! waiting.

use std::io;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use ::tokio::io::unix::AsyncFd;
use ::tokio::time::Instant;

use super::arrivals::wake;
use super::herald::Herald;
use super::slot::{Holds, Slot, Stage};
use super::state::State;
use crate::Options;
use crate::controller::ID;
use crate::error::{Error, Who};
use crate::exchange::Exchange;
use crate::place::Place;
use crate::post::Post;
use crate::schema::FamilySchema;
use crate::socket::Socket;
use crate::trace;

/// One socket that many tasks share.
#[derive(Debug)]
pub(super) struct Switchboard {
    pub(super) fd: AsyncFd<Socket>,
    pub(super) who: Who,
    /// Where the socket leads.
    pub(super) place: Place,
    family: AtomicU16,
    pub(super) schema: &'static FamilySchema,
    /// Has the switchboard called once there is something to receive.
    pub(super) herald: Waker,
    state: Mutex<State>,
}

/// What a look at a slot came to.
pub(super) enum Look<T> {
    Found(Result<T, Failure>),
    /// The task is woken when there is something.
    Nothing,
    /// The same, but its request waits for room: it is to look again by itself in that time.
    Waits(Duration),
}

/// A system call that failed, and how.
pub(super) type Failure = (&'static str, io::Error);

/// The most datagrams that one poll reads.
const MOST: usize = 64;
/// The most datagrams that are read at once for all.
const MOST_FOR_ALL: usize = 1024;

impl Switchboard {
    /// Opens a socket there.
    pub(super) fn open(
        place: Place,
        schema: &'static FamilySchema,
        options: &Options,
    ) -> Result<Arc<Self>, Error> {
        let (who, socket) = match place {
            Place::Kernel => (Who::Kernel, Socket::kernel(options)),
            Place::Host(port) => (Who::Host, Socket::to_host(port, options)),
        };
        let fd = socket.and_then(Socket::watched);
        let fd = fd.map_err(|error| Error::Io("socket", error))?;
        Ok(Arc::new_cyclic(|board| Self {
            fd,
            who,
            place,
            family: AtomicU16::new(ID),
            schema,
            herald: Herald::waker(board),
            state: Mutex::new(State::new(options, place == Place::Kernel)),
        }))
    }

    pub(super) fn socket(&self) -> &Socket {
        self.fd.get_ref()
    }

    /// The family's id here.
    pub(super) fn family(&self) -> u16 {
        self.family.load(Ordering::Relaxed)
    }

    pub(super) fn set_family(&self, id: u16) {
        self.family.store(id, Ordering::Relaxed);
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        // The state is whole between any two steps, whatever panics.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has what comes for a request kept, until [`Switchboard::end`]. `begin` gives the slot; whether
    /// the request may be sent, or must wait for room ([`Switchboard::wait`]).
    #[inline]
    pub(super) fn begin(&self, begin: impl FnOnce(&mut Exchange) -> Slot) -> bool {
        let mut state = self.lock();
        let slot = begin(&mut state.exchange);
        state.begin(slot, self.socket())
    }

    /// The same for a post's requests from this one on: its key, and what may be sent now; without that
    /// they wait.
    pub(super) fn begin_post(
        &self,
        post: Post,
        from: usize,
        until: Option<Instant>,
    ) -> (u32, Option<Vec<u8>>) {
        let mut state = self.lock();
        let key = state.exchange.count();
        let slot = Slot { until, ..Slot::new(key, Holds::Unsent(post, from)) };
        let due = state.begin_post(slot, self.socket(), self.family());
        (key, due.map(|due| due.bytes))
    }

    /// The slot's request was sent: from now on its answer can be lost.
    #[inline]
    pub(super) fn sent(&self, key: u32) {
        self.lock().sent(key);
    }

    /// The slot's request could not be sent.
    #[cold]
    pub(super) fn unsent(&self, key: u32) {
        self.lock().failed(key, None);
    }

    /// The slot's request waits for room, here or at the other side.
    #[cold]
    pub(super) fn wait(&self, key: u32, bytes: Vec<u8>, is_full: bool) {
        let mut state = self.lock();
        state.flight.had_room(!is_full);
        state.wait(key, bytes);
    }

    /// Nobody waits for the slot now.
    pub(super) fn rest(&self, key: u32) {
        let waker = self.lock().slot(key).and_then(|slot| slot.waker.take());
        // What it wakes may be dropped with it, and end its own slot.
        drop(waker);
    }

    /// What was kept, and nothing more will be.
    #[inline]
    pub(super) fn end(&self, key: u32) -> Option<Holds> {
        let mut state = self.lock();
        let slot = state.end(key);
        if state.flight.is_awaited() {
            state = self.serve(state);
        }
        wake(state);
        slot.map(|slot| slot.holds)
    }

    /// Looks whether `done` finds in a slot what it wants, and reads the socket until it does.
    pub(super) fn poll<T>(
        &self,
        key: u32,
        cx: &mut Context<'_>,
        done: impl FnMut(&mut Holds) -> Option<T>,
    ) -> Look<T> {
        let Poll::Ready(turn) = ::tokio::task::coop::poll_proceed(cx) else {
            return Look::Nothing;
        };
        let (mut state, found) = self.look(self.lock(), key, done);
        if let Some(found) = found {
            turn.made_progress();
            wake(state);
            return Look::Found(found);
        }
        if !state.line.is_quiet {
            // Others have a right to their turn, timers among them.
            cx.waker().wake_by_ref();
            wake(state);
            return Look::Nothing;
        }
        let again = state.flight.look_in(key);
        let (mut waits, mut before) = (false, None);
        if let Some(slot) = state.slot(key) {
            waits = matches!(slot.stage, Stage::Waits(_));
            if !slot.waker.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
                before = slot.waker.replace(cx.waker().clone());
            }
        }
        wake(state);
        // What it woke may be dropped with it, and end its own slot.
        drop(before);
        if waits { Look::Waits(again) } else { Look::Nothing }
    }

    /// Looks a last time: nothing is waited for any more.
    #[cold]
    pub(super) fn poll_last<T>(
        &self,
        key: u32,
        done: impl FnMut(&mut Holds) -> Option<T>,
    ) -> Option<Result<T, Failure>> {
        let mut state = self.lock();
        state.line.is_quiet = false;
        let (mut state, found) = self.look(state, key, done);
        if found.is_none() {
            state.gives_up(key);
        }
        wake(state);
        found
    }

    /// Looks at a slot, reads the socket, and sends what waits for room, until `done` finds what it
    /// wants, or there is nothing more to do.
    fn look<'s, T>(
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

#[cfg(test)]
#[path = "switchboard_tests.rs"]
mod tests;
