//! The byte order of the host: netlink's numbers are native, and only this file says so.
//!
//! Built with `--cfg nl_big_endian`, the codec runs as if on a big-endian machine, for the test of
//! that name; such a program cannot talk to the kernel.

/// Whether numbers are written with their most significant byte first.
pub const BIG_ENDIAN: bool = cfg!(target_endian = "big") || cfg!(nl_big_endian);

/// Reads a native `u16`.
#[inline]
pub const fn u16(bytes: [u8; 2]) -> u16 {
    if BIG_ENDIAN { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
}

/// Reads a native `u32`.
#[inline]
pub const fn u32(bytes: [u8; 4]) -> u32 {
    if BIG_ENDIAN { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
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
                if BIG_ENDIAN { self.to_be_bytes() } else { self.to_le_bytes() }
            }
            #[inline]
            fn from_native(bytes: &[u8]) -> Option<Self> {
                let bytes = bytes.try_into().ok()?;
                Some(if BIG_ENDIAN { $int::from_be_bytes(bytes) } else { $int::from_le_bytes(bytes) })
            }
        }
    )*};
}

native!(u8 u16 u32 u64 i8 i16 i32 i64);
