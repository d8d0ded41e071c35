//! What one waiting task is owed.

use std::collections::VecDeque;
use std::task::Waker;

use crate::exchange::{Answer, Exchange};
use crate::kept::{Kept, Part};
use crate::post::{Post, Window};
use crate::wire::{HEADER_LEN, MessageHeader};

/// What one waiting task is owed.
#[derive(Debug)]
pub(super) struct Slot {
    /// The sequence number of its request, or of its first.
    pub(super) key: u32,
    pub(super) holds: Holds,
    /// Of the task that waits, while one does.
    pub(super) waker: Option<Waker>,
    pub(super) sent: bool,
    /// How often losses had been told of when it began.
    pub(super) losses: u32,
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
    fn take(&mut self, answer: &Answer<'_>) {
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

impl Slot {
    /// Takes a part of the answer, and has whoever waits for it woken.
    pub(super) fn take(&mut self, seq: u32, answer: &Answer<'_>, wake: &mut Vec<Waker>) {
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

/// The slot of the request with that sequence number.
pub(super) fn slot_of(slots: &mut VecDeque<Slot>, seq: u32) -> Option<&mut Slot> {
    slots.iter_mut().find(|slot| {
        slot.key == seq || matches!(&slot.holds, Holds::Post(post, window) if post.has(window, seq))
    })
}

/// Tells the one whose answer it was of a message that does not hold together, if that can be seen.
pub(super) fn broken(
    slots: &mut VecDeque<Slot>,
    exchange: &mut Exchange,
    wake: &mut Vec<Waker>,
    message: &[u8],
    part: Part,
) {
    let header = message.first_chunk::<HEADER_LEN>().map(MessageHeader::parse);
    let Some(slot) = header.and_then(|header| slot_of(slots, header.seq)) else {
        return;
    };
    match &mut slot.holds {
        Holds::Inbox(inbox) => inbox.parts.push_back(part),
        Holds::Post(post, window) => post.broken(window, exchange, message, part),
        Holds::Drain => {}
    }
    wake.extend(slot.waker.take());
}
