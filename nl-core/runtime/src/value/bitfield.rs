//! `struct nla_bitfield32` (`linux/netlink.h`).

use super::Value;
use super::int::wrong_length;
use crate::schema::{Bounds, Kind};
use crate::wire::native::{self, Native};
use crate::wire::{DecodeError, Depth, EncodeError, EncodeErrorKind, Writer};

/// Bits to set or clear, and which bits are meant. The declaration's `mask` limits the selector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bitfield32 {
    /// The bits' values; only those that are selected.
    pub value: u32,
    /// The bits that are meant.
    pub selector: u32,
}

impl<'a> Value<'a> for Bitfield32 {
    const KIND: Kind = Kind::Bitfield32;
    const SIZE: Option<usize> = Some(8);

    #[inline]
    fn size(&self) -> usize {
        8
    }

    /// # Errors
    /// [`EncodeErrorKind::MaskBound`] for a bit that is set and not selected: the kernel refuses it.
    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        if self.value & !self.selector != 0 {
            let (value, mask) = (self.value.into(), self.selector.into());
            return Err(EncodeError::new(EncodeErrorKind::MaskBound { value, mask }));
        }
        writer.put(self.value.to_native())?;
        writer.put(self.selector.to_native())
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
        let halves = payload.split_first_chunk::<4>();
        match halves.and_then(|(value, rest)| Some((value, <&[u8; 4]>::try_from(rest).ok()?))) {
            Some((value, selector)) => {
                Ok(Self { value: native::u32(*value), selector: native::u32(*selector) })
            }
            None => Err(wrong_length("a bitfield32", 8, payload)),
        }
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        bounds.check_mask(self.selector.into())
    }
}

impl crate::Element<'_> for Bitfield32 {}
