//! Several requests under way at once on a blocking channel: which answer is whose.

use std::io;
use std::ops::Range;
use std::time::Duration;

use crate::ask::{Ask, Outcome, next_message};
use crate::channel::Channel;
use crate::error::{Error, Operated};
use crate::exchange::Arrival;
use crate::kept::{Kept, Part};
use crate::schema::FamilySchema;
use crate::socket::Deadline;
use crate::wire::{Buffer, EncodeError, align};
use crate::{Errno, Request};

/// What a request may take of a socket's receive buffer before its answer is read: a reply that
/// fills a page (`NLMSG_GOODSIZE` of `linux/netlink.h`) and an ACK, with what the kernel adds to each
/// (`SKB_TRUESIZE` of `linux/skbuff.h`), bytes.
const COST: usize = 5 * 1024;
/// The most bytes of requests in one datagram; a socket sends 212,960 by default.
const DATAGRAM: usize = 64 * 1024;
/// The most requests for which a larger receive buffer is asked for, and that buffer's size, bytes.
const WIDEST: usize = 128;
const WIDEST_BUFFER: u32 = 128 * 5 * 1024;

/// Requests that were sent together, with what came for them.
#[derive(Debug, Default)]
pub(crate) struct Post {
    pub(crate) entries: Vec<Entry>,
    pub(crate) kept: Kept,
    /// How many requests may be under way at once, so that their answers find room; 0 where that
    /// is not known yet.
    window: usize,
}

#[derive(Debug)]
pub(crate) struct Entry {
    /// None where it has no encoding.
    pub(crate) ask: Option<Ask>,
    pub(crate) ack: bool,
    /// Where the request lies in the channel's buffer.
    pub(crate) request: Range<usize>,
    pub(crate) state: State,
}

/// What became of a request.
#[derive(Debug)]
pub(crate) enum State {
    /// No answer so far.
    Waiting,
    Answered(Part),
    /// Not sent, for it does not fit its declaration.
    Unsent(Operated<EncodeError>),
}

impl Post {
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.kept.clear();
    }

    /// Takes what came, and says whether that was the end of one request's answer. They are mostly
    /// answered in order: `next` is the position of the one that is expected.
    fn take(&mut self, arrival: &Arrival<'_>, next: &mut usize) -> bool {
        let Arrival::Answer(seq, answer) = arrival else {
            return false;
        };
        let is = |entry: &Entry| entry.ask.is_some_and(|ask| ask.seq == *seq);
        if !self.entries.get(*next).is_some_and(is) {
            let Some(position) = self.entries.iter().position(is) else {
                return false;
            };
            *next = position;
        }
        if let Some(entry) = self.entries.get_mut(*next) {
            // Of several replies the first counts, and an ACK behind one says nothing new.
            if matches!(entry.state, State::Waiting) {
                entry.state = State::Answered(self.kept.keep(answer));
            }
            *next += usize::from(answer.is_last());
        }
        answer.is_last()
    }

    /// Answers were lost: those of the requests in `part` that have none.
    fn lost(&mut self, part: Range<usize>) {
        for entry in self.entries.get_mut(part).unwrap_or_default() {
            if matches!(entry.state, State::Waiting) {
                entry.state = State::Answered(Part::Lost);
            }
        }
    }

    /// What the answer to a request is.
    pub(crate) fn outcome(
        &self,
        position: usize,
        channel: &Channel,
    ) -> Result<Outcome<Range<usize>>, Error> {
        let Some(Entry { ask, request, state, .. }) = self.entries.get(position) else {
            return Err(no_such_request());
        };
        match (state, ask) {
            (State::Unsent(error), _) => Err(Error::Encode(error.clone())),
            (State::Answered(part), Some(ask)) => {
                let request = channel.request.as_bytes().get(request.clone()).unwrap_or_default();
                self.kept.outcome(part.clone(), *ask, channel.who, request)
            }
            (_, Some(ask)) => Err(ask.timed_out(channel.timeout)),
            (_, None) => Err(no_such_request()),
        }
    }

    /// The error of a request that was acknowledged where a reply was due.
    pub(crate) fn no_reply(&self, position: usize) -> Error {
        let ask = self.entries.get(position).and_then(|entry| entry.ask);
        ask.map_or_else(no_such_request, |ask| ask.no_reply())
    }

    /// A refusal that says nothing but `ENOENT`, if every request has met it: then the family's id
    /// is of old, and nothing was done.
    pub(crate) fn stale(&self, channel: &Channel) -> Option<Error> {
        let mut all = None;
        for position in 0..self.entries.len() {
            match self.outcome(position, channel) {
                Err(Error::Encode(_)) => {}
                Err(Error::Refused(refused))
                    if refused.errno == Errno::ENOENT && refused.says_nothing() =>
                {
                    all = Some(Error::Refused(refused));
                }
                _ => return None,
            }
        }
        all
    }
}

/// A ticket of another batch.
fn no_such_request() -> Error {
    Error::Io("batch", io::Error::new(io::ErrorKind::InvalidInput, "a ticket of another batch"))
}

