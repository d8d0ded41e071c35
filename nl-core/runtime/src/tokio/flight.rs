//! What requests take of a socket's receive buffer until their answers are read, and which of them wait
//! for room there.

use std::collections::VecDeque;
use std::time::Duration;

use ::tokio::time::Instant;

use crate::post::{COST, WIDEST};
use crate::socket::Socket;

/// What requests take of a socket's receive buffer. It counts in answers ([`COST`] each).
#[derive(Debug)]
pub(super) struct Flight {
    is_to_kernel: bool,
    /// How many answers the receive buffer has room for, as far as that was asked.
    room: u32,
    /// How many answers are to come, or are there and were not read.
    used: u32,
    /// The dump that is under way: a socket has room for one.
    pub(super) dump: Option<u32>,
    /// Answers that nobody waits for any more.
    owed: Vec<Owed>,
    /// Requests that wait for room, in the order in which they began.
    calls: VecDeque<u32>,
    /// Dumps that wait for room, or for the one that is under way.
    dumps: VecDeque<u32>,
    /// The other side had no room for the last request.
    is_full: bool,
}

/// Answers that nobody waits for any more.
#[derive(Debug)]
struct Owed {
    /// The sequence numbers of their requests.
    first: u32,
    count: u32,
    /// How many of them are still to come.
    left: u32,
    until: Instant,
}

/// How long an answer that nobody waits for any more keeps its room: who has not answered by then
/// does not mean to.
const GRACE: Duration = Duration::from_secs(1);
/// How soon something is sent again to a socket that was full: nothing tells when it is not.
const RETRY: Duration = Duration::from_millis(1);
/// How often a request looks whether there is room for it, where nothing comes that would tell.
const LOOK: Duration = Duration::from_millis(50);
/// A page of a dump as the kernel counts it (32 KiB, with what it adds), in answers.
const PAGE: u32 = 34 * 1024 / COST + 1;

impl Flight {
    pub(super) fn new(is_to_kernel: bool) -> Self {
        let (owed, calls, dumps) = (Vec::new(), VecDeque::new(), VecDeque::new());
        Self { is_to_kernel, room: 0, used: 0, dump: None, owed, calls, dumps, is_full: false }
    }

    /// Whether a request may be sent before it waits: there is room for it, and nobody who came
    /// earlier waits for that.
    #[inline]
    pub(super) fn admits(&mut self, dump: bool, socket: &Socket) -> bool {
        if self.used == 0 && self.dump.is_none() && !self.is_awaited() {
            return true;
        }
        self.calls.is_empty()
            && (self.dumps.is_empty() || self.dump.is_some())
            && self.has_room(dump, socket)
    }

    /// Whether a request waits for room.
    #[inline]
    pub(super) fn is_awaited(&self) -> bool {
        !(self.calls.is_empty() && self.dumps.is_empty())
    }

    fn has_room(&mut self, dump: bool, socket: &Socket) -> bool {
        if dump {
            return self.dump.is_none() && (self.used == 0 || self.has_room_for_dump(socket));
        }
        self.free(1, socket) > 0
    }

    fn has_room_for_dump(&mut self, socket: &Socket) -> bool {
        let room = self.room_for(self.used + 1, socket);
        self.used + self.dump_cost() <= room
    }

    /// How many of so many requests find room for their answers.
    pub(super) fn free(&mut self, wanted: u32, socket: &Socket) -> u32 {
        let wanted = wanted.min(WIDEST);
        let all = self.used + wanted;
        let room = self.room_for(if self.dump.is_some() { 2 * (all + PAGE) } else { all }, socket);
        let taken = self.used + self.dump.map_or(0, |_| self.dump_cost());
        // One is sent in any case where nothing else is under way.
        let least = u32::from(taken == 0);
        room.saturating_sub(taken).max(least).min(wanted)
    }

    fn room_for(&mut self, wanted: u32, socket: &Socket) -> u32 {
        if wanted > self.room {
            let wanted = wanted.max(2 * self.room).min(WIDEST);
            let room = socket.room_for(wanted * COST).map_or(self.room, |bytes| bytes / COST);
            self.room = room.max(1);
        }
        self.room
    }

