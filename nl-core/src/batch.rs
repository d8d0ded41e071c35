//! Many requests in one system call.

use std::fmt;
use std::marker::PhantomData;

use crate::ask::{self, Outcome};
use crate::channel::Channel;
use crate::error::Error;
use crate::post::{Entry, State};
use crate::wire::flags;
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
    position: usize,
    request: PhantomData<fn() -> R>,
}

impl<R> Clone for Ticket<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Ticket<R> {}

impl<R> fmt::Debug for Ticket<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ticket").field("position", &self.position).finish()
    }
}

/// The answers to a batch.
#[derive(Debug)]
pub struct Answers<'c> {
    channel: &'c Channel,
}

impl<'c, F: Family> Batch<'c, F> {
    pub(crate) fn new(connection: &'c mut Connection<F>) -> Self {
        connection.channel.begin();
        connection.channel.post.clear();
        Self { connection }
    }

    /// How many requests there are.
    pub fn len(&self) -> usize {
        self.connection.channel.post.entries.len()
    }

    /// Whether there is no request.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a request. One that does not fit its own declaration fails alone, when its answer is
    /// asked for.
    pub fn add<R: Call<Family = F>>(&mut self, request: &R) -> Ticket<R> {
        let channel = &mut self.connection.channel;
        let ack = R::OPERATION.answer.is_none();
        let flags = if ack { flags::ACK } else { 0 };
        let prepared = channel.prepare(F::SCHEMA, request, flags);
        let entry = match prepared {
            Ok((ask, request)) => Entry { ask: Some(ask), ack, request, state: State::Waiting },
            Err(error) => Entry { ask: None, ack, request: 0..0, state: State::Unsent(error) },
        };
        let entries = &mut channel.post.entries;
        entries.push(entry);
        Ticket { position: entries.len() - 1, request: PhantomData }
    }

    /// Sends the requests and waits for all answers.
    ///
    /// # Errors
    /// Where the socket fails. What is wrong with a request or its answer is an error of that one
    /// alone; requests whose answer did not come in time have [`Error::TimedOut`].
    pub fn send(self) -> Result<Answers<'c>, Error> {
        let connection = self.connection;
        let channel = &mut connection.channel;
        let error = match channel.deliver() {
            Ok(()) => channel.post.stale(channel),
            Err(error) => Some(error),
        };
        if let Some(error) = error {
            let post = channel.take_post();
            let moved = connection.moved(&error);
            // Where the family has moved, it goes along to the new channel.
            connection.channel.put_post(post);
            if moved? {
                connection.channel.deliver_again()?;
            } else if !matches!(error, Error::Refused(_)) {
                return Err(error);
            }
        }
        Ok(Answers { channel: &connection.channel })
    }
}

impl Answers<'_> {
    /// The reply to a request, or `()` for its ACK.
    ///
    /// # Errors
    /// As of [`Connection::call`], about that request alone.
    pub fn get<R: Call>(&self, ticket: Ticket<R>) -> Result<R::Reply<'_>, Error> {
        let Ticket { position, .. } = ticket;
        let post = &self.channel.post;
        match post.outcome(position, self.channel)? {
            Outcome::Reply(reply) => {
                ask::decode::<R, _>(post.kept.get(reply), self.channel.refuse_unknown)
            }
            Outcome::Acknowledged { .. } if R::OPERATION.answer.is_none() => {
                ask::decode::<R, _>(&[], false)
            }
            Outcome::Acknowledged { .. } | Outcome::Done { .. } => Err(post.no_reply(position)),
        }
    }
}
