//! Integers of 4 or 8 bytes, as many as the value needs (YNL `uint` and `sint`).

use super::Value;
use super::int::{check_int, wrong_length};
use crate::schema::{Bounds, Kind};
use crate::wire::native::Native;
use crate::wire::{DecodeError, Depth, EncodeError, Writer};

/// An unsigned integer that takes 4 bytes, or 8 where it must (`NLA_UINT`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uint(pub u64);

/// A signed integer that takes 4 bytes, or 8 where it must (`NLA_SINT`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sint(pub i64);

macro_rules! variable {
    ($($wrapper:ident $small:ident $large:ident $needs:literal;)*) => {$(
        impl<'a> Value<'a> for $wrapper {
            const KIND: Kind = Kind::$wrapper;

            #[inline]
            fn size(&self) -> usize {
                if $small::try_from(self.0).is_ok() { 4 } else { 8 }
            }

            #[inline]
            fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
                match $small::try_from(self.0) {
                    Ok(small) => writer.put(small.to_native()),
                    Err(_) => writer.put(self.0.to_native()),
                }
            }

            #[inline]
            fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
                if let Some(small) = $small::from_native(payload) {
                    return Ok(Self($large::from(small)));
                }
                match $large::from_native(payload) {
                    Some(large) => Ok(Self(large)),
                    None => Err(wrong_length($needs, 8, payload)),
                }
            }

            #[inline]
            fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
                check_int(i128::from(self.0), bounds)
            }
        }

        impl<'a> crate::Element<'a> for $wrapper {}
    )*};
}

variable! {
    Uint u32 u64 "a uint (4 bytes or 8)";
    Sint i32 i64 "a sint (4 bytes or 8)";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bytes_keep_their_value_and_four_their_sign() {
        for value in [0, 1, u64::from(u32::MAX), 1 << 32, u64::MAX] {
            assert_eq!(Uint::decode_payload(&value.to_native(), Depth::TOP).unwrap(), Uint(value));
            assert_eq!(Uint(value).size(), if value >> 32 == 0 { 4 } else { 8 });
        }
        assert_eq!(Sint::decode_payload(&(-7i32).to_native(), Depth::TOP).unwrap(), Sint(-7));
        assert_eq!(
            Sint::decode_payload(&i64::MIN.to_native(), Depth::TOP).unwrap(),
            Sint(i64::MIN)
        );
        assert_eq!((Sint(-1).size(), Sint(1 << 31).size()), (4, 8));
        assert!(Uint::decode_payload(&[0; 5], Depth::TOP).is_err());
    }
}
