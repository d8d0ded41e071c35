//! A request that was sent, and what its answers mean to whoever waits for them.

#![expect(clippy::inline_always, reason = "measured: each call is a part of what a request costs")]

use std::io;
use std::ops::Range;
use std::time::Duration;

use crate::ack::Status;
use crate::error::{Error, Operated, Refused, Who};
use crate::exchange::{Answer, Exchange};
use crate::schema::{self, FamilySchema, Operation};
use crate::socket::timed_out;
use crate::wire::{
    ATTRS_AT, Buffer, DatagramError, DecodeError, Depth, EncodeError, GenlHeader, Message,
    MessageHeader, Messages, align, flags, kind,
};
use crate::{Decode, Errno, Family, Request};

/// A request that was sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask {
    pub(crate) seq: u32,
    schema: &'static FamilySchema,
    operation: &'static Operation,
}

/// What a part of an answer is to whoever waits for it; `T` is how a reply's attributes are held.
#[derive(Debug, PartialEq)]
pub(crate) enum Outcome<T> {
    /// A reply.
    Reply(T),
    /// The ACK; nothing more will come where it is the `last`.
    Acknowledged { warning: Option<String>, last: bool },
    /// The end of a dump or of a stream.
    Done { warning: Option<String>, interrupted: bool },
}

impl Ask {
    /// A request that is not begun yet.
    #[cfg(test)]
    pub(crate) fn of<R: Request>(schema: &'static FamilySchema) -> Self {
        Self { seq: 0, schema, operation: R::OPERATION }
    }

    /// Lays a request out in `buffer`, alone; it has no sequence number until [`Ask::begin`].
    #[inline(always)]
    pub(crate) fn encode<R: Request>(
        buffer: &mut Buffer,
        schema: &'static FamilySchema,
        request: &R,
        more_flags: u16,
    ) -> Result<Self, Operated<EncodeError>> {
        let ask = Self { seq: 0, schema, operation: R::OPERATION };
        let (header, genl) = ask.headers(more_flags);
        match buffer.hold(header, genl, request) {
            Ok(()) => Ok(ask),
            Err(what) => Err(ask.about(what)),
        }
    }

    /// The same behind the requests that lie in `buffer` already.
    #[inline(always)]
    pub(crate) fn append<R: Request>(
        buffer: &mut Buffer,
        schema: &'static FamilySchema,
        request: &R,
        more_flags: u16,
    ) -> Result<Self, Operated<EncodeError>> {
        let ask = Self { seq: 0, schema, operation: R::OPERATION };
        let (header, genl) = ask.headers(more_flags);
        buffer.push(header, genl, request).map_err(|what| ask.about(what))?;
        Ok(ask)
    }

    #[inline]
    fn headers(&self, more_flags: u16) -> (MessageHeader, GenlHeader) {
        let (command, version) = (self.operation.command, self.schema.version);
        let flags = flags::REQUEST | more_flags;
        let header = MessageHeader { flags, ..Default::default() };
        (header, GenlHeader { command, version, reserved: 0 })
    }

