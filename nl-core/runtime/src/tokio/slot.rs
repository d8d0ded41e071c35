//! What one waiting task is owed.

use std::collections::VecDeque;
use std::io;
use std::task::Waker;

use ::tokio::time::Instant;

use crate::exchange::{Answer, Exchange};
use crate::kept::{Kept, Part};
use crate::post::{Post, Window};

/// What one waiting task is owed.
#[derive(Debug)]
pub(super) struct Slot {
    /// The sequence number of its request; of a batch, one that belongs to it alone.
    pub(super) key: u32,
    pub(super) holds: Holds,
    /// Of the task that waits, while one does.
    pub(super) waker: Option<Waker>,
    pub(super) stage: Stage,
    /// How many answers it takes room for in the receive buffer.
    pub(super) cost: u32,
    pub(super) is_dump: bool,
    /// Whether its task looks again by itself.
    pub(super) naps: bool,
    /// Whether something of its answer has come.
    pub(super) is_answered: bool,
    /// When its answer is late.
    pub(super) until: Option<Instant>,
    /// How often losses had been told of when it began.
    pub(super) losses: u32,
}

/// What a slot is waited for.
#[derive(Debug)]
pub(super) enum Holds {
    /// Parts of one request's answer.
    Inbox(Inbox),
    /// The answers to a window of a post.
    Post(Post, Window),
    /// A post whose requests, from this one on, wait for room.
    Unsent(Post, usize),
}

/// How far a request has got.
#[derive(Debug)]
pub(super) enum Stage {
    /// Not sent.
    Unsent,
    /// Not sent: it waits for room. With its bytes, unless they are made when there is some.
    Waits(Vec<u8>),
    /// It is being sent by some task.
    Leaves,
    /// From now on its answer can be lost.
    Sent,
    /// It could not be sent.
    Failed(io::Error),
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
    fn take(&mut self, answer: &Answer<'_>) {
        // Replies that have no attributes take room as well.
        if self.kept.len() + self.parts.len() * size_of::<Part>() < ROOM {
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

impl Slot {
    pub(super) fn new(key: u32, holds: Holds) -> Self {
        Self {
            key,
            holds,
            waker: None,
            stage: Stage::Unsent,
            cost: 0,
            is_dump: false,
            naps: false,
            is_answered: false,
            until: None,
            losses: 0,
        }
    }

    /// Whether its request may be at the other side.
    pub(super) fn is_on_its_way(&self) -> bool {
        matches!(self.stage, Stage::Leaves | Stage::Sent)
    }

    /// How many answers are still to come of those that it has taken room for.
    pub(super) fn open(&self) -> u32 {
        match &self.holds {
            Holds::Post(_, window) => self.cost.min(window.open.try_into().unwrap_or(u32::MAX)),
            _ => self.cost,
        }
    }

    /// Takes a part of the answer, and has whoever waits for it woken; how many answers' room is free
    /// again.
    #[inline]
    pub(super) fn take(&mut self, seq: u32, answer: &Answer<'_>, wake: &mut Vec<Waker>) -> u32 {
        self.is_answered = true;
        let (ready, read) = match &mut self.holds {
            Holds::Inbox(inbox) => {
                inbox.take(answer);
                // What comes after a stream's ACK comes as it comes about.
                (true, answer.is_last() || matches!(answer, Answer::Acknowledged { .. }))
            }
            Holds::Post(post, window) => {
                post.take(window, seq, answer);
                (window.open == 0, window.open == 0)
            }
            Holds::Unsent(..) => (false, false),
        };
        if ready {
            wake.extend(self.waker.take());
        }
        if read { std::mem::take(&mut self.cost) } else { 0 }
    }

    /// Takes what is said of a message that does not hold together; as [`Slot::take`].
    pub(super) fn broken(
        &mut self,
        exchange: &mut Exchange,
        message: &[u8],
        part: Part,
        wake: &mut Vec<Waker>,
    ) -> u32 {
        let read = match &mut self.holds {
            Holds::Inbox(inbox) => {
                inbox.parts.push_back(part);
                true
            }
            Holds::Post(post, window) => {
                post.broken(window, exchange, message, part);
                window.open == 0
            }
            Holds::Unsent(..) => false,
        };
        wake.extend(self.waker.take());
        if read { std::mem::take(&mut self.cost) } else { 0 }
    }

    /// Answers were lost, and its own is among them unless it is there; as [`Slot::take`].
    pub(super) fn lost(&mut self, wake: &mut Vec<Waker>) -> u32 {
        match &mut self.holds {
            Holds::Inbox(inbox) if !inbox.whole => inbox.parts.push_back(Part::Lost),
            Holds::Post(post, window) => {
                post.lost(window);
                window.open = 0;
            }
            Holds::Inbox(_) | Holds::Unsent(..) => {}
        }
        wake.extend(self.waker.take());
        std::mem::take(&mut self.cost)
    }
}

/// Where the slot with that key is: keys go up from slot to slot.
#[inline]
pub(super) fn position(slots: &VecDeque<Slot>, key: u32) -> Option<usize> {
    let first = slots.front()?.key;
    if first == key {
        return Some(0);
    }
    let after = key.wrapping_sub(first);
    slots.binary_search_by_key(&after, |slot| slot.key.wrapping_sub(first)).ok()
}

/// The slot of the request with that sequence number.
#[inline]
pub(super) fn slot_of(slots: &mut VecDeque<Slot>, seq: u32) -> Option<&mut Slot> {
    match position(slots, seq) {
        Some(at) => slots.get_mut(at),
        None => slots.iter_mut().find(|slot| match &slot.holds {
            Holds::Post(post, window) => post.has(window, seq),
            _ => false,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_that_nobody_looks_at_have_an_end_though_they_have_no_attributes() {
        let mut inbox = Inbox::default();
        let reply = Answer::Reply { payload: &[], last: false };
        let most = ROOM / size_of::<Part>();
        (0..2 * most).for_each(|_| inbox.take(&reply));
        assert!(inbox.parts.len() <= most + 2 && inbox.parts.back() == Some(&Part::Lost));
    }
}
