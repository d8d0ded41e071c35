//! Which message answers what: sequence numbers, ACKs, dumps and streams as a state machine.
//!
//! It does no I/O: [`Exchange::begin`] gives a request its sequence number, [`Exchange::handle`]
//! takes each message that arrives and says what it is. A connection is a loop around that.

#![expect(clippy::inline_always, reason = "measured: each call is a part of what a request costs")]

use std::collections::VecDeque;
use std::hash::{BuildHasher, RandomState};

use crate::ack::Status;
use crate::schema::{FamilySchema, Mode, Operation};
use crate::wire::{GENL_HEADER_LEN, Message, flags, kind};

/// The requests that are under way on one socket.
#[derive(Debug, Default)]
#[cfg_attr(test, derive(Clone))]
pub struct Exchange {
    last_seq: u32,
    /// The one that began first, which is mostly the one that is answered; without it there is none.
    first: Option<Pending>,
    /// The others, in the order in which they began.
    later: VecDeque<Pending>,
    /// Whether a number may be that of one under way: one went half around while the oldest waited.
    around: bool,
    strays: u64,
}

#[derive(Debug)]
#[cfg_attr(test, derive(Clone))]
struct Pending {
    seq: u32,
    family: u16,
    schema: &'static FamilySchema,
    operation: &'static Operation,
    /// The command of its replies: the operation's, beside what every message is compared with.
    reply: u8,
    /// Which of the bits below are true of it.
    state: u8,
}

/// A reply came.
const REPLIED: u8 = 1;
/// The dump is inconsistent.
const INTERRUPTED: u8 = 2;
/// Nobody waits any more, but the dump must be read to its end all the same.
const ABANDONED: u8 = 4;
/// Its reply is all of its answer.
const BRIEF: u8 = 8;

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
        /// What the end says, which may be a warning.
        status: Status<'d>,
    },
    /// The other side refused, before or in the middle of its answer.
    Refused(Status<'d>),
    /// A reply with a command that is not the operation's, nor that of an event.
    UnexpectedCommand(u8),
}

impl Exchange {
    /// Nothing is under way. Sequence numbers start somewhere: the socket may have the port id of one
    /// that was closed, and what was meant for that may still come.
    pub fn new() -> Self {
        let somewhere = RandomState::new().hash_one(());
        #[expect(clippy::cast_possible_truncation, reason = "as random as the whole")]
        Self { last_seq: somewhere as u32, ..Self::default() }
    }

    /// Begins a request and gives its sequence number, which is never 0.
    ///
    /// `family` is the id under which the family is known now; `ack` says whether the request asks
    /// for an ACK.
    #[inline(always)]
    pub fn begin(
        &mut self,
        family: u16,
        schema: &'static FamilySchema,
        operation: &'static Operation,
        ack: bool,
    ) -> u32 {
        let seq = self.count();
        self.enter(seq, family, schema, operation, ack)
    }

    /// Enters a request that has a sequence number; where another one that is under way has the same,
    /// it gets the next.
    #[inline(always)]
    pub(crate) fn enter(
        &mut self,
        seq: u32,
        family: u16,
        schema: &'static FamilySchema,
        operation: &'static Operation,
        ack: bool,
    ) -> u32 {
        if self.first.is_none() {
            self.first = Some(Pending::new(seq, family, schema, operation, ack));
            return seq;
        }
        self.enter_later(Pending::new(seq, family, schema, operation, ack))
    }

    /// Enters a request while others are under way: its number must be none of theirs.
    fn enter_later(&mut self, mut pending: Pending) -> u32 {
        // Numbers go up: those of the others lie between the oldest's and this one.
        let oldest = self.first.as_ref().map_or(0, |first| first.seq);
        let later = pending.seq.wrapping_sub(oldest);
        self.around |= later == 0 || later > u32::MAX / 2;
        while self.around && self.find(pending.seq).is_some() {
            pending.seq = self.count();
        }
        let seq = pending.seq;
        self.later.push_back(pending);
        seq
    }

    /// The next sequence number, for a request that is not under way yet.
    #[inline]
    pub(crate) fn count(&mut self) -> u32 {
        self.last_seq = self.last_seq.wrapping_add(1).max(1);
        self.last_seq
    }

    /// Nobody waits for this request any more. What still comes for it is a stray; a dump goes on
    /// until its end, since a socket has room for one.
    pub fn abandon(&mut self, seq: u32) {
        match self.find(seq) {
            Some(pending) if pending.operation.mode == Mode::Dump => pending.state |= ABANDONED,
            _ => self.remove(seq),
        }
    }

    /// Forgets a request that was never sent.
    pub fn cancel(&mut self, seq: u32) {
        self.remove(seq);
    }

    /// Forgets every dump: its end does not come any more.
    pub fn forget_dumps(&mut self) {
        self.later.retain(|pending| pending.operation.mode != Mode::Dump);
        if self.first.as_ref().is_some_and(|first| first.operation.mode == Mode::Dump) {
            self.remove_first();
        }
    }

    /// Whether a dump, abandoned or not, has not come to its end.
    #[inline]
    pub fn dumping(&self) -> bool {
        let is_dump = |pending: &Pending| pending.operation.mode == Mode::Dump;
        self.first.as_ref().is_some_and(|first| is_dump(first) || self.later.iter().any(is_dump))
    }

    /// Whether the request with that sequence number is under way, abandoned or not.
    #[cfg(feature = "tokio")]
    pub(crate) fn is_under_way(&self, seq: u32) -> bool {
        self.first.iter().chain(&self.later).any(|pending| pending.seq == seq)
    }

    /// Whether no request is under way.
    #[inline]
    pub fn is_idle(&self) -> bool {
        self.first.is_none()
    }

