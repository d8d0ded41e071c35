//! What comes from a switchboard's socket, handed out to the slots whose answers it is.

use std::sync::MutexGuard;
use std::task::Waker;

use super::slot::{Stage, slot_of};
use super::state::State;
use crate::exchange::Arrival;
use crate::kept::Part;
use crate::wire::{HEADER_LEN, MessageHeader, Messages};

impl State {
    /// Hands out what is in a datagram that was received.
    pub(super) fn hand_out(&mut self, length: usize) {
        if length > self.datagram.len() {
            return self.too_large(length);
        }
        let Self { exchange, slots, datagram, wake, flight, .. } = self;
        let (mut lost, mut broken) = (false, None);
        let mut messages = Messages::new(datagram.get(..length).unwrap_or_default());
        loop {
            let at = length - messages.remaining();
            match messages.next() {
                None => break,
                Some(Ok(message)) => match exchange.handle(&message) {
                    Arrival::Answer(seq, answer) => {
                        let slot = slot_of(slots, seq);
                        let read = slot.map_or(0, |slot| slot.take(seq, &answer, wake));
                        flight.give(read);
                    }
                    // A host says so in its place among the answers.
                    Arrival::Overrun => lost = true,
                    Arrival::Event(_) => {}
                    Arrival::Stray => flight.passed_over(message.header.seq),
                },
                Some(Err(what)) => broken = Some((at, what)),
            }
        }
        flight.dump.take_if(|dump| !exchange.is_under_way(*dump));
        if let Some((at, what)) = broken {
            self.datagram_broken(at, length, Part::Broken(what));
        }
        if lost {
            self.tell_of_loss();
        }
    }

    /// A datagram was larger than the buffer; the next one fits.
    #[cold]
    fn too_large(&mut self, length: usize) {
        self.datagram_broken(0, self.datagram.len(), Part::TooLarge(length));
        self.datagram.resize(length, 0);
    }

    /// Tells the one whose answer it was of a message that does not hold together, if that can be seen.
    #[cold]
    fn datagram_broken(&mut self, at: usize, end: usize, part: Part) {
        let Self { exchange, slots, datagram, wake, flight, .. } = self;
        let message = datagram.get(at..end).unwrap_or_default();
        let header = message.first_chunk::<HEADER_LEN>().map(MessageHeader::parse);
        let slot = header.and_then(|header| slot_of(slots, header.seq));
        if let Some(slot) = slot {
            flight.give(slot.broken(exchange, message, part, wake));
        }
    }

    /// What was queued before a loss is handed out: what is not there now was lost.
    pub(super) fn tell_of_loss(&mut self) {
        self.line.lost = false;
        self.losses = self.losses.wrapping_add(1);
        let Self { slots, wake, flight, is_to_kernel, .. } = self;
        for slot in slots.iter_mut().filter(|slot| matches!(slot.stage, Stage::Sent)) {
            // The kernel makes a dump's pages when there is room for them.
            if !(*is_to_kernel && slot.is_dump && slot.is_answered) {
                flight.give(slot.lost(wake));
            }
        }
    }
}

/// Wakes without the lock: what is woken may be dropped then, and end its own slot.
pub(super) fn wake(mut state: MutexGuard<'_, State>) {
    if state.wake.is_empty() {
        return;
    }
    let wake = std::mem::take(&mut state.wake);
    drop(state);
    wake.into_iter().for_each(Waker::wake);
}
