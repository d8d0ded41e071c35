//! What an attribute's payload is.

use std::fmt;

use super::SetSchema;

/// What an attribute's payload is.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Kind {
    /// No payload: the presence is the value.
    Flag,
    /// An integer of fixed width.
    Int(Scalar),
    /// An integer of fixed width in big-endian byte order.
    BigEndian(Scalar),
    /// An integer of fixed width in little-endian byte order.
    LittleEndian(Scalar),
    /// An unsigned integer of 4 or 8 bytes.
    Uint,
    /// A signed integer of 4 or 8 bytes.
    Sint,
    /// An integer of fixed width with named values.
    Enum(Scalar, &'static EnumSchema),
    /// An integer of fixed width whose bits have names; the values are the bits.
    Flags(Scalar, fn() -> Vec<(&'static str, u64)>),
    /// A NUL-terminated UTF-8 string; decoding takes it without the NUL as well.
    String,
    /// A string that goes without its NUL.
    Unterminated,
    /// Any bytes.
    Binary,
    /// That many bytes.
    Fixed(usize, Hint),
    /// An IPv4 address of 4 bytes or an IPv6 address of 16.
    Ip,
    /// Integers one behind another.
    Packed(Scalar),
    /// `struct nla_bitfield32`.
    Bitfield32,
    /// Nothing that means anything.
    Pad,
    /// Nothing is said of it.
    Unspec,
    /// Attributes of another set. A function, so that a set may hold itself.
    Nest(fn() -> &'static SetSchema),
    /// A nest whose elements are numbered attributes of one kind (YNL `indexed-array`).
    Array(fn() -> Kind),
    /// A nest whose elements are attributes of one kind, and whose numbers are data (YNL
    /// `nest-type-value`).
    Keyed(fn() -> Kind),
    /// One of several, as the attribute of that number in the same set says.
    SubMessage(u16, fn() -> &'static SubMessageSchema),
}

/// How bytes of a fixed number are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Hint {
    /// In hex.
    Hex,
    /// As an IPv4 address.
    Ipv4,
    /// As an IPv6 address.
    Ipv6,
    /// As a MAC address.
    Mac,
    /// As a C struct of the family.
    Struct,
}

/// A sub-message: what it can be, and what says which.
#[derive(Clone, Copy, Debug)]
pub struct SubMessageSchema {
    /// The type's name.
    pub name: &'static str,
    /// The type's doc comment.
    pub doc: &'static str,
    /// The formats, in the order of the declaration.
    pub formats: &'static [Format],
}

/// One of the formats of a sub-message.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The selector's value.
    pub selector: Selector<'static>,
    /// What the payload is then.
    pub kind: Kind,
    /// The variant's doc comment.
    pub doc: &'static str,
}

/// The value of an attribute that says which format a sub-message has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Selector<'a> {
    /// The attribute is not there.
    Absent,
    /// A name.
    Text(&'a str),
    /// A number.
    Number(i128),
}

impl Kind {
    /// The least and the greatest number that it can be; `None` for what is no number.
    pub const fn number_range(&self) -> Option<(i128, i128)> {
        match self {
            Self::Int(scalar)
            | Self::BigEndian(scalar)
            | Self::LittleEndian(scalar)
            | Self::Enum(scalar, _)
            | Self::Flags(scalar, _) => Some(scalar.range()),
            Self::Uint => Some(Scalar::Uint.range()),
            Self::Sint => Some(Scalar::Sint.range()),
            _ => None,
        }
    }

    /// Whether a declaration can bound it.
    pub(crate) const fn takes_bounds(&self) -> bool {
        self.number_range().is_some()
            || self.length_unit().is_some()
            || matches!(self, Self::Bitfield32)
    }

    /// The length of which its own is a multiple, bytes, where bounds can be set to that.
    pub(crate) const fn length_unit(&self) -> Option<usize> {
        match self {
            Self::String | Self::Unterminated | Self::Binary | Self::Unspec => Some(1),
            Self::Packed(scalar) => Some(scalar.len()),
            _ => None,
        }
    }

    /// Whether the kernel wants `NLA_F_NESTED` on it.
    pub const fn is_nested(&self) -> bool {
        matches!(self, Self::Nest(_) | Self::Array(_) | Self::Keyed(_))
    }
}

/// In words: `u32`, `NUL-terminated string`, `array of nests`.
impl fmt::Display for Kind {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag => "flag",
            Self::Int(scalar) | Self::Enum(scalar, _) | Self::Flags(scalar, _) => {
                return scalar.fmt(f);
            }
            Self::BigEndian(scalar) => return write!(f, "big-endian {scalar}"),
            Self::LittleEndian(scalar) => return write!(f, "little-endian {scalar}"),
            Self::Uint => "uint",
            Self::Sint => "sint",
            Self::String => "NUL-terminated string",
            Self::Unterminated => "string",
            Self::Binary => "bytes",
            Self::Fixed(_, Hint::Ipv4) => "IPv4 address",
            Self::Fixed(_, Hint::Ipv6) => "IPv6 address",
            Self::Fixed(_, Hint::Mac) => "MAC address",
            Self::Fixed(length, _) => return write!(f, "{length} bytes"),
            Self::Ip => "IP address",
            Self::Packed(scalar) => return write!(f, "packed {scalar}"),
            Self::Bitfield32 => "bitfield32",
            Self::Pad => "pad",
            Self::Unspec => "anything",
            Self::Nest(_) => "nest",
            Self::Array(kind) if kind().is_nested() => "array of nests",
            Self::Array(_) => "array",
            Self::Keyed(_) => "nest of numbered elements",
            Self::SubMessage(..) => "sub-message",
        })
    }
}

