//! Several requests under way at once: which answer is whose. It does no I/O.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::ask::{Ask, Outcome};
use crate::error::{Error, Operated, Who};
use crate::exchange::{Answer, Exchange};
use crate::kept::{Kept, Part};
use crate::schema::FamilySchema;
use crate::wire::{Buffer, EncodeError, HEADER_LEN, MessageHeader, align, flags};
use crate::{Errno, Request};

/// What a request may take of a socket's receive buffer before its answer is read: a reply that
/// fills a page (`NLMSG_GOODSIZE` of `linux/netlink.h`) and an ACK, with what the kernel adds to each
/// (`SKB_TRUESIZE` of `linux/skbuff.h`), bytes.
pub(crate) const COST: u32 = 5 * 1024;
/// The most bytes of requests in one datagram, where the socket sends as many; by default it sends
/// 212,960.
const DATAGRAM: usize = 64 * 1024;
/// The most requests for which a larger receive buffer is asked for.
pub(crate) const WIDEST: u32 = 128;

/// Requests that are sent together, with what comes for them.
#[derive(Debug)]
pub(crate) struct Post {
    /// Tells its tickets from others'.
    pub(crate) stamp: u32,
    entries: Vec<Entry>,
    requests: Buffer,
    pub(crate) kept: Kept,
    pub(crate) who: Who,
    pub(crate) timeout: Option<Duration>,
    /// The most bytes that the socket sends in one datagram.
    pub(crate) largest: usize,
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
    /// With the ACK behind a reply, which may carry a warning.
    Answered(Part, Option<Part>),
    /// Not sent, for it does not fit its declaration.
    Unsent(Operated<EncodeError>),
    /// It went wrong, with others of its window.
    Failed(Arc<Error>),
}

impl Window {
    /// How many requests there are in it.
    #[cfg(feature = "tokio")]
    pub(crate) fn size(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX)
    }
}

impl Default for Post {
    #[inline]
    fn default() -> Self {
        let (entries, requests, kept) = (Vec::new(), Buffer::new(), Kept::default());
        Self {
            stamp: 0,
            entries,
            requests,
            kept,
            who: Who::Kernel,
            timeout: None,
            largest: DATAGRAM,
        }
    }
}

impl Post {
    /// Begins another batch.
    #[inline]
    pub(crate) fn clear(&mut self) {
        static BATCHES: AtomicU32 = AtomicU32::new(0);
        self.stamp = BATCHES.fetch_add(1, Ordering::Relaxed);
        self.entries.clear();
        self.requests.clear();
        self.kept.clear();
    }

    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Adds a request; and its position.
    #[inline]
    pub(crate) fn add<R: Request>(&mut self, schema: &'static FamilySchema, request: &R) -> usize {
        let start = align(self.requests.len());
        let ack = R::OPERATION.answer.is_none();
        let flags = if ack { flags::ACK } else { 0 };
        let (ask, state) = match Ask::append(&mut self.requests, schema, request, flags) {
            Ok(ask) => (Some(ask), State::Waiting),
            Err(error) => (None, State::Unsent(error)),
        };
        self.entries.push(Entry { ask, ack, request: start..self.requests.len(), state });
        self.entries.len() - 1
    }

    /// How large a receive buffer the answers want, as the kernel counts it.
    #[inline]
    pub(crate) fn wanted_room(&self) -> u32 {
        u32::try_from(self.entries.len()).unwrap_or(u32::MAX).min(WIDEST) * COST
    }

    /// How many requests from there on have no answer.
    #[cfg(feature = "tokio")]
    #[inline]
    pub(crate) fn due(&self, from: usize) -> u32 {
        let waits = |entry: &&Entry| entry.ask.is_some() && matches!(entry.state, State::Waiting);
        let due = self.entries.get(from..).unwrap_or_default().iter().filter(waits).count();
        u32::try_from(due).unwrap_or(u32::MAX)
    }

