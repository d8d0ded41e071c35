//! The policy of a declared attribute, as the kernel would tell it.

use crate::schema::{AttributeSchema, Bounds, Kind, Scalar, SubMessageSchema};
use crate::{PolicyInfo, PolicyType};

/// The policy as the kernel dumps it (`__netlink_policy_dump_write_attr` of `net/netlink/policy.c`).
pub(crate) fn describe(schema: &AttributeSchema) -> PolicyInfo {
    let Bounds { min, max, min_len, max_len, mask } = schema.bounds;
    let length = |length: usize| u32::try_from(length).ok();
    let mut info = PolicyInfo { kind: Some(policy_type(schema.kind)), ..PolicyInfo::default() };
    match schema.kind {
        Kind::String | Kind::Unterminated => info.max_len = max_len.and_then(length),
        Kind::Fixed(size, _) => (info.min_len, info.max_len) = (length(size), length(size)),
        Kind::BigEndian(scalar) => {
            (info.min_len, info.max_len) = (length(scalar.len()), length(scalar.len()));
        }
        Kind::Ip => (info.min_len, info.max_len) = (Some(4), Some(16)),
        Kind::Binary | Kind::Packed(_) => {
            (info.min_len, info.max_len) = (min_len.and_then(length), max_len.and_then(length));
        }
        Kind::Bitfield32 => {
            info.bitfield_mask =
                Some(mask.map_or(u32::MAX, |mask| u32::try_from(mask).unwrap_or(u32::MAX)));
        }
        _ if mask.is_some() => info.mask = mask,
        kind => {
            if let Some(scalar) = scalar_of(kind) {
                let (low, high) = scalar.range();
                let (low, high) = (min.unwrap_or(low), max.unwrap_or(high));
                if scalar.is_signed() {
                    info.min_signed = i64::try_from(low).ok();
                    info.max_signed = i64::try_from(high).ok();
                } else {
                    info.min = u64::try_from(low).ok();
                    info.max = u64::try_from(high).ok();
                }
            }
        }
    }
    info
}

/// The integer that a kind is in the kernel's policy.
fn scalar_of(kind: Kind) -> Option<Scalar> {
    match kind {
        Kind::Int(scalar)
        | Kind::Enum(scalar, _)
        | Kind::Flags(scalar, _)
        | Kind::LittleEndian(scalar) => Some(scalar),
        Kind::Uint => Some(Scalar::Uint),
        Kind::Sint => Some(Scalar::Sint),
        _ => None,
    }
}

fn policy_type(kind: Kind) -> PolicyType {
    match kind {
        Kind::Flag => PolicyType::Flag,
        Kind::String => PolicyType::NulString,
        Kind::Unterminated => PolicyType::String,
        Kind::Bitfield32 => PolicyType::Bitfield32,
        Kind::Array(kind) if matches!(kind(), Kind::Nest(_)) => PolicyType::NestedArray,
        Kind::Nest(_) | Kind::Array(_) | Kind::Keyed(_) => PolicyType::Nested,
        Kind::SubMessage(_, formats) if are_nests(formats()) => PolicyType::Nested,
        kind => match scalar_of(kind) {
            Some(Scalar::U8) => PolicyType::U8,
            Some(Scalar::U16) => PolicyType::U16,
            Some(Scalar::U32) => PolicyType::U32,
            Some(Scalar::U64) => PolicyType::U64,
            Some(Scalar::I8) => PolicyType::S8,
            Some(Scalar::I16) => PolicyType::S16,
            Some(Scalar::I32) => PolicyType::S32,
            Some(Scalar::I64) => PolicyType::S64,
            Some(Scalar::Uint) => PolicyType::Uint,
            Some(Scalar::Sint) => PolicyType::Sint,
            None => PolicyType::Binary,
        },
    }
}

/// Whether a sub-message is a nest in each of its formats.
fn are_nests(formats: &SubMessageSchema) -> bool {
    formats.formats.iter().all(|format| format.kind.is_nested())
}

/// Whether the kernel tells of such an attribute at all: not of `NLA_UNSPEC`, `NLA_BE16` and
/// `NLA_BE32` (`__netlink_policy_dump_write_attr`).
pub(crate) fn told(kind: Kind) -> bool {
    !matches!(kind, Kind::Pad | Kind::Unspec | Kind::BigEndian(Scalar::U16 | Scalar::U32))
}
