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

impl Channel {
    /// Sends the request that was laid out, and waits for its reply.
    pub(crate) fn reply(&mut self, mut ask: Ask) -> Result<Range<usize>, Error> {
        if !self.is_quiet() {
            return self.reply_by_steps(ask);
        }
        self.current = None;
        ask.seq = self.exchange.count();
        let Some(request) = self.request.address(0, self.family, ask.seq) else {
            return self.reply_by_steps(ask);
        };
        if let Err(error) = self.socket.send_to_kernel(request) {
            return Err(self.unsent(&ask, "sendto", error));
        }
        let received = self.socket.receive_from_kernel(&mut self.datagram);
        if let Ok(length) = received
            && let Some(datagram) = self.datagram.get(..length)
            && ask.is_answered_by(datagram, self.family)
        {
            return Ok(ATTRS_AT..length);
        }
        self.reply_after(&ask, received)
    }

    /// Whether nothing is left of the last requests, and nobody wants to see this one's messages.
    #[inline]
    fn is_quiet(&self) -> bool {
        self.socket.is_to_kernel()
            && self.exchange.is_idle()
            && self.unread.is_empty()
            && !self.lost
            && self.warning.is_none()
            && !trace::wanted()
    }

    /// Goes on where the first receive gave something else than the reply.
    #[cold]
    fn reply_after(
        &mut self,
        ask: &Ask,
        received: io::Result<usize>,
    ) -> Result<Range<usize>, Error> {
        ask.enter(&mut self.exchange, self.family);
        (self.current, self.held) = (Some(*ask), 0);
        self.arrived(ask, received)?.reply(ask)
    }

    /// Sends a request among others, and waits for its reply.
    #[cold]
    fn reply_by_steps(&mut self, mut ask: Ask) -> Result<Range<usize>, Error> {
        self.first_step(&mut ask, false)?.reply(&ask)
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
            Err(error) if timed_out(&error) => return self.waited(ask),
            received => return self.stumbled(ask, received),
        }
        match self.look(ask.seq) {
            Some(step) => Ok(step),
            None => self.step_until(ask, &mut self.deadline()),
        }
    }
}
