//! Which declared attributes pass which policies.

use crate::schema::{Hint, Kind, Scalar, SubMessageSchema};
use crate::{PolicyType, PolicyType as P};

/// Whether an attribute that is declared as that kind passes where a policy wants that type.
///
/// It is about what is sent: whatever a declaration can send must be well-formed there. Limits are
/// compared apart from it, and nests by what they hold.
pub(super) fn passes(kind: Kind, wanted: PolicyType) -> bool {
    match (kind, wanted) {
        // A policy that says nothing, or a type that is newer than this crate; on the other side a
        // declaration that says nothing. Pads are not sent.
        (_, P::Invalid | P::Other(_)) | (Kind::Unspec | Kind::Pad, _) => true,
        (Kind::SubMessage(_, formats), wanted) => a_format_passes(formats(), wanted),
        (kind, wanted) => types(kind).contains(&wanted),
    }
}

/// The types of policies that a kind passes, the one that is made for it first.
fn types(kind: Kind) -> &'static [PolicyType] {
    match kind {
        // An enum and flags are their integers.
        Kind::Int(scalar) | Kind::Enum(scalar, _) | Kind::Flags(scalar, _) => integer(scalar),
        // Older families have no name for byte orders, or say only how many bytes there are.
        Kind::BigEndian(scalar) | Kind::LittleEndian(scalar) => in_order(scalar),
        Kind::Flag => &[P::Flag],
        Kind::Uint => &[P::Uint],
        Kind::Sint => &[P::Sint],
        // What wants no NUL takes one as well, but not the other way round.
        Kind::String => &[P::NulString, P::String, P::Binary],
        Kind::Unterminated => &[P::String, P::Binary],
        // The kernel looks at no byte of a string, but for its length.
        Kind::Binary => &[P::Binary, P::String],
        // `struct in_addr` is a number in many policies.
        Kind::Fixed(_, Hint::Ipv4) => &[P::Binary, P::U32],
        Kind::Fixed(..) | Kind::Ip | Kind::Packed(_) => &[P::Binary],
        Kind::Bitfield32 => &[P::Bitfield32],
        // The kernel does not look at the elements' numbers. In a nest without a policy of its own
        // the family walks through them by itself.
        Kind::Array(kind) | Kind::Keyed(kind) if kind().is_nested() => &[P::NestedArray, P::Nested],
        Kind::Nest(_) | Kind::Array(_) | Kind::Keyed(_) => &[P::Nested],
        Kind::Unspec | Kind::Pad | Kind::SubMessage(..) => &[],
    }
}

/// Bytes whose format another attribute says are one nest or anything, to a policy; or the one
/// format that there is.
fn a_format_passes(formats: &SubMessageSchema, wanted: PolicyType) -> bool {
    matches!(wanted, P::Nested | P::Binary)
        || formats.formats.iter().any(|format| passes(format.kind, wanted))
}

/// An integer of 4 or 8 bytes is one of those of variable length, too. `NLA_MSECS`, which takes 8, is
/// told as one of these.
fn integer(scalar: Scalar) -> &'static [PolicyType] {
    match scalar {
        Scalar::U8 => &[P::U8],
        Scalar::U16 => &[P::U16],
        Scalar::U32 => &[P::U32, P::Uint],
        Scalar::U64 => &[P::U64, P::Uint],
        Scalar::I8 => &[P::S8],
        Scalar::I16 => &[P::S16],
        Scalar::I32 => &[P::S32, P::Sint],
        Scalar::I64 => &[P::S64, P::Sint],
        Scalar::Uint => &[P::Uint],
        Scalar::Sint => &[P::Sint],
    }
}

fn in_order(scalar: Scalar) -> &'static [PolicyType] {
    match scalar {
        Scalar::U8 => &[P::U8, P::Binary],
        Scalar::U16 => &[P::U16, P::Binary],
        Scalar::U32 => &[P::U32, P::Binary],
        Scalar::U64 => &[P::U64, P::Binary],
        Scalar::I8 => &[P::S8, P::Binary],
        Scalar::I16 => &[P::S16, P::Binary],
        Scalar::I32 => &[P::S32, P::Binary],
        Scalar::I64 => &[P::S64, P::Binary],
        // Of variable length, it is in the host's order.
        Scalar::Uint | Scalar::Sint => &[],
    }
}

