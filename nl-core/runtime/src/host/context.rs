//! What a handler has at hand: its caller, its groups, its timers.

use std::fmt;
use std::marker::PhantomData;
use std::time::{Duration, Instant};

use super::core::Core;
use super::{RawPage, Refusal};
use crate::schema::Operation;
use crate::socket::{Credentials, effective_uid};
use crate::wire::{GenlHeader, MessageHeader, flags};
use crate::{Decode, Encode, Errno, Event, Family, Group, Stream};

/// A family's kernel side in user space; `#[derive(Family)]` makes it of a handler.
pub trait Service {
    /// The family that is served.
    type Family: Family;

    /// The host runs now; nobody has called yet.
    fn start(&mut self, context: &mut Context<'_, Self::Family>);

    /// The time that [`Context::wake_after`] was asked for has come.
    fn wake(&mut self, token: u64, context: &mut Context<'_, Self::Family>);

    /// Answers a request that has passed validation.
    ///
    /// # Errors
    /// Where the handler refuses.
    fn call(
        &mut self,
        operation: &'static Operation,
        attributes: &[u8],
        context: &mut Context<'_, Self::Family>,
    ) -> Result<(), Refusal>;

    /// Fills a page of a dump.
    ///
    /// # Errors
    /// Where the handler refuses.
    fn dump(
        &mut self,
        operation: &'static Operation,
        attributes: &[u8],
        page: &mut RawPage<'_>,
    ) -> Result<(), Refusal>;
}

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The port id that the reply goes to.
    pub port: u32,
    /// The process behind it, as the kernel vouches for it.
    pub credentials: Credentials,
}

impl Caller {
    /// Whether the caller may use `admin` operations: root, or the user that runs the host.
    pub fn is_admin(&self) -> bool {
        let uid = self.credentials.uid;
        uid == 0 || uid == effective_uid()
    }
}

/// What a handler has at hand beside its request.
pub struct Context<'c, F> {
    pub(super) core: &'c mut Core,
    /// Of the request that is handled, if there is one.
    request: Option<(Caller, MessageHeader)>,
    family: PhantomData<fn() -> F>,
}

impl<'c, F: Family> Context<'c, F> {
    pub(super) fn new(core: &'c mut Core, request: Option<(Caller, MessageHeader)>) -> Self {
        Self { core, request, family: PhantomData }
    }

    /// Who calls; nobody where the host itself woke the handler.
    pub fn caller(&self) -> Option<Caller> {
        self.request.map(|(caller, _)| caller)
    }

    /// Sends an event to every member of its group.
    ///
    /// # Errors
    /// `EINVAL` for an event that has no group or does not encode; nobody gets it then.
    pub fn publish(&mut self, event: &F::Event<'_>) -> Result<(), Refusal> {
        let operation = event.operation().ok_or(Refusal::new(Errno::EINVAL))?;
        let group = operation.group.ok_or(Refusal::new(Errno::EINVAL))?;
        let header = MessageHeader { kind: self.core.family, ..Default::default() };
        let genl = genl::<F>(operation.command);
        let size = crate::wire::ATTRS_AT + event.size();
        let pushed = self.core.message.push_with(header, size, |writer| {
            writer.put(genl.emit())?;
            event.emit(writer)
        });
        pushed.map_err(|_| Refusal::new(Errno::EINVAL))?;
        self.core.multicast(F::SCHEMA, group);
        Ok(())
    }

    /// Whether anybody is in that group now.
    pub fn has_listeners(&self, group: Group<F>) -> bool {
        self.core.has_members(F::SCHEMA, group.name())
    }

    /// Has the request succeed with a warning beside its ACK (`NL_SET_ERR_MSG`), if it asks for one. The
    /// last one counts.
    pub fn warn(&mut self, message: &'static str) {
        self.core.warning = Some(message);
    }

    /// Calls [`Service::wake`] with that token in that time.
    pub fn wake_after(&mut self, time: Duration, token: u64) {
        self.core.wake_at(Instant::now() + time, token);
    }

    /// Sends one of several replies; whether there is still somebody who takes it.
    ///
    /// # Errors
    /// `EMSGSIZE` for a reply that does not encode.
    pub fn answer<R: Stream<Family = F>>(
        &mut self,
        replies: &Replies<R>,
        reply: &R::Item<'_>,
    ) -> Result<bool, Refusal>
    where
        for<'r> R::Item<'r>: Encode,
    {
        if !self.core.streams.contains(&replies.stream) {
            return Ok(false);
        }
        let Stream_ { port, seq, .. } = replies.stream;
        let (kind, flags) = (self.core.family, flags::MULTI);
        let header = MessageHeader { len: 0, kind, flags, seq, port };
        let genl = genl::<F>(R::OPERATION.reply_command);
        let pushed = self.core.message.push(header, genl, reply);
        pushed.map_err(|_| Refusal::new(Errno::EMSGSIZE))?;
        self.core.unicast(port);
        Ok(self.core.streams.contains(&replies.stream))
    }

    /// Says that there are no more replies.
    #[expect(clippy::needless_pass_by_value, reason = "whoever gave them back owes no more")]
    pub fn finish<R: Stream<Family = F>>(&mut self, replies: Replies<R>) {
        self.core.finish(replies.stream, None);
    }

    /// Sends the reply of the request that is handled.
    ///
    /// # Errors
    /// `EMSGSIZE` for a reply that does not encode.
    #[doc(hidden)]
    pub fn reply<E: Encode>(
        &mut self,
        operation: &'static Operation,
        reply: &E,
    ) -> Result<(), Refusal> {
        let Some((Caller { port, .. }, request)) = self.request else {
            return Ok(());
        };
        let kind = self.core.serving;
        let header = MessageHeader { len: 0, kind, flags: 0, seq: request.seq, port };
        let genl = genl::<F>(operation.reply_command);
        let pushed = self.core.message.push(header, genl, reply);
        pushed.map_err(|_| Refusal::new(Errno::EMSGSIZE))?;
        self.core.unicast(port);
        Ok(())
    }

    /// A channel for the replies to the request that is handled.
    #[doc(hidden)]
    pub fn replies<R>(&mut self) -> Replies<R> {
        let (port, seq) = self.request.map_or((0, 0), |(caller, header)| (caller.port, header.seq));
        let stream = Stream_ { port, seq, family: self.core.serving };
        self.core.streams.push(stream);
        Replies { stream, request: PhantomData }
    }
}

fn genl<F: Family>(command: u8) -> GenlHeader {
    GenlHeader { command, version: F::SCHEMA.version, reserved: 0 }
}

impl<F: Family> fmt::Debug for Context<'_, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("caller", &self.caller()).finish_non_exhaustive()
    }
}

/// Where several replies go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stream_ {
    pub(super) port: u32,
    pub(super) seq: u32,
    pub(super) family: u16,
}

/// The replies that a request is still owed; a handler keeps it and gives it back to
/// [`Context::answer`] and [`Context::finish`].
pub struct Replies<R> {
    stream: Stream_,
    request: PhantomData<fn() -> R>,
}

impl<R> fmt::Debug for Replies<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replies")
            .field("port", &self.stream.port)
            .field("seq", &self.stream.seq)
            .finish_non_exhaustive()
    }
}

/// Decodes a request that has passed validation.
///
/// # Errors
/// `EINVAL` where validation and type disagree, as with a string that is no UTF-8.
#[doc(hidden)]
pub fn request<'a, R: Decode<'a>>(attributes: &'a [u8]) -> Result<R, Refusal> {
    R::decode(attributes)
        .map_err(|_| Refusal::new(Errno::EINVAL).message("Attribute failed policy validation"))
}
