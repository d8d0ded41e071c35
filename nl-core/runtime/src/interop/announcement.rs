//! An event, encoded.

use std::fmt;
use std::marker::PhantomData;

use crate::error::{Error, Operated};
use crate::wire::{EncodeError, EncodeErrorKind, Writer};
use crate::{Event, Family};

/// An event of family `F`: a command with encoded attributes.
///
/// What is not declared stays in the bytes, a command as well as an attribute: an event that is sent
/// on is the same.
///
/// Whose event it is is not in those bytes: on a socket that has joined groups of several families,
/// compare the message's type with the family's id first (`family_id` of a `GenlMessage`, `nl_type` of
/// neli's `Nlmsghdr`).
pub struct Announcement<F> {
    command: u8,
    attributes: Vec<u8>,
    family: PhantomData<fn() -> F>,
}

impl<F: Family> Announcement<F> {
    /// An event.
    ///
    /// # Errors
    /// Where a value is outside of its declared bounds, or the event is not declared.
    pub fn new(event: &F::Event<'_>) -> Result<Self, EncodeError> {
        let Some(operation) = event.operation() else {
            return Err(EncodeError::new(EncodeErrorKind::UnknownEvent));
        };
        let mut attributes = vec![0; event.size()];
        event.emit(&mut Writer::new(&mut attributes))?;
        Ok(Self::from_parts(operation.command, attributes))
    }

    /// A message as it is on the wire: its command, and what stands behind the generic header.
    pub const fn from_parts(command: u8, attributes: Vec<u8>) -> Self {
        Self { command, attributes, family: PhantomData }
    }

    /// Its command.
    pub const fn command(&self) -> u8 {
        self.command
    }

    /// Its attributes, encoded, behind the family's own header where it has one.
    pub fn attributes(&self) -> &[u8] {
        &self.attributes
    }

    /// The event; a command that is not declared is its variant `Unknown`.
    ///
    /// # Errors
    /// [`Error::Decode`].
    pub fn event(&self) -> Result<F::Event<'_>, Error> {
        F::Event::decode(self.command, &self.attributes).map_err(|what| {
            let modes = &[crate::schema::Mode::Event];
            let operation = F::SCHEMA.operation(self.command, modes);
            let operation = operation.map_or("", |operation| operation.name);
            Error::Decode(Operated { family: F::SCHEMA.name, operation, what })
        })
    }
}

impl<F> Clone for Announcement<F> {
    fn clone(&self) -> Self {
        Self { command: self.command, attributes: self.attributes.clone(), family: PhantomData }
    }
}

impl<F> PartialEq for Announcement<F> {
    fn eq(&self, other: &Self) -> bool {
        (self.command, &self.attributes) == (other.command, &other.attributes)
    }
}

impl<F> Eq for Announcement<F> {}

impl<F> fmt::Debug for Announcement<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Announcement")
            .field("command", &self.command)
            .field("attributes", &self.attributes)
            .finish()
    }
}
