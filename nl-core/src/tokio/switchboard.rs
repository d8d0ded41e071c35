//! One socket that many tasks share: whose answer is whose, and which of them reads.
//!
//! There is no task in the background. Of the tasks that wait for answers one reads the socket and
//! hands out what comes; when it has its own answer, or is dropped, the next one reads.

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use ::tokio::io::unix::AsyncFd;
use ::tokio::sync::Semaphore;

use crate::Options;
use crate::controller::ID;
use crate::error::{Error, Who};
use crate::exchange::{Arrival, Exchange};
use crate::kept::{Kept, Part};
use crate::post::{Post, Window};
use crate::schema::FamilySchema;
use crate::socket::{Socket, timed_out};
use crate::trace;
use crate::watch::Place;
use crate::wire::{HEADER_LEN, MessageHeader, Messages};

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

#[derive(Debug)]
pub(super) struct State {
    pub(super) exchange: Exchange,
    /// In the order in which they began, which is mostly that in which they are answered.
    slots: VecDeque<Slot>,
    /// The slot whose task reads the socket.
    reader: Option<u32>,
    datagram: Vec<u8>,
    /// The kernel said that answers were lost; what is queued is still to be had.
    lost: bool,
    /// The last receive met a dump that another task was just sending for.
    raced: bool,
    /// To be woken once the lock is released.
    wake: Vec<Waker>,
}

/// What one waiting task is owed.
#[derive(Debug)]
struct Slot {
    /// The sequence number of its request, or of its first.
    key: u32,
    holds: Holds,
    /// Of the task that waits, while one does.
    waker: Option<Waker>,
    sent: bool,
}

/// What came for a slot.
#[derive(Debug)]
pub(super) enum Holds {
    /// Parts of one request's answer.
    Inbox(Inbox),
    /// The answers to a window of a post.
    Post(Post, Window),
    /// The end of a dump that was abandoned.
    Drain,
}

/// Parts of an answer with their bytes.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    pub(super) kept: Kept,
    pub(super) parts: VecDeque<Part>,
    /// Whether the last part is among them.
    pub(super) whole: bool,
}

impl Inbox {
    fn take(&mut self, answer: &crate::exchange::Answer<'_>) {
        if self.kept.len() < ROOM {
            let part = self.kept.keep(answer);
            self.parts.push_back(part);
        } else if self.parts.back() != Some(&Part::Lost) {
            self.parts.push_back(Part::Lost);
        }
        self.whole |= answer.is_last();
    }

    pub(super) fn clear(&mut self) {
        self.kept.clear();
        self.parts.clear();
        self.whole = false;
    }
}

/// The most that is kept for a handle which does not look at it while others read, bytes.
const ROOM: usize = 64 * 1024 * 1024;
/// The most datagrams that one poll reads.
const MOST: usize = 64;

