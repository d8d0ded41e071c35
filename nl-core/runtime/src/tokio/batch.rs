//! Many requests in one system call, awaited.

use super::Connection;
use super::port::Port;
use super::slot::Holds;
use crate::error::Error;
use crate::post::Window;
use crate::{Answers, Call, Family, Ticket};

/// Requests that are sent together, and answered each for itself; see [`nl_core::Batch`](crate::Batch).
#[derive(Debug)]
#[must_use = "nothing is sent without `send`"]
pub struct Batch<'c, F: Family> {
    connection: &'c mut Connection<F>,
}

impl<'c, F: Family> Batch<'c, F> {
    pub(super) fn new(connection: &'c mut Connection<F>) -> Self {
        connection.port.warning = None;
        connection.port.post.clear();
        Self { connection }
    }

    /// How many requests there are.
    pub fn len(&self) -> usize {
        self.connection.port.post.len()
    }

    /// Whether there is no request.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a request. One that does not fit its own declaration fails alone, when its answer is
    /// asked for.
    pub fn add<R: Call<Family = F>>(&mut self, request: &R) -> Ticket<R> {
        let post = &mut self.connection.port.post;
        Ticket::new(post.stamp, post.add(F::SCHEMA, request))
    }

    /// Sends the requests and waits for all answers.
    ///
    /// # Errors
    /// Where the socket fails. What is wrong with a request or its answer is an error of that one
    /// alone; requests whose answer did not come in time have [`Error::TimedOut`], and so have those
    /// of later datagrams, which are not sent then.
    pub async fn send(self) -> Result<Answers<'c>, Error> {
        let connection = self.connection;
        let delivered = connection.port.deliver().await;
        if let Some(error) = delivered.err().or_else(|| connection.port.post.stale()) {
            if connection.moved(&error).await? {
                if matches!(error, Error::Refused(_)) {
                    connection.port.post.again();
                }
                connection.port.deliver().await?;
            } else if !matches!(error, Error::Refused(_)) {
                return Err(error);
            }
        }
        let Port { post, refuse_unknown, .. } = &connection.port;
        Ok(Answers { post, refuse_unknown: *refuse_unknown })
    }
}

impl Port {
    /// Sends all requests of the post, a window at a time, and takes their answers.
    async fn deliver(&mut self) -> Result<(), Error> {
        (self.post.who, self.post.timeout) = (self.board.who, self.timeout);
        let room = self.board.socket().room_for(self.post.wanted_room());
        let room = room.map_err(|error| Error::Io("setsockopt", error))?;
        let mut from = 0;
        loop {
            let (post, board) = (&mut self.post, &self.board);
            let family = board.family();
            let window = board.exchange(|exchange| post.window(from, room, exchange, family));
            let Some(window) = window else {
                return Ok(());
            };
            from = window.entries.end;
            match self.deliver_window(window).await {
                // Those without an answer say so themselves.
                Err(Error::TimedOut(_)) => return Ok(()),
                other => other?,
            }
        }
    }

    async fn deliver_window(&mut self, window: Window) -> Result<(), Error> {
        let (ask, until) = (window.ask, self.until());
        let bytes = self.post.bytes(&window).to_vec();
        let post = std::mem::take(&mut self.post);
        self.board.begin(Holds::Post(post, window), |_| ask.seq);
        let delivery = Delivery { port: self, key: ask.seq };
        delivery.port.send(ask, &bytes, until).await?;
        delivery.port.board.sent(ask.seq);
        let answered = |holds: &mut Holds, _: &crate::exchange::Exchange| match holds {
            Holds::Post(_, window) => (window.open == 0).then_some(()),
            _ => None,
        };
        delivery.port.wait(ask.seq, ask, until, answered).await
    }
}

/// A window that is under way: its post comes back however that ends.
struct Delivery<'p> {
    port: &'p mut Port,
    key: u32,
}

impl Drop for Delivery<'_> {
    fn drop(&mut self) {
        if let Some(Holds::Post(post, _)) = self.port.board.end(self.key) {
            self.port.post = post;
        }
    }
}
