//! The table behind a switchboard's lock.

use std::collections::VecDeque;
use std::io;
use std::task::Waker;

use super::flight::Flight;
use super::slot::{Holds, Slot, Stage, position};
use crate::Options;
use crate::exchange::Exchange;
use crate::post::COST;
use crate::socket::{Socket, timed_out};

/// Who waits for what.
#[derive(Debug)]
pub(super) struct State {
    pub(super) exchange: Exchange,
    /// In the order in which they began, which is mostly that in which they are answered.
    pub(super) slots: VecDeque<Slot>,
    pub(super) flight: Flight,
    pub(super) datagram: Vec<u8>,
    pub(super) line: Line,
    /// How often a loss was told of.
    pub(super) losses: u32,
    /// To be woken once the lock is released.
    pub(super) wake: Vec<Waker>,
    pub(super) is_to_kernel: bool,
}

/// What is known of the socket.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "switches, each independent of the others")]
pub(super) struct Line {
    /// The runtime calls when something comes.
    pub(super) is_watched: bool,
    /// There was nothing to read, and nothing was sent since; what comes, the runtime calls for.
    pub(super) is_quiet: bool,
    /// The kernel said that answers were lost; what is queued is still to be had.
    pub(super) lost: bool,
    /// The last receive met a dump that another task was just sending for.
    pub(super) raced: bool,
    /// A receive that failed while nobody looked, to be told to the next who does.
    pub(super) failed: Option<io::Error>,
}

/// A request that may be sent now.
pub(super) struct Due {
    key: u32,
    pub(super) bytes: Vec<u8>,
    /// Whether it was not to be sent before.
    pub(super) is_new: bool,
}

impl State {
    /// Nobody waits.
    pub(super) fn new(options: &Options, is_to_kernel: bool) -> Self {
        Self {
            exchange: Exchange::new(),
            slots: VecDeque::new(),
            flight: Flight::new(is_to_kernel),
            datagram: vec![0; options.room()],
            line: Line::default(),
            losses: 0,
            wake: Vec::new(),
            is_to_kernel,
        }
    }

    #[inline]
    pub(super) fn slot(&mut self, key: u32) -> Option<&mut Slot> {
        let at = position(&self.slots, key)?;
        self.slots.get_mut(at)
    }

    /// Whether a task waits which nothing has woken.
    pub(super) fn anybody_sleeps(&self) -> bool {
        self.slots.iter().any(|slot| slot.waker.is_some())
    }

    pub(super) fn wake_all(&mut self) {
        self.wake.extend(self.slots.iter_mut().filter_map(|slot| slot.waker.take()));
    }

    /// Adds a slot; whether its request may be sent at once. Who may not calls [`State::wait`].
    #[inline]
    pub(super) fn begin(&mut self, mut slot: Slot, socket: &Socket) -> bool {
        slot.losses = self.losses;
        let admitted = !self.line.lost && self.flight.admits(slot.is_dump, socket);
        if admitted && slot.is_dump {
            self.flight.dump = Some(slot.key);
        } else if admitted {
            slot.cost = 1;
            self.flight.take(1);
        }
        self.slots.push_back(slot);
        admitted
    }

    /// Adds a post's slot; and what of it may be sent at once. Where nothing may, it waits.
    pub(super) fn begin_post(&mut self, slot: Slot, socket: &Socket, family: u16) -> Option<Due> {
        let key = slot.key;
        let admitted = !self.line.lost && self.flight.admits(false, socket);
        self.slots.push_back(Slot { losses: self.losses, ..slot });
        if !admitted {
            self.wait(key, Vec::new());
            return None;
        }
        self.leave(key, socket, family)
    }

    /// A request waits for room.
    pub(super) fn wait(&mut self, key: u32, bytes: Vec<u8>) {
        let Some(slot) = self.slot(key) else {
            return;
        };
        slot.stage = Stage::Waits(bytes);
        let (cost, is_dump) = (std::mem::take(&mut slot.cost), slot.is_dump);
        self.flight.give(cost);
        self.flight.dump.take_if(|dump| *dump == key);
        self.flight.wait(key, is_dump);
    }

    /// The next of the requests that wait, if there is room for it now.
    pub(super) fn next(&mut self, socket: &Socket, family: u16) -> Option<Due> {
        // Until what is queued was read, the kernel has no room for anything.
        if self.line.lost {
            return None;
        }
        if self.line.is_quiet {
            self.flight.nothing_came();
        }
        let key = self.flight.next(socket)?;
        self.leave(key, socket, family)
    }

