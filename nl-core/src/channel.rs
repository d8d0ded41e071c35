//! A socket with an exchange and its buffers: the part of a blocking connection that knows no types.
//!
//! It is a dull loop: what a message means is the exchange's to say.

#![expect(clippy::inline_always, reason = "measured: each call is a part of what a request costs")]

use std::io;
use std::ops::Range;
use std::time::Duration;

use crate::ask::{self, Ask, Outcome, next_message, nothing};
use crate::controller::ID;
use crate::error::{Error, Who};
use crate::exchange::{Arrival, Exchange};
use crate::post::Post;
use crate::schema::FamilySchema;
use crate::socket::{Deadline, Socket, timed_out};
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

/// Part of an answer; the warning of an ACK is the channel's.
#[derive(Debug)]
enum Part {
    Reply(Range<usize>),
    Acknowledged { last: bool },
    Done { interrupted: bool },
}

impl Part {
    /// What it is to whoever waits for replies alone; `None` for the start of a stream.
    fn step(self) -> Option<Step> {
        match self {
            Self::Reply(reply) => Some(Step::Reply(reply)),
            Self::Done { interrupted } => Some(Step::Done { interrupted }),
            Self::Acknowledged { last } => last.then_some(Step::Done { interrupted: false }),
        }
    }
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
    #[inline(always)]
    pub(crate) fn decode<'c, R: Request, T: Decode<'c>>(
        &'c self,
        reply: Range<usize>,
    ) -> Result<T, Error> {
        let attributes = self.datagram.get(reply).unwrap_or_else(nothing);
        ask::decode::<R, T>(attributes, self.refuse_unknown)
    }

    /// Asks, and waits for the one reply, or for the ACK where there is none.
    pub(crate) fn reply_to<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<Range<usize>, Error> {
        if R::OPERATION.answer.is_none() {
            return Ok(self.acknowledged_reply_to(schema, request)?.unwrap_or(0..0));
        }
        let ask = self.prepare(schema, request, 0)?;
        self.reply(&ask)
    }

    /// Sends a request, and waits for its reply.
    fn reply(&mut self, ask: &Ask) -> Result<Range<usize>, Error> {
        match self.first_step(ask)? {
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
        let ask = self.prepare(schema, request, flags::ACK)?;
        self.acknowledged_reply(&ask)
    }

    /// Sends a request that asks for an ACK, and waits for it; the reply before it, if there was one.
    fn acknowledged_reply(&mut self, ask: &Ask) -> Result<Option<Range<usize>>, Error> {
        let mut step = self.first_step(ask)?;
        let mut reply = None;
        while let Step::Reply(found) = step {
            // The ACK goes behind it in the buffer. Of several replies the first counts.
            if reply.is_none() {
                self.held = found.end;
                reply = Some(found);
            }
            step = self.step()?;
        }
        Ok(reply)
    }

    /// Asks for a dump, and waits for its first part.
    pub(crate) fn dump_of<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<Step, Error> {
        let ask = self.prepare(schema, request, flags::DUMP)?;
        self.first_step(&ask)
    }

    /// Asks for an ACK as well, and waits for what comes first.
    pub(crate) fn first_of_many<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<Step, Error> {
        let ask = self.prepare(schema, request, flags::ACK)?;
        self.first_step(&ask)
    }

    /// Asks, and waits for the ACK alone; more will come.
    pub(crate) fn acknowledged<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<(), Error> {
        let ask = self.prepare(schema, request, flags::ACK)?;
        self.sent(&ask)?;
        match self.part_until(&ask, &mut self.deadline())? {
            Part::Acknowledged { last: false } => Ok(()),
            Part::Acknowledged { last: true } | Part::Done { .. } => {
                self.warning = None;
                Err(ask.no_reply())
            }
            // A reply that overtook its ACK says as much.
            Part::Reply(reply) => {
                self.read_again(&reply);
                Ok(())
            }
        }
    }

    /// Leaves a reply to be read once more.
    pub(crate) fn read_again(&mut self, reply: &Range<usize>) {
        self.unread.start = reply.start - ATTRS_AT;
    }

    /// Lays a request out, to be sent.
    #[inline(always)]
    fn prepare<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
        more_flags: u16,
    ) -> Result<Ask, Error> {
        self.begin();
        let (exchange, buffer) = (&mut self.exchange, &mut self.request);
        Ask::prepare(exchange, buffer, self.family, schema, request, more_flags)
            .map_err(Error::Encode)
    }

    /// Sends the request, and waits for the first part of its answer.
    #[inline(always)]
    fn first_step(&mut self, ask: &Ask) -> Result<Step, Error> {
        self.sent(ask)?;
        self.awaited(ask)
    }

