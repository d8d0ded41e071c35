//! What a policy wants, in words.

use std::fmt;

use crate::declared::policy::{PolicyInfo, PolicyType};

/// What the kernel would have accepted where it refused an attribute: `1..=7`, `at most 15 bytes`.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepts(PolicyInfo);

impl Accepts {
    /// The policy that refused.
    pub fn new(policy: PolicyInfo) -> Self {
        Self(policy)
    }

    /// The policy as the kernel told it.
    pub fn policy(&self) -> &PolicyInfo {
        &self.0
    }
}

impl fmt::Display for Accepts {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let policy = &self.0;
        match (policy.min, policy.max, policy.min_signed, policy.max_signed) {
            (Some(min), Some(max), ..) => return write!(f, "{min}..={max}"),
            (.., Some(min), Some(max)) => return write!(f, "{min}..={max}"),
            _ => {}
        }
        if let Some(mask) = policy.mask.or(policy.bitfield_mask.map(u64::from)) {
            return write!(f, "the bits {mask:#x}");
        }
        let kind = match policy.kind {
            Some(PolicyType::NulString) => "a NUL-terminated string",
            Some(PolicyType::String) => "a string",
            Some(PolicyType::Binary) | None => "",
            Some(PolicyType::Nested | PolicyType::NestedArray) => "a nest",
            Some(PolicyType::Flag) => "a flag without payload",
            Some(kind) => return write!(f, "one {kind}"),
        };
        let of = if kind.is_empty() { "" } else { " of " };
        match (policy.min_len, policy.max_len) {
            (None, None) if kind.is_empty() => f.write_str("bytes"),
            (None, None) => f.write_str(kind),
            (Some(min), Some(max)) => write!(f, "{kind}{of}{min} to {max} bytes"),
            (None, Some(max)) => write!(f, "{kind}{of}at most {max} bytes"),
            (Some(min), None) => write!(f, "{kind}{of}at least {min} bytes"),
        }
    }
}

impl fmt::Display for PolicyType {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Invalid => "anything",
            Self::Flag => "flag",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::S8 => "i8",
            Self::S16 => "i16",
            Self::S32 => "i32",
            Self::S64 => "i64",
            Self::Binary => "bytes",
            Self::String => "string",
            Self::NulString => "NUL-terminated string",
            Self::Nested => "nest",
            Self::NestedArray => "array of nests",
            Self::Bitfield32 => "bitfield32",
            Self::Sint => "sint",
            Self::Uint => "uint",
            Self::Other(number) => return write!(f, "type {number}"),
        })
    }
}