/// An integer of fixed width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each is named as Rust names it")]
pub enum Scalar {
    U8,
    U16,
    U32,
    U64,
    I8,
    I16,
    I32,
    I64,
    /// 4 bytes or 8, as many as the value needs, without a sign.
    Uint,
    /// The same with a sign.
    Sint,
}

impl Scalar {
    /// Its length on the wire, bytes; the greater one where it has two.
    pub const fn len(self) -> usize {
        match self {
            Self::U8 | Self::I8 => 1,
            Self::U16 | Self::I16 => 2,
            Self::U32 | Self::I32 => 4,
            Self::U64 | Self::I64 | Self::Uint | Self::Sint => 8,
        }
    }

    /// The lengths that it may have on the wire, bytes.
    #[inline]
    pub const fn lengths(self) -> [usize; 2] {
        match self {
            Self::Uint | Self::Sint => [4, 8],
            fixed => [fixed.len(); 2],
        }
    }

    /// The integer of fixed width that a number takes on the wire.
    #[must_use]
    #[inline]
    pub fn fixed_for(self, number: i128) -> Self {
        match self {
            Self::Uint if u32::try_from(number).is_ok() => Self::U32,
            Self::Uint => Self::U64,
            Self::Sint if i32::try_from(number).is_ok() => Self::I32,
            Self::Sint => Self::I64,
            fixed => fixed,
        }
    }

    /// Never: every integer takes a byte at least.
    pub const fn is_empty(self) -> bool {
        false
    }

    /// Whether it has a sign.
    pub const fn is_signed(self) -> bool {
        matches!(self, Self::I8 | Self::I16 | Self::I32 | Self::I64 | Self::Sint)
    }

    /// The least and the greatest value.
    pub const fn range(self) -> (i128, i128) {
        match self {
            Self::U8 => (0, u8::MAX as i128),
            Self::U16 => (0, u16::MAX as i128),
            Self::U32 => (0, u32::MAX as i128),
            Self::U64 | Self::Uint => (0, u64::MAX as i128),
            Self::I8 => (i8::MIN as i128, i8::MAX as i128),
            Self::I16 => (i16::MIN as i128, i16::MAX as i128),
            Self::I32 => (i32::MIN as i128, i32::MAX as i128),
            Self::I64 | Self::Sint => (i64::MIN as i128, i64::MAX as i128),
        }
    }

    /// Reads exactly the integer's bytes; `None` for any other number of them.
    #[inline]
    pub fn read(self, payload: &[u8]) -> Option<i128> {
        use crate::wire::native::Native;
        Some(match self {
            Self::U8 => u8::from_native(payload)?.into(),
            Self::U16 => u16::from_native(payload)?.into(),
            Self::U32 => u32::from_native(payload)?.into(),
            Self::U64 => u64::from_native(payload)?.into(),
            Self::I8 => i8::from_native(payload)?.into(),
            Self::I16 => i16::from_native(payload)?.into(),
            Self::I32 => i32::from_native(payload)?.into(),
            Self::I64 => i64::from_native(payload)?.into(),
            Self::Uint => return Self::U32.read(payload).or_else(|| Self::U64.read(payload)),
            Self::Sint => return Self::I32.read(payload).or_else(|| Self::I64.read(payload)),
        })
    }
}

impl fmt::Display for Scalar {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_signed() { 'i' } else { 'u' };
        match self {
            Self::Uint => f.write_str("uint"),
            Self::Sint => f.write_str("sint"),
            _ => write!(f, "{sign}{}", self.len() * 8),
        }
    }
}

/// An enum of the protocol.
#[derive(Clone, Copy, Debug)]
pub struct EnumSchema {
    /// The type's name.
    pub name: &'static str,
    /// The type's doc comment.
    pub doc: &'static str,
    /// The named values, in the order of the declaration.
    pub values: &'static [EnumValue],
}

/// A named value of an enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// The variant's name.
    pub name: &'static str,
    /// Its number.
    pub value: i128,
    /// The variant's doc comment.
    pub doc: &'static str,
}
