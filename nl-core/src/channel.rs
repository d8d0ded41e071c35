//! A socket with an exchange and its buffers: the part of a blocking connection that knows no types.
//!
//! It is a dull loop: what a message means is the exchange's to say.

use std::io;
use std::ops::Range;
use std::time::Duration;

use crate::ask::{self, Ask, Outcome, next_message};
use crate::controller::ID;
use crate::error::{Error, Who};
use crate::exchange::{Arrival, Exchange};
use crate::post::Post;
use crate::schema::FamilySchema;
use crate::socket::{Datagram, Deadline, Socket, timed_out};
use crate::watch::Place;
use crate::wire::{ATTRS_AT, Buffer, flags};
use crate::{Decode, Options, Request, trace};

/// What became of a wait for the next part of an answer.
#[derive(Debug)]
pub(crate) enum Step {
    /// The attributes of a reply, as a range of the receive buffer.
    Reply(Range<usize>),
    /// The end: nothing more will come.
    Done { interrupted: bool },
}

/// A socket with an exchange and its buffers.
#[derive(Debug)]
pub(crate) struct Channel {
    pub(crate) socket: Socket,
    pub(crate) who: Who,
    /// Where the socket leads.
    pub(crate) place: Place,
    pub(crate) family: u16,
    pub(crate) exchange: Exchange,
    pub(crate) timeout: Option<Duration>,
    pub(crate) refuse_unknown: bool,
    /// The requests that were sent last.
    pub(crate) request: Buffer,
    pub(crate) datagram: Vec<u8>,
    /// What of `datagram` was not looked at yet.
    pub(crate) unread: Range<usize>,
    /// Bytes at the start of `datagram` that are still wanted while more is received.
    pub(crate) held: usize,
    pub(crate) warning: Option<String>,
    /// Answers were lost, and what was queued before is not all read: until it is, nothing new is
    /// queued.
    pub(crate) lost: bool,
    current: Option<Ask>,
    /// The requests of the last batch.
    pub(crate) post: Post,
}

impl Channel {
    /// Opens a socket there; the family to call is the controller, until another one is resolved.
    pub(crate) fn open(place: Place, options: &Options) -> Result<Self, Error> {
        let (who, socket) = match place {
            Place::Kernel => (Who::Kernel, Socket::kernel(options)),
            Place::Host(port) => (Who::Host, Socket::to_host(port, options)),
        };
        Ok(Self {
            socket: socket.map_err(|error| Error::Io("socket", error))?,
            who,
            place,
            family: ID,
            exchange: Exchange::new(),
            timeout: options.timeout,
            refuse_unknown: options.refuse_unknown,
            request: Buffer::new(),
            datagram: options.new_buffer(),
            unread: 0..0,
            held: 0,
            warning: None,
            lost: false,
            current: None,
            post: Post::default(),
        })
    }

    /// Decodes attributes that [`Step::Reply`] gave.
    #[inline]
    pub(crate) fn decode<'c, R: Request, T: Decode<'c>>(
        &'c self,
        reply: Range<usize>,
    ) -> Result<T, Error> {
        let attributes = self.datagram.get(reply).unwrap_or_default();
        ask::decode::<R, T>(attributes, self.refuse_unknown)
    }

    /// Asks, and waits for the one reply, or for the ACK where there is none.
    #[inline]
    pub(crate) fn reply_to<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<Range<usize>, Error> {
        if R::OPERATION.answer.is_none() {
            return Ok(self.acknowledged_reply_to(schema, request)?.unwrap_or(0..0));
        }
        let ask = self.ask(schema, request, 0)?;
        let mut deadline = self.deadline();
        match self.more(ask, &mut deadline) {
            // What is queued is looked through like what comes behind it.
            Ok(()) | Err(Error::Overrun(_)) => {}
            Err(error) => {
                self.exchange.abandon(ask.seq);
                return Err(error);
            }
        }
        match self.only_reply(ask) {
            Some(reply) => Ok(reply),
            None => self.reply_to_ask(ask, &mut deadline),
        }
    }

    /// The reply, if that is what the first unread message is.
    #[inline]
    fn only_reply(&mut self, ask: Ask) -> Option<Range<usize>> {
        let mut unread = self.unread.clone();
        let (at, message) = next_message(&self.datagram, &mut unread)?.ok()?;
        let length = self.exchange.only_reply(ask.seq, &message)?.len();
        self.unread = unread;
        Some(at + ATTRS_AT..at + ATTRS_AT + length)
    }