    /// A request is sent now, as much of it as there is room for, which is some.
    pub(super) fn leave(&mut self, key: u32, socket: &Socket, family: u16) -> Option<Due> {
        let at = position(&self.slots, key)?;
        let Self { exchange, flight, slots, .. } = self;
        let slot = slots.get_mut(at)?;
        let is_new = matches!(slot.holds, Holds::Unsent(..));
        let mut bytes = match std::mem::replace(&mut slot.stage, Stage::Leaves) {
            Stage::Waits(bytes) => bytes,
            _ => Vec::new(),
        };
        match &mut slot.holds {
            Holds::Inbox(_) if slot.is_dump => flight.dump = Some(key),
            Holds::Inbox(_) => slot.cost = 1,
            Holds::Post(_, window) => slot.cost = window.size(),
            Holds::Unsent(post, from) => {
                let room = flight.free(post.due(*from), socket) * COST;
                let window = post.window(*from, room, exchange, family)?;
                bytes = post.bytes(&window).to_vec();
                slot.cost = window.size();
                slot.holds = Holds::Post(std::mem::take(post), window);
            }
        }
        if matches!(slot.holds, Holds::Post(..)) && flight.free(slot.cost, socket) < slot.cost {
            // It was to be sent before, and there was more room then.
            self.wait(key, bytes);
            return None;
        }
        flight.take(slot.cost);
        Some(Due { key, bytes, is_new })
    }

    /// What came of sending a request that had waited; whether the next one may be sent.
    pub(super) fn left(&mut self, due: Due, sent: io::Result<()>) -> bool {
        self.flight.had_room(!sent.as_ref().is_err_and(timed_out));
        match sent {
            Ok(()) => self.sent(due.key),
            Err(error) if timed_out(&error) => {
                self.wait(due.key, due.bytes);
                // Nobody tells when there is room: its task is to look for itself.
                let slot = self.slot(due.key).filter(|slot| !slot.naps);
                let waker = slot.and_then(|slot| slot.waker.take());
                self.wake.extend(waker);
                return false;
            }
            Err(error) => self.failed(due.key, Some(error)),
        }
        true
    }

    /// The slot's request was sent: from now on its answer can be lost.
    #[inline]
    pub(super) fn sent(&mut self, key: u32) {
        // Where the kernel answers, it has.
        self.line.is_quiet = false;
        let losses = self.losses;
        if let Some(slot) = self.slot(key) {
            slot.stage = Stage::Sent;
            // Told of while it was on its way: its answer may be lost as well, or queued since.
            let told = slot.losses != losses;
            self.line.lost |= told;
        }
    }

    /// A request could not be sent.
    pub(super) fn failed(&mut self, key: u32, error: Option<io::Error>) {
        self.flight.dump.take_if(|dump| *dump == key);
        let Some(slot) = self.slot(key) else {
            return;
        };
        slot.stage = error.map_or(Stage::Unsent, Stage::Failed);
        let (cost, waker) = (std::mem::take(&mut slot.cost), slot.waker.take());
        self.flight.give(cost);
        self.wake.extend(waker);
    }

    /// Nobody waits for a slot any more.
    pub(super) fn end(&mut self, key: u32) -> Option<Slot> {
        let at = position(&self.slots, key)?;
        let slot = self.slots.remove(at)?;
        let Self { exchange, flight, .. } = self;
        let (cost, left) = (slot.cost, slot.open());
        let (mut first, mut count) = (key, cost);
        match &slot.holds {
            Holds::Inbox(_) if slot.is_on_its_way() => exchange.abandon(key),
            Holds::Inbox(_) => exchange.cancel(key),
            Holds::Post(post, window) => {
                post.abandon(window, exchange);
                (first, count) = (window.ask.seq, window.size());
            }
            Holds::Unsent(..) => {}
        }
        if cost == 0 {
            // All is there.
        } else if slot.is_on_its_way() {
            flight.give(cost - left);
            flight.owe(first, count, left, slot.until);
        } else {
            flight.give(cost);
        }
        if !slot.is_on_its_way() {
            flight.leave(key);
            flight.dump.take_if(|dump| *dump == key);
        }
        Some(slot)
    }

    /// A dump has waited in vain for its turn: if the one under way belongs to nobody, its end does
    /// not come any more, and once is enough to wait for it.
    pub(super) fn gives_up(&mut self, key: u32) {
        let waits = self
            .slot(key)
            .is_some_and(|slot| slot.is_dump && matches!(slot.stage, Stage::Waits(_)));
        if let Some(dump) = self.flight.dump.filter(|_| waits)
            && self.slot(dump).is_none()
        {
            self.exchange.cancel(dump);
            self.flight.dump = None;
        }
    }
}
