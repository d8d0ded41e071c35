//! Integers of fixed width in a byte order of their own.

use super::Value;
use super::int::{check_int, wrong_length};
use crate::schema::{Bounds, Kind, Scalar};
use crate::wire::{DecodeError, Depth, EncodeError, Writer};

/// An integer in big-endian byte order (YNL `byte-order: big-endian`), such as a port of TCP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Be<T>(pub T);

/// An integer in little-endian byte order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Le<T>(pub T);

macro_rules! ordered {
    ($($wrapper:ident $kind:ident $to:ident $from:ident $name:literal: $($int:ident $scalar:ident)*;)*) => {$($(
        impl<'a> Value<'a> for $wrapper<$int> {
            const KIND: Kind = Kind::$kind(Scalar::$scalar);
            const SIZE: Option<usize> = Some(size_of::<$int>());

            #[inline]
            fn size(&self) -> usize {
                size_of::<$int>()
            }

            #[inline]
            fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
                writer.put(self.0.$to())
            }

            #[inline]
            fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
                match payload.try_into() {
                    Ok(bytes) => Ok(Self($int::$from(bytes))),
                    Err(_) => {
                        let needs = concat!("a ", $name, "-endian ", stringify!($int));
                        Err(wrong_length(needs, size_of::<$int>(), payload))
                    }
                }
            }

            #[inline]
            fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
                check_int(i128::from(self.0), bounds)
            }
        }

        impl<'a> crate::Element<'a> for $wrapper<$int> {}
    )*)*};
}

ordered! {
    Be BigEndian to_be_bytes from_be_bytes "big":
        u16 U16 u32 U32 u64 U64 i16 I16 i32 I32 i64 I64;
    Le LittleEndian to_le_bytes from_le_bytes "little":
        u16 U16 u32 U32 u64 U64 i16 I16 i32 I32 i64 I64;
}
