//! A socket with an exchange and its buffers: the part of a connection that knows no types.
//!
//! It is a dull loop: what a message means is the exchange's to say.

use std::io;
use std::ops::Range;

use crate::controller::ID;
use crate::error::{Error, Operated, Who};
use crate::exchange::{Answer, Arrival, Exchange};
use crate::schema::{self, FamilySchema, Operation};
use crate::socket::{Deadline, Socket, timed_out};
use crate::wire::{
    ATTRS_AT, Buffer, DatagramError, GenlHeader, HEADER_LEN, MessageHeader, Messages, flags,
};
use crate::{Decode, Encode, Errno, Family, Options, Request, trace};

/// What became of a wait for an answer.
#[derive(Debug)]
pub(crate) enum Step {
    /// The attributes of a reply, as a range of the receive buffer.
    Reply(Range<usize>),
    /// The end: nothing more will come.
    Done { interrupted: bool },
}

/// A socket with an exchange and its buffers: the part of a connection that knows no types.
#[derive(Debug)]
pub(crate) struct Channel {
    pub(crate) socket: Socket,
    pub(crate) who: Who,
    pub(crate) family: u16,
    exchange: Exchange,
    pub(crate) timeout: Option<std::time::Duration>,
    pub(crate) refuse_unknown: bool,
    request: Buffer,
    datagram: Vec<u8>,
    /// What of `datagram` was not looked at yet.
    unread: Range<usize>,
    pub(crate) warning: Option<String>,
    current: Option<Current>,
}

/// The request whose answer is waited for.
#[derive(Clone, Copy, Debug)]
struct Current {
    seq: u32,
    schema: &'static FamilySchema,
    operation: &'static Operation,
}

impl Channel {
    fn new(socket: io::Result<Socket>, who: Who, options: &Options) -> Result<Self, Error> {
        Ok(Self {
            socket: socket.map_err(|error| Error::Io("socket", error))?,
            who,
            family: ID,
            exchange: Exchange::new(),
            timeout: options.timeout,
            refuse_unknown: options.refuse_unknown,
            request: Buffer::new(),
            datagram: options.new_buffer(),
            unread: 0..0,
            warning: None,
            current: None,
        })
    }

    pub(crate) fn to_kernel(options: &Options) -> Result<Self, Error> {
        Self::new(Socket::kernel(options), Who::Kernel, options)
    }

    pub(crate) fn to_host(port: u32, options: &Options) -> Result<Self, Error> {
        Self::new(Socket::to_host(port, options), Who::Host, options)
    }

    /// Decodes attributes that [`Step::Reply`] gave.
    pub(crate) fn decode<'c, R: Request, T: Decode<'c>>(
        &'c self,
        reply: Range<usize>,
    ) -> Result<T, Error> {
        let attributes = self.datagram.get(reply).unwrap_or_default();
        let checked = match R::OPERATION.answer {
            Some(set) if self.refuse_unknown => schema::refuse_unknown(set, attributes),
            _ => Ok(()),
        };
        checked.and_then(|()| T::decode(attributes)).map_err(|error| {
            let what = error.in_message(attributes, ATTRS_AT);
            let family = <R::Family as Family>::SCHEMA.name;
            Error::Decode(Operated::new(family, R::OPERATION, what))
        })
    }

