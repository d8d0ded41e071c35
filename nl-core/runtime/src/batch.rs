//! Many requests in one system call.

use std::fmt;
use std::io;
use std::marker::PhantomData;

use crate::ask::{self, Outcome, next_message};
use crate::channel::{Channel, send};
use crate::error::Error;
use crate::exchange::Arrival;
use crate::kept::Part;
use crate::post::{Post, Window};
use crate::resolve::nobody_there;
use crate::{Call, Connection, Family};

/// Requests that are sent together, and answered each for itself.
///
/// They go out in one datagram, or in several where their answers might not all find room in the
/// receive buffer: a window of them, which is read before the next one is sent. The other side works
/// on them in order, and goes on after one that it refuses.
///
/// ```
/// # use nl_core::controller::{GetFamily, Nlctrl};
/// # use nl_core::{Connection, Options, Transport};
/// let mut nlctrl = Connection::<Nlctrl>::open_with(Options::new().transport(Transport::Kernel))?;
/// let mut batch = nlctrl.batch();
/// let known = batch.add(&GetFamily { id: None, name: Some("nlctrl") });
/// let unknown = batch.add(&GetFamily { id: None, name: Some("no such") });
/// let answers = batch.send()?;
/// assert_eq!(answers.get(known)?.id, 16);
/// assert!(answers.get(unknown).is_err());
/// # Ok::<(), nl_core::Error>(())
/// ```
#[derive(Debug)]
#[must_use = "nothing is sent without `send`"]
pub struct Batch<'c, F: Family> {
    connection: &'c mut Connection<F>,
}

/// A request of a batch, to ask for its answer with.
#[must_use = "the answer is told for it alone"]
pub struct Ticket<R> {
    stamp: u32,
    position: usize,
    request: PhantomData<fn() -> R>,
}

impl<R> Ticket<R> {
    pub(crate) fn new(stamp: u32, position: usize) -> Self {
        Self { stamp, position, request: PhantomData }
    }
}

impl<R> Clone for Ticket<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Ticket<R> {}

impl<R> fmt::Debug for Ticket<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket").field("position", &self.position).finish_non_exhaustive()
    }
}

/// The answers to a batch.
#[derive(Debug)]
pub struct Answers<'c> {
    pub(crate) post: &'c Post,
    pub(crate) refuse_unknown: bool,
}

impl<'c, F: Family> Batch<'c, F> {
    pub(crate) fn new(connection: &'c mut Connection<F>) -> Self {
        connection.channel.begin();
        connection.channel.post.clear();
        Self { connection }
    }

    /// How many requests there are.
    pub fn len(&self) -> usize {
        self.connection.channel.post.len()
    }

    /// Whether there is no request.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a request. One that does not fit its own declaration fails alone, when its answer is
    /// asked for.
    pub fn add<R: Call<Family = F>>(&mut self, request: &R) -> Ticket<R> {
        let post = &mut self.connection.channel.post;
        Ticket::new(post.stamp, post.add(F::SCHEMA, request))
    }

    /// Sends the requests and waits for all answers, as long as a call may take
    /// ([`Options::timeout`](crate::Options::timeout)).
    ///
    /// # Errors
    /// Where the family is gone or the socket of no use, and nothing was answered. What else is wrong is
    /// told of each request for itself, and withholds no answer: what was refused or is broken, what
    /// is too large for the socket, what could not be sent. Requests whose answer did not come in time
    /// have [`Error::TimedOut`], and so have those of later datagrams, which are not sent then.
    pub fn send(self) -> Result<Answers<'c>, Error> {
        let connection = self.connection;
        connection.channel.renew();
        connection.channel.is_part = true;
        let failed = connection.channel.deliver();
        connection.channel.is_part = false;
        if let Some(error) = failed.or_else(|| connection.channel.post.stale()) {
            connection.deliver_again(error)?;
        }
        let Channel { post, refuse_unknown, .. } = &connection.channel;
        Ok(Answers { post, refuse_unknown: *refuse_unknown })
    }
}