    /// Sends the request.
    #[inline(always)]
    fn sent(&mut self, ask: &Ask) -> Result<(), Error> {
        self.current = Some(*ask);
        let sent = try_send(&mut self.socket, ask, self.request.as_bytes(), self.timeout);
        match sent {
            Ok(()) => Ok(()),
            Err((call, error)) => Err(self.unsent(ask, call, error)),
        }
    }

    #[cold]
    fn unsent(&mut self, ask: &Ask, call: &'static str, error: io::Error) -> Error {
        self.current = None;
        self.exchange.cancel(ask.seq);
        ask.failed(call, error, self.timeout)
    }

    /// Forgets what is left of the last call.
    #[inline(always)]
    pub(crate) fn begin(&mut self) {
        if !self.unread.is_empty() {
            self.pass_over();
        }
        if self.lost {
            self.pass_over_queue();
        }
        self.request.clear();
        if self.warning.is_some() {
            self.warning = None;
        }
        self.current = None;
        self.held = 0;
    }

    #[inline]
    pub(crate) fn deadline(&self) -> Deadline {
        Deadline::after(self.timeout)
    }

    /// Waits for the next part of the answer to the last request.
    pub(crate) fn step(&mut self) -> Result<Step, Error> {
        match self.current {
            Some(ask) if self.unread.is_empty() && !self.lost => self.awaited(&ask),
            Some(ask) => match self.look(ask.seq) {
                Some(step) => Ok(step),
                None => self.step_until(&ask, &mut self.deadline()),
            },
            None => Ok(Step::Done { interrupted: false }),
        }
    }

    /// Waits for the next part of the answer, of which nothing is unread: mostly that is the next
    /// message, and the kernel has sent it already.
    #[inline(always)]
    fn awaited(&mut self, ask: &Ask) -> Result<Step, Error> {
        if !self.socket.is_to_kernel() {
            return self.waited(ask);
        }
        match self.receive_now() {
            Ok(length) if length <= self.datagram.len() - self.held => self.take(ask, length),
            Err(error) if timed_out(&error) => return self.waited(ask),
            received => return self.stumbled(ask, received),
        }
        match self.look(ask.seq) {
            Some(step) => Ok(step),
            None => self.step_until(ask, &mut self.deadline()),
        }
    }

    /// Waits for the next part of the answer.
    #[cold]
    fn waited(&mut self, ask: &Ask) -> Result<Step, Error> {
        let mut deadline = self.deadline();
        match self.receive(&mut deadline) {
            Ok(length) if length <= self.datagram.len() - self.held => self.take(ask, length),
            received => return self.stumbled(ask, received),
        }
        match self.look(ask.seq) {
            Some(step) => Ok(step),
            None => self.step_until(ask, &mut deadline),
        }
    }

    /// Goes on after a receive that gave nothing of use.
    #[cold]
    fn stumbled(&mut self, ask: &Ask, received: io::Result<usize>) -> Result<Step, Error> {
        match self.unusable(ask, received) {
            // What is queued is still to be had.
            Error::Overrun(_) => self.step_until(ask, &mut self.deadline()),
            error => Err(self.given_up(ask, error)),
        }
    }

    /// The next item or reply of the answer to the last request, if the next unread message is that.
    #[inline(always)]
    pub(crate) fn next_item(&mut self) -> Option<Range<usize>> {
        let seq = self.current?.seq;
        let (mut unread, exchange) = (self.unread.clone(), &mut self.exchange);
        let (at, message) = next_message(&self.datagram, &mut unread)?.ok()?;
        let attributes = exchange.next_reply(seq, &message)?;
        self.unread = unread;
        Some(at + ATTRS_AT..at + ATTRS_AT + attributes.len())
    }

    /// What the next unread message is, if it is a reply or says nothing but that there is no more.
    #[inline(always)]
    fn look(&mut self, seq: u32) -> Option<Step> {
        let (mut unread, exchange) = (self.unread.clone(), &mut self.exchange);
        let (at, message) = next_message(&self.datagram, &mut unread)?.ok()?;
        let start = at + ATTRS_AT;
        let step = match exchange.next_reply(seq, &message) {
            Some(attributes) => Step::Reply(start..start + attributes.len()),
            None if exchange.only_end(seq, &message) => Step::Done { interrupted: false },
            None => return None,
        };
        self.unread = unread;
        Some(step)
    }

    /// Waits for the next part of the answer, whatever comes before it.
    fn step_until(&mut self, ask: &Ask, deadline: &mut Deadline) -> Result<Step, Error> {
        loop {
            if let Some(step) = self.part_until(ask, deadline)?.step() {
                return Ok(step);
            }
        }
    }

