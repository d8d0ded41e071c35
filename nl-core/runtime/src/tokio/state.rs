//! The table behind a switchboard's lock.

use std::collections::VecDeque;
use std::sync::MutexGuard;
use std::task::{Context, Waker};

use super::slot::{Holds, Slot, broken, slot_of};
use crate::Options;
use crate::exchange::{Arrival, Exchange};
use crate::kept::Part;
use crate::wire::Messages;

/// Who waits for what, and who reads.
#[derive(Debug)]
pub(super) struct State {
    pub(super) exchange: Exchange,
    /// In the order in which they began, which is mostly that in which they are answered.
    pub(super) slots: VecDeque<Slot>,
    /// The slot whose task reads the socket.
    pub(super) reader: Option<u32>,
    pub(super) datagram: Vec<u8>,
    /// The kernel said that answers were lost; what is queued is still to be had.
    pub(super) lost: bool,
    /// How often that was told.
    pub(super) losses: u32,
    /// The last receive met a dump that another task was just sending for.
    pub(super) raced: bool,
    /// To be woken once the lock is released.
    wake: Vec<Waker>,
}

/// The slot that waits for the end of an abandoned dump; sequence numbers are never 0.
pub(super) const DRAIN: u32 = 0;

impl State {
    /// Nobody waits.
    pub(super) fn new(options: &Options) -> Self {
        Self {
            exchange: Exchange::new(),
            slots: VecDeque::new(),
            reader: None,
            datagram: vec![0; options.room()],
            lost: false,
            losses: 0,
            raced: false,
            wake: Vec::new(),
        }
    }

    pub(super) fn position(&self, key: u32) -> Option<usize> {
        self.slots.iter().position(|slot| slot.key == key)
    }

    /// Whether another slot's task reads the socket. One future of this same task is none: it may be
    /// held without being polled.
    pub(super) fn somebody_else_reads(&self, key: u32, cx: &Context<'_>) -> bool {
        let reader = self.reader.filter(|reader| *reader != key);
        let slot = reader.and_then(|reader| self.slots.iter().find(|slot| slot.key == reader));
        let waker = slot.and_then(|slot| slot.waker.as_ref());
        waker.is_some_and(|waker| !waker.will_wake(cx.waker()))
    }

    /// Whoever waits longest reads from now on, unless another one does already.
    pub(super) fn pass_on(&mut self, key: u32) {
        if self.reader.is_some_and(|reader| reader != key) {
            return;
        }
        self.reader = None;
        let next = self.slots.iter_mut().find(|slot| slot.key != key && slot.waker.is_some());
        self.wake.extend(next.and_then(|slot| slot.waker.take()));
    }

    pub(super) fn hand_out(&mut self, length: usize) {
        let Self { exchange, slots, datagram, wake, .. } = self;
        let mut lost = false;
        if length > datagram.len() {
            broken(slots, exchange, wake, datagram, Part::TooLarge(length));
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
                    // A host says so in its place among the answers.
                    Arrival::Overrun => lost = true,
                    Arrival::Event(_) | Arrival::Stray => {}
                },
                Some(Err(what)) => {
                    let message = datagram.get(at..length).unwrap_or_default();
                    broken(slots, exchange, wake, message, Part::Broken(what));
                }
            }
        }
        if !exchange.dumping() {
            let drained = slots.iter_mut().find(|slot| slot.key == DRAIN);
            wake.extend(drained.and_then(|slot| slot.waker.take()));
        }
        if lost {
            self.tell_of_loss();
        }
    }

    /// What was queued before a loss is handed out: what is not there now was lost.
    pub(super) fn tell_of_loss(&mut self) {
        self.lost = false;
        self.losses = self.losses.wrapping_add(1);
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

/// Wakes without the lock: what is woken may be dropped then, and end its own slot.
pub(super) fn wake(mut state: MutexGuard<'_, State>) {
    let wake = std::mem::take(&mut state.wake);
    drop(state);
    wake.into_iter().for_each(Waker::wake);
}
