//! A handle's own end of a shared socket: the part of an async connection that knows no types.
//!
//! It does what [`Channel`](crate::channel::Channel) does for a blocking one.

use std::future::poll_fn;
use std::ops::Range;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use ::tokio::time::{Instant, Sleep, sleep_until};

use super::slot::{Holds, Inbox};
use super::state::DRAIN;
use super::switchboard::Switchboard;
use crate::ask::{self, Ask, Outcome};
use crate::channel::Step;
use crate::controller::ID;
use crate::error::Error;
use crate::exchange::Exchange;
use crate::post::Post;
use crate::schema::FamilySchema;
use crate::socket::timed_out;
use crate::wire::{Buffer, flags};
use crate::{Decode, Options, Request, trace};

/// How soon something is sent again to a socket that was full.
const RETRY: Duration = Duration::from_millis(1);

/// A handle's own end of a shared socket.
#[derive(Debug)]
pub(super) struct Port {
    pub(super) board: Arc<Switchboard>,
    request: Buffer,
    /// What came for the request.
    inbox: Inbox,
    /// Memory for the next request's slot.
    spare: Inbox,
    /// Whether requests go to the controller and not to the family.
    pub(super) asks_controller: bool,
    /// The requests of the last batch.
    pub(super) post: Post,
    pub(super) timeout: Option<Duration>,
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

    pub(super) fn until(&self) -> Option<Instant> {
        self.timeout.and_then(|timeout| Instant::now().checked_add(timeout))
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
        let mut asked = self.ask(schema, request, 0).await?;
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
        let mut asked = self.ask(schema, request, flags::ACK).await?;
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

    /// Sends a request. What is returned waits for the answer; dropped, nobody does.
    pub(super) async fn ask<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
        more_flags: u16,
    ) -> Result<Asked<'_>, Error> {
        self.inbox.clear();
        self.warning = None;
        let encoded = Ask::encode(&mut self.request, schema, request, more_flags);
        let mut ask = encoded.map_err(Error::Encode)?;
        let family = if self.asks_controller { ID } else { self.board.family() };
        let (buffer, ack) = (&mut self.request, more_flags & flags::ACK != 0);
        let holds = Holds::Inbox(std::mem::take(&mut self.spare));
        self.board.begin(holds, |exchange| {
            ask.begin(exchange, family, ack, buffer, 0);
            ask.seq
        });
        let mut asked = Asked { port: self, ask, sent: false, left: false };
        let port = &*asked.port;
        port.send(ask, port.request.as_bytes(), port.until()).await?;
        port.board.sent(ask.seq);
        asked.sent = true;
        Ok(asked)
    }

    /// Asks, and waits for the first part of the answer; [`Asked::resume`] waits for the rest.
    pub(super) async fn started<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
        more_flags: u16,
    ) -> Result<(Ask, Step), Error> {
        let mut asked = self.ask(schema, request, more_flags).await?;
        let first = asked.step().await?;
        Ok((asked.leave(), first))
    }

    /// Asks, and waits for the ACK alone, or for a reply that overtook it; more will come.
    pub(super) async fn acknowledged<R: Request>(
        &mut self,
        schema: &'static FamilySchema,
        request: &R,
    ) -> Result<(Ask, Option<Step>), Error> {
        let mut asked = self.ask(schema, request, flags::ACK).await?;
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

    /// Sends one datagram of requests, of which `ask` is one.
    pub(super) async fn send(
        &self,
        ask: Ask,
        bytes: &[u8],
        until: Option<Instant>,
    ) -> Result<(), Error> {
        trace::sent(ask.schema(), bytes);
        loop {
            match self.board.socket().try_send(bytes) {
                // The kernel has always room. A host may be behind, and nothing tells when not.
                Err(error) if timed_out(&error) => {
                    if until.is_some_and(|until| Instant::now() >= until) {
                        return Err(ask.timed_out(self.timeout));
                    }
                    ::tokio::time::sleep(RETRY).await;
                }
                sent => return sent.map_err(|error| ask.failed("sendto", error, self.timeout)),
            }
        }
    }

    /// Waits until `done` finds in a slot what it wants.
    pub(super) async fn wait<T>(
        &self,
        key: u32,
        ask: Ask,
        until: Option<Instant>,
        mut done: impl FnMut(&mut Holds, &Exchange) -> Option<T>,
    ) -> Result<T, Error> {
        let _wait = Wait { board: &self.board, key };
        let mut sleep = pin!(None::<Sleep>);
        poll_fn(|cx| {
            if let Poll::Ready(found) = self.board.poll(key, cx, &mut done) {
                let failed = |error| ask.failed("recvfrom", error, self.timeout);
                return Poll::Ready(found.map_err(failed));
            }
            // A timer only where the answer was not there at once.
            if let (None, Some(until)) = (&*sleep, until) {
                sleep.set(Some(sleep_until(until)));
            }
            match sleep.as_mut().as_pin_mut().map(|sleep| sleep.poll(cx)) {
                Some(Poll::Ready(())) => Poll::Ready(Err(ask.timed_out(self.timeout))),
                _ => Poll::Pending,
            }
        })
        .await
    }

    /// Waits for the end of a dump that was abandoned, before the one that is to be asked for.
    pub(super) async fn drain(&self, ask: Ask, until: Option<Instant>) -> Result<(), Error> {
        if !self.board.exchange(|exchange| exchange.dumping()) {
            return Ok(());
        }
        let drain = Drain(&self.board);
        drain.0.begin(Holds::Drain, |_| DRAIN);
        drain.0.sent(DRAIN);
        let drained = |_: &mut Holds, exchange: &Exchange| (!exchange.dumping()).then_some(());
        self.wait(DRAIN, ask, until, drained).await.inspect_err(|_| {
            // Its end does not come any more: once is enough to wait for it.
            self.board.exchange(Exchange::forget_dumps);
        })
    }
}