    /// Reads the rest of a dump that nobody waits for any more, before the one that is to be asked
    /// for: a socket has room for one.
    #[inline]
    pub(crate) fn drain(&mut self, ask: Ask) -> Result<(), Error> {
        if !self.unread.is_empty() {
            self.pass_over();
        }
        if self.exchange.dumping() { self.drain_all(ask) } else { Ok(()) }
    }

    #[cold]
    fn drain_all(&mut self, ask: Ask) -> Result<(), Error> {
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

    /// The next part of the answer.
    fn part_until(&mut self, ask: &Ask, deadline: &mut Deadline) -> Result<Part, Error> {
        loop {
            match self.arrival(ask) {
                Ok(Some(part)) => return Ok(part),
                Ok(None) if !self.unread.is_empty() => {}
                Ok(None) if self.lost => return self.part_in_queue(ask),
                Ok(None) => match self.more(*ask, deadline) {
                    Ok(()) => {}
                    Err(Error::Overrun(_)) => return self.part_in_queue(ask),
                    Err(error) => return Err(self.given_up(ask, error)),
                },
                Err(error) => return Err(self.given_up(ask, error)),
            }
        }
    }

    /// The next part of the answer, if it was not lost with others: the kernel queues nothing new
    /// until everything is read that is there.
    #[cold]
    fn part_in_queue(&mut self, ask: &Ask) -> Result<Part, Error> {
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
                    Err(error) => break error,
                },
                Err(error) => break error,
            }
        };
        Err(self.given_up(ask, error))
    }

    /// What the next unread message means for the request that is waited for.
    fn arrival(&mut self, ask: &Ask) -> Result<Option<Part>, Error> {
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
        Ok(Some(match ask.outcome(answer, self.who, self.request.as_bytes(), held)? {
            Outcome::Reply(reply) => Part::Reply(reply),
            Outcome::Acknowledged { warning, last } => {
                self.warning = warning;
                Part::Acknowledged { last }
            }
            Outcome::Done { interrupted } => Part::Done { interrupted },
        }))
    }

    #[cold]
    fn given_up(&mut self, ask: &Ask, error: Error) -> Error {
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
    pub(crate) fn more(&mut self, ask: Ask, deadline: &mut Deadline) -> Result<(), Error> {
        let received = self.receive(deadline);
        self.taken(&ask, received)
    }

    /// Takes what a receive gave.
    fn taken(&mut self, ask: &Ask, received: io::Result<usize>) -> Result<(), Error> {
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
    fn receive(&mut self, deadline: &mut Deadline) -> io::Result<usize> {
        let room = self.datagram.get_mut(self.held..).unwrap_or_default();
        self.socket.receive_length(room, deadline)
    }

    /// Receives a datagram that is there already, behind what is held, and how long it is.
    #[inline(always)]
    fn receive_now(&mut self) -> io::Result<usize> {
        let room = self.datagram.get_mut(self.held..).unwrap_or_default();
        self.socket.receive_now(room)
    }

    /// Takes a datagram of that length, which was received behind what is held.
    #[inline(always)]
    fn take(&mut self, ask: &Ask, length: usize) {
        self.unread = self.held..self.held + length;
        if trace::wanted() {
            let bytes = self.datagram.get(self.unread.clone()).unwrap_or_default();
            trace::received(ask.schema(), self.family, bytes);
        }
    }

    /// Why there is no datagram, or one that was cut, for which there is room from now on.
    #[cold]
    fn unusable(&mut self, ask: &Ask, received: io::Result<usize>) -> Error {
        match received {
            Ok(length) => {
                self.unread = 0..0;
                self.datagram.resize(self.held + length, 0);
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

/// Sends one datagram of requests, of which `ask` is one; else which system call failed, and how.
#[inline(always)]
fn try_send(
    socket: &mut Socket,
    ask: &Ask,
    bytes: &[u8],
    timeout: Option<Duration>,
) -> Result<(), (&'static str, io::Error)> {
    trace::sent(ask.schema(), bytes);
    // The kernel takes a request at once.
    if !socket.is_to_kernel() {
        socket.limit(timeout).map_err(|error| ("setsockopt", error))?;
    }
    socket.send(bytes).map_err(|error| ("sendto", error))
}

/// Sends one datagram of requests, of which `ask` is one.
pub(crate) fn send(
    socket: &mut Socket,
    ask: Ask,
    bytes: &[u8],
    timeout: Option<Duration>,
) -> Result<(), Error> {
    let sent = try_send(socket, &ask, bytes, timeout);
    sent.map_err(|(call, error)| ask.failed(call, error, timeout))
}