    /// A request from there on, to tell errors of.
    #[cfg(feature = "tokio")]
    pub(crate) fn ask(&self, from: usize) -> Option<Ask> {
        self.entries.get(from..)?.iter().find_map(|entry| entry.ask)
    }

    /// Begins the next requests that have no answer, as many as find room for theirs in a receive
    /// buffer of that size; `None` after the last one.
    #[inline]
    pub(crate) fn window(
        &mut self,
        from: usize,
        room: u32,
        exchange: &mut Exchange,
        family: u16,
    ) -> Option<Window> {
        let waits = |entry: &Entry| entry.ask.is_some() && matches!(entry.state, State::Waiting);
        let from = from + self.entries.get(from..)?.iter().position(waits)?;
        let later = self.entries.get(from..)?;
        let start = later.first()?.request.start;
        let most = (room / COST).max(1) as usize;
        let largest = self.largest.min(DATAGRAM);
        let fits = |entry: &&Entry| entry.request.end - start <= largest;
        let count = later.iter().take(most).take_while(fits).count().max(1);
        let entries = from..from + count;
        let sent = self.entries.get_mut(entries.clone())?;
        for Entry { ask, ack, request, .. } in &mut *sent {
            if let Some(ask) = ask {
                ask.begin(exchange, family, *ack, &mut self.requests, request.start);
            }
        }
        let open = sent.iter().filter(|entry| entry.ask.is_some()).count();
        let bytes = start..sent.last()?.request.end;
        Some(Window { entries, ask: sent.first()?.ask?, open, next: from, bytes })
    }

    /// The requests of a window as they are sent.
    #[inline]
    pub(crate) fn bytes(&self, window: &Window) -> &[u8] {
        self.requests.as_bytes().get(window.bytes.clone()).unwrap_or_default()
    }

    /// Takes a part of an answer.
    #[inline]
    pub(crate) fn take(&mut self, window: &mut Window, seq: u32, answer: &Answer<'_>) {
        let Some(position) = self.expected(window, seq) else {
            return;
        };
        let Some(entry) = self.entries.get_mut(position) else {
            return;
        };
        // Of several replies the first counts, unless it is refused after all; an ACK behind it may
        // carry a warning.
        match (&mut entry.state, answer) {
            (State::Waiting, _)
            | (
                State::Answered(Part::Reply(_), _),
                Answer::Refused(_) | Answer::UnexpectedCommand(_),
            ) => {
                entry.state = State::Answered(self.kept.keep(answer), None);
            }
            (State::Answered(Part::Reply(_), warning), Answer::Acknowledged { .. }) => {
                *warning = Some(self.kept.keep(answer));
            }
            _ => {}
        }
        if answer.is_last() {
            window.next = position + 1;
            window.open = window.open.saturating_sub(1);
        }
    }

    /// Where the request with that sequence number is; they are mostly answered in order.
    #[inline]
    fn expected(&self, window: &Window, seq: u32) -> Option<usize> {
        let is = |entry: &Entry| entry.ask.is_some_and(|ask| ask.seq == seq);
        if self.entries.get(window.next).is_some_and(is) {
            return Some(window.next);
        }
        let entries = self.entries.get(window.entries.clone())?;
        entries.iter().position(is).map(|position| window.entries.start + position)
    }

    /// Takes a message that does not hold together, if it was an answer to one of the requests, for
    /// which nothing more is taken then.
    #[inline]
    pub(crate) fn broken(
        &mut self,
        window: &mut Window,
        exchange: &mut Exchange,
        message: &[u8],
        part: Part,
    ) {
        let header = message.first_chunk::<HEADER_LEN>().map(MessageHeader::parse);
        let position = header.and_then(|header| self.expected(window, header.seq));
        // Those of later datagrams have no number yet, or one of old.
        let position = position.filter(|position| window.entries.contains(position));
        let entry = position.and_then(|position| self.entries.get_mut(position));
        if let Some(entry) = entry.filter(|entry| matches!(entry.state, State::Waiting)) {
            entry.state = State::Answered(part, None);
            entry.ask.inspect(|ask| exchange.abandon(ask.seq));
            window.open = window.open.saturating_sub(1);
        }
    }

