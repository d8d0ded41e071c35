//! Attribute payloads: the [`Value`] trait and what implements it here.

mod binary;
mod int;
mod list;
mod string;

pub use list::List;

use crate::schema::{Bounds, Kind};
use crate::wire::{DecodeError, EncodeError, Writer};

/// The payload of one attribute.
///
/// Implemented for integers, strings and bytes here, and by the derives for enums
/// (`#[derive(Value)]`) and nests (`#[derive(Attributes)]`). A type of your own joins by
/// implementing it and [`Element`](crate::Element).
pub trait Value<'a>: Sized {
    /// What the payload is.
    const KIND: Kind;

    /// Bytes of the payload, padding not included.
    fn size(&self) -> usize;

    /// Writes the payload.
    ///
    /// # Errors
    /// Where the value has no encoding.
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError>;

    /// Reads the whole payload.
    ///
    /// # Errors
    /// Where the bytes are not one of this type.
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError>;

    /// Compares the value with its declared bounds.
    ///
    /// # Errors
    /// Where it is outside of them.
    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        let _ = bounds;
        Ok(())
    }
}
