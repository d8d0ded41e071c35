//! Integers of fixed width in the host's byte order.

use super::Value;
use crate::schema::{Bounds, Kind, Scalar};
use crate::wire::native::Native;
use crate::wire::{DecodeError, DecodeErrorKind, Depth, EncodeError, Writer};

macro_rules! int {
    ($($int:ident $scalar:ident)*) => {$(
        impl<'a> Value<'a> for $int {
            const KIND: Kind = Kind::Int(Scalar::$scalar);
            const SIZE: Option<usize> = Some(size_of::<$int>());

            #[inline]
            fn size(&self) -> usize {
                size_of::<$int>()
            }

            #[inline]
            fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
                writer.put(self.to_native())
            }

            #[inline]
            fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
                match $int::from_native(payload) {
                    Some(number) => Ok(number),
                    None => Err(wrong_length(stringify!($int), size_of::<$int>(), payload)),
                }
            }

            #[inline]
            fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
                check_int(i128::from(*self), bounds)
            }
        }
    )*};
}

int!(u8 U8 u16 U16 u32 U32 u64 U64 i8 I8 i16 I16 i32 I32 i64 I64);

/// Compares a number with a range and with a mask of its bits.
#[inline]
pub(super) fn check_int(number: i128, bounds: &Bounds) -> Result<(), EncodeError> {
    bounds.check_number(number)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the bits are meant"
    )]
    bounds.check_mask(number as u64)
}

#[cold]
pub(super) fn wrong_length(needs: &'static str, expected: usize, payload: &[u8]) -> DecodeError {
    let kind = DecodeErrorKind::Length { needs, expected, found: payload.len() };
    DecodeError::new(kind, payload)
}