/// The slot that waits for the end of an abandoned dump; sequence numbers are never 0.
pub(super) const DRAIN: u32 = 0;

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
        let state = State {
            exchange: Exchange::new(),
            slots: VecDeque::new(),
            reader: None,
            datagram: options.new_buffer(),
            lost: false,
            raced: false,
            wake: Vec::new(),
        };
        Ok(Self {
            fd: fd.map_err(|error| Error::Io("socket", error))?,
            who,
            place,
            family: AtomicU16::new(ID),
            schema,
            dumps: Arc::new(Semaphore::new(1)),
            state: Mutex::new(state),
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
        state.slots.push_back(Slot { key, holds, waker: None, sent: false });
    }

    /// The slot's request was sent: from now on its answer can be lost.
    pub(super) fn sent(&self, key: u32) {
        let mut state = self.lock();
        if let Some(slot) = state.slots.iter_mut().find(|slot| slot.key == key) {
            slot.sent = true;
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

impl State {
    fn position(&self, key: u32) -> Option<usize> {
        self.slots.iter().position(|slot| slot.key == key)
    }

    /// Whether another slot's task reads the socket. One future of this same task is none: it may be
    /// held without being polled.
    fn somebody_else_reads(&self, key: u32, cx: &Context<'_>) -> bool {
        let reader = self.reader.filter(|reader| *reader != key);
        let slot = reader.and_then(|reader| self.slots.iter().find(|slot| slot.key == reader));
        let waker = slot.and_then(|slot| slot.waker.as_ref());
        waker.is_some_and(|waker| !waker.will_wake(cx.waker()))
    }

    /// Whoever waits longest reads from now on, unless another one does already.
    fn pass_on(&mut self, key: u32) {
        if self.reader.is_some_and(|reader| reader != key) {
            return;
        }
        self.reader = None;
        let next = self.slots.iter_mut().find(|slot| slot.key != key && slot.waker.is_some());
        self.wake.extend(next.and_then(|slot| slot.waker.take()));
    }

    fn hand_out(&mut self, length: usize) {
        let Self { exchange, slots, datagram, wake, lost, .. } = self;
        if length > datagram.len() {
            broken(slots, wake, datagram, Part::TooLarge(length));
            datagram.resize(length, 0);
            return;
        }
        let mut messages = Messages::new(datagram.get(..length).unwrap_or_default());
        loop {
            let at = length - messages.remaining();
            match messages.next() {
                None => break,
                Some(Ok(message)) => match exchange.handle(&message) {
                    Arrival::Answer(seq, answer) => {
                        if let Some(slot) = slot_of(slots, seq) {
                            slot.take(seq, &answer, wake);
                        }
                    }
                    Arrival::Overrun => *lost = true,
                    Arrival::Event(_) | Arrival::Stray => {}
                },
                Some(Err(what)) => {
                    let message = datagram.get(at..length).unwrap_or_default();
                    broken(slots, wake, message, Part::Broken(what));
                }
            }
        }
        if !exchange.dumping() {
            let drained = slots.iter_mut().find(|slot| slot.key == DRAIN);
            wake.extend(drained.and_then(|slot| slot.waker.take()));
        }
    }

    /// Everything that was queued is handed out: what is not there now was lost.
    fn tell_of_loss(&mut self) {
        self.lost = false;
        for slot in self.slots.iter_mut().filter(|slot| slot.sent) {
            match &mut slot.holds {
                Holds::Inbox(inbox) if !inbox.whole => inbox.parts.push_back(Part::Lost),
                Holds::Post(post, window) => {
                    post.lost(window);
                    window.open = 0;
                }
                Holds::Inbox(_) | Holds::Drain => {}
            }
            self.wake.extend(slot.waker.take());
        }
    }
}

impl Slot {
    fn take(&mut self, seq: u32, answer: &crate::exchange::Answer<'_>, wake: &mut Vec<Waker>) {
        let ready = match &mut self.holds {
            Holds::Inbox(inbox) => {
                inbox.take(answer);
                true
            }
            Holds::Post(post, window) => {
                post.take(window, seq, answer);
                window.open == 0
            }
            Holds::Drain => false,
        };
        if ready {
            wake.extend(self.waker.take());
        }
    }
}

fn slot_of(slots: &mut VecDeque<Slot>, seq: u32) -> Option<&mut Slot> {
    slots.iter_mut().find(|slot| {
        slot.key == seq || matches!(&slot.holds, Holds::Post(post, window) if post.has(window, seq))
    })
}

/// Tells the one whose answer it was of a message that does not hold together, if that can be seen.
fn broken(slots: &mut VecDeque<Slot>, wake: &mut Vec<Waker>, message: &[u8], part: Part) {
    let header = message.first_chunk::<HEADER_LEN>().map(MessageHeader::parse);
    let Some(slot) = header.and_then(|header| slot_of(slots, header.seq)) else {
        return;
    };
    match &mut slot.holds {
        Holds::Inbox(inbox) => inbox.parts.push_back(part),
        Holds::Post(post, window) => post.broken(window, message, part),
        Holds::Drain => {}
    }
    wake.extend(slot.waker.take());
}

/// Wakes without the lock: what is woken may be dropped then, and end its own slot.
fn wake(mut state: MutexGuard<'_, State>) {
    let wake = std::mem::take(&mut state.wake);
    drop(state);
    wake.into_iter().for_each(Waker::wake);
}
