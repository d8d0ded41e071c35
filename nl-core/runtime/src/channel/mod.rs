//! A socket with an exchange and its buffers: the part of a blocking connection that knows no types.
//!
//! It is a dull loop: what a message means is the exchange's to say.

#![expect(clippy::inline_always, reason = "measured: each call is a part of what a request costs")]

mod prompt;
mod receive;

use std::io;
use std::ops::Range;
use std::time::Duration;

use crate::ask::{self, Ask, nothing};
use crate::controller::ID;
use crate::error::{Error, Operated, Who};
use crate::exchange::Exchange;
use crate::place::Place;
use crate::post::Post;
use crate::schema::FamilySchema;
use crate::socket::{Deadline, Socket};
use crate::wire::{ATTRS_AT, Buffer, EncodeError, flags};
use crate::{Decode, Options, Request, trace};

pub(crate) use prompt::NO_REPLY;

/// What became of a wait for the next part of an answer.
#[derive(Debug)]
pub(crate) enum Step {
    /// The attributes of a reply, as a range of the receive buffer.
    Reply(Range<usize>),
    /// The end: nothing more will come.
    Done { interrupted: bool },
}

impl Step {
    /// The reply that it must be to whoever waits for one.
    fn reply(self, ask: &Ask) -> Result<Range<usize>, Error> {
        match self {
            Self::Reply(reply) => Ok(reply),
            Self::Done { .. } => Err(ask.no_reply()),
        }
    }
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
#[expect(clippy::struct_excessive_bools, reason = "each is asked for on its own")]
pub(crate) struct Channel {
    pub(crate) socket: Socket,
    pub(crate) who: Who,
    /// Where the socket leads.
    pub(crate) place: Place,
    pub(crate) family: u16,
    pub(crate) exchange: Exchange,
    pub(crate) timeout: Option<Duration>,
    /// When the wait that is under way ends.
    pub(crate) deadline: Deadline,
    /// Whether what is asked is part of a call that has begun, and whose time runs on.
    pub(crate) is_part: bool,
    pub(crate) refuse_unknown: bool,
    /// The requests that were sent last.
    pub(crate) request: Buffer,
    pub(crate) datagram: Vec<u8>,
    /// Where the ACK behind a reply is received, which must not fill the room of the buffer.
    behind: Vec<u8>,
    /// What of `datagram` was not looked at yet.
    pub(crate) unread: Range<usize>,
    /// Bytes at the start of `datagram` that are still wanted while more is received.
    pub(crate) held: usize,
    pub(crate) warning: Option<String>,
    /// Whether something may be left of what was received: unread messages, a warning, a loss.
    is_used: bool,
    /// Answers were lost, and what was queued before is not all read: until it is, nothing new is
    /// queued.
    pub(crate) lost: bool,
    /// The request that was entered in the exchange last; one that went the shortest way is not.
    current: Option<Ask>,
    /// The requests of the last batch.
    pub(crate) post: Post,
}

impl Channel {
    /// The room behind a reply for its ACK: that of an extended ack, and of a request in it.
    const BEHIND: usize = 16 * 1024;

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
            deadline: Deadline::after(options.timeout),
            is_part: false,
            refuse_unknown: options.refuse_unknown,
            request: Buffer::new(),
            datagram: vec![0; options.room()],
            behind: vec![0; Self::BEHIND],
            unread: 0..0,
            held: 0,
            warning: None,
            is_used: false,
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

    /// Sends the request that was laid out, and waits for the one reply, or for the ACK where there is
    /// none.
    #[inline(always)]
    pub(crate) fn reply_or_ack<R: Request>(&mut self, ask: Ask) -> Result<Range<usize>, Error> {
        if R::OPERATION.answer.is_some() {
            return self.reply(ask);
        }
        self.acknowledged_reply(ask)
    }