    /// How many messages were strays.
    pub fn strays(&self) -> u64 {
        self.strays
    }

    /// The attributes, if the message is what it mostly is where several come: an item of the dump of
    /// that number, or a reply that is not all of the answer, where no other request began before it.
    /// Else nothing has happened, and [`Exchange::handle`] says what the message is.
    #[inline]
    pub fn next_reply<'d>(&mut self, seq: u32, message: &Message<'d>) -> Option<&'d [u8]> {
        let pending = self.first.as_mut()?;
        let header = &message.header;
        let (genl, payload) = message.genl()?;
        let is_it = header.seq == seq
            && pending.seq == seq
            && header.kind == pending.family
            && header.flags & flags::DUMP_INTR == 0
            && genl.command == pending.reply
            && !pending.is(ABANDONED | BRIEF);
        if !is_it {
            return None;
        }
        pending.state |= REPLIED;
        Some(payload)
    }

    /// Whether the message is the end of the answer to the request of that number and says nothing
    /// else, where no other request began before it: an ACK, or that a consistent dump is done. Else
    /// nothing has happened.
    #[inline]
    pub fn only_end(&mut self, seq: u32, message: &Message<'_>) -> bool {
        let header = &message.header;
        let is_it = header.seq == seq
            && header.flags & (flags::ACK_TLVS | flags::DUMP_INTR) == 0
            && message.payload.first_chunk() == Some(&[0; 4])
            && self
                .first
                .as_ref()
                .is_some_and(|pending| pending.seq == seq && pending.ends_with(header.kind));
        if is_it {
            self.remove_first();
        }
        is_it
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
    fn remove_first(&mut self) {
        self.first = None;
        if !self.later.is_empty() {
            self.first = self.later.pop_front();
        }
    }

    fn remove(&mut self, seq: u32) {
        if self.first.as_ref().is_some_and(|pending| pending.seq == seq) {
            self.remove_first();
        } else if let Some(at) = self.later.iter().position(|pending| pending.seq == seq) {
            self.later.remove(at);
        }
    }

    #[inline]
    fn find(&mut self, seq: u32) -> Option<&mut Pending> {
        let all = self.first.iter_mut().chain(&mut self.later);
        all.into_iter().find(|pending| pending.seq == seq)
    }

    #[inline]
    fn classify<'d>(&mut self, message: &Message<'d>) -> Arrival<'d> {
        let seq = message.header.seq;
        match message.header.kind {
            kind::NOOP => return Arrival::Stray,
            kind::OVERRUN => return Arrival::Overrun,
            _ => {}
        }
        let Some(pending) = self.find(seq) else {
            let notification = seq == 0 && message.header.kind >= crate::wire::MIN_TYPE;
            return if notification { Arrival::Event(*message) } else { Arrival::Stray };
        };
        let arrival = pending.classify(message);
        let Arrival::Answer(_, answer) = &arrival else {
            return arrival;
        };
        let abandoned = pending.is(ABANDONED);
        match answer {
            // It is not the end of a dump, which must be read.
            Answer::UnexpectedCommand(_) if pending.operation.mode == Mode::Dump => {
                pending.state |= ABANDONED;
            }
            answer if answer.is_last() => self.remove(seq),
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
    #[inline(always)]
    fn new(
        seq: u32,
        family: u16,
        schema: &'static FamilySchema,
        operation: &'static Operation,
        ack: bool,
    ) -> Self {
        let state = if operation.mode == Mode::Do && !ack { BRIEF } else { 0 };
        Self { seq, family, schema, operation, reply: operation.reply_command, state }
    }

    /// Whether a message of that type without an errno ends the answer, and there is no more to say.
    #[inline]
    fn ends_with(&self, message: u16) -> bool {
        match self.operation.mode {
            Mode::Do => message == kind::ERROR,
            Mode::Dump => message == kind::DONE && !self.is(INTERRUPTED | ABANDONED),
            Mode::Stream | Mode::Event => false,
        }
    }

    #[inline]
    fn is(&self, state: u8) -> bool {
        self.state & state != 0
    }

    #[inline]
    fn classify<'d>(&mut self, message: &Message<'d>) -> Arrival<'d> {
        if message.header.flags & flags::DUMP_INTR != 0 && self.operation.mode == Mode::Dump {
            self.state |= INTERRUPTED;
        }
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
            Answer::Acknowledged { status, last, replied: self.is(REPLIED) }
        };
        Arrival::Answer(self.seq, answer)
    }

    fn done<'d>(&self, message: &Message<'d>) -> Answer<'d> {
        let status = Status::of_done(message);
        match status.errno {
            Some(_) => Answer::Refused(status),
            None if self.operation.mode == Mode::Do => {
                Answer::Acknowledged { status, last: true, replied: self.is(REPLIED) }
            }
            None => Answer::Done { interrupted: self.is(INTERRUPTED), status },
        }
    }

    #[inline]
    fn data<'d>(&mut self, message: &Message<'d>) -> Arrival<'d> {
        let Some((genl, _)) = message.genl() else {
            return Arrival::Stray;
        };
        if genl.command != self.reply {
            // A notification which the request caused carries its sequence number.
            return match self.schema.operation(genl.command, &[Mode::Event]) {
                Some(_) => Arrival::Event(*message),
                None => Arrival::Answer(self.seq, Answer::UnexpectedCommand(genl.command)),
            };
        }
        self.state |= REPLIED;
        let payload = message.payload.get(GENL_HEADER_LEN..).unwrap_or_default();
        Arrival::Answer(self.seq, Answer::Reply { payload, last: self.is(BRIEF) })
    }
}

#[cfg(test)]
#[path = "exchange_tests.rs"]
mod tests;
