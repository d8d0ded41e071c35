//! What arrives on a channel, and what of it is the part of an answer that somebody waits for.

use std::io;
use std::ops::Range;

use super::{Channel, Part, Step};
use crate::ask::{Ask, Outcome, next_message};
use crate::error::Error;
use crate::exchange::Arrival;
use crate::socket::timed_out;
use crate::trace;
use crate::wire::{ATTRS_AT, MessageHeader};

impl Channel {
    /// Waits for the next part of the answer to the last request.
    #[inline(always)]
    pub(crate) fn step(&mut self) -> Result<Step, Error> {
        match self.current {
            Some(ask) if self.unread.is_empty() && !self.lost => {
                if self.socket.is_to_kernel() {
                    let received = self.receive_now();
                    return self.arrived(&ask, received);
                }
                self.waited_anew(&ask)
            }
            Some(ask) => match self.look(ask.seq) {
                Some(step) => Ok(step),
                None => self.step_anew(&ask),
            },
            None => Ok(Step::Done { interrupted: false }),
        }
    }

    #[cold]
    fn waited_anew(&mut self, ask: &Ask) -> Result<Step, Error> {
        self.renew();
        self.waited(ask)
    }

    /// Waits for the next part of the answer, whatever comes before it; its time begins.
    #[cold]
    pub(super) fn step_anew(&mut self, ask: &Ask) -> Result<Step, Error> {
        self.renew();
        self.step_until(ask)
    }

    /// Waits for the next part of the answer, of which nothing is unread: mostly that is the next
    /// message, and the kernel has sent it already.
    #[inline(always)]
    pub(super) fn awaited(&mut self, ask: &Ask) -> Result<Step, Error> {
        if !self.socket.is_to_kernel() {
            return self.waited(ask);
        }
        let received = self.receive_now();
        self.arrived(ask, received)
    }

    /// Waits for the next part of the answer.
    #[cold]
    pub(super) fn waited(&mut self, ask: &Ask) -> Result<Step, Error> {
        match self.receive() {
            Ok(length) if length <= self.datagram.len() - self.held => self.take(ask, length),
            received => return self.stumbled(ask, received),
        }
        match self.look(ask.seq) {
            Some(step) => Ok(step),
            None => self.step_until(ask),
        }
    }

    /// Goes on after a receive that gave nothing of use.
    #[cold]
    pub(super) fn stumbled(
        &mut self,
        ask: &Ask,
        received: io::Result<usize>,
    ) -> Result<Step, Error> {
        match self.unusable(ask, received) {
            // What is queued is still to be had.
            Error::Overrun(_) => {}
            error => self.concerns(ask, error)?,
        }
        self.step_until(ask)
    }

    /// The next item or reply of the answer to the last request, if the next unread message is that.
    #[inline(always)]
    pub(crate) fn next_item(&mut self) -> Option<Range<usize>> {
        let seq = self.current?.seq;
        let (mut unread, exchange) = (self.unread.clone(), &mut self.exchange);
        let (at, message) = next_message(&self.datagram, &mut unread)?.ok()?;
        let attributes = exchange.next_reply(seq, &message)?;
        self.unread.start = unread.start;
        Some(at + ATTRS_AT..at + ATTRS_AT + attributes.len())
    }

    /// What the next unread message is, if it is a reply or says nothing but that there is no more.
    #[inline(always)]
    pub(super) fn look(&mut self, seq: u32) -> Option<Step> {
        let (mut unread, exchange) = (self.unread.clone(), &mut self.exchange);
        let (at, message) = next_message(&self.datagram, &mut unread)?.ok()?;
        let start = at + ATTRS_AT;
        let step = match exchange.next_reply(seq, &message) {
            Some(attributes) => Step::Reply(start..start + attributes.len()),
            None if exchange.only_end(seq, &message) => Step::Done { interrupted: false },
            None => return None,
        };
        self.unread.start = unread.start;
        Some(step)
    }

    /// Waits for the next part of the answer, whatever comes before it.
    pub(super) fn step_until(&mut self, ask: &Ask) -> Result<Step, Error> {
        loop {
            if let Some(step) = self.part_until(ask)?.step() {
                return Ok(step);
            }
        }
    }

