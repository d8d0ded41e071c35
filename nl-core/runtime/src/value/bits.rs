//! Flags declared with the `bitflags` crate.

use bitflags::Flags;

use super::int::wrong_length;
use super::packed::Packable;
use super::{Uint, Value};
use crate::schema::{Bounds, Kind, Scalar};
use crate::wire::native::Native;
use crate::wire::{DecodeError, Depth, EncodeError, Writer};

/// An integer whose bits are flags of the `bitflags` crate. Bits without a name are kept.
///
/// ```
/// use nl_core::{Attributes, Bits};
///
/// bitflags::bitflags! {
///     #[derive(Clone, Copy, Debug, PartialEq)]
///     pub struct Features: u32 {
///         const REDIRECT = 1;
///         const TRANSMIT = 2;
///     }
/// }
/// #[derive(Attributes)]
/// struct Device {
///     #[nl(1, mask = 0xff)]
///     features: Bits<Features>,
/// }
/// let device = Device { features: Bits(Features::REDIRECT | Features::TRANSMIT) };
/// assert_eq!(nl_core::to_attributes(&device)?[4..], 3u32.to_ne_bytes());
/// # Ok::<(), nl_core::wire::EncodeError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bits<F>(pub F);

impl<F: Flags<Bits: Packable>> Bits<F> {
    fn number(&self) -> i128 {
        F::Bits::SCALAR.read(self.0.bits().to_native().as_ref()).unwrap_or(0)
    }
}

impl<'a, F: Flags<Bits: Packable>> Value<'a> for Bits<F> {
    const KIND: Kind = Kind::Flags(F::Bits::SCALAR, names::<F>);
    const SIZE: Option<usize> = Some(size_of::<F::Bits>());

    #[inline]
    fn size(&self) -> usize {
        size_of::<F::Bits>()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.bytes(self.0.bits().to_native().as_ref())
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
        match F::Bits::from_native(payload) {
            Some(bits) => Ok(Self(F::from_bits_retain(bits))),
            None => Err(wrong_length("a number of flags", size_of::<F::Bits>(), payload)),
        }
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        super::int::check_int(self.number(), bounds)
    }
}

impl<F: Flags<Bits: Packable>> crate::Element<'_> for Bits<F> {}

/// The same for flags that take 4 bytes, or 8 where they must (YNL `uint` with `enum-as-flags`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UintBits<F>(pub F);

impl<'a, F: Flags<Bits = u64>> Value<'a> for UintBits<F> {
    const KIND: Kind = Kind::Flags(Scalar::Uint, names::<F>);

    #[inline]
    fn size(&self) -> usize {
        Uint(self.0.bits()).size()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        Uint(self.0.bits()).emit(writer)
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        Uint::decode_payload(payload, depth).map(|bits| Self(F::from_bits_retain(bits.0)))
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        Uint(self.0.bits()).check(bounds)
    }
}

impl<F: Flags<Bits = u64>> crate::Element<'_> for UintBits<F> {}

fn names<F: Flags<Bits: Packable>>() -> Vec<(&'static str, u64)> {
    let named = F::FLAGS.iter().filter(|flag| !flag.name().is_empty());
    let bits = |flag: &bitflags::Flag<F>| {
        let number = F::Bits::SCALAR.read(flag.value().bits().to_native().as_ref());
        number.and_then(|number| u64::try_from(number).ok()).unwrap_or(0)
    };
    named.map(|flag| (flag.name(), bits(flag))).collect()
}
