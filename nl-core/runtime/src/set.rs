//! Attribute sets: what `#[derive(Attributes)]` implements.

use crate::schema::SetSchema;
use crate::wire::{DecodeError, Depth, EncodeError, Writer};

/// An attribute set that can be written: with [`to_attributes`], or into the messages of a
/// [`Buffer`](crate::wire::Buffer).
///
/// A set that is derived is a [`Value`](crate::Value) as well, which has methods of the same names:
/// where both traits are in scope, write `Encode::size(&set)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no attribute set",
    note = "an attribute set is a struct with #[derive(Attributes)]"
)]
pub trait Encode {
    /// The set as data.
    const SCHEMA: &'static SetSchema;

    /// Bytes that [`Encode::emit`] writes, headers and padding included.
    fn size(&self) -> usize;

    /// Writes the attributes.
    ///
    /// # Errors
    /// Where a value is outside of its declared bounds or fits no attribute.
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError>;
}

/// An attribute set that can be read, borrowing from the bytes where its type does.
///
/// ```
/// use nl_core::{Attributes, Decode, to_attributes};
///
/// #[derive(Attributes)]
/// struct Tag<'a> {
///     #[nl(1)]
///     name: &'a str,
///     #[nl(2)]
///     weight: Option<u32>,
/// }
/// let bytes = to_attributes(&Tag { name: "left", weight: Some(7) }).unwrap();
/// let tag = Tag::decode(&bytes)?;
/// assert_eq!((tag.name, tag.weight), ("left", Some(7)));
///
/// let error = Tag::decode(&[6, 0, 2, 0, 1, 2, 0, 0]).err().unwrap();
/// assert_eq!(error.to_string(), "Tag.weight: 2 bytes where u32 needs 4");
/// # Ok::<(), nl_core::wire::DecodeError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no attribute set",
    note = "an attribute set is a struct with #[derive(Attributes)]"
)]
pub trait Decode<'a>: Sized {
    /// Reads the attributes in one pass. Their order does not matter, of one that stands twice the
    /// last counts, unknown ones are passed over.
    ///
    /// # Errors
    /// Where bytes are no attributes, an attribute does not decode, or a required one is missing.
    #[inline]
    fn decode(attributes: &'a [u8]) -> Result<Self, DecodeError> {
        Self::decode_at(attributes, Depth::TOP)
    }

    /// Reads the attributes of a nest that lies in others.
    ///
    /// # Errors
    /// As [`Decode::decode`].
    fn decode_at(attributes: &'a [u8], depth: Depth) -> Result<Self, DecodeError>;
}

/// A borrowed set is written as the set.
impl<E: Encode + ?Sized> Encode for &E {
    const SCHEMA: &'static SetSchema = E::SCHEMA;

    #[inline]
    fn size(&self) -> usize {
        E::size(self)
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        E::emit(self, writer)
    }
}

/// No attributes at all: the reply of a command that is only acknowledged.
impl Encode for () {
    const SCHEMA: &'static SetSchema = &SetSchema::EMPTY;

    #[inline]
    fn size(&self) -> usize {
        0
    }

    #[inline]
    fn emit(&self, _: &mut Writer<'_>) -> Result<(), EncodeError> {
        Ok(())
    }
}

impl Decode<'_> for () {
    #[inline]
    fn decode_at(_: &[u8], _: Depth) -> Result<Self, DecodeError> {
        Ok(())
    }
}

/// Encodes the attributes alone, without headers. Convenient, and allocates: messages are built in a
/// reused [`Buffer`](crate::wire::Buffer).
///
/// # Errors
/// What [`Encode::emit`] says.
pub fn to_attributes<E: Encode + ?Sized>(set: &E) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = vec![0; set.size()];
    let mut writer = Writer::new(&mut bytes);
    set.emit(&mut writer)?;
    let written = writer.written();
    bytes.truncate(written);
    Ok(bytes)
}
