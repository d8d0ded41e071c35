//! Which message answers what: sequence numbers, ACKs, dumps and streams as a state machine.
//!
//! It does no I/O: [`Exchange::begin`] gives a request its sequence number, [`Exchange::handle`]
//! takes each message that arrives and says what it is. A connection is a loop around that.

use std::collections::VecDeque;

use crate::ack::Status;
use crate::schema::{FamilySchema, Mode, Operation};
use crate::wire::{GENL_HEADER_LEN, Message, flags, kind};

/// The requests that are under way on one socket.
#[derive(Debug, Default)]
pub struct Exchange {
    last_seq: u32,
    /// In the order in which they began, which is mostly that in which they are answered.
    pending: VecDeque<Pending>,
    strays: u64,
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "four facts, each independent of the others")]
struct Pending {
    seq: u32,
    family: u16,
    schema: &'static FamilySchema,
    operation: &'static Operation,
    ack: bool,
    replied: bool,
    interrupted: bool,
    /// Nobody waits any more, but the dump must be read to its end all the same.
    abandoned: bool,
}

/// What a message that arrived is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Arrival<'d> {
    /// Part of the answer to that request.
    Answer(u32, Answer<'d>),
    /// A notification.
    Event(Message<'d>),
    /// Says that messages before it were lost.
    Overrun,
    /// To be passed over: an answer to nobody, or one that came too late.
    Stray,
}

/// Part of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer<'d> {
    /// The reply, an item of the dump, or one of several replies.
    Reply {
        /// The attributes, and whatever family header stands before them.
        payload: &'d [u8],
        /// Whether this was all of the answer.
        last: bool,
    },
    /// The request is acknowledged. Its extended ack may hold a warning.
    Acknowledged {
        /// What the ACK says.
        status: Status<'d>,
        /// Whether this was all of the answer.
        last: bool,
        /// Whether a reply came before.
        replied: bool,
    },
    /// The end of a dump or of several replies.
    Done {
        /// Whether the dump is inconsistent.
        interrupted: bool,
    },
    /// The other side refused, before or in the middle of its answer.
    Refused(Status<'d>),
    /// A reply with a command that is not the operation's, nor that of an event.
    UnexpectedCommand(u8),
}

impl Exchange {
    /// Nothing is under way.
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a request and gives its sequence number, which is never 0.
    ///
    /// `family` is the id under which the family is known now; `ack` says whether the request asks
    /// for an ACK.
    #[inline]
    pub fn begin(
        &mut self,
        family: u16,
        schema: &'static FamilySchema,
        operation: &'static Operation,
        ack: bool,
    ) -> u32 {
        loop {
            self.last_seq = self.last_seq.wrapping_add(1).max(1);
            if self.pending.iter().all(|pending| pending.seq != self.last_seq) {
                break;
            }
        }
        self.pending.push_back(Pending {
            seq: self.last_seq,
            family,
            schema,
            operation,
            ack,
            replied: false,
            interrupted: false,
            abandoned: false,
        });
        self.last_seq
    }

    /// Nobody waits for this request any more. What still comes for it is a stray; a dump goes on
    /// until its end, since a socket has room for one.
    pub fn abandon(&mut self, seq: u32) {
        let Some(at) = self.position(seq) else {
            return;
        };
        if self.pending[at].operation.mode == Mode::Dump {
            self.pending[at].abandoned = true;
        } else {
            self.remove(at);
        }
    }

    /// Forgets a request that was never sent.
    #[inline]
    pub fn cancel(&mut self, seq: u32) {
        if let Some(at) = self.position(seq) {
            self.remove(at);
        }
    }

    /// Forgets every dump: its end does not come any more.
    pub fn forget_dumps(&mut self) {
        self.pending.retain(|pending| pending.operation.mode != Mode::Dump);
    }

    /// Whether a dump, abandoned or not, has not come to its end.
    pub fn dumping(&self) -> bool {
        self.pending.iter().any(|pending| pending.operation.mode == Mode::Dump)
    }

    /// How many messages were strays.
    pub fn strays(&self) -> u64 {
        self.strays
    }

    /// The reply's attributes, if the message is what it mostly is: the reply to the only request that
    /// is under way, which waits for nothing else. Then that is answered; else nothing has happened,
    /// and [`Exchange::handle`] says what the message is.
    #[inline]
    pub fn only_reply<'d>(&mut self, seq: u32, message: &Message<'d>) -> Option<&'d [u8]> {
        let pending = self.pending.front()?;
        let (genl, _) = message.genl()?;
        let is_it = message.header.seq == seq
            && pending.seq == seq
            && message.header.kind == pending.family
            && genl.command == pending.operation.reply_command
            && pending.operation.mode == Mode::Do
            && !pending.ack;
        if !is_it {
            return None;
        }
        self.pending.pop_front();
        message.payload.get(GENL_HEADER_LEN..)
    }

    /// Says what a message is. Every message of every datagram of the other side goes through here,
    /// in the order of arrival.
    #[inline]
    pub fn handle<'d>(&mut self, message: &Message<'d>) -> Arrival<'d> {
        let arrival = self.classify(message);
        if matches!(arrival, Arrival::Stray) {
            self.strays += 1;
        }
        arrival
    }

    #[inline]
    fn remove(&mut self, at: usize) {
        if at == 0 {
            self.pending.pop_front();
        } else {
            self.pending.remove(at);
        }
    }

    #[inline]
    fn position(&self, seq: u32) -> Option<usize> {
        if self.pending.front().is_some_and(|pending| pending.seq == seq) {
            return Some(0);
        }
        self.pending.iter().position(|pending| pending.seq == seq)
    }

    #[inline]
    fn classify<'d>(&mut self, message: &Message<'d>) -> Arrival<'d> {
        let seq = message.header.seq;
        match message.header.kind {
            kind::NOOP => return Arrival::Stray,
            kind::OVERRUN => return Arrival::Overrun,
            _ => {}
        }
        let Some(at) = self.position(seq) else {
            let notification = seq == 0 && message.header.kind >= crate::wire::MIN_TYPE;
            return if notification { Arrival::Event(*message) } else { Arrival::Stray };
        };
        let pending = &mut self.pending[at];
        let arrival = pending.classify(message);
        let Arrival::Answer(_, answer) = &arrival else {
            return arrival;
        };
        let abandoned = pending.abandoned;
        match answer {
            // It is not the end of a dump, which must be read.
            Answer::UnexpectedCommand(_) if pending.operation.mode == Mode::Dump => {
                pending.abandoned = true;
            }
            answer if answer.is_last() => self.remove(at),
            _ => {}
        }
        if abandoned { Arrival::Stray } else { arrival }
    }
}

