//! Several requests under way at once: which answer is whose. It does no I/O.

use std::io;
use std::ops::Range;
use std::time::Duration;

use crate::ask::{Ask, Outcome};
use crate::error::{Error, Operated, Who};
use crate::exchange::{Answer, Exchange};
use crate::kept::{Kept, Part};
use crate::schema::FamilySchema;
use crate::wire::{Buffer, EncodeError, align, flags};
use crate::{Errno, Request};

/// What a request may take of a socket's receive buffer before its answer is read: a reply that
/// fills a page (`NLMSG_GOODSIZE` of `linux/netlink.h`) and an ACK, with what the kernel adds to each
/// (`SKB_TRUESIZE` of `linux/skbuff.h`), bytes.
const COST: u32 = 5 * 1024;
/// The most bytes of requests in one datagram; a socket sends 212,960 by default.
const DATAGRAM: usize = 64 * 1024;
/// The most requests for which a larger receive buffer is asked for.
const WIDEST: u32 = 128;

/// Requests that are sent together, with what comes for them.
#[derive(Debug)]
pub(crate) struct Post {
    entries: Vec<Entry>,
    requests: Buffer,
    pub(crate) kept: Kept,
    pub(crate) who: Who,
    pub(crate) timeout: Option<Duration>,
}

/// Requests of a post that go out in one datagram.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    pub(crate) entries: Range<usize>,
    /// One of them, to tell errors of.
    pub(crate) ask: Ask,
    /// How many answers are still to come.
    pub(crate) open: usize,
    /// Where the request is whose answer is expected next.
    next: usize,
    bytes: Range<usize>,
}

#[derive(Debug)]
struct Entry {
    /// None where it has no encoding.
    ask: Option<Ask>,
    ack: bool,
    /// Where the request lies in the buffer.
    request: Range<usize>,
    state: State,
}

/// What became of a request.
#[derive(Debug)]
enum State {
    /// No answer so far.
    Waiting,
    Answered(Part),
    /// Not sent, for it does not fit its declaration.
    Unsent(Operated<EncodeError>),
}

impl Default for Post {
    fn default() -> Self {
        let (entries, requests, kept) = (Vec::new(), Buffer::new(), Kept::default());
        Self { entries, requests, kept, who: Who::Kernel, timeout: None }
    }
}

impl Post {
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.requests.clear();
        self.kept.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Adds a request; and its position.
    pub(crate) fn add<R: Request>(
        &mut self,
        exchange: &mut Exchange,
        family: u16,
        schema: &'static FamilySchema,
        request: &R,
    ) -> usize {
        let start = align(self.requests.len());
        let ack = R::OPERATION.answer.is_none();
        let flags = if ack { flags::ACK } else { 0 };
        let prepared = Ask::prepare(exchange, &mut self.requests, family, schema, request, flags);
        let (ask, state) = match prepared {
            Ok(ask) => (Some(ask), State::Waiting),
            Err(error) => (None, State::Unsent(error)),
        };
        self.entries.push(Entry { ask, ack, request: start..self.requests.len(), state });
        self.entries.len() - 1
    }

    /// Takes a request's sequence number back, until [`Post::again`] gives it another one.
    #[cfg(feature = "tokio")]
    pub(crate) fn defer(&self, position: usize, exchange: &mut Exchange) {
        let ask = self.entries.get(position).and_then(|entry| entry.ask);
        ask.inspect(|ask| exchange.cancel(ask.seq));
    }