    /// The reply, whatever comes before it.
    fn reply_to_ask(&mut self, ask: Ask, deadline: &mut Deadline) -> Result<Range<usize>, Error> {
        match self.step_until(ask, deadline)? {
            Step::Reply(reply) => Ok(reply),
            Step::Done { .. } => Err(ask.no_reply()),
        }
    }

    /// Asks for an ACK as well, and waits for it; the reply before it, if there was one.
    pub(crate) fn acknowledged_reply_to<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<Option<Range<usize>>, Error> {
        self.ask(schema, request, flags::ACK)?;
        let mut reply = None;
        loop {
            match self.step()? {
                Step::Reply(found) => {
                    // The ACK goes behind it in the buffer. Of several replies the first counts.
                    if reply.is_none() {
                        self.held = found.end;
                        reply = Some(found);
                    }
                }
                Step::Done { .. } => return Ok(reply),
            }
        }
    }

    /// Asks for a dump, and waits for its first part.
    pub(crate) fn dump_of<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<Step, Error> {
        self.ask(schema, request, flags::DUMP)?;
        self.step()
    }

    /// Asks for an ACK as well, and waits for what comes first.
    pub(crate) fn first_of_many<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<Step, Error> {
        self.ask(schema, request, flags::ACK)?;
        self.step()
    }

    /// Asks, and waits for the ACK alone; more will come.
    pub(crate) fn acknowledged<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<(), Error> {
        let ask = self.ask(schema, request, flags::ACK)?;
        match self.answer(ask, &mut self.deadline())? {
            Outcome::Acknowledged { last: false, warning } => {
                self.warning = warning;
                Ok(())
            }
            Outcome::Acknowledged { .. } | Outcome::Done { .. } => Err(ask.no_reply()),
            // A reply that overtook its ACK says as much; it is left to be read again.
            Outcome::Reply(reply) => {
                self.unread.start = reply.start - ATTRS_AT;
                Ok(())
            }
        }
    }

