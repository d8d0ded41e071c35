//! Bytes: borrowed, owned, and of fixed length.

use super::Value;
use super::int::wrong_length;
use crate::schema::{Bounds, Hint, Kind};
use crate::wire::{DecodeError, Depth, EncodeError, Writer};

impl<'a, 's> Value<'a> for &'s [u8]
where
    'a: 's,
{
    const KIND: Kind = Kind::Binary;

    #[inline]
    fn size(&self) -> usize {
        self.len()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.bytes(self)
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
        Ok(payload)
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        bounds.check_length(self.len())
    }
}

impl<'a> Value<'a> for Vec<u8> {
    const KIND: Kind = Kind::Binary;

    #[inline]
    fn size(&self) -> usize {
        self.len()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.bytes(self)
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
        Ok(payload.to_vec())
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        bounds.check_length(self.len())
    }
}

impl<'a, const N: usize> Value<'a> for [u8; N] {
    const KIND: Kind = Kind::Fixed(N, Hint::Hex);
    const SIZE: Option<usize> = Some(N);

    #[inline]
    fn size(&self) -> usize {
        N
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.put(*self)
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
        match payload.try_into() {
            Ok(bytes) => Ok(bytes),
            Err(_) => Err(wrong_length("a byte array", N, payload)),
        }
    }
}
