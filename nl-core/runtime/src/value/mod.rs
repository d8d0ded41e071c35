//! Attribute payloads: the [`Value`] trait and what implements it here.

mod address;
mod array;
mod binary;
mod bitfield;
#[cfg(feature = "bitflags")]
mod bits;
mod boxed;
mod int;
mod keyed;
mod list;
mod order;
mod packed;
mod pad;
#[cfg(feature = "zerocopy")]
mod pod;
mod string;
mod variable;

pub use address::Mac;
pub use array::Array;
pub use bitfield::Bitfield32;
#[cfg(feature = "bitflags")]
pub use bits::{Bits, UintBits};
pub use keyed::{Keyed, KeyedArray, KeyedIter};
pub use list::{Iter as ListIter, List};
pub use order::{Be, Le};
pub use packed::{Packable, Packed, PackedArray};
pub use pad::{Pad, Unspec};
#[cfg(feature = "zerocopy")]
pub use pod::{Pod, PodRef};
pub use string::Unterminated;
pub use variable::{Sint, Uint};

use crate::schema::{Bounds, Kind};
use crate::wire::{DecodeError, Depth, EncodeError, Writer};

/// The payload of one attribute.
///
/// Implemented for integers, strings, bytes, addresses and arrays here, and by the derives for enums
/// (`#[derive(Value)]`) and nests (`#[derive(Attributes)]`). `#[derive(Value)]` on a struct around
/// another value makes a type of its own of it. Anything else joins by implementing the trait, and
/// [`Element`](crate::Element) to be repeated as well:
///
/// ```
/// use nl_core::schema::{Hint, Kind};
/// use nl_core::wire::{DecodeError, DecodeErrorKind, Depth, EncodeError, Writer};
/// use nl_core::{Attributes, Decode, Element, Value, to_attributes};
///
/// #[derive(Debug, PartialEq)]
/// struct Version { major: u8, minor: u8 }
///
/// impl<'a> Value<'a> for Version {
///     const KIND: Kind = Kind::Fixed(2, Hint::Hex);
///     const SIZE: Option<usize> = Some(2);
///
///     fn size(&self) -> usize {
///         2
///     }
///     fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
///         writer.put([self.major, self.minor])
///     }
///     fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
///         let found = payload.len();
///         let length = DecodeErrorKind::Length { needs: "a version", expected: 2, found };
///         match *payload {
///             [major, minor] => Ok(Self { major, minor }),
///             _ => Err(DecodeError::new(length, payload)),
///         }
///     }
/// }
/// impl Element<'_> for Version {}
///
/// #[derive(Attributes)]
/// struct Firmware {
///     #[nl(1)]
///     versions: Vec<Version>,
/// }
/// let bytes = to_attributes(&Firmware { versions: vec![Version { major: 1, minor: 2 }] }).unwrap();
/// assert_eq!(Firmware::decode(&bytes).unwrap().versions[0].minor, 2);
/// ```
pub trait Value<'a>: Sized {
    /// What the payload is.
    const KIND: Kind;

    /// Bytes of the payload, where it has always as many.
    const SIZE: Option<usize> = None;

    /// Bytes of the payload, padding not included.
    fn size(&self) -> usize;

    /// Writes the payload.
    ///
    /// # Errors
    /// Where the value has no encoding.
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError>;

    /// Reads the whole payload, which lies at that depth.
    ///
    /// # Errors
    /// Where the bytes are not one of this type.
    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError>;

    /// Compares the value with its declared bounds: as its [`KIND`](Value::KIND) says, its bytes, unless
    /// a type has a shorter way.
    ///
    /// # Errors
    /// Where it is outside of them.
    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        // What has none is not even compiled.
        if const { !Self::KIND.takes_bounds() } || bounds.are_none() {
            return Ok(());
        }
        check_bytes(self, bounds)
    }
}

/// Compares the bytes of a value with its declared bounds.
#[cold]
fn check_bytes<'a, T: Value<'a>>(value: &T, bounds: &Bounds) -> Result<(), EncodeError> {
    let mut bytes = vec![0; value.size()];
    value.emit(&mut Writer::new(&mut bytes))?;
    bounds.check_payload(T::KIND, &bytes)
}

/// What a value's payload is, as a function: a type may hold itself.
pub(crate) const fn kind_of<'a, T: Value<'a>>() -> Kind {
    T::KIND
}