    /// Reads the rest of a dump that nobody waits for any more.
    #[cold]
    pub(super) fn drain_all(&mut self, ask: Ask) -> Result<(), Error> {
        while self.exchange.dumping() {
            match self.more(ask) {
                Ok(()) => self.pass_over(),
                Err(Error::Overrun(_) | Error::TooLarge(_)) => {}
                Err(error) => {
                    // Its end does not come any more: once is enough to wait for it.
                    self.exchange.forget_dumps();
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Nobody waits for what was received, but it may hold the end of a dump.
    pub(super) fn pass_over(&mut self) {
        while let Some(found) = next_message(&self.datagram, &mut self.unread) {
            if let Ok((_, message)) = found {
                self.exchange.handle(&message);
            }
        }
    }

    /// Nobody waits for what was queued before a loss.
    #[cold]
    pub(super) fn pass_over_queue(&mut self) {
        while let Some(ask) = self.current
            && let Ok(true) | Err(Error::Overrun(_) | Error::TooLarge(_)) = self.more_queued(ask)
        {
            self.pass_over();
        }
        self.lost = false;
    }

    /// Nobody waits for the last request's answer any more.
    pub(crate) fn abandon(&mut self) {
        if let Some(current) = self.current {
            self.exchange.abandon(current.seq);
        }
    }

    /// The next part of the answer.
    pub(super) fn part_until(&mut self, ask: &Ask) -> Result<Part, Error> {
        loop {
            match self.arrival(ask) {
                Ok(Some(part)) => return Ok(part),
                Ok(None) if !self.unread.is_empty() => {}
                Ok(None) if self.lost => return self.part_in_queue(ask),
                Ok(None) => match self.more(*ask) {
                    Ok(()) => {}
                    Err(Error::Overrun(_)) => return self.part_in_queue(ask),
                    Err(error) => self.concerns(ask, error)?,
                },
                Err(error) => return Err(self.given_up(ask, error)),
            }
        }
    }

    /// The next part of the answer, if it was not lost with others: the kernel queues nothing new
    /// until everything is read that is there.
    #[cold]
    pub(super) fn part_in_queue(&mut self, ask: &Ask) -> Result<Part, Error> {
        let error = loop {
            match self.arrival(ask) {
                Ok(Some(part)) => return Ok(part),
                Ok(None) if !self.unread.is_empty() => {}
                Ok(None) => match self.more_queued(*ask) {
                    Ok(true) => {}
                    Ok(false) => {
                        self.lost = false;
                        break ask.overrun();
                    }
                    Err(error) => self.concerns(ask, error)?,
                },
                Err(error) => break error,
            }
        };
        Err(self.given_up(ask, error))
    }

    /// What the next unread message means for the request that is waited for.
    pub(super) fn arrival(&mut self, ask: &Ask) -> Result<Option<Part>, Error> {
        let start = self.unread.start;
        let Some(found) = next_message(&self.datagram, &mut self.unread) else {
            return Ok(None);
        };
        let (at, message) = match found {
            Ok(found) => found,
            Err(what) if self.begins_for(ask, start..self.unread.end) => {
                return Err(ask.broken(what));
            }
            Err(_) => return Ok(None),
        };
        let answer = match self.exchange.handle(&message) {
            Arrival::Answer(seq, answer) if seq == ask.seq => answer,
            Arrival::Overrun => return Err(ask.overrun()),
            Arrival::Answer(..) | Arrival::Event(_) | Arrival::Stray => return Ok(None),
        };
        let start = at + ATTRS_AT;
        let held = |payload: &[u8]| start..start + payload.len();
        Ok(Some(match ask.outcome(answer, self.who, self.request.as_bytes(), held)? {
            Outcome::Reply(reply) => Part::Reply(reply),
            Outcome::Acknowledged { warning, last } => {
                self.warning = warning;
                Part::Acknowledged { last }
            }
            Outcome::Done { warning, interrupted } => {
                self.warning = warning.or(self.warning.take());
                Part::Done { interrupted }
            }
        }))
    }

    /// What a receive failed with, where that ends the wait: a datagram that was too large does so
    /// alone where the answer began in it.
    #[cold]
    fn concerns(&mut self, ask: &Ask, error: Error) -> Result<(), Error> {
        match error {
            Error::TooLarge(_) if !self.begins_for(ask, self.held..self.datagram.len()) => Ok(()),
            error => Err(self.given_up(ask, error)),
        }
    }

    /// Whether a message that begins there, and need not be whole, has the request's number.
    #[cold]
    fn begins_for(&self, ask: &Ask, place: Range<usize>) -> bool {
        let head = self.datagram.get(place).and_then(|message| message.first_chunk());
        head.is_some_and(|head| MessageHeader::parse(head).seq == ask.seq)
    }

    #[cold]
    pub(super) fn given_up(&mut self, ask: &Ask, error: Error) -> Error {
        self.exchange.abandon(ask.seq);
        error
    }

    /// Receives a datagram that is there already; whether there was one.
    pub(crate) fn more_queued(&mut self, ask: Ask) -> Result<bool, Error> {
        let room = self.datagram.get_mut(self.held..).unwrap_or_default();
        match self.socket.try_receive(room) {
            Err(error) if timed_out(&error) => Ok(false),
            received => self.taken(&ask, received.map(|datagram| datagram.length)).map(|()| true),
        }
    }

    /// Receives a datagram, behind what is held of the last ones.
    pub(crate) fn more(&mut self, ask: Ask) -> Result<(), Error> {
        let received = self.receive();
        self.taken(&ask, received)
    }

    /// The same, at first without a look at the clock: the kernel has mostly answered when a send
    /// returns.
    pub(crate) fn more_at_once(&mut self, ask: Ask) -> Result<(), Error> {
        if self.socket.is_to_kernel() {
            match self.receive_now() {
                Err(error) if timed_out(&error) => {}
                received => return self.taken(&ask, received),
            }
        }
        self.more(ask)
    }

    /// Takes what a receive gave.
    pub(super) fn taken(&mut self, ask: &Ask, received: io::Result<usize>) -> Result<(), Error> {
        match received {
            Ok(length) if length <= self.datagram.len() - self.held => {
                self.take(ask, length);
                Ok(())
            }
            received => Err(self.unusable(ask, received)),
        }
    }

    /// Receives a datagram behind what is held, and how long it is.
    #[inline]
    pub(super) fn receive(&mut self) -> io::Result<usize> {
        let room = self.datagram.get_mut(self.held..).unwrap_or_default();
        self.socket.receive_length(room, &mut self.deadline)
    }

    /// Receives a datagram that is there already, behind what is held, and how long it is.
    #[inline(always)]
    pub(super) fn receive_now(&mut self) -> io::Result<usize> {
        let room = self.datagram.get_mut(self.held..).unwrap_or_default();
        self.socket.receive_from_kernel(room)
    }

    /// Takes a datagram of that length, which was received behind what is held.
    #[inline(always)]
    pub(super) fn take(&mut self, ask: &Ask, length: usize) {
        self.unread = self.held..self.held + length;
        self.is_used = true;
        if trace::wanted() {
            let bytes = self.datagram.get(self.unread.clone()).unwrap_or_default();
            trace::received(ask.schema(), self.family, bytes);
        }
    }

    /// Why there is no datagram, or one that was cut, for which there is room from now on.
    #[cold]
    pub(super) fn unusable(&mut self, ask: &Ask, received: io::Result<usize>) -> Error {
        self.is_used = true;
        match received {
            Ok(length) => {
                self.unread = 0..0;
                let least = self.held + length;
                self.datagram.resize(least.max(self.datagram.len()), 0);
                ask.too_large(length)
            }
            Err(error) => {
                let error = ask.failed("recvfrom", error, self.timeout);
                self.lost |= matches!(error, Error::Overrun(_));
                error
            }
        }
    }
}

#[cfg(test)]
#[path = "receive_tests.rs"]
mod tests;
