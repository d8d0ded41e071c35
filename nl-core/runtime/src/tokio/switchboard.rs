//! One socket that many tasks share: whose answer is whose, and which of them reads.
//!
//! There is no task in the background. Of the tasks that wait for answers one reads the socket and
//! hands out what comes; when it has its own answer, or is dropped, the next one reads.

use std::io;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use ::tokio::io::unix::AsyncFd;
use ::tokio::sync::Semaphore;

use super::slot::{Holds, Slot};
use super::state::{State, wake};
use crate::Options;
use crate::controller::ID;
use crate::error::{Error, Who};
use crate::exchange::Exchange;
use crate::place::Place;
use crate::schema::FamilySchema;
use crate::socket::{Socket, timed_out};
use crate::trace;

/// One socket that many tasks share.
#[derive(Debug)]
pub(super) struct Switchboard {
    fd: AsyncFd<Socket>,
    pub(super) who: Who,
    /// Where the socket leads.
    pub(super) place: Place,
    family: AtomicU16,
    schema: &'static FamilySchema,
    /// Held by the dump that is under way: a socket has room for one.
    pub(super) dumps: Arc<Semaphore>,
    state: Mutex<State>,
}

/// The most datagrams that one poll reads.
const MOST: usize = 64;

impl Switchboard {
    /// Opens a socket there.
    pub(super) fn open(
        place: Place,
        schema: &'static FamilySchema,
        options: &Options,
    ) -> Result<Self, Error> {
        let (who, socket) = match place {
            Place::Kernel => (Who::Kernel, Socket::kernel(options)),
            Place::Host(port) => (Who::Host, Socket::to_host(port, options)),
        };
        let fd = socket.and_then(Socket::watched);
        Ok(Self {
            fd: fd.map_err(|error| Error::Io("socket", error))?,
            who,
            place,
            family: AtomicU16::new(ID),
            schema,
            dumps: Arc::new(Semaphore::new(1)),
            state: Mutex::new(State::new(options)),
        })
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

    fn lock(&self) -> MutexGuard<'_, State> {
        // The state is whole between any two steps, whatever panics.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls `with` on the exchange, to begin or end requests.
    pub(super) fn exchange<T>(&self, with: impl FnOnce(&mut Exchange) -> T) -> T {
        with(&mut self.lock().exchange)
    }

    /// Has what comes for a request kept, until [`Switchboard::end`]. `begin` gives the slot's key.
    pub(super) fn begin(&self, holds: Holds, begin: impl FnOnce(&mut Exchange) -> u32) {
        let mut state = self.lock();
        let key = begin(&mut state.exchange);
        let losses = state.losses;
        state.slots.push_back(Slot { key, holds, waker: None, sent: false, losses });
    }

    /// The slot's request was sent: from now on its answer can be lost.
    pub(super) fn sent(&self, key: u32) {
        let mut state = self.lock();
        let losses = state.losses;
        if let Some(slot) = state.slots.iter_mut().find(|slot| slot.key == key) {
            slot.sent = true;
            // Told of while it was on its way: its answer may be lost as well, or queued since.
            let told = slot.losses != losses;
            state.lost |= told;
        }
    }

    /// Nobody waits for the slot now. A task that reads hands that over.
    pub(super) fn rest(&self, key: u32) {
        let mut state = self.lock();
        let waker = state.slots.iter_mut().find(|slot| slot.key == key);
        let waker = waker.and_then(|slot| slot.waker.take());
        state.pass_on(key);
        wake(state);
        drop(waker);
    }

    /// What was kept, and nothing more will be.
    pub(super) fn end(&self, key: u32) -> Option<Holds> {
        let mut state = self.lock();
        let at = state.position(key)?;
        let slot = state.slots.remove(at)?;
        match &slot.holds {
            Holds::Inbox(_) => state.exchange.abandon(key),
            Holds::Post(post, window) => post.abandon(window, &mut state.exchange),
            Holds::Drain => {}
        }
        state.pass_on(key);
        wake(state);
        Some(slot.holds)
    }

    /// Looks whether `done` finds in a slot what it wants, reading the socket if nobody else does.
    pub(super) fn poll<T>(
        &self,
        key: u32,
        cx: &mut Context<'_>,
        done: impl FnMut(&mut Holds, &Exchange) -> Option<T>,
    ) -> Poll<io::Result<T>> {
        let turn = ready!(::tokio::task::coop::poll_proceed(cx));
        let mut state = self.lock();
        let polled = self.poll_locked(&mut state, key, cx, done);
        if polled.is_ready() {
            turn.made_progress();
        } else if let Some(at) = state.position(key)
            && let Some(slot) = state.slots.get_mut(at)
        {
            match &mut slot.waker {
                Some(waker) => waker.clone_from(cx.waker()),
                None => slot.waker = Some(cx.waker().clone()),
            }
        }
        wake(state);
        polled
    }

    fn poll_locked<T>(
        &self,
        state: &mut State,
        key: u32,
        cx: &mut Context<'_>,
        mut done: impl FnMut(&mut Holds, &Exchange) -> Option<T>,
    ) -> Poll<io::Result<T>> {
        for _ in 0..MOST {
            let at = state.position(key);
            let Some(slot) = at.and_then(|at| state.slots.get_mut(at)) else {
                return Poll::Ready(Err(io::ErrorKind::NotFound.into()));
            };
            if let Some(value) = done(&mut slot.holds, &state.exchange) {
                return Poll::Ready(Ok(value));
            }
            if state.somebody_else_reads(key, cx) {
                return Poll::Pending;
            }
            state.reader = Some(key);
            ready!(self.read(state, cx))?;
        }
        // Others have a right to their turn, timers among them.
        cx.waker().wake_by_ref();
        Poll::Pending
    }

    /// Receives a datagram and hands out what is in it.
    fn read(&self, state: &mut State, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let received = self.fd.get_ref().try_receive_one(&mut state.datagram);
        let raced = std::mem::take(&mut state.raced);
        match received {
            // A stranger's.
            Ok(None) => Poll::Ready(Ok(())),
            Ok(Some(received)) => {
                let bytes = state.datagram.get(..received.length).unwrap_or_default();
                trace::received(self.schema, self.family(), bytes);
                state.hand_out(received.length);
                Poll::Ready(Ok(()))
            }
            Err(error) if timed_out(&error) => {
                if state.lost {
                    state.tell_of_loss();
                    return Poll::Ready(Ok(()));
                }
                // It said so before the look above, or says so once there is something.
                ready!(self.fd.poll_read_ready(cx))?.clear_ready();
                Poll::Ready(Ok(()))
            }
            Err(error) if error.raw_os_error() == Some(libc::ENOBUFS) => {
                state.lost = true;
                Poll::Ready(Ok(()))
            }
            // `netlink_recvmsg` goes on with a dump that it finds under way, and if that came to its
            // end within the `sendmsg` of another thread meanwhile, leaves this error behind, once.
            Err(error) if error.raw_os_error() == Some(libc::EINVAL) && !raced => {
                state.raced = true;
                Poll::Ready(Ok(()))
            }
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;
    use crate::Family;
    use crate::controller::Nlctrl;
    use crate::kept::Part;
    use crate::tokio::slot::Inbox;

    /// What there is for a slot without waiting.
    fn there(board: &Switchboard, key: u32) -> Option<Part> {
        let mut cx = Context::from_waker(Waker::noop());
        let polled = board.poll(key, &mut cx, |holds, _| match holds {
            Holds::Inbox(inbox) => inbox.parts.pop_front(),
            _ => None,
        });
        match polled {
            Poll::Ready(part) => Some(part.unwrap()),
            Poll::Pending => None,
        }
    }

    #[test]
    fn a_loss_that_is_told_while_a_request_is_on_its_way_is_told_to_that_as_well() {
        let runtime = ::tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let board = Switchboard::open(Place::Kernel, Nlctrl::SCHEMA, &Options::new()).unwrap();
            for key in [1, 2] {
                board.begin(Holds::Inbox(Inbox::default()), |_| key);
            }
            board.sent(1);
            // Of the second one the kernel knows already, and this side does not.
            board.lock().tell_of_loss();
            board.sent(2);
            assert_eq!([there(&board, 1), there(&board, 2)], [Some(Part::Lost), Some(Part::Lost)]);
            board.begin(Holds::Inbox(Inbox::default()), |_| 3);
            board.sent(3);
            assert_eq!([there(&board, 2), there(&board, 3)], [None, None], "once");
        });
    }
}
