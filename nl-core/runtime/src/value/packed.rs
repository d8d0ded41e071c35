//! Arrays of integers in one payload, one behind another without headers.

use std::fmt;

use super::Value;
use super::int::wrong_length;
use crate::schema::{Bounds, Kind, Scalar};
use crate::wire::native::Native;
use crate::wire::{DecodeError, Depth, EncodeError, Writer};

/// An integer that can stand in a packed array.
pub trait Packable: Native + private::Sealed {
    /// As the schema names it.
    const SCALAR: Scalar;
}

mod private {
    pub trait Sealed {}
}

macro_rules! packable {
    ($($int:ident $scalar:ident)*) => {$(
        impl private::Sealed for $int {}
        impl Packable for $int {
            const SCALAR: Scalar = Scalar::$scalar;
        }
    )*};
}

packable!(u8 U8 u16 U16 u32 U32 u64 U64 i8 I8 i16 I16 i32 I32 i64 I64);

/// A packed array (YNL `binary` with `sub-type`), borrowed: written from a slice, and read where it
/// lies, at whatever address.
pub struct Packed<'a, T> {
    source: Source<'a, T>,
}

enum Source<'a, T> {
    Items(&'a [T]),
    Bytes(&'a [u8]),
}

// Its elements are borrowed, and need not be copied for it.
impl<T> Clone for Source<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<'_, T> {}

impl<T> Clone for Packed<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Packed<'_, T> {}

/// A packed array, owned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PackedArray<T>(pub Vec<T>);

impl<'a, T: Packable> Packed<'a, T> {
    /// An array of these integers, to be written.
    pub const fn new(items: &'a [T]) -> Self {
        Self { source: Source::Items(items) }
    }

    /// How many integers there are.
    pub const fn len(&self) -> usize {
        match self.source {
            Source::Items(items) => items.len(),
            Source::Bytes(bytes) => bytes.len() / size_of::<T>(),
        }
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The integers.
    #[inline]
    pub fn iter(&self) -> impl Iterator<Item = T> + use<'a, T> {
        let (items, bytes): (&[T], &[u8]) = match self.source {
            Source::Items(items) => (items, &[]),
            Source::Bytes(bytes) => (&[], bytes),
        };
        let read = bytes.chunks_exact(size_of::<T>()).filter_map(T::from_native);
        items.iter().copied().chain(read)
    }
}

impl<'a, 's, T: Packable> Value<'a> for Packed<'s, T>
where
    'a: 's,
{
    const KIND: Kind = Kind::Packed(T::SCALAR);

    #[inline]
    fn size(&self) -> usize {
        self.len() * size_of::<T>()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        match self.source {
            Source::Bytes(bytes) => writer.bytes(bytes),
            Source::Items(items) => emit(items, writer),
        }
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
        whole::<T>(payload).map(|bytes| Self { source: Source::Bytes(bytes) })
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        bounds.check_length(Value::size(self))
    }
}

impl<'a, T: Packable> Value<'a> for PackedArray<T> {
    const KIND: Kind = Kind::Packed(T::SCALAR);

    #[inline]
    fn size(&self) -> usize {
        self.0.len() * size_of::<T>()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        emit(&self.0, writer)
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
        let bytes = whole::<T>(payload)?;
        Ok(Self(Packed { source: Source::Bytes(bytes) }.iter().collect()))
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        bounds.check_length(Value::size(self))
    }
}

impl<'a, 's, T: Packable> crate::Element<'a> for Packed<'s, T> where 'a: 's {}
impl<T: Packable> crate::Element<'_> for PackedArray<T> {}

fn emit<T: Packable>(items: &[T], writer: &mut Writer<'_>) -> Result<(), EncodeError> {
    items.iter().try_for_each(|item| writer.bytes(item.to_native().as_ref()))
}

/// The payload, where it is a whole number of integers.
#[inline]
fn whole<T>(payload: &[u8]) -> Result<&[u8], DecodeError> {
    if payload.len().is_multiple_of(size_of::<T>()) {
        return Ok(payload);
    }
    let whole = payload.len().next_multiple_of(size_of::<T>());
    Err(wrong_length("a packed array", whole, payload))
}

impl<T: Packable + fmt::Debug> fmt::Debug for Packed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: Packable + PartialEq> PartialEq for Packed<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_address_and_a_whole_number_of_integers_read_the_same() {
        let bytes = [0xa5, 1, 0, 2, 0];
        let packed = Packed::<u16>::decode_payload(&bytes[1..], Depth::TOP).unwrap();
        let native = [u16::from_ne_bytes([1, 0]), u16::from_ne_bytes([2, 0])];
        assert_eq!(packed, Packed::new(&native));
        assert_eq!(packed.len(), 2);
        assert!(Packed::<u16>::decode_payload(&bytes[..3], Depth::TOP).is_err());
        assert!(PackedArray::<u64>::decode_payload(&[], Depth::TOP).unwrap().0.is_empty());
    }
}
