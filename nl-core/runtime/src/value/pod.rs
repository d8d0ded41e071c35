//! C structs, through the `zerocopy` crate.

use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

use super::Value;
use super::int::wrong_length;
use crate::schema::{Hint, Kind};
use crate::wire::{DecodeError, Depth, EncodeError, Writer};

/// A C struct as a payload or as a family's header, copied.
///
/// A newer kernel may have appended to the struct: what is behind it in a payload is passed over.
///
/// ```
/// use nl_core::{Attributes, Decode, Pod};
///
/// #[derive(zerocopy::FromBytes, zerocopy::IntoBytes, zerocopy::Immutable, Clone, Copy)]
/// #[repr(C)]
/// struct Times { user: u64, system: u64 }
///
/// #[derive(Attributes)]
/// struct Stats {
///     #[nl(1)]
///     times: Pod<Times>,
/// }
/// let bytes = nl_core::to_attributes(&Stats { times: Pod(Times { user: 1, system: 2 }) })?;
/// assert_eq!(bytes.len(), 20);
/// assert_eq!(Stats::decode(&bytes).unwrap().times.0.system, 2);
/// # Ok::<(), nl_core::wire::EncodeError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Pod<T>(pub T);

/// A C struct as a payload, borrowed. Its type can lie at any address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PodRef<'a, T>(pub &'a T);

impl<'a, T: FromBytes + IntoBytes + Immutable> Value<'a> for Pod<T> {
    const KIND: Kind = Kind::Fixed(size_of::<T>(), Hint::Struct);
    const SIZE: Option<usize> = Some(size_of::<T>());

    #[inline]
    fn size(&self) -> usize {
        size_of::<T>()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.bytes(self.0.as_bytes())
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
        match T::read_from_prefix(payload) {
            Ok((value, _)) => Ok(Self(value)),
            Err(_) => Err(wrong_length("a struct", size_of::<T>(), payload)),
        }
    }
}

impl<'a, 's, T> Value<'a> for PodRef<'s, T>
where
    'a: 's,
    T: FromBytes + IntoBytes + Immutable + KnownLayout + Unaligned,
{
    const KIND: Kind = Kind::Fixed(size_of::<T>(), Hint::Struct);
    const SIZE: Option<usize> = Some(size_of::<T>());

    #[inline]
    fn size(&self) -> usize {
        size_of::<T>()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.bytes(self.0.as_bytes())
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
        match T::ref_from_prefix(payload) {
            Ok((value, _)) => Ok(Self(value)),
            Err(_) => Err(wrong_length("a struct", size_of::<T>(), payload)),
        }
    }
}

impl<T: FromBytes + IntoBytes + Immutable> crate::Element<'_> for Pod<T> {}
impl<'a, 's, T> crate::Element<'a> for PodRef<'s, T>
where
    'a: 's,
    T: FromBytes + IntoBytes + Immutable + KnownLayout + Unaligned,
{
}
