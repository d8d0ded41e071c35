//! The byte order of the host: netlink's numbers are native, and only this file says so.

/// Reads a native `u16`.
#[inline]
pub const fn u16(bytes: [u8; 2]) -> u16 {
    u16::from_ne_bytes(bytes)
}

/// Reads a native `u32`.
#[inline]
pub const fn u32(bytes: [u8; 4]) -> u32 {
    u32::from_ne_bytes(bytes)
}

/// A fixed-width integer as its native bytes, and back.
pub trait Native: Copy {
    /// `[u8; N]`.
    type Bytes: Copy + AsRef<[u8]>;
    /// The bytes of `self` in the host's order.
    fn to_native(self) -> Self::Bytes;
    /// Takes exactly the integer's bytes; `None` for any other number of them.
    fn from_native(bytes: &[u8]) -> Option<Self>;
}

macro_rules! native {
    ($($int:ident)*) => {$(
        impl Native for $int {
            type Bytes = [u8; size_of::<$int>()];
            #[inline]
            fn to_native(self) -> Self::Bytes {
                self.to_ne_bytes()
            }
            #[inline]
            fn from_native(bytes: &[u8]) -> Option<Self> {
                Some($int::from_ne_bytes(bytes.try_into().ok()?))
            }
        }
    )*};
}

native!(u8 u16 u32 u64 i8 i16 i32 i64);
