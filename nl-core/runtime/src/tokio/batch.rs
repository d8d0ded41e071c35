//! Many requests in one system call, awaited.

use super::Connection;
use super::port::Port;
use super::slot::Holds;
use crate::error::Error;
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

    /// Sends the requests and waits for all answers. Cancel safe: answers are passed over when they
    /// come. Which of the requests took effect is open.
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
        self.asked_under = self.board.family();
        let mut from = 0;
        while self.post.due(from) > 0 {
            match self.deliver_window(from).await {
                Ok(end) => from = end,
                // Those without an answer say so themselves.
                Err(Error::TimedOut(_)) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Sends as many requests as there is room for, from this one on, and waits for their answers;
    /// where the next one is.
    async fn deliver_window(&mut self, from: usize) -> Result<usize, Error> {
        let Some(ask) = self.post.ask(from) else {
            return Ok(self.post.len());
        };
        self.begin();
        let until = self.until;
        let (key, sent) = self.board.begin_post(std::mem::take(&mut self.post), from, until);
        let delivery = Delivery { port: self, key };
        let port = &*delivery.port;
        if let Some(bytes) = sent {
            port.send(key, ask, &bytes, true)?;
        }
        let answered = |holds: &mut Holds| match holds {
            Holds::Post(_, window) if window.open == 0 => Some(window.entries.end),
            _ => None,
        };
        port.wait(key, ask, until, answered).await
    }
}

/// A window that is under way: its post comes back however that ends.
struct Delivery<'p> {
    port: &'p mut Port,
    key: u32,
}

impl Drop for Delivery<'_> {
    fn drop(&mut self) {
        let holds = self.port.board.end(self.key);
        if let Some(Holds::Post(post, _) | Holds::Unsent(post, _)) = holds {
            self.port.post = post;
        }
    }
}