    /// Sends a request.
    #[inline]
    pub(crate) fn ask<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
        more_flags: u16,
    ) -> Result<Ask, Error> {
        self.begin();
        let (exchange, buffer) = (&mut self.exchange, &mut self.request);
        let ask = Ask::prepare(exchange, buffer, self.family, schema, request, more_flags)
            .map_err(Error::Encode)?;
        send(&mut self.socket, ask, self.request.as_bytes(), self.timeout)
            .inspect_err(|_| self.exchange.cancel(ask.seq))?;
        self.current = Some(ask);
        Ok(ask)
    }

    /// Forgets what is left of the last call.
    #[inline]
    pub(crate) fn begin(&mut self) {
        self.pass_over();
        if self.lost {
            self.pass_over_queue();
        }
        self.request.clear();
        self.warning = None;
        self.current = None;
        self.held = 0;
    }

    #[inline]
    pub(crate) fn deadline(&self) -> Deadline {
        Deadline::after(self.timeout)
    }

    /// Waits for the next part of the answer to the last request.
    #[inline]
    pub(crate) fn step(&mut self) -> Result<Step, Error> {
        let Some(ask) = self.current else {
            return Ok(Step::Done { interrupted: false });
        };
        self.step_until(ask, &mut self.deadline())
    }

    #[inline]
    fn step_until(&mut self, ask: Ask, deadline: &mut Deadline) -> Result<Step, Error> {
        loop {
            match self.answer(ask, deadline)? {
                Outcome::Reply(reply) => return Ok(Step::Reply(reply)),
                Outcome::Done { interrupted } => return Ok(Step::Done { interrupted }),
                Outcome::Acknowledged { warning, last } => {
                    self.warning = warning;
                    if last {
                        return Ok(Step::Done { interrupted: false });
                    }
                }
            }
        }
    }

    /// Reads the rest of a dump that nobody waits for any more, before the one that is to be asked
    /// for: a socket has room for one.
    pub(crate) fn drain(&mut self, ask: Ask) -> Result<(), Error> {
        self.pass_over();
        let mut deadline = self.deadline();
        while self.exchange.dumping() {
            match self.more(ask, &mut deadline) {
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
    fn pass_over(&mut self) {
        while let Some(found) = next_message(&self.datagram, &mut self.unread) {
            if let Ok((_, message)) = found {
                self.exchange.handle(&message);
            }
        }
    }

    /// Nobody waits for what was queued before a loss.
    #[cold]
    fn pass_over_queue(&mut self) {
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

    #[inline]
    fn answer(
        &mut self,
        ask: Ask,
        deadline: &mut Deadline,
    ) -> Result<Outcome<Range<usize>>, Error> {
        let found = loop {
            match self.arrival(ask) {
                Ok(Some(outcome)) => return Ok(outcome),
                Ok(None) if !self.unread.is_empty() => {}
                Ok(None) if self.lost => return self.answer_in_queue(ask),
                Ok(None) => match self.more(ask, deadline) {
                    Ok(()) => {}
                    Err(Error::Overrun(_)) => return self.answer_in_queue(ask),
                    Err(error) => break error,
                },
                Err(error) => break error,
            }
        };
        self.exchange.abandon(ask.seq);
        Err(found)
    }

    /// The next part of the answer, if it was not lost with others: the kernel queues nothing new
    /// until everything is read that is there.
    #[cold]
    fn answer_in_queue(&mut self, ask: Ask) -> Result<Outcome<Range<usize>>, Error> {
        let error = loop {
            match self.arrival(ask) {
                Ok(Some(outcome)) => return Ok(outcome),
                Ok(None) if !self.unread.is_empty() => {}
                Ok(None) => match self.more_queued(ask) {
                    Ok(true) => {}
                    Ok(false) => {
                        self.lost = false;
                        break ask.overrun();
                    }
                    Err(error) => break error,
                },
                Err(error) => break error,
            }
        };
        self.exchange.abandon(ask.seq);
        Err(error)
    }

    /// What the next unread message means for the request that is waited for.
    #[inline]
    fn arrival(&mut self, ask: Ask) -> Result<Option<Outcome<Range<usize>>>, Error> {
        let Some(found) = next_message(&self.datagram, &mut self.unread) else {
            return Ok(None);
        };
        let (at, message) = found.map_err(|what| ask.broken(what))?;
        let answer = match self.exchange.handle(&message) {
            Arrival::Answer(seq, answer) if seq == ask.seq => answer,
            Arrival::Overrun => return Err(ask.overrun()),
            Arrival::Answer(..) | Arrival::Event(_) | Arrival::Stray => return Ok(None),
        };
        let start = at + ATTRS_AT;
        let held = |payload: &[u8]| start..start + payload.len();
        ask.outcome(answer, self.who, self.request.as_bytes(), held).map(Some)
    }

    /// Receives a datagram that is there already; whether there was one.
    pub(crate) fn more_queued(&mut self, ask: Ask) -> Result<bool, Error> {
        let room = self.datagram.get_mut(self.held..).unwrap_or_default();
        let available = room.len();
        match self.socket.try_receive(room) {
            Err(error) if timed_out(&error) => Ok(false),
            received => self.received(ask, received, available).map(|()| true),
        }
    }

    /// Receives a datagram, behind what is held of the last ones.
    #[inline]
    pub(crate) fn more(&mut self, ask: Ask, deadline: &mut Deadline) -> Result<(), Error> {
        let room = self.datagram.get_mut(self.held..).unwrap_or_default();
        let available = room.len();
        let received = self.socket.receive(room, deadline);
        self.received(ask, received, available)
    }

    fn received(
        &mut self,
        ask: Ask,
        received: io::Result<Datagram>,
        available: usize,
    ) -> Result<(), Error> {
        let received = received.map_err(|error| ask.failed("recvfrom", error, self.timeout));
        self.lost |= matches!(received, Err(Error::Overrun(_)));
        let length = received?.length;
        if length > available {
            self.unread = 0..0;
            self.datagram.resize(self.held + length, 0);
            return Err(ask.too_large(length));
        }
        self.unread = self.held..self.held + length;
        let bytes = self.datagram.get(self.unread.clone()).unwrap_or_default();
        trace::received(ask.schema(), self.family, bytes);
        Ok(())
    }
}

/// Sends one datagram of requests, of which `ask` is one.
#[inline]
pub(crate) fn send(
    socket: &mut Socket,
    ask: Ask,
    bytes: &[u8],
    timeout: Option<Duration>,
) -> Result<(), Error> {
    trace::sent(ask.schema(), bytes);
    socket.limit(timeout).map_err(|error| Error::Io("setsockopt", error))?;
    socket.send(bytes).map_err(|error| ask.failed("sendto", error, timeout))
}
