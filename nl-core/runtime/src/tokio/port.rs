//! A handle's own end of a shared socket: the part of an async connection that knows no types.
//!
//! It does what [`Channel`](crate::channel::Channel) does for a blocking one.

use std::future::poll_fn;
use std::ops::Range;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Poll, ready};
use std::time::Duration;

use ::tokio::time::{Instant, Sleep, sleep_until};

use super::asked::Asked;
use super::slot::{Holds, Inbox, Slot};
use super::switchboard::{Failure, Look, Switchboard};
use crate::ask::{self, Ask, Outcome};
use crate::channel::Step;
use crate::controller::ID;
use crate::error::Error;
use crate::post::Post;
use crate::schema::FamilySchema;
use crate::socket::timed_out;
use crate::wire::{Buffer, flags};
use crate::{Decode, Options, Request, trace};

/// A handle's own end of a shared socket.
#[derive(Debug)]
pub(super) struct Port {
    pub(super) board: Arc<Switchboard>,
    pub(super) request: Buffer,
    /// What came for the request.
    pub(super) inbox: Inbox,
    /// Memory for the next request's slot.
    pub(super) spare: Inbox,
    /// Whether requests go to the controller and not to the family.
    pub(super) asks_controller: bool,
    /// The requests of the last batch.
    pub(super) post: Post,
    pub(super) timeout: Option<Duration>,
    /// When the answer to the last request is late.
    pub(super) until: Option<Instant>,
    /// Whether the next request has what is left of the last one's time, and no time of its own.
    pub(super) goes_on: bool,
    /// The id under which the family was asked last.
    pub(super) asked_under: u16,
    pub(super) refuse_unknown: bool,
    pub(super) warning: Option<String>,
}

impl Port {
    pub(super) fn new(board: Arc<Switchboard>, options: &Options) -> Self {
        Self {
            board,
            request: Buffer::new(),
            inbox: Inbox::default(),
            spare: Inbox::default(),
            asks_controller: false,
            post: Post::default(),
            timeout: options.timeout,
            until: None,
            goes_on: false,
            asked_under: ID,
            refuse_unknown: options.refuse_unknown,
            warning: None,
        }
    }

    /// Decodes attributes that [`Step::Reply`] gave.
    pub(super) fn decode<'c, R: Request, T: Decode<'c>>(
        &'c self,
        reply: Range<usize>,
    ) -> Result<T, Error> {
        ask::decode::<R, T>(self.inbox.kept.get(reply), self.refuse_unknown)
    }

