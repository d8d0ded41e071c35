//! A request and its answers, encoded.

use std::fmt;
use std::marker::PhantomData;

use crate::error::{Error, Operated};
use crate::wire::EncodeError;
use crate::{Call, Decode, Dump, Encode, Family, Request, Stream, to_attributes};

/// A request of type `R`, or an answer to one: a command with encoded attributes.
///
/// One type for both, since other libraries receive what they send. The request's type says what an
/// answer is: [`reply`](Self::reply), [`item`](Self::item) and [`streamed`](Self::streamed) know it.
///
/// What is not declared stays in the bytes: an answer that is sent on is the same.
pub struct Payload<R> {
    command: u8,
    attributes: Vec<u8>,
    request: PhantomData<fn() -> R>,
}

impl<R: Request> Payload<R> {
    /// A request.
    ///
    /// # Errors
    /// Where a value is outside of its declared bounds: nobody can say so later.
    pub fn new(request: &R) -> Result<Self, EncodeError> {
        Self::encoded(R::OPERATION.command, request)
    }

    /// A message as it is on the wire: its command, and what stands behind the generic header.
    pub const fn from_parts(command: u8, attributes: Vec<u8>) -> Self {
        Self { command, attributes, request: PhantomData }
    }

    /// Its command.
    pub const fn command(&self) -> u8 {
        self.command
    }

    /// Its attributes, encoded, behind the family's own header where it has one.
    pub fn attributes(&self) -> &[u8] {
        &self.attributes
    }

    /// The encoded attributes, and nothing else.
    pub fn into_attributes(self) -> Vec<u8> {
        self.attributes
    }

    /// The same bytes as another request's of the family. A connection that has one type of messages
    /// for its whole life, as `netlink-proto`'s have, takes a request that borrows in the type that
    /// borrows for ever: `payload.retyped::<Echo<'static>>()` of an `Echo<'_>`. Its answers are read as
    /// those of the request that was asked.
    pub fn retyped<S: Request<Family = R::Family>>(self) -> Payload<S> {
        Payload::from_parts(self.command, self.attributes)
    }

    /// The request, where it is one: what a peer that answers reads.
    pub fn request<'a>(&'a self) -> Result<R, Error>
    where
        R: Decode<'a>,
    {
        self.read(R::OPERATION.command)
    }

    /// The reply.
    ///
    /// # Errors
    /// [`Error::UnexpectedCommand`] for another message, such as an event that the request caused,
    /// and [`Error::Decode`].
    pub fn reply(&self) -> Result<R::Reply<'_>, Error>
    where
        R: Call,
    {
        self.read(R::OPERATION.reply_command)
    }

    /// An object of the dump.
    ///
    /// # Errors
    /// As [`reply`](Self::reply).
    pub fn item(&self) -> Result<R::Item<'_>, Error>
    where
        R: Dump,
    {
        self.read(R::OPERATION.reply_command)
    }

    /// One of the replies that come as they come about.
    ///
    /// # Errors
    /// As [`reply`](Self::reply).
    pub fn streamed(&self) -> Result<<R as Stream>::Item<'_>, Error>
    where
        R: Stream,
    {
        self.read(R::OPERATION.reply_command)
    }

    /// A reply: what a peer that answers sends.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn of_reply<'r>(reply: &R::Reply<'r>) -> Result<Self, EncodeError>
    where
        R: Call<Reply<'r>: Encode>,
    {
        Self::encoded(R::OPERATION.reply_command, reply)
    }

    /// An object of a dump.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn of_item<'r>(item: &R::Item<'r>) -> Result<Self, EncodeError>
    where
        R: Dump<Item<'r>: Encode>,
    {
        Self::encoded(R::OPERATION.reply_command, item)
    }

    /// One of several replies.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn of_streamed<'r>(reply: &<R as Stream>::Item<'r>) -> Result<Self, EncodeError>
    where
        R: Stream<Item<'r>: Encode>,
    {
        Self::encoded(R::OPERATION.reply_command, reply)
    }

    fn encoded<E: Encode>(command: u8, set: &E) -> Result<Self, EncodeError> {
        Ok(Self::from_parts(command, to_attributes(set)?))
    }

    fn read<'a, T: Decode<'a>>(&'a self, command: u8) -> Result<T, Error> {
        let family = <R::Family as Family>::SCHEMA.name;
        if self.command != command {
            return Err(Error::UnexpectedCommand(Operated::new(
                family,
                R::OPERATION,
                self.command,
            )));
        }
        T::decode(&self.attributes)
            .map_err(|what| Error::Decode(Operated::new(family, R::OPERATION, what)))
    }
}

impl<R> Clone for Payload<R> {
    fn clone(&self) -> Self {
        Self { command: self.command, attributes: self.attributes.clone(), request: PhantomData }
    }
}

impl<R> PartialEq for Payload<R> {
    fn eq(&self, other: &Self) -> bool {
        (self.command, &self.attributes) == (other.command, &other.attributes)
    }
}

impl<R> Eq for Payload<R> {}

impl<R> fmt::Debug for Payload<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payload")
            .field("command", &self.command)
            .field("attributes", &self.attributes)
            .finish()
    }
}