    /// Begins a request that lies at `at` of `buffer`; and what lies there, to be sent.
    #[inline]
    pub(crate) fn begin<'b>(
        &mut self,
        exchange: &mut Exchange,
        family: u16,
        ack: bool,
        buffer: &'b mut Buffer,
        at: usize,
    ) -> &'b [u8] {
        self.seq = exchange.begin(family, self.schema, self.operation, ack);
        buffer.address(at, family, self.seq).unwrap_or_else(nothing)
    }

    /// Enters a request that was sent without.
    pub(crate) fn enter(&self, exchange: &mut Exchange, family: u16, ack: bool) {
        exchange.enter(self.seq, family, self.schema, self.operation, ack);
    }

    /// Whether a datagram is the request's reply and nothing else: one message, of plain flags, which
    /// is all of the answer, or all but the ACK.
    #[inline(always)]
    pub(crate) fn is_answered_by(&self, datagram: &[u8], family: u16) -> bool {
        let head = datagram.first_chunk::<ATTRS_AT>();
        let Some((Some(header), Some(genl))) =
            head.map(|head| (head.first_chunk(), head.last_chunk()))
        else {
            return false;
        };
        let (header, genl) = (MessageHeader::parse(header), GenlHeader::parse(*genl));
        header.len as usize == datagram.len()
            && header.seq == self.seq
            && kind_and_flags(&header) == family.into()
            && genl.command == self.operation.reply_command
    }

    /// Whether a datagram is the request's ACK and nothing else: one message, which has no more to say.
    #[inline(always)]
    pub(crate) fn is_acknowledged_by(&self, datagram: &[u8]) -> bool {
        let head = datagram.first_chunk::<ATTRS_AT>();
        let Some((Some(header), errno)) = head.map(|head| (head.first_chunk(), head.last_chunk()))
        else {
            return false;
        };
        let header = MessageHeader::parse(header);
        header.len as usize == datagram.len()
            && header.seq == self.seq
            && header.kind == kind::ERROR
            && header.flags & flags::ACK_TLVS == 0
            && errno == Some(&[0; 4])
    }

    pub(crate) fn schema(&self) -> &'static FamilySchema {
        self.schema
    }

    fn about<T>(&self, what: T) -> Operated<T> {
        Operated::new(self.schema.name, self.operation, what)
    }

    /// What an answer means. `request` is the message that was sent, `held` makes of a reply's
    /// attributes what is wanted of them.
    #[inline]
    pub(crate) fn outcome<'d, T>(
        &self,
        answer: Answer<'d>,
        who: Who,
        request: &[u8],
        held: impl FnOnce(&'d [u8]) -> T,
    ) -> Result<Outcome<T>, Error> {
        match answer {
            Answer::Reply { payload, .. } => Ok(Outcome::Reply(held(payload))),
            Answer::Acknowledged { status, last, .. } => {
                Ok(Outcome::Acknowledged { warning: status.text(), last })
            }
            Answer::Done { status, interrupted } => {
                Ok(Outcome::Done { warning: status.text(), interrupted })
            }
            Answer::UnexpectedCommand(command) => {
                Err(Error::UnexpectedCommand(self.about(command)))
            }
            Answer::Refused(status) => Err(self.refused(&status, who, request)),
        }
    }

    #[cold]
    pub(crate) fn refused(&self, status: &Status<'_>, who: Who, request: &[u8]) -> Error {
        let errno = status.errno.unwrap_or(Errno(0));
        let (family, operation) = (self.schema.name, self.operation);
        Error::Refused(Box::new(Refused::new(
            who,
            family,
            operation,
            request,
            errno,
            &status.ack(),
        )))
    }

    #[cold]
    pub(crate) fn unexpected(&self, command: u8) -> Error {
        Error::UnexpectedCommand(self.about(command))
    }

    #[cold]
    pub(crate) fn no_reply(&self) -> Error {
        Error::NoReply(self.about(()))
    }

    #[cold]
    pub(crate) fn overrun(&self) -> Error {
        Error::Overrun(self.about(()))
    }

    #[cold]
    pub(crate) fn timed_out(&self, limit: Option<Duration>) -> Error {
        Error::TimedOut(self.about(limit.unwrap_or_default()))
    }

    #[cold]
    pub(crate) fn broken(&self, what: DatagramError) -> Error {
        Error::Datagram(self.about(what))
    }

    #[cold]
    pub(crate) fn too_large(&self, length: usize) -> Error {
        Error::TooLarge(self.about(length))
    }

    /// What a failed system call means.
    #[cold]
    pub(crate) fn failed(
        &self,
        call: &'static str,
        error: io::Error,
        limit: Option<Duration>,
    ) -> Error {
        match error.raw_os_error() {
            _ if timed_out(&error) => self.timed_out(limit),
            // A send that says so found no memory, and nothing was sent.
            Some(libc::ENOBUFS) if call != "sendto" => self.overrun(),
            _ => Error::Io(call, error),
        }
    }
}

/// Both, which lie side by side, to be looked at as one.
#[inline(always)]
fn kind_and_flags(header: &MessageHeader) -> u32 {
    u32::from(header.kind) | u32::from(header.flags) << 16
}

/// Decodes a reply to a request of that type.
#[inline(always)]
pub(crate) fn decode<'d, R: Request, T: Decode<'d>>(
    attributes: &'d [u8],
    refuse_unknown: bool,
) -> Result<T, Error> {
    if refuse_unknown && let Some(set) = R::OPERATION.answer {
        schema::refuse_unknown(set, attributes).map_err(|error| bad::<R>(error, attributes))?;
    }
    T::decode_at(attributes, Depth::TOP).map_err(|error| bad::<R>(error, attributes))
}

#[cold]
fn bad<R: Request>(error: DecodeError, attributes: &[u8]) -> Error {
    let what = error.in_message(attributes, ATTRS_AT);
    Error::Decode(Operated::new(<R::Family as Family>::SCHEMA.name, R::OPERATION, what))
}

/// Takes the next message off `unread`, a range of `datagram`; and where it lies there.
#[inline(always)]
pub(crate) fn next_message<'d>(
    datagram: &'d [u8],
    unread: &mut Range<usize>,
) -> Option<Result<(usize, Message<'d>), DatagramError>> {
    let mut messages = Messages::new(datagram.get(unread.clone()).unwrap_or_else(nothing));
    let start = unread.start;
    let message = messages.next();
    unread.start = match &message {
        // The last one may go without its padding.
        Some(Ok(message)) => unread.end.min(start + align(message.header.len as usize)),
        _ => unread.end,
    };
    Some(message?.map(|message| (start, message)))
}

/// Out of the way of what there is.
#[cold]
pub(crate) fn nothing<'d>() -> &'d [u8] {
    &[]
}

#[cfg(test)]
#[path = "ask_tests.rs"]
mod tests;