    /// Asks for a dump, and waits for its first part.
    #[inline(always)]
    pub(crate) fn dump_of<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<Step, Error> {
        let mut ask = self.encode(schema, request, flags::DUMP)?;
        if !self.unread.is_empty() {
            self.pass_over();
        }
        if self.exchange.dumping() {
            return self.dump_after_another(ask);
        }
        self.first_step(&mut ask, false)
    }

    /// A socket has room for one dump: the rest of the last one, for which nobody waits any more, is
    /// read before, and takes of the time.
    #[cold]
    fn dump_after_another(&mut self, mut ask: Ask) -> Result<Step, Error> {
        self.renew();
        self.held = 0;
        let is_part = std::mem::replace(&mut self.is_part, true);
        let first = self.drain_all(ask).and_then(|()| self.first_step(&mut ask, false));
        self.is_part = is_part;
        first
    }

    /// Asks for an ACK as well, and waits for what comes first.
    pub(crate) fn first_of_many<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<Step, Error> {
        let mut ask = self.encode(schema, request, flags::ACK)?;
        self.first_step(&mut ask, true)
    }

    /// Asks, and waits for the ACK alone; more will come.
    pub(crate) fn acknowledged<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<(), Error> {
        let mut ask = self.encode(schema, request, flags::ACK)?;
        self.renew();
        self.sent(&mut ask, true)?;
        match self.part_until(&ask)? {
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
    pub(crate) fn encode<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
        more_flags: u16,
    ) -> Result<Ask, Error> {
        match Ask::encode(&mut self.request, schema, request, more_flags) {
            Ok(ask) => Ok(ask),
            Err(error) => Err(self.unencoded(error)),
        }
    }

    #[cold]
    fn unencoded(&mut self, error: Operated<EncodeError>) -> Error {
        self.begin();
        Error::Encode(error)
    }

    /// Sends the request, and waits for the first part of its answer.
    #[inline(always)]
    fn first_step(&mut self, ask: &mut Ask, ack: bool) -> Result<Step, Error> {
        self.sent(ask, ack)?;
        self.awaited(ask)
    }

    /// Sends the request that was laid out.
    #[inline(always)]
    fn sent(&mut self, ask: &mut Ask, ack: bool) -> Result<(), Error> {
        self.begin();
        let (exchange, buffer) = (&mut self.exchange, &mut self.request);
        let request = ask.begin(exchange, self.family, ack, buffer, 0);
        self.current = Some(*ask);
        // The kernel takes a request at once.
        if !self.socket.is_to_kernel() && !self.is_part {
            self.deadline = Deadline::after(self.timeout);
        }
        let sent = try_send(&mut self.socket, ask, request, &mut self.deadline);
        match sent {
            Ok(()) => Ok(()),
            Err(error) => Err(self.unsent(*ask, error)),
        }
    }

    #[cold]
    fn unsent(&mut self, ask: Ask, error: io::Error) -> Error {
        self.current = None;
        self.exchange.cancel(ask.seq);
        ask.failed("sendto", error, self.timeout)
    }

    /// Begins the time for a wait, unless that is part of a call whose time runs on.
    #[inline]
    pub(crate) fn renew(&mut self) {
        if !self.is_part {
            self.deadline = Deadline::after(self.timeout);
        }
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
        if self.warning.is_some() {
            self.warning = None;
        }
        self.current = None;
        self.held = 0;
    }
}

/// Sends one datagram of requests, of which `ask` is one.
#[inline(always)]
fn try_send(
    socket: &mut Socket,
    ask: &Ask,
    bytes: &[u8],
    deadline: &mut Deadline,
) -> io::Result<()> {
    trace::sent(ask.schema(), bytes);
    socket.send_within(bytes, deadline)
}

/// Sends one datagram of requests, of which `ask` is one.
pub(crate) fn send(
    socket: &mut Socket,
    ask: Ask,
    bytes: &[u8],
    deadline: &mut Deadline,
    timeout: Option<Duration>,
) -> Result<(), Error> {
    let sent = try_send(socket, &ask, bytes, deadline);
    sent.map_err(|error| ask.failed("sendto", error, timeout))
}