    /// What a dump may take. The kernel makes another page whenever something is read and less than
    /// half of the buffer is in use. A host sends no more than there is room for.
    fn dump_cost(&self) -> u32 {
        if self.is_to_kernel { self.room.min(self.room / 2 + PAGE) } else { 1 }
    }

    #[inline]
    pub(super) fn take(&mut self, answers: u32) {
        self.used += answers;
    }

    /// Answers were read, or will not come.
    #[inline]
    pub(super) fn give(&mut self, answers: u32) {
        self.used = self.used.saturating_sub(answers);
    }

    /// Nobody waits for these answers any more: they keep their room until they come, for a while.
    pub(super) fn owe(&mut self, first: u32, count: u32, left: u32, until: Option<Instant>) {
        let until = until.into_iter().chain([Instant::now() + GRACE]).min();
        if let Some(until) = until.filter(|_| left > 0) {
            self.owed.push(Owed { first, count, left, until });
        }
    }

    /// A message with that sequence number was read, for which nobody waits.
    #[inline]
    pub(super) fn passed_over(&mut self, seq: u32) {
        if !self.owed.is_empty() {
            self.owed_came(seq);
        }
    }

    #[cold]
    fn owed_came(&mut self, seq: u32) {
        let is_it = |owed: &Owed| seq.wrapping_sub(owed.first) < owed.count;
        if let Some(at) = self.owed.iter().position(is_it)
            && let Some(owed) = self.owed.get_mut(at)
        {
            owed.left -= 1;
            if owed.left == 0 {
                self.owed.swap_remove(at);
            }
            self.give(1);
        }
    }

    /// There is nothing to read: the kernel, which answers at once, owes nobody anything. What a host
    /// has not answered for long is not waited for.
    pub(super) fn nothing_came(&mut self) {
        if !self.owed.is_empty() {
            let now = Instant::now();
            let (is_to_kernel, mut given) = (self.is_to_kernel, 0);
            self.owed.retain(|owed| {
                let stays = !is_to_kernel && owed.until > now;
                given += if stays { 0 } else { owed.left };
                stays
            });
            self.give(given);
        }
    }

    /// A request waits for room, in its place among those that do.
    pub(super) fn wait(&mut self, key: u32, dump: bool) {
        let queue = if dump { &mut self.dumps } else { &mut self.calls };
        let before = queue.iter().rposition(|other| is_before(*other, key));
        queue.insert(before.map_or(0, |at| at + 1), key);
    }

    /// A request does not wait for room any more.
    pub(super) fn leave(&mut self, key: u32) {
        self.calls.retain(|waiting| *waiting != key);
        self.dumps.retain(|waiting| *waiting != key);
    }

    /// The request that is to be sent now, of those that waited for room; it has left the queue.
    pub(super) fn next(&mut self, socket: &Socket) -> Option<u32> {
        let call = self.calls.front().copied();
        let dump = self.dumps.front().copied().filter(|_| self.dump.is_none());
        let is_dump = match (call, dump) {
            (Some(call), Some(dump)) => is_before(dump, call),
            (call, _) => call.is_none(),
        };
        let next = if is_dump { dump } else { call }?;
        if !self.has_room(is_dump, socket) {
            return None;
        }
        self.leave(next);
        Some(next)
    }

    /// Whether the other side had room for a request.
    pub(super) fn had_room(&mut self, had_room: bool) {
        self.is_full = !had_room;
    }

    /// How soon a request that waits for room looks again whether there is some.
    pub(super) fn look_in(&self, key: u32) -> Duration {
        let is_first = [self.calls.front(), self.dumps.front()].contains(&Some(&key));
        if self.is_full && is_first { RETRY } else { LOOK }
    }
}

/// Whether a sequence number is that of an earlier request.
fn is_before(seq: u32, other: u32) -> bool {
    other.wrapping_sub(seq).cast_signed() > 0
}
