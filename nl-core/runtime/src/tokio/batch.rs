//! Many requests in one system call, awaited.

use std::ops::Range;

use super::Connection;
use super::port::Port;
use super::slot::Holds;
use crate::error::Error;
use crate::resolve::nobody_there;
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

    /// Sends the requests and waits for all answers, as long as a call may take
    /// ([`Options::timeout`](crate::Options::timeout)). Cancel safe: answers are passed over when they
    /// come. Which of the requests took effect is open.
    ///
    /// # Errors
    /// Where the family is gone or the socket of no use, and nothing was answered. What else is wrong is
    /// told of each request for itself, and withholds no answer: what was refused or is broken, what
    /// is too large for the socket, what could not be sent. Requests whose answer did not come in time
    /// have [`Error::TimedOut`], and so have those of later datagrams, which are not sent then.
    pub async fn send(self) -> Result<Answers<'c>, Error> {
        let connection = self.connection;
        connection.port.begin();
        let failed = connection.port.deliver().await;
        if let Some(error) = failed.or_else(|| connection.port.post.stale()) {
            connection.deliver_again(error).await?;
        }
        let Port { post, refuse_unknown, .. } = &connection.port;
        Ok(Answers { post, refuse_unknown: *refuse_unknown })
    }
}

impl<F: Family> Connection<F> {
    /// Sends what has no answer once more, where the family has moved.
    async fn deliver_again(&mut self, error: Error) -> Result<(), Error> {
        let is_refused = matches!(error, Error::Refused(_));
        let moved = self.moved(&error).await;
        self.port.goes_on = false;
        let failed = match moved {
            Ok(true) => {
                if is_refused {
                    self.port.post.again();
                }
                self.port.deliver().await
            }
            // As each of them says itself.
            Ok(false) if is_refused => None,
            Ok(false) => Some(error),
            Err(gone) if is_refused => return Err(gone),
            Err(gone) => Some(gone),
        };
        match failed {
            Some(error) if !self.port.post.is_answered() => Err(error),
            Some(error) => {
                self.port.post.fail_all(error);
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Port {
    /// Sends all requests of the post, a window at a time, and takes their answers; why there is nobody
    /// to send the others to, where that is so.
    async fn deliver(&mut self) -> Option<Error> {
        (self.post.who, self.post.timeout) = (self.board.who, self.timeout);
        self.post.largest = match self.board.socket().largest() {
            Ok(largest) => largest,
            Err(error) => return Some(Error::Io("getsockopt", error)),
        };
        self.asked_under = self.board.family();
        let mut from = 0;
        while self.post.due(from) > 0 {
            let (window, delivered) = self.deliver_window(from).await;
            from = window.end;
            match delivered {
                Ok(()) => {}
                // Those without an answer say so themselves.
                Err(Error::TimedOut(_)) => return None,
                Err(error) if nobody_there(&error) => return Some(error),
                Err(error) => self.post.fail(window, error),
            }
        }
        None
    }

    /// Sends as many requests as there is room for, from this one on, and waits for their answers;
    /// which ones they are.
    async fn deliver_window(&mut self, from: usize) -> (Range<usize>, Result<(), Error>) {
        let mut window = from..self.post.len();
        let Some(ask) = self.post.ask(from) else {
            return (window, Ok(()));
        };
        let requests = std::mem::take(&mut self.post);
        let (key, due) = self.board.begin_post(requests, from, self.until);
        let delivery = Delivery { port: self, key, window: &mut window };
        let port = &*delivery.port;
        let sent = due.map_or(Ok(()), |bytes| port.send(key, ask, &bytes, true));
        let answered = |holds: &mut Holds| match holds {
            Holds::Post(_, window) => (window.open == 0).then_some(()),
            _ => None,
        };
        let delivered = match sent {
            Ok(()) => port.wait(key, ask, port.until, answered).await,
            Err(error) => Err(error),
        };
        drop(delivery);
        (window, delivered)
    }
}

/// A window that is under way: its post comes back however that ends, and which requests it had.
struct Delivery<'p, 'w> {
    port: &'p mut Port,
    key: u32,
    window: &'w mut Range<usize>,
}

impl Drop for Delivery<'_, '_> {
    fn drop(&mut self) {
        match self.port.board.end(self.key) {
            Some(Holds::Post(post, window)) => {
                self.port.post = post;
                *self.window = window.entries;
            }
            Some(Holds::Unsent(post, _)) => self.port.post = post,
            _ => {}
        }
    }
}
