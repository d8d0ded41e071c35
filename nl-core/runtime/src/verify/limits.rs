//! What of a type an attribute may be: numbers, bits, lengths.

use std::fmt;

use crate::schema::{AttributeSchema, Bounds, Kind, Scalar};
use crate::{PolicyInfo, PolicyType};

/// What of its type an attribute may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limits {
    /// Numbers.
    Numbers {
        /// The least.
        min: i128,
        /// The greatest.
        max: i128,
    },
    /// Numbers of these bits.
    Bits(u64),
    /// Lengths, bytes.
    Length {
        /// The least.
        min: u64,
        /// The greatest; `None` for any.
        max: Option<u64>,
    },
}

impl Limits {
    /// Those of a policy; `None` where it has none, or does not tell.
    pub fn of(policy: &PolicyInfo) -> Option<Self> {
        match (policy.min, policy.max, policy.min_signed, policy.max_signed) {
            (Some(min), Some(max), ..) => return Some(numbers(min, max)),
            (.., Some(min), Some(max)) => return Some(numbers(min, max)),
            _ => {}
        }
        if let Some(bits) = policy.mask.or(policy.bitfield_mask.map(u64::from)) {
            return Some(Self::Bits(bits));
        }
        match (policy.min_len, policy.max_len) {
            (None, None) => None,
            (min, max) => {
                let min = min.map_or(0, u64::from);
                Some(Self::Length { min, max: max.map(u64::from) })
            }
        }
    }

    /// Those of a declaration, in what that policy counts; `None` for what has none.
    pub(super) fn declared(attribute: &AttributeSchema, policy: &PolicyInfo) -> Option<Self> {
        let Bounds { min_len, max_len, mask, .. } = attribute.bounds;
        let exact = |length: usize| Self::Length { min: wide(length), max: Some(wide(length)) };
        let counts_nul = policy.kind == Some(PolicyType::Binary);
        match attribute.kind {
            // What is turned around can't be compared: the kernel bounds the number as it lies there.
            Kind::BigEndian(scalar) | Kind::LittleEndian(scalar) => {
                (policy.kind == Some(PolicyType::Binary)).then(|| exact(scalar.len()))
            }
            Kind::Bitfield32 => Some(Self::Bits(mask.unwrap_or(u32::MAX.into()))),
            Kind::String => {
                let nul = u64::from(counts_nul);
                let max = max_len.map(|max| wide(max).saturating_add(nul));
                Some(Self::Length { min: min_len.map_or(0, wide).saturating_add(nul), max })
            }
            Kind::Unterminated | Kind::Binary | Kind::Packed(_) => {
                Some(Self::Length { min: min_len.map_or(0, wide), max: max_len.map(wide) })
            }
            Kind::Fixed(length, _) => Some(exact(length)),
            Kind::Ip => Some(Self::Length { min: 4, max: Some(16) }),
            kind => Self::declared_number(kind, &attribute.bounds, policy.mask.is_some()),
        }
    }

    /// Those of a declared integer, as bits where it can be told so and the policy does.
    fn declared_number(kind: Kind, bounds: &Bounds, as_bits: bool) -> Option<Self> {
        let (least, most) = values(kind)?;
        let range = numbers(bounds.min.unwrap_or(least), bounds.max.unwrap_or(most));
        let unbounded = bounds.min.is_none() && bounds.max.is_none();
        match bounds.mask.or_else(|| named_bits(kind)) {
            Some(bits) if as_bits || unbounded => Some(Self::Bits(bits)),
            _ => Some(range),
        }
    }

    /// Whether everything that is in these limits is in the others as well. Limits of different
    /// things can't be compared, and are.
    pub fn are_within(self, others: Self) -> bool {
        match (self, others) {
            (Self::Numbers { min, max }, Self::Numbers { min: least, max: most }) => {
                least <= min && max <= most
            }
            (Self::Bits(bits), Self::Bits(others)) => bits & !others == 0,
            (Self::Bits(bits), Self::Numbers { min, max }) => min <= 0 && i128::from(bits) <= max,
            (Self::Numbers { min, max }, Self::Bits(others)) => {
                min >= 0 && used_bits(min, max) & !i128::from(others) == 0
            }
            (Self::Length { min, max }, Self::Length { min: least, max: most }) => {
                least <= min && most.is_none_or(|most| max.is_some_and(|max| max <= most))
            }
            _ => true,
        }
    }

    /// Whether they allow all that there is of a type.
    pub(super) fn is_all_of(self, kind: Option<PolicyType>) -> bool {
        match (self, kind.and_then(scalar)) {
            (Self::Numbers { .. }, Some(scalar)) => {
                let (min, max) = scalar.range();
                self == Self::Numbers { min, max }
            }
            _ => self == Self::Length { min: 0, max: None },
        }
    }
}

fn numbers(min: impl Into<i128>, max: impl Into<i128>) -> Limits {
    Limits::Numbers { min: min.into(), max: max.into() }
}

fn wide(length: usize) -> u64 {
    length as u64
}

/// The least and the greatest number of a kind. An enum is its names: it keeps other numbers when
/// it is read, but nobody means to send them.
fn values(kind: Kind) -> Option<(i128, i128)> {
    let named = match kind {
        Kind::Enum(_, names) => {
            let values = || names.values.iter().map(|named| named.value);
            values().min().zip(values().max())
        }
        _ => None,
    };
    named.or_else(|| kind.number_range())
}

/// The bits that flags have names for, if any has.
fn named_bits(kind: Kind) -> Option<u64> {
    match kind {
        Kind::Flags(_, names) => {
            let bits = names().into_iter().fold(0, |bits, (_, bit)| bits | bit);
            (bits != 0).then_some(bits)
        }
        _ => None,
    }
}