impl<F: Family> Connection<F> {
    /// Sends what has no answer once more, where the family has moved.
    #[cold]
    fn deliver_again(&mut self, error: Error) -> Result<(), Error> {
        let is_refused = matches!(error, Error::Refused(_));
        // The requests go along to the new channel.
        let (post, deadline) = (std::mem::take(&mut self.channel.post), self.channel.deadline);
        let moved = self.moved(&error);
        (self.channel.post, self.channel.deadline) = (post, deadline);
        let failed = match moved {
            Ok(true) => {
                if is_refused {
                    self.channel.post.again();
                }
                self.channel.is_part = true;
                let failed = self.channel.deliver();
                self.channel.is_part = false;
                failed
            }
            // As each of them says itself.
            Ok(false) if is_refused => None,
            Ok(false) => Some(error),
            Err(gone) if is_refused => return Err(gone),
            Err(gone) => Some(gone),
        };
        match failed {
            Some(error) if !self.channel.post.is_answered() => Err(error),
            Some(error) => {
                self.channel.post.fail_all(error);
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Answers<'_> {
    /// The reply to a request, or `()` for its ACK.
    ///
    /// # Errors
    /// As of [`Connection::call`], about that request alone.
    pub fn get<R: Call>(&self, ticket: Ticket<R>) -> Result<R::Reply<'_>, Error> {
        let position = self.position(ticket)?;
        match self.post.outcome(position)? {
            Outcome::Reply(reply) => {
                ask::decode::<R, _>(self.post.kept.get(reply), self.refuse_unknown)
            }
            Outcome::Acknowledged { .. } if R::OPERATION.answer.is_none() => {
                ask::decode::<R, _>(&[], false)
            }
            Outcome::Acknowledged { .. } | Outcome::Done { .. } => {
                Err(self.post.no_reply(position))
            }
        }
    }
}

impl Answers<'_> {
    /// The sentence that came with a success, if it came with a warning.
    pub fn warning<R: Call>(&self, ticket: Ticket<R>) -> Option<String> {
        self.post.warning(self.position(ticket).ok()?)
    }

    fn position<R>(&self, ticket: Ticket<R>) -> Result<usize, Error> {
        let is_ours = ticket.stamp == self.post.stamp;
        is_ours.then_some(ticket.position).ok_or(Error::ForeignTicket)
    }
}

impl Channel {
    /// Sends all requests of the post, a window at a time, and takes their answers; why there is nobody
    /// to send the others to, where that is so.
    #[inline]
    fn deliver(&mut self) -> Option<Error> {
        (self.post.who, self.post.timeout) = (self.who, self.timeout);
        let room = match self.rooms() {
            Ok(room) => room,
            Err(error) => return Some(Error::Io("getsockopt", error)),
        };
        let mut from = 0;
        loop {
            let Self { post, exchange, family, .. } = self;
            let mut window = post.window(from, room, exchange, *family)?;
            from = window.entries.end;
            let bytes = self.post.bytes(&window);
            let sent = send(&mut self.socket, window.ask, bytes, &mut self.deadline, self.timeout);
            if let Err(error) = sent.and_then(|()| self.answers(&mut window)) {
                self.post.abandon(&window, &mut self.exchange);
                match error {
                    // Those without an answer say so themselves.
                    Error::TimedOut(_) => return None,
                    error if nobody_there(&error) => return Some(error),
                    error => self.post.fail(window.entries, error),
                }
            }
        }
    }

    /// How large the receive buffer is; and the largest datagram is noted.
    #[inline]
    fn rooms(&mut self) -> io::Result<u32> {
        self.post.largest = self.socket.largest()?;
        self.socket.room_for(self.post.wanted_room())
    }

    /// Reads until a window's requests are answered.
    #[inline]
    fn answers(&mut self, window: &mut Window) -> Result<(), Error> {
        // An answer and an ACK for each; what is more than that comes against the clock.
        let mut expected = 2 * window.entries.len();
        while window.open > 0 {
            let more = if expected > 0 { Self::more_at_once } else { Self::more };
            expected = expected.saturating_sub(1);
            match more(self, window.ask) {
                Ok(()) => self.take_all(window),
                Err(error) => self.untaken(window, error)?,
            }
            if self.lost {
                return self.answers_in_queue(window);
            }
        }
        Ok(())
    }

    /// Takes the answers that are queued: what was lost with others does not come any more.
    #[cold]
    #[inline]
    fn answers_in_queue(&mut self, window: &mut Window) -> Result<(), Error> {
        loop {
            match self.more_queued(window.ask) {
                Ok(true) => self.take_all(window),
                Ok(false) => break,
                Err(error) => self.untaken(window, error)?,
            }
        }
        self.lost = false;
        self.post.lost(window);
        self.post.abandon(window, &mut self.exchange);
        Ok(())
    }

    /// Goes on after a receive that gave nothing to take.
    #[cold]
    #[inline]
    fn untaken(&mut self, window: &mut Window, error: Error) -> Result<(), Error> {
        match error {
            // The channel knows.
            Error::Overrun(_) => Ok(()),
            Error::TooLarge(error) => {
                let Self { post, exchange, datagram, held, .. } = self;
                let message = datagram.get(*held..).unwrap_or_default();
                post.broken(window, exchange, message, Part::TooLarge(error.what));
                Ok(())
            }
            error => Err(error),
        }
    }

    /// Takes the unread messages.
    #[inline]
    fn take_all(&mut self, window: &mut Window) {
        loop {
            let at = self.unread.start;
            match next_message(&self.datagram, &mut self.unread) {
                None => return,
                Some(Ok((_, message))) => match self.exchange.handle(&message) {
                    Arrival::Answer(seq, answer) => self.post.take(window, seq, &answer),
                    Arrival::Overrun => self.lost = true,
                    Arrival::Event(_) | Arrival::Stray => {}
                },
                Some(Err(what)) => {
                    let Self { post, exchange, datagram, unread, .. } = self;
                    let message = datagram.get(at..unread.end).unwrap_or_default();
                    post.broken(window, exchange, message, Part::Broken(what));
                }
            }
        }
    }
}