/// A task that waits for what comes for a slot; then, or if it does not wait any more, another one
/// reads the socket.
struct Wait<'b> {
    board: &'b Switchboard,
    key: u32,
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        self.board.rest(self.key);
    }
}

/// Ends the wait for the end of a dump, however that ends.
struct Drain<'b>(&'b Switchboard);

impl Drop for Drain<'_> {
    fn drop(&mut self) {
        self.0.end(DRAIN);
    }
}

/// A request that was sent. Dropped, nobody waits for its answer any more.
#[derive(Debug)]
pub(super) struct Asked<'p> {
    pub(super) port: &'p mut Port,
    pub(super) ask: Ask,
    sent: bool,
    left: bool,
}

impl<'p> Asked<'p> {
    /// Waits on for the answer to a request that was left.
    pub(super) fn resume(port: &'p mut Port, ask: Ask) -> Self {
        Self { port, ask, sent: true, left: false }
    }

    /// Stops waiting, without an end of the request: it is resumed at once.
    fn leave(mut self) -> Ask {
        self.left = true;
        self.ask
    }

    /// Waits until there is a part of the answer, or the `whole` of it.
    pub(super) async fn fill(&mut self, whole: bool) -> Result<(), Error> {
        let (ask, until) = (self.ask, self.port.until());
        self.port.inbox.clear();
        let mut inbox = std::mem::take(&mut self.port.inbox);
        let is_there = |holds: &mut Holds, _: &Exchange| match holds {
            Holds::Inbox(found) if found.whole || !(whole || found.parts.is_empty()) => {
                std::mem::swap(found, &mut inbox);
                Some(())
            }
            Holds::Inbox(found) if found.parts.iter().any(ends_all) => {
                std::mem::swap(found, &mut inbox);
                Some(())
            }
            _ => None,
        };
        let filled = self.port.wait(ask.seq, ask, until, is_there).await;
        self.port.inbox = inbox;
        filled
    }

    /// Waits for the next part of the answer.
    pub(super) async fn outcome(&mut self) -> Result<Outcome<Range<usize>>, Error> {
        loop {
            let port = &mut *self.port;
            if let Some(part) = port.inbox.parts.pop_front() {
                let (who, request) = (port.board.who, port.request.as_bytes());
                return port.inbox.kept.outcome(part, self.ask, who, request);
            }
            self.fill(false).await?;
        }
    }

    /// Waits for the next reply, or for the end.
    pub(super) async fn step(&mut self) -> Result<Step, Error> {
        loop {
            match self.outcome().await? {
                Outcome::Reply(reply) => return Ok(Step::Reply(reply)),
                Outcome::Done { warning, interrupted } => {
                    self.port.warning = warning.or(self.port.warning.take());
                    return Ok(Step::Done { interrupted });
                }
                Outcome::Acknowledged { warning, last } => {
                    self.port.warning = warning;
                    if last {
                        return Ok(Step::Done { interrupted: false });
                    }
                }
            }
        }
    }
}

/// Whether nothing more is to be expected behind it.
fn ends_all(part: &crate::kept::Part) -> bool {
    use crate::kept::Part;
    matches!(part, Part::Lost | Part::Broken(_) | Part::TooLarge(_))
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        if self.left {
            return;
        }
        if !self.sent {
            self.port.board.exchange(|exchange| exchange.cancel(self.ask.seq));
        }
        if let Some(Holds::Inbox(mut inbox)) = self.port.board.end(self.ask.seq) {
            inbox.clear();
            self.port.spare = inbox;
        }
    }
}
