//! The way of nearly every call: nothing else is under way, and the kernel has answered when the send
//! returns, with one message in a datagram of its own.
//!
//! Such a request is never entered in the exchange. Where something else comes than its reply, it is
//! entered then, as if it had been before it was sent, and goes the way of all requests.

use std::io;
use std::ops::Range;

use super::{Channel, Step};
use crate::ask::Ask;
use crate::error::Error;
use crate::socket::timed_out;
use crate::trace;
use crate::wire::ATTRS_AT;

/// Where a reply lies that did not come: those that do begin behind their headers.
pub(crate) const NO_REPLY: Range<usize> = 0..0;

impl Channel {
    /// Sends the request that was laid out, and waits for its reply.
    pub(crate) fn reply(&mut self, mut ask: Ask) -> Result<Range<usize>, Error> {
        let Some(received) = self.at_once(&mut ask) else {
            return self.reply_among_others(ask);
        };
        let received = received?;
        if let Some(datagram) = taken(&self.datagram, &received)
            && ask.is_answered_by(datagram, self.family)
        {
            return Ok(ATTRS_AT..datagram.len());
        }
        self.reply_after(ask, received)
    }

    /// Sends the request that was laid out and asks for an ACK, and waits for that; the reply before
    /// it, [`NO_REPLY`] where none came.
    #[inline(always)]
    pub(crate) fn acknowledged_reply(&mut self, mut ask: Ask) -> Result<Range<usize>, Error> {
        let Some(received) = self.at_once(&mut ask) else {
            return self.acknowledged_among_others(ask);
        };
        let received = received?;
        let Some(datagram) = taken(&self.datagram, &received) else {
            return self.acknowledged_after(ask, 0, received);
        };
        if !ask.is_answered_by(datagram, self.family) {
            let alone = ask.is_acknowledged_by(datagram);
            return if alone { Ok(NO_REPLY) } else { self.acknowledged_after(ask, 0, received) };
        }
        let end = datagram.len();
        let received = self.socket.receive_from_kernel(&mut self.behind);
        match taken(&self.behind, &received) {
            Some(datagram) if ask.is_acknowledged_by(datagram) => Ok(ATTRS_AT..end),
            _ => self.acknowledged_behind(ask, end, received),
        }
    }

    /// Sends the request and receives what is there then; `None`, and nothing was sent, where the
    /// request is not alone.
    #[inline(always)]
    fn at_once(&mut self, ask: &mut Ask) -> Option<Result<io::Result<usize>, Error>> {
        if !self.is_quiet() {
            return None;
        }
        ask.seq = self.exchange.count();
        let request = self.request.address(0, self.family, ask.seq)?;
        Some(match self.socket.send_to_kernel(request) {
            Ok(()) => Ok(self.socket.receive_from_kernel(&mut self.datagram)),
            Err(error) => {
                self.renew();
                Err(self.unsent(*ask, error))
            }
        })
    }

    /// Whether nothing is left of the last requests, and nobody wants to see this one's messages.
    #[inline]
    fn is_quiet(&mut self) -> bool {
        if self.is_used && !self.is_clean() {
            return false;
        }
        self.socket.is_to_kernel() && self.exchange.is_idle() && !trace::wanted()
    }

    /// Whether nothing is left of what was received.
    #[cold]
    fn is_clean(&mut self) -> bool {
        self.is_used = !self.unread.is_empty() || self.lost || self.warning.is_some();
        !self.is_used
    }

    /// Sends the request beside others, and waits for its reply.
    #[cold]
    fn reply_among_others(&mut self, mut ask: Ask) -> Result<Range<usize>, Error> {
        self.step_among_others(&mut ask, false)?.reply(&ask)
    }

    /// Sends the request beside others, and waits for its ACK.
    #[cold]
    fn acknowledged_among_others(&mut self, mut ask: Ask) -> Result<Range<usize>, Error> {
        let step = self.step_among_others(&mut ask, true)?;
        self.until_acknowledged(&ask, None, step)
    }

    #[cold]
    fn step_among_others(&mut self, ask: &mut Ask, ack: bool) -> Result<Step, Error> {
        self.renew();
        self.first_step(ask, ack)
    }