    /// Asks, and waits for the one reply, or for the ACK where there is none.
    pub(crate) fn reply_to<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<Range<usize>, Error> {
        let acknowledged_only = R::OPERATION.answer.is_none();
        self.ask(schema, request, if acknowledged_only { flags::ACK } else { 0 })?;
        match self.step()? {
            Step::Reply(reply) => Ok(reply),
            Step::Done { .. } if acknowledged_only => Ok(0..0),
            Step::Done { .. } => Err(Error::NoReply(Operated::new(schema.name, R::OPERATION, ()))),
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

    /// Asks, and waits for the ACK alone; more will come.
    pub(crate) fn acknowledged<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<(), Error> {
        self.ask(schema, request, flags::ACK)?;
        match self.answer(&mut Deadline::after(self.timeout))? {
            Found::Acknowledged => Ok(()),
            Found::Step(Step::Done { .. }) => {
                Err(Error::NoReply(Operated::new(schema.name, R::OPERATION, ())))
            }
            // A reply that overtook its ACK says as much; it is left to be read again.
            Found::Step(Step::Reply(reply)) => {
                self.unread.start = reply.start - ATTRS_AT;
                Ok(())
            }
        }
    }

    /// Sends a request.
    pub(crate) fn ask<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
        more_flags: u16,
    ) -> Result<(), Error> {
        let operation = R::OPERATION;
        let ack = more_flags & flags::ACK != 0;
        let seq = self.exchange.begin(self.family, schema, operation, ack);
        let sent = self.send(schema, operation, request, seq, more_flags);
        if sent.is_err() {
            self.exchange.cancel(seq);
        }
        self.warning = None;
        self.current = Some(Current { seq, schema, operation });
        sent
    }

    fn send<E: Encode>(
        &mut self,
        schema: &'static FamilySchema,
        operation: &'static Operation,
        request: &E,
        seq: u32,
        more_flags: u16,
    ) -> Result<(), Error> {
        let kind = self.family;
        let header =
            MessageHeader { kind, flags: flags::REQUEST | more_flags, seq, ..Default::default() };
        let genl = GenlHeader { command: operation.command, version: schema.version, reserved: 0 };
        self.request.clear();
        self.request
            .push(header, genl, request)
            .map_err(|what| Error::Encode(Operated::new(schema.name, operation, what)))?;
        trace::sent(schema, self.request.as_bytes());
        self.socket.limit(self.timeout).map_err(|error| Error::Io("setsockopt", error))?;
        match self.socket.send(self.request.as_bytes()) {
            Ok(()) => Ok(()),
            Err(error) if timed_out(&error) => Err(self.timed_out(schema, operation)),
            Err(error) => Err(Error::Io("sendto", error)),
        }
    }

    /// Waits for the next part of the answer to the last request.
    pub(crate) fn step(&mut self) -> Result<Step, Error> {
        let mut deadline = Deadline::after(self.timeout);
        loop {
            if let Found::Step(step) = self.answer(&mut deadline)? {
                return Ok(step);
            }
        }
    }

    /// Reads the rest of a dump that nobody waits for any more: a socket has room for one.
    pub(crate) fn drain(&mut self) -> Result<(), Error> {
        let mut deadline = Deadline::after(self.timeout);
        while self.exchange.dumping() {
            let Some(Current { schema, operation, .. }) = self.current else {
                return Ok(());
            };
            self.more(schema, operation, &mut deadline)?;
            while let Some(message) = self.next_message() {
                let message = message.map_err(|what| broken(schema, operation, what))?;
                let message = self.datagram.get(message).and_then(|m| Messages::new(m).next());
                if let Some(Ok(message)) = message {
                    self.exchange.handle(&message);
                }
            }
        }
        Ok(())
    }

    /// Nobody waits for the last request's answer any more.
    pub(crate) fn abandon(&mut self) {
        if let Some(current) = self.current {
            self.exchange.abandon(current.seq);
        }
    }

    fn answer(&mut self, deadline: &mut Deadline) -> Result<Found, Error> {
        let Some(current) = self.current else {
            return Ok(Found::Step(Step::Done { interrupted: false }));
        };
        let Current { schema, operation, .. } = current;
        loop {
            while let Some(message) = self.next_message() {
                let range = message.map_err(|what| broken(schema, operation, what))?;
                if let Some(found) = self.found(current, range)? {
                    return Ok(found);
                }
            }
            if let Err(error) = self.more(schema, operation, deadline) {
                self.exchange.abandon(current.seq);
                return Err(error);
            }
        }
    }

    /// What the message at `range` of the datagram means for the request that is waited for.
    fn found(&mut self, current: Current, range: Range<usize>) -> Result<Option<Found>, Error> {
        let Current { seq, schema, operation } = current;
        let bytes = self.datagram.get(range.clone()).unwrap_or_default();
        let Some(Ok(message)) = Messages::new(bytes).next() else {
            return Ok(None);
        };
        let answer = match self.exchange.handle(&message) {
            Arrival::Answer(of, answer) if of == seq => answer,
            Arrival::Overrun => {
                self.exchange.abandon(seq);
                return Err(Error::Overrun(Operated::new(schema.name, operation, ())));
            }
            Arrival::Answer(..) | Arrival::Event(_) | Arrival::Stray => return Ok(None),
        };
        Ok(Some(match answer {
            Answer::Reply { payload, .. } => {
                let end = range.start + HEADER_LEN + crate::wire::GENL_HEADER_LEN;
                Found::Step(Step::Reply(end..end + payload.len()))
            }
            Answer::Acknowledged { status, last, .. } => {
                self.warning = status.ack.text();
                let done = Found::Step(Step::Done { interrupted: false });
                if last { done } else { Found::Acknowledged }
            }
            Answer::Done { interrupted } => Found::Step(Step::Done { interrupted }),
            Answer::UnexpectedCommand(command) => {
                let what = Operated::new(schema.name, operation, command);
                return Err(Error::UnexpectedCommand(what));
            }
            Answer::Refused(status) => {
                let errno = status.errno.unwrap_or(Errno(0));
                let request = self.request.as_bytes();
                return Err(Error::Refused(Box::new(crate::Refused::new(
                    self.who,
                    schema.name,
                    operation,
                    request,
                    errno,
                    &status.ack,
                ))));
            }
        }))
    }

    /// The next message of the datagram, as a range of it.
    fn next_message(&mut self) -> Option<Result<Range<usize>, DatagramError>> {
        next_message(&self.datagram, &mut self.unread)
    }

    /// Receives a datagram.
    fn more(
        &mut self,
        schema: &'static FamilySchema,
        operation: &'static Operation,
        deadline: &mut Deadline,
    ) -> Result<(), Error> {
        let received = self.socket.receive(&mut self.datagram, deadline);
        let datagram = received.map_err(|error| match error.raw_os_error() {
            _ if timed_out(&error) => self.timed_out(schema, operation),
            Some(libc::ENOBUFS) => Error::Overrun(Operated::new(schema.name, operation, ())),
            _ => Error::Io("recvmsg", error),
        })?;
        if datagram.length > self.datagram.len() {
            let declared = u32::try_from(datagram.length).ok();
            let what = DatagramError { declared, available: self.datagram.len() };
            return Err(broken(schema, operation, what));
        }
        self.unread = 0..datagram.length;
        let bytes = self.datagram.get(..datagram.length).unwrap_or_default();
        trace::received(schema, self.family, bytes);
        Ok(())
    }

    fn timed_out(&self, schema: &'static FamilySchema, operation: &Operation) -> Error {
        let limit = self.timeout.unwrap_or_default();
        Error::TimedOut(Operated::new(schema.name, operation, limit))
    }
}

#[derive(Debug)]
enum Found {
    Acknowledged,
    Step(Step),
}

/// Takes the next message off `unread`, a range of `datagram`.
pub(crate) fn next_message(
    datagram: &[u8],
    unread: &mut Range<usize>,
) -> Option<Result<Range<usize>, DatagramError>> {
    let bytes = datagram.get(unread.clone()).unwrap_or_default();
    let mut messages = Messages::new(bytes);
    let start = unread.start;
    let message = messages.next();
    unread.start = unread.end - messages.remaining();
    Some(message?.map(|message| start..start + HEADER_LEN + message.payload.len()))
}

fn broken(schema: &'static FamilySchema, operation: &Operation, what: DatagramError) -> Error {
    Error::Datagram(Operated::new(schema.name, operation, what))
}