impl Channel {
    /// Encodes a request behind those that are there; and where it lies.
    pub(crate) fn prepare<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
        more_flags: u16,
    ) -> Result<(Ask, Range<usize>), Operated<EncodeError>> {
        let start = align(self.request.len());
        let (exchange, buffer) = (&mut self.exchange, &mut self.request);
        let ask = Ask::prepare(exchange, buffer, self.family, schema, request, more_flags)?;
        Ok((ask, start..self.request.len()))
    }

    /// Sends all requests of the post, a window at a time, and takes their answers.
    pub(crate) fn deliver(&mut self) -> Result<(), Error> {
        let window = self.window()?;
        let mut next = 0;
        while next < self.post.entries.len() {
            let end = self.end_of_window(next, window);
            self.deliver_window(next..end)?;
            next = end;
        }
        Ok(())
    }

    /// How many requests may be under way at once, so that their answers find room.
    fn window(&mut self) -> Result<usize, Error> {
        let room = |channel: &Self| Ok(channel.socket.receive_buffer()? as usize / COST);
        let error = |error| Error::Io("setsockopt", error);
        if self.post.window == 0 {
            self.post.window = room(self).map_err(error)?;
        }
        if self.post.window < self.post.entries.len().min(WIDEST) && self.may_grow {
            // The kernel doubles what is asked for. It may give less; asking once is enough.
            self.may_grow = false;
            self.socket.set_receive_buffer(WIDEST_BUFFER / 2).map_err(error)?;
            self.post.window = room(self).map_err(error)?;
        }
        Ok(self.post.window.max(1))
    }

    fn end_of_window(&self, start: usize, window: usize) -> usize {
        let entries = &self.post.entries;
        let first = entries.get(start).map_or(0, |entry| entry.request.start);
        let fits = |entry: &&Entry| entry.request.end.saturating_sub(first) <= DATAGRAM;
        let count = entries.iter().skip(start).take(window).take_while(fits).count();
        start + count.max(1)
    }

    fn deliver_window(&mut self, part: Range<usize>) -> Result<(), Error> {
        let entries = self.post.entries.get(part.clone()).unwrap_or_default();
        let mut sent = entries.iter().filter_map(|entry| Some((entry.ask?, &entry.request)));
        let Some((ask, first)) = sent.next() else {
            return Ok(());
        };
        let (start, open) = (first.start, 1 + sent.clone().count());
        let end = sent.next_back().map_or(first.end, |(_, last)| last.end);
        let sent = self.send(ask, start..end);
        let answered = sent.and_then(|()| self.answers(ask, part.clone(), open));
        if answered.is_err() {
            for entry in self.post.entries.get(part).unwrap_or_default() {
                entry.ask.inspect(|ask| self.exchange.abandon(ask.seq));
            }
        }
        match answered {
            // Those without an answer say so themselves.
            Err(Error::TimedOut(_)) => Ok(()),
            other => other,
        }
    }

    /// Reads until the `open` requests in `part` are answered.
    fn answers(&mut self, ask: Ask, part: Range<usize>, mut open: usize) -> Result<(), Error> {
        let mut deadline = self.deadline();
        let (mut next, mut lost) = (part.start, false);
        while open > 0 {
            match self.more(ask, &mut deadline) {
                Err(Error::Overrun(_)) => {
                    // What is queued is still to be had. The rest does not come any more.
                    lost = true;
                    deadline = Deadline::after(Some(Duration::ZERO));
                }
                Err(error) => {
                    if lost {
                        self.post.lost(part);
                    }
                    return Err(error);
                }
                Ok(()) => open -= self.take_all(ask, &mut next)?.min(open),
            }
        }
        Ok(())
    }

    /// Takes the unread messages; how many of them ended an answer.
    fn take_all(&mut self, ask: Ask, next: &mut usize) -> Result<usize, Error> {
        let mut ended = 0;
        while let Some(found) = next_message(&self.datagram, &mut self.unread) {
            let (_, message) = found.map_err(|what| ask.broken(what))?;
            let arrival = self.exchange.handle(&message);
            ended += usize::from(self.post.take(&arrival, next));
        }
        Ok(ended)
    }

    /// The requests of the last batch, with their bytes.
    pub(crate) fn take_post(&mut self) -> (Post, Buffer) {
        (std::mem::take(&mut self.post), std::mem::take(&mut self.request))
    }

    pub(crate) fn put_post(&mut self, (post, requests): (Post, Buffer)) {
        let window = self.post.window;
        (self.post, self.request) = (Post { window, ..post }, requests);
    }

    /// The same requests once more, to a family that has moved here.
    pub(crate) fn deliver_again(&mut self) -> Result<(), Error> {
        self.post.kept.clear();
        for entry in &mut self.post.entries {
            if let Some(ask) = &mut entry.ask {
                *ask = ask.again(&mut self.exchange, self.family, entry.ack);
                self.request.address(entry.request.start, self.family, ask.seq);
                entry.state = State::Waiting;
            }
        }
        self.deliver()
    }
}