    /// Goes on where the first receive gave something else than the reply.
    #[cold]
    fn reply_after(
        &mut self,
        ask: Ask,
        received: io::Result<usize>,
    ) -> Result<Range<usize>, Error> {
        self.step_after(ask, false, 0, received)?.reply(&ask)
    }

    /// Goes on where something else was received behind a reply than its ACK. It goes behind the reply
    /// in the buffer, as far as it is there.
    #[cold]
    fn acknowledged_behind(
        &mut self,
        ask: Ask,
        held: usize,
        received: io::Result<usize>,
    ) -> Result<Range<usize>, Error> {
        self.hold(held);
        let length = self.behind.len().min(*received.as_ref().unwrap_or(&0));
        let place = self.datagram.get_mut(held..held + length).unwrap_or_default();
        place.copy_from_slice(self.behind.get(..length).unwrap_or_default());
        let was_cut = received.as_ref().is_ok_and(|whole| *whole > length);
        if !was_cut {
            return self.acknowledged_after(ask, held, received);
        }
        self.enter(ask, true, held);
        let step = self.stumbled(&ask, received)?;
        self.until_acknowledged(&ask, Some(ATTRS_AT..held), step)
    }

    /// Goes on where something else was received than the ACK; the reply, where there was one, takes the
    /// first `held` bytes.
    #[cold]
    fn acknowledged_after(
        &mut self,
        ask: Ask,
        held: usize,
        received: io::Result<usize>,
    ) -> Result<Range<usize>, Error> {
        let step = self.step_after(ask, true, held, received)?;
        self.until_acknowledged(&ask, (held > 0).then_some(ATTRS_AT..held), step)
    }

    /// Enters the request as if it had been before it was sent, and goes on after that receive.
    #[cold]
    fn step_after(
        &mut self,
        ask: Ask,
        ack: bool,
        held: usize,
        received: io::Result<usize>,
    ) -> Result<Step, Error> {
        self.enter(ask, ack, held);
        self.arrived(&ask, received)
    }

    #[cold]
    fn enter(&mut self, ask: Ask, ack: bool, held: usize) {
        ask.enter(&mut self.exchange, self.family, ack);
        (self.current, self.held) = (Some(ask), held);
        self.renew();
    }

    /// Waits for the ACK behind a step; the first reply before it, if there was one.
    #[cold]
    fn until_acknowledged(
        &mut self,
        ask: &Ask,
        mut reply: Option<Range<usize>>,
        mut step: Step,
    ) -> Result<Range<usize>, Error> {
        while let Step::Reply(found) = step {
            // The ACK goes behind it in the buffer. Of several replies the first counts, and none of
            // them makes the wait for the ACK last longer.
            if reply.is_none() {
                self.hold(found.end);
                reply = Some(found);
            }
            step = self.step_until(ask)?;
        }
        Ok(reply.unwrap_or(NO_REPLY))
    }

    /// Goes on after a receive that waited for nothing.
    #[inline(always)]
    pub(super) fn arrived(
        &mut self,
        ask: &Ask,
        received: io::Result<usize>,
    ) -> Result<Step, Error> {
        match received {
            Ok(length) if length <= self.datagram.len() - self.held => self.take(ask, length),
            received => return self.not_arrived(ask, received),
        }
        match self.look(ask.seq) {
            Some(step) => Ok(step),
            None => self.step_anew(ask),
        }
    }

    /// Goes on after a receive that waited for nothing and gave nothing of use: now the time begins.
    #[cold]
    fn not_arrived(&mut self, ask: &Ask, received: io::Result<usize>) -> Result<Step, Error> {
        self.renew();
        match received {
            Err(error) if timed_out(&error) => self.waited(ask),
            received => self.stumbled(ask, received),
        }
    }

    /// Keeps the first bytes of the buffer while more is received, for which there is room behind them.
    #[cold]
    fn hold(&mut self, held: usize) {
        self.held = held;
        let least = held + Self::BEHIND;
        if self.datagram.len() < least {
            self.datagram.resize(least, 0);
        }
    }
}

/// The datagram that was received there, if one was, and whole.
#[inline(always)]
fn taken<'d>(room: &'d [u8], received: &io::Result<usize>) -> Option<&'d [u8]> {
    room.get(..*received.as_ref().ok()?)
}

#[cfg(test)]
#[path = "prompt_tests.rs"]
mod tests;
