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
        let (state, found) = self.look(self.lock(), key, done);
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
        sleep(state, key, cx.waker())
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
}

/// Has a task woken once there is something for its slot.
fn sleep<T>(mut state: MutexGuard<'_, State>, key: u32, waker: &Waker) -> Look<T> {
    let again = state.flight.look_in(key);
    let (mut waits, mut before) = (false, None);
    if let Some(slot) = state.slot(key) {
        waits = matches!(slot.stage, Stage::Waits(_));
        slot.naps = waits;
        if !slot.waker.as_ref().is_some_and(|before| before.will_wake(waker)) {
            before = slot.waker.replace(waker.clone());
        }
    }
    wake(state);
    // What it woke may be dropped with it, and end its own slot.
    drop(before);
    if waits { Look::Waits(again) } else { Look::Nothing }
}

#[cfg(test)]
#[path = "switchboard_tests.rs"]
mod tests;
