//! Attributes that say nothing, and those of which nothing is said.

use super::Value;
use crate::schema::{Bounds, Kind, Presence};
use crate::wire::{DecodeError, Depth, EncodeError, Writer};
use crate::{Arrived, Field};

/// A pad attribute: some machines put one before 64-bit numbers, so that these are aligned to 8.
///
/// Whether one came means nothing. It is written where it is `true`, without a payload.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pad(pub bool);

impl<'a> Field<'a> for Pad {
    type Slot = Self;
    const PRESENCE: Presence = Presence::Optional;
    const KIND: Kind = Kind::Pad;

    #[inline]
    fn size(&self) -> usize {
        if self.0 { 4 } else { 0 }
    }

    #[inline]
    fn emit(&self, number: u16, _: &Bounds, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        if !self.0 {
            return Ok(());
        }
        writer.attribute(number, 0, |_| Ok(()))
    }

    #[inline]
    fn accept(slot: &mut Self, _: Arrived<'a>) -> Result<(), DecodeError> {
        *slot = Self(true);
        Ok(())
    }

    #[inline]
    fn finish(slot: Self) -> Option<Self> {
        Some(slot)
    }
}

/// A payload of which the protocol says nothing (`NLA_UNSPEC`): any bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unspec<B>(pub B);

impl<'a, B: Value<'a> + AsRef<[u8]>> Value<'a> for Unspec<B> {
    const KIND: Kind = Kind::Unspec;

    #[inline]
    fn size(&self) -> usize {
        self.0.as_ref().len()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.bytes(self.0.as_ref())
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        B::decode_payload(payload, depth).map(Self)
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        bounds.check_length(self.0.as_ref().len())
    }
}

impl<'a, B: Value<'a> + AsRef<[u8]>> crate::Element<'a> for Unspec<B> {}