impl Answer<'_> {
    /// Whether nothing more will come for the request.
    #[inline]
    pub fn is_last(&self) -> bool {
        match self {
            Self::Reply { last, .. } | Self::Acknowledged { last, .. } => *last,
            Self::Done { .. } | Self::Refused(_) | Self::UnexpectedCommand(_) => true,
        }
    }
}

impl Pending {
    #[inline]
    fn classify<'d>(&mut self, message: &Message<'d>) -> Arrival<'d> {
        self.interrupted |=
            message.header.flags & flags::DUMP_INTR != 0 && self.operation.mode == Mode::Dump;
        match message.header.kind {
            kind::ERROR => self.error(message),
            kind::DONE => Arrival::Answer(self.seq, self.done(message)),
            family if family == self.family => self.data(message),
            _ => Arrival::Stray,
        }
    }

    fn error<'d>(&self, message: &Message<'d>) -> Arrival<'d> {
        let Some(status) = Status::of_error(message) else {
            return Arrival::Stray;
        };
        let answer = if status.errno.is_some() {
            Answer::Refused(status)
        } else {
            let last = self.operation.mode == Mode::Do;
            Answer::Acknowledged { status, last, replied: self.replied }
        };
        Arrival::Answer(self.seq, answer)
    }

    fn done<'d>(&self, message: &Message<'d>) -> Answer<'d> {
        let status = Status::of_done(message);
        match status.errno {
            Some(_) => Answer::Refused(status),
            None if self.operation.mode == Mode::Do => {
                Answer::Acknowledged { status, last: true, replied: self.replied }
            }
            None => Answer::Done { interrupted: self.interrupted },
        }
    }

    #[inline]
    fn data<'d>(&mut self, message: &Message<'d>) -> Arrival<'d> {
        let Some((genl, _)) = message.genl() else {
            return Arrival::Stray;
        };
        if genl.command != self.operation.reply_command {
            // A notification which the request caused carries its sequence number.
            return match self.schema.operation(genl.command, &[Mode::Event]) {
                Some(_) => Arrival::Event(*message),
                None => Arrival::Answer(self.seq, Answer::UnexpectedCommand(genl.command)),
            };
        }
        self.replied = true;
        let payload = message.payload.get(GENL_HEADER_LEN..).unwrap_or_default();
        let last = self.operation.mode == Mode::Do && !self.ack;
        Arrival::Answer(self.seq, Answer::Reply { payload, last })
    }
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;