/// Whether an attribute of that kind may be taken by a policy that does not tell of it.
///
/// There are no such types in policy dumps as the big-endian `NLA_BE16` and `NLA_BE32`, which IPv4
/// addresses can be as well. What a family takes without looking (`NLA_UNSPEC`) is not told either, but
/// then nothing is known of it: only a declaration that says nothing itself goes with it.
pub(super) fn may_be_untold(kind: Kind) -> bool {
    match kind {
        Kind::Unspec | Kind::Pad | Kind::Fixed(_, Hint::Ipv4) => true,
        Kind::BigEndian(scalar) => matches!(scalar, Scalar::U16 | Scalar::U32),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{EnumSchema, SetSchema};

    fn inner() -> &'static SetSchema {
        &SetSchema::EMPTY
    }

    #[test]
    fn each_kind_passes_the_policies_that_it_should() {
        use PolicyType::*;
        const NAMES: EnumSchema = EnumSchema { name: "Level", doc: "", values: &[] };
        let flags = Kind::Flags(Scalar::U32, Vec::new);
        let (nest, number) = (|| Kind::Nest(inner), || Kind::Int(Scalar::U16));
        let cases: &[(Kind, &[PolicyType])] = &[
            (Kind::Flag, &[Flag]),
            (Kind::Int(Scalar::U8), &[U8]),
            (Kind::Int(Scalar::U32), &[U32, Uint]),
            (Kind::Int(Scalar::I64), &[S64, Sint]),
            (flags, &[U32, Uint]),
            (Kind::Enum(Scalar::U8, &NAMES), &[U8]),
            (Kind::BigEndian(Scalar::U32), &[U32, Binary]),
            (Kind::LittleEndian(Scalar::U16), &[U16, Binary]),
            (Kind::Uint, &[Uint]),
            (Kind::Sint, &[Sint]),
            (Kind::String, &[NulString, String, Binary]),
            (Kind::Unterminated, &[String, Binary]),
            (Kind::Binary, &[String, Binary]),
            (Kind::Fixed(6, Hint::Mac), &[Binary]),
            (Kind::Fixed(4, Hint::Ipv4), &[Binary, U32]),
            (Kind::Ip, &[Binary]),
            (Kind::Packed(Scalar::U32), &[Binary]),
            (Kind::Bitfield32, &[Bitfield32]),
            (nest(), &[Nested]),
            (Kind::Array(nest), &[Nested, NestedArray]),
            (Kind::Array(number), &[Nested]),
            (Kind::Keyed(nest), &[Nested, NestedArray]),
        ];
        let types = [
            Flag,
            U8,
            U16,
            U32,
            U64,
            S8,
            S16,
            S32,
            S64,
            Binary,
            String,
            NulString,
            Nested,
            NestedArray,
            Bitfield32,
            Sint,
            Uint,
        ];
        for (kind, expected) in cases {
            let passed: Vec<_> =
                types.into_iter().filter(|wanted| passes(*kind, *wanted)).collect();
            let mut expected = expected.to_vec();
            expected.sort_by_key(|wanted| types.iter().position(|other| other == wanted));
            assert_eq!(passed, expected, "{kind}");
            assert!(passes(*kind, Invalid) && passes(*kind, Other(99)), "{kind}");
        }
        assert!(types.into_iter().all(|wanted| passes(Kind::Unspec, wanted)));
        let untold = [Kind::BigEndian(Scalar::U32), Kind::Pad, Kind::Fixed(4, Hint::Ipv4)];
        assert!(untold.into_iter().all(may_be_untold));
        assert!(!may_be_untold(Kind::BigEndian(Scalar::U64)) && !may_be_untold(Kind::Ip));
    }
}