    /// Answers were lost: those of the window's requests that have none.
    #[inline]
    pub(crate) fn lost(&mut self, window: &Window) {
        for entry in self.entries.get_mut(window.entries.clone()).unwrap_or_default() {
            if matches!(entry.state, State::Waiting) {
                entry.state = State::Answered(Part::Lost, None);
            }
        }
    }

    /// That went wrong for those of these requests that have no answer.
    #[cold]
    pub(crate) fn fail(&mut self, entries: Range<usize>, error: Error) {
        let error = Arc::new(error);
        for entry in self.entries.get_mut(entries).unwrap_or_default() {
            if matches!(entry.state, State::Waiting) {
                entry.state = State::Failed(Arc::clone(&error));
            }
        }
    }

    /// That went wrong for all requests that have no answer.
    #[cold]
    pub(crate) fn fail_all(&mut self, error: Error) {
        self.fail(0..self.entries.len(), error);
    }

    /// Whether an answer came to one of the requests at least.
    pub(crate) fn is_answered(&self) -> bool {
        self.entries.iter().any(|entry| matches!(entry.state, State::Answered(..)))
    }

    /// Nobody waits for the window's answers any more.
    #[inline]
    pub(crate) fn abandon(&self, window: &Window, exchange: &mut Exchange) {
        for entry in self.entries.get(window.entries.clone()).unwrap_or_default() {
            entry.ask.inspect(|ask| exchange.abandon(ask.seq));
        }
    }

    /// Whether that is the sequence number of one of the window's requests.
    #[cfg(feature = "tokio")]
    #[inline]
    pub(crate) fn has(&self, window: &Window, seq: u32) -> bool {
        self.expected(window, seq).is_some()
    }

    /// Forgets the answers, so that all requests are sent once more.
    #[inline]
    pub(crate) fn again(&mut self) {
        self.kept.clear();
        for entry in self.entries.iter_mut().filter(|entry| entry.ask.is_some()) {
            entry.state = State::Waiting;
        }
    }

    /// What the answer to a request is.
    #[inline]
    pub(crate) fn outcome(&self, position: usize) -> Result<Outcome<Range<usize>>, Error> {
        let entry = self.entries.get(position).ok_or(Error::ForeignTicket)?;
        match (&entry.state, entry.ask) {
            (State::Unsent(error), _) => Err(Error::Encode(error.clone())),
            (State::Failed(error), _) => Err(error.copy()),
            (State::Answered(part, _), Some(ask)) => self.meaning(entry, ask, part),
            (_, Some(ask)) => Err(ask.timed_out(self.timeout)),
            (_, None) => Err(Error::ForeignTicket),
        }
    }

    #[inline]
    fn meaning(
        &self,
        entry: &Entry,
        ask: Ask,
        part: &Part,
    ) -> Result<Outcome<Range<usize>>, Error> {
        let request = self.requests.as_bytes().get(entry.request.clone()).unwrap_or_default();
        self.kept.outcome(part.clone(), ask, self.who, request)
    }

    /// The sentence that came with a success.
    #[inline]
    pub(crate) fn warning(&self, position: usize) -> Option<String> {
        let entry = self.entries.get(position)?;
        let State::Answered(part, behind) = &entry.state else {
            return None;
        };
        match self.meaning(entry, entry.ask?, behind.as_ref().unwrap_or(part)) {
            Ok(Outcome::Acknowledged { warning, .. }) => warning,
            _ => None,
        }
    }

    /// The error of a request that was acknowledged where a reply was due.
    #[inline]
    pub(crate) fn no_reply(&self, position: usize) -> Error {
        let ask = self.entries.get(position).and_then(|entry| entry.ask);
        ask.map_or(Error::ForeignTicket, |ask| ask.no_reply())
    }

    /// A refusal that says nothing but `ENOENT`, if every request has met it: then the family's id
    /// is of old, and nothing was done.
    #[inline]
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
