//! What `#[derive(Family)]` implements: a family, its requests, its events.

use std::fmt;
use std::marker::PhantomData;

use crate::schema::{FamilySchema, Operation};
use crate::wire::{DecodeError, EncodeError, Writer};
use crate::{Decode, Encode};

/// A generic netlink family.
pub trait Family: Sized + 'static {
    /// The declaration as data.
    const SCHEMA: &'static FamilySchema;
    /// Every command, in the order of the declaration.
    const COMMANDS: &'static [Self];
    /// The enum of its events.
    type Event<'a>: Event<'a>;
}

/// A request: an attribute set that belongs to one operation of one family.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no request of a family",
    label = "not named as `request = …` in any #[derive(Family)]"
)]
pub trait Request: Encode {
    /// The family it belongs to.
    type Family: Family;
    /// The operation it asks for.
    const OPERATION: &'static Operation;
}

/// A request with one reply, or with none but the ACK, which is `()`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no request with one reply",
    note = "a request with `dump = …` goes to `dump`, one with `stream = …` to `stream`"
)]
pub trait Call: Request {
    /// What comes back.
    type Reply<'r>: Decode<'r>;
}

/// A request with a dump.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no request for a dump",
    note = "a request with `reply = …` goes to `call`, one with `stream = …` to `stream`"
)]
pub trait Dump: Request {
    /// One object of the dump.
    type Item<'r>: Decode<'r>;
}

/// A request that is acknowledged, then answered as replies come about.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no request for a stream of replies",
    note = "a request with `reply = …` goes to `call`, one with `dump = …` to `dump`"
)]
pub trait Stream: Request {
    /// One reply.
    type Item<'r>: Decode<'r>;
}

/// The events of a family, told apart by command.
pub trait Event<'a>: Sized + fmt::Debug {
    /// Reads an event.
    ///
    /// # Errors
    /// Where its attributes do not decode. An unknown command is no error.
    fn decode(command: u8, attributes: &'a [u8]) -> Result<Self, DecodeError>;

    /// The event's entry in the schema; none for an unknown command.
    fn operation(&self) -> Option<&'static Operation>;

    /// Bytes of its attributes.
    fn size(&self) -> usize;

    /// Writes its attributes.
    ///
    /// # Errors
    /// What [`Encode::emit`] says.
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError>;
}

/// An event whose command the declaration does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownEvent<'a> {
    command: u8,
    attributes: &'a [u8],
}

impl<'a> UnknownEvent<'a> {
    /// An event as it came.
    pub const fn new(command: u8, attributes: &'a [u8]) -> Self {
        Self { command, attributes }
    }

    /// Its command.
    pub const fn command(&self) -> u8 {
        self.command
    }

    /// Its attributes, encoded.
    pub const fn attributes(&self) -> &'a [u8] {
        self.attributes
    }
}

/// A multicast group of a family; the derive makes a constant for each.
pub struct Group<F> {
    position: usize,
    family: PhantomData<fn() -> F>,
}

impl<F: Family> Group<F> {
    /// The group at that position of [`FamilySchema::groups`].
    #[doc(hidden)]
    pub const fn new(position: usize) -> Self {
        Self { position, family: PhantomData }
    }

    /// The name by which it is resolved.
    pub fn name(self) -> &'static str {
        F::SCHEMA.groups.get(self.position).map_or("", |group| group.name)
    }

    /// Every group of the family, in the order of the declaration.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..F::SCHEMA.groups.len()).map(Self::new)
    }

    /// The group of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::all().find(|group| group.name() == name)
    }
}

impl<F> Clone for Group<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Group<F> {}

impl<F> PartialEq for Group<F> {
    fn eq(&self, other: &Self) -> bool {
        self.position == other.position
    }
}

impl<F> Eq for Group<F> {}

impl<F: Family> fmt::Debug for Group<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", F::SCHEMA.name, self.name())
    }
}