/// Every bit that a number between the two has, which are not negative: those of the greatest, and
/// all behind the first in which the ends differ.
fn used_bits(min: i128, max: i128) -> i128 {
    let differ = 128 - (min ^ max).leading_zeros();
    max | ((1 << differ.min(126)) - 1)
}

/// The integer that a policy's type is.
fn scalar(kind: PolicyType) -> Option<Scalar> {
    Some(match kind {
        PolicyType::U8 => Scalar::U8,
        PolicyType::U16 => Scalar::U16,
        PolicyType::U32 => Scalar::U32,
        PolicyType::U64 | PolicyType::Uint => Scalar::U64,
        PolicyType::S8 => Scalar::I8,
        PolicyType::S16 => Scalar::I16,
        PolicyType::S32 => Scalar::I32,
        PolicyType::S64 | PolicyType::Sint => Scalar::I64,
        _ => return None,
    })
}

/// `1..=7`, `the bits 0x3`, `at most 15 bytes`.
impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Numbers { min, max } => write!(f, "{min}..={max}"),
            Self::Bits(bits) => write!(f, "the bits {bits:#x}"),
            Self::Length { min: 0, max: None } => f.write_str("any length"),
            Self::Length { min, max: None } => write!(f, "at least {min} bytes"),
            Self::Length { min: 0, max: Some(max) } => write!(f, "at most {max} bytes"),
            Self::Length { min, max: Some(max) } if min == max => write!(f, "{max} bytes"),
            Self::Length { min, max: Some(max) } => write!(f, "{min} to {max} bytes"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{EnumSchema, EnumValue, Presence};

    const LEVEL: EnumSchema = EnumSchema {
        name: "Level",
        doc: "",
        values: &[
            EnumValue { name: "High", value: 2, doc: "" },
            EnumValue { name: "Low", value: 1, doc: "" },
        ],
    };

    #[test]
    fn limits_are_within_others_that_allow_no_less() {
        let (numbers, bits) = (|min, max| Limits::Numbers { min, max }, Limits::Bits);
        let length = |min, max| Limits::Length { min, max };
        let cases = [
            (numbers(1, 7), numbers(1, 7), true),
            (numbers(0, 7), numbers(1, 7), false),
            (numbers(-1, 8), numbers(-1, 7), false),
            (bits(0x5), bits(0xf), true),
            (bits(0x10), bits(0xf), false),
            (bits(0x5), numbers(0, 5), true),
            (bits(0x5), numbers(0, 4), false),
            (bits(0x5), numbers(1, 5), false),
            // 4 to 6 have the bits 4, 2 and 1, but 4 and 5 not 2.
            (numbers(4, 6), bits(0x7), true),
            (numbers(4, 6), bits(0x6), false),
            (numbers(4, 5), bits(0x5), true),
            (numbers(4, 4), bits(0x4), true),
            (numbers(-1, 1), bits(0x3), false),
            (numbers(0, u64::MAX.into()), bits(u64::MAX), true),
            (length(1, Some(15)), length(0, Some(15)), true),
            (length(1, Some(16)), length(0, Some(15)), false),
            (length(0, Some(15)), length(1, None), false),
            (length(0, None), length(0, Some(15)), false),
        ];
        for (declared, kernel, expected) in cases {
            assert_eq!(declared.are_within(kernel), expected, "{declared:?} in {kernel:?}");
        }
    }

    fn attribute(kind: Kind, bounds: Bounds) -> AttributeSchema {
        AttributeSchema {
            name: "a",
            number: 1,
            kind,
            presence: Presence::Required,
            bounds,
            doc: "",
        }
    }

    #[test]
    fn declared_limits_are_counted_as_the_policy_counts() {
        let of = |kind| PolicyInfo { kind: Some(kind), ..PolicyInfo::default() };
        let limits =
            |kind, bounds, policy: &PolicyInfo| Limits::declared(&attribute(kind, bounds), policy);
        let text = Bounds { max_len: Some(15), ..Bounds::NONE };
        let length = |min, max| Some(Limits::Length { min, max: Some(max) });
        assert_eq!(limits(Kind::String, text, &of(PolicyType::NulString)), length(0, 15));
        assert_eq!(limits(Kind::String, text, &of(PolicyType::Binary)), length(1, 16));
        let port = Kind::BigEndian(Scalar::U16);
        assert_eq!(limits(port, Bounds::NONE, &of(PolicyType::U16)), None);
        assert_eq!(limits(port, Bounds::NONE, &of(PolicyType::Binary)), length(2, 2));
        assert_eq!(limits(Kind::Ip, Bounds::NONE, &of(PolicyType::Binary)), length(4, 16));
        // An enum is its names; flags are theirs.
        let level = limits(Kind::Enum(Scalar::U8, &LEVEL), Bounds::NONE, &of(PolicyType::U8));
        assert_eq!(level, Some(Limits::Numbers { min: 1, max: 2 }));
        let flags = Kind::Flags(Scalar::U32, || vec![("A", 1), ("B", 4)]);
        assert_eq!(limits(flags, Bounds::NONE, &of(PolicyType::U32)), Some(Limits::Bits(5)));
        let masked = PolicyInfo { mask: Some(3), ..of(PolicyType::U32) };
        let both = Bounds { min: Some(0), max: Some(7), mask: Some(3), ..Bounds::NONE };
        let number = Kind::Int(Scalar::U32);
        assert_eq!(limits(number, both, &masked), Some(Limits::Bits(3)));
        let range = Some(Limits::Numbers { min: 0, max: 7 });
        assert_eq!(limits(number, both, &of(PolicyType::U32)), range);
    }
}