    /// When an answer is late that is waited for from now on.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.timeout.and_then(|timeout| Instant::now().checked_add(timeout))
    }

    /// A request is begun now, and is to be answered in the time that it has.
    pub(super) fn begin(&mut self) {
        if !std::mem::take(&mut self.goes_on) {
            self.until = self.deadline();
        }
    }

    /// Has the next request come to its end with this one, in which others had their part before.
    pub(super) fn go_on_until(&mut self, until: Option<Instant>) {
        (self.until, self.goes_on) = (until, true);
    }

    /// Asks, and waits for the one reply, or for the ACK where there is none.
    pub(super) async fn reply_to<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<Range<usize>, Error> {
        if R::OPERATION.answer.is_none() {
            return Ok(self.acknowledged_reply_to(schema, request).await?.unwrap_or(0..0));
        }
        let mut asked = self.ask(schema, request, 0)?;
        match asked.step().await? {
            Step::Reply(reply) => Ok(reply),
            Step::Done { .. } => Err(asked.ask.no_reply()),
        }
    }

    /// Asks for an ACK as well, and waits for it; the reply before it, if there was one.
    pub(super) async fn acknowledged_reply_to<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<Option<Range<usize>>, Error> {
        let mut asked = self.ask(schema, request, flags::ACK)?;
        asked.fill(true).await?;
        let mut reply = None;
        loop {
            match asked.step().await? {
                // Of several replies the first counts.
                Step::Reply(found) => reply = reply.or(Some(found)),
                Step::Done { .. } => return Ok(reply),
            }
        }
    }

    /// Sends a request, at once or when there is room for its answer. What is returned waits for that;
    /// dropped, nobody does.
    pub(super) fn ask<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
        more_flags: u16,
    ) -> Result<Asked<'_>, Error> {
        self.inbox.clear();
        self.warning = None;
        let encoded = Ask::encode(&mut self.request, schema, request, more_flags);
        let mut ask = encoded.map_err(Error::Encode)?;
        self.begin();
        let family = if self.asks_controller { ID } else { self.board.family() };
        self.asked_under = family;
        let (buffer, ack) = (&mut self.request, more_flags & flags::ACK != 0);
        let (holds, until) = (Holds::Inbox(std::mem::take(&mut self.spare)), self.until);
        let admitted = self.board.begin(|exchange| {
            ask.begin(exchange, family, ack, buffer, 0);
            let is_dump = more_flags & flags::DUMP == flags::DUMP;
            Slot { is_dump, until, ..Slot::new(ask.seq, holds) }
        });
        let asked = Asked::new(self, ask);
        let port = &*asked.port;
        port.send(ask.seq, ask, port.request.as_bytes(), admitted)?;
        Ok(asked)
    }

    /// Asks, and waits for the first part of the answer; [`Asked::resume`] waits for the rest.
    pub(super) async fn started<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
        more_flags: u16,
    ) -> Result<(Ask, Step), Error> {
        let mut asked = self.ask(schema, request, more_flags)?;
        let first = asked.step().await?;
        Ok((asked.leave(), first))
    }

    /// Asks, and waits for the ACK alone, or for a reply that overtook it; more will come.
    pub(super) async fn acknowledged<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<(Ask, Option<Step>), Error> {
        let mut asked = self.ask(schema, request, flags::ACK)?;
        let first = match asked.outcome().await? {
            Outcome::Acknowledged { last: false, warning } => {
                asked.port.warning = warning;
                None
            }
            Outcome::Acknowledged { .. } | Outcome::Done { .. } => {
                return Err(asked.ask.no_reply());
            }
            Outcome::Reply(reply) => Some(Step::Reply(reply)),
        };
        Ok((asked.leave(), first))
    }

    /// Sends the slot's datagram of requests, of which `ask` is one, if it is `admitted` and the other
    /// side has room; else it waits for that.
    #[inline]
    pub(super) fn send(
        &self,
        key: u32,
        ask: Ask,
        bytes: &[u8],
        admitted: bool,
    ) -> Result<(), Error> {
        trace::sent(ask.schema(), bytes);
        if !admitted {
            self.board.wait(key, bytes.to_vec(), false);
            return Ok(());
        }
        match self.board.socket().try_send(bytes) {
            Ok(()) => self.board.sent(key),
            // The kernel has always room. A host may be behind.
            Err(error) if timed_out(&error) => self.board.wait(key, bytes.to_vec(), true),
            Err(error) => {
                self.board.unsent(key);
                return Err(ask.failed("sendto", error, self.timeout));
            }
        }
        Ok(())
    }

    /// Waits until `done` finds in a slot what it wants.
    pub(super) async fn wait<T>(
        &self,
        key: u32,
        ask: Ask,
        until: Option<Instant>,
        mut done: impl FnMut(&mut Holds) -> Option<T>,
    ) -> Result<T, Error> {
        let mut wait = Wait { board: &self.board, key, sleeps: false };
        let mut sleep = pin!(None::<Sleep>);
        poll_fn(|cx| {
            loop {
                let again = match self.board.poll(key, cx, &mut done) {
                    Look::Found(found) => return Poll::Ready(self.result(ask, Some(found))),
                    Look::Nothing => None,
                    Look::Waits(time) => Instant::now().checked_add(time),
                };
                wait.sleeps = true;
                // A timer only where the answer was not there at once.
                if sleep.is_none() {
                    let Some(at) = until.into_iter().chain(again).min() else {
                        return Poll::Pending;
                    };
                    sleep.set(Some(sleep_until(at)));
                }
                if let Some(sleep) = sleep.as_mut().as_pin_mut() {
                    ready!(sleep.poll(cx));
                }
                sleep.set(None);
                if until.is_some_and(|until| Instant::now() >= until) {
                    let last = self.board.poll_last(key, &mut done);
                    return Poll::Ready(self.result(ask, last));
                }
            }
        })
        .await
    }

    /// What a look at a slot means; nothing is too late.
    fn result<T>(&self, ask: Ask, found: Option<Result<T, Failure>>) -> Result<T, Error> {
        let found = found.ok_or_else(|| ask.timed_out(self.timeout))?;
        found.map_err(|(call, error)| ask.failed(call, error, self.timeout))
    }
}

/// A task that waits for what comes for a slot.
struct Wait<'b> {
    board: &'b Switchboard,
    key: u32,
    /// Whether it was not there at once.
    sleeps: bool,
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        if self.sleeps {
            self.board.rest(self.key);
        }
    }
}
