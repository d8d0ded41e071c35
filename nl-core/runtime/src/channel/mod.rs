//! A socket with an exchange and its buffers: the part of a blocking connection that knows no types.
//!
//! It is a dull loop: what a message means is the exchange's to say.

#![expect(clippy::inline_always, reason = "measured: each call is a part of what a request costs")]

mod receive;

use std::io;
use std::ops::Range;
use std::time::Duration;

use crate::ask::{self, Ask, nothing};
use crate::controller::ID;
use crate::error::{Error, Who};
use crate::exchange::Exchange;
use crate::post::Post;
use crate::schema::FamilySchema;
use crate::socket::Socket;
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
            datagram: vec![0; options.room()],
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
        let (mut reply, mut deadline) = (None, self.deadline());
        while let Step::Reply(found) = step {
            // The ACK goes behind it in the buffer. Of several replies the first counts, and more of
            // them do not make the wait for the ACK last longer.
            step = if reply.is_none() {
                self.held = found.end;
                reply = Some(found);
                self.step()?
            } else {
                self.step_until(ask, &mut deadline)?
            };
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
