//! Integers of fixed width in the host's byte order.

use super::Value;
use crate::schema::{Bounds, Kind, Scalar};
use crate::wire::native::Native;
use crate::wire::{DecodeError, DecodeErrorKind, EncodeError, Writer};

macro_rules! int {
    ($($int:ident $scalar:ident)*) => {$(
        impl<'a> Value<'a> for $int {
            const KIND: Kind = Kind::Int(Scalar::$scalar);

            #[inline]
            fn size(&self) -> usize {
                size_of::<$int>()
            }

            #[inline]
            fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
                writer.put(self.to_native())
            }

            #[inline]
            fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
                match $int::from_native(payload) {
                    Some(number) => Ok(number),
                    None => Err(wrong_length(stringify!($int), size_of::<$int>(), payload)),
                }
            }

            #[inline]
            fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
                bounds.check_number(i128::from(*self))
            }
        }
    )*};
}

int!(u8 U8 u16 U16 u32 U32 u64 U64 i8 I8 i16 I16 i32 I32 i64 I64);

#[cold]
pub(super) fn wrong_length(needs: &'static str, expected: usize, payload: &[u8]) -> DecodeError {
    let kind = DecodeErrorKind::Length { needs, expected, found: payload.len() };
    DecodeError::new(kind, payload)
}