    /// How large a receive buffer the answers want, as the kernel counts it.
    pub(crate) fn wanted_room(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX).min(WIDEST) * COST
    }

    /// The requests from that position on whose answers find room in a receive buffer; `None` after
    /// the last one.
    pub(crate) fn window(&self, from: usize, room: u32) -> Option<Window> {
        let later = self.entries.get(from..)?;
        let skipped = later.iter().take_while(|entry| entry.ask.is_none()).count();
        let (from, later) = (from + skipped, later.get(skipped..)?);
        let first = later.first()?;
        let most = (room / COST).max(1) as usize;
        let fits = |entry: &&Entry| entry.request.end - first.request.start <= DATAGRAM;
        let count = later.iter().take(most).take_while(fits).count().max(1);
        let sent = later.get(..count)?;
        let end = sent.last()?.request.end;
        let open = sent.iter().filter(|entry| entry.ask.is_some()).count();
        let (entries, bytes) = (from..from + count, first.request.start..end);
        Some(Window { entries, ask: first.ask?, open, next: from, bytes })
    }

    /// The requests of a window as they are sent.
    pub(crate) fn bytes(&self, window: &Window) -> &[u8] {
        self.requests.as_bytes().get(window.bytes.clone()).unwrap_or_default()
    }

    /// Takes a part of an answer; they mostly come in the order of the requests.
    pub(crate) fn take(&mut self, window: &mut Window, seq: u32, answer: &Answer<'_>) {
        let is = |entry: &Entry| entry.ask.is_some_and(|ask| ask.seq == seq);
        if !self.entries.get(window.next).is_some_and(is) {
            let Some(position) = self.entries.iter().position(is) else {
                return;
            };
            window.next = position;
        }
        let Some(entry) = self.entries.get_mut(window.next) else {
            return;
        };
        // Of several replies the first counts, and an ACK behind one says nothing new.
        if matches!(entry.state, State::Waiting) {
            entry.state = State::Answered(self.kept.keep(answer));
        }
        if answer.is_last() {
            window.next += 1;
            window.open = window.open.saturating_sub(1);
        }
    }

    /// Answers were lost: those of the window's requests that have none.
    pub(crate) fn lost(&mut self, window: &Window) {
        for entry in self.entries.get_mut(window.entries.clone()).unwrap_or_default() {
            if matches!(entry.state, State::Waiting) {
                entry.state = State::Answered(Part::Lost);
            }
        }
    }

    /// Nobody waits for the window's answers any more.
    pub(crate) fn abandon(&self, window: &Window, exchange: &mut Exchange) {
        for entry in self.entries.get(window.entries.clone()).unwrap_or_default() {
            entry.ask.inspect(|ask| exchange.abandon(ask.seq));
        }
    }

    /// Whether that is the sequence number of one of the window's requests.
    #[cfg(feature = "tokio")]
    pub(crate) fn has(&self, window: &Window, seq: u32) -> bool {
        let entries = self.entries.get(window.entries.clone()).unwrap_or_default();
        entries.iter().any(|entry| entry.ask.is_some_and(|ask| ask.seq == seq))
    }

    /// The same requests once more, to a family that has moved.
    pub(crate) fn again(&mut self, exchange: &mut Exchange, family: u16) {
        self.kept.clear();
        for entry in &mut self.entries {
            if let Some(ask) = &mut entry.ask {
                *ask = ask.again(exchange, family, entry.ack);
                self.requests.address(entry.request.start, family, ask.seq);
                entry.state = State::Waiting;
            }
        }
    }

    /// What the answer to a request is.
    pub(crate) fn outcome(&self, position: usize) -> Result<Outcome<Range<usize>>, Error> {
        let Some(Entry { ask, request, state, .. }) = self.entries.get(position) else {
            return Err(no_such_request());
        };
        match (state, ask) {
            (State::Unsent(error), _) => Err(Error::Encode(error.clone())),
            (State::Answered(part), Some(ask)) => {
                let request = self.requests.as_bytes().get(request.clone()).unwrap_or_default();
                self.kept.outcome(part.clone(), *ask, self.who, request)
            }
            (_, Some(ask)) => Err(ask.timed_out(self.timeout)),
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
    pub(crate) fn stale(&self) -> Option<Error> {
        let mut all = None;
        for position in 0..self.entries.len() {
            match self.outcome(position) {
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
