//! The kernel's own validation of a request, over a schema.
//!
//! What `__nla_validate_parse` of `lib/nlattr.c` does for an operation with a strict policy, with
//! the same order, errnos and sentences, and what `GENL_REQ_ATTR_CHECK` and `NL_REQ_ATTR_CHECK`
//! (`net/genetlink.h`, `linux/netlink.h`) do for required attributes behind it. The user-space host
//! refuses with it as the kernel would.

use crate::Errno;
use crate::accepts::{PolicyInfo, PolicyType};
use crate::schema::{AttributeSchema, Bounds, Kind, Presence, Scalar, SetSchema};
use crate::wire::{Attr, Attrs, NESTED, align};

/// Why a request is refused: what goes into an `NLMSG_ERROR` and its extended ack.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The errno, `EINVAL` or `ERANGE`.
    pub errno: Errno,
    /// The kernel's sentence. A missing attribute has none.
    pub message: Option<&'static str>,
    /// Where the refused attribute starts, bytes from the first attribute on.
    pub offset: Option<usize>,
    /// The policy that refused.
    pub policy: Option<Box<PolicyInfo>>,
    /// The number of a missing attribute.
    pub missing: Option<u16>,
    /// Where the nest starts that misses it, bytes from the first attribute on.
    pub missing_nest: Option<usize>,
}

/// The sentence of the entry that rejects, in `kmod/nl_demo_ops.c`.
const NO_ATTRIBUTES: &str = "no attributes are taken here";

/// How deep nests may lie (`MAX_POLICY_RECURSION_DEPTH` of `lib/nlattr.c`).
const DEPTH: usize = 10;

/// Validates the attributes of a request as the kernel's policy of that set would, and then looks
/// for missing ones.
///
/// # Errors
/// The first thing that the kernel would refuse.
pub fn validate(set: &'static SetSchema, attributes: &[u8]) -> Result<(), Violation> {
    validate_set(set, attributes, 0, DEPTH)?;
    require(set, attributes, None)?;
    require_in_nests(set, attributes, 0)
}

fn violation(errno: Errno, message: &'static str, offset: Option<usize>) -> Violation {
    Violation {
        errno,
        message: Some(message),
        offset,
        policy: None,
        missing: None,
        missing_nest: None,
    }
}

fn validate_set(
    set: &'static SetSchema,
    attributes: &[u8],
    base: usize,
    depth: usize,
) -> Result<(), Violation> {
    if depth == 0 {
        let message = "allowed policy recursion depth exceeded";
        return Err(violation(Errno::EINVAL, message, None));
    }
    for (attr, offset) in placed(attributes, base) {
        match set.attribute(attr.number()) {
            Some(schema) => validate_attribute(schema, attr, offset, depth)?,
            // A policy needs an entry, so an operation without attributes rejects its first one.
            None if set.attributes.is_empty() && attr.number() == 1 => {
                return Err(violation(Errno::EINVAL, NO_ATTRIBUTES, Some(offset)));
            }
            None if (1..=set.max_attribute()).contains(&attr.number()) => {
                // A hole in the set is NLA_UNSPEC, which strict validation does not take.
                return Err(violation(Errno::EINVAL, "Unsupported attribute", Some(offset)));
            }
            None => {
                return Err(violation(Errno::EINVAL, "Unknown attribute type", Some(offset)));
            }
        }
    }
    if leftover(attributes) {
        let message = "bytes leftover after parsing attributes";
        return Err(violation(Errno::EINVAL, message, None));
    }
    Ok(())
}

/// The attributes with their offsets. A bad length ends them, as in the kernel.
fn placed(attributes: &[u8], base: usize) -> impl Iterator<Item = (Attr<'_>, usize)> {
    let mut offset = base;
    Attrs::new(attributes).map_while(Result::ok).map(move |attr| {
        let at = offset;
        offset += 4 + align(attr.payload.len());
        (attr, at)
    })
}

fn leftover(attributes: &[u8]) -> bool {
    Attrs::new(attributes).any(|attr| attr.is_err())
}

fn validate_attribute(
    schema: &'static AttributeSchema,
    attr: Attr<'_>,
    offset: usize,
    depth: usize,
) -> Result<(), Violation> {
    let refuse = |errno, message| Violation {
        policy: Some(Box::new(describe(schema))),
        ..violation(errno, message, Some(offset))
    };
    let failed = |errno| refuse(errno, "Attribute failed policy validation");
    let payload = attr.payload;
    let nested = attr.raw_type & NESTED != 0;
    if let Kind::Int(scalar) | Kind::Enum(scalar, _) = schema.kind
        && payload.len() != scalar.len()
    {
        return Err(refuse(Errno::EINVAL, "invalid attribute length"));
    }
    match (schema.kind.is_nested(), nested) {
        (true, false) => return Err(refuse(Errno::EINVAL, "NLA_F_NESTED is missing")),
        (false, true) => return Err(refuse(Errno::EINVAL, "NLA_F_NESTED not expected")),
        _ => {}
    }
    let Bounds { min, max, min_len, max_len } = schema.bounds;
    match schema.kind {
        Kind::Flag if !payload.is_empty() => Err(failed(Errno::ERANGE)),
        Kind::Flag => Ok(()),
        Kind::Int(scalar) | Kind::Enum(scalar, _) => {
            let value = scalar.read(payload).unwrap_or(0);
            if min.is_some_and(|min| value < min) || max.is_some_and(|max| value > max) {
                return Err(refuse(Errno::ERANGE, "integer out of range"));
            }
            Ok(())
        }
        Kind::String => {
            let room = max_len.map_or(payload.len(), |max| payload.len().min(max + 1));
            match payload.get(..room).and_then(|text| text.iter().position(|b| *b == 0)) {
                Some(_) => Ok(()),
                None => Err(failed(Errno::EINVAL)),
            }
        }
        Kind::Binary => validate_binary(payload.len(), min_len, max_len).map_err(|message| {
            refuse(Errno::ERANGE, message.unwrap_or("Attribute failed policy validation"))
        }),
        Kind::Nest(set) => {
            nest(payload, failed, |inner| validate_set(set(), inner, offset + 4, depth - 1))
        }
        Kind::NestArray(set) => {
            nest(payload, failed, |elements| validate_array(set(), elements, offset + 4, depth))
        }
    }
}

/// A length between two bounds is the kernel's range of a binary, an upper one alone its `len`.
fn validate_binary(
    length: usize,
    min: Option<usize>,
    max: Option<usize>,
) -> Result<(), Option<&'static str>> {
    if min.unwrap_or(0) <= length && length <= max.unwrap_or(usize::MAX) {
        return Ok(());
    }
    Err(min.map(|_| "binary attribute size out of range"))
}

fn nest(
    payload: &[u8],
    failed: impl Fn(Errno) -> Violation,
    validate: impl Fn(&[u8]) -> Result<(), Violation>,
) -> Result<(), Violation> {
    match payload.len() {
        0 => Ok(()),
        1..4 => Err(failed(Errno::ERANGE)),
        _ => validate(payload),
    }
}

fn validate_array(
    set: &'static SetSchema,
    elements: &[u8],
    base: usize,
    depth: usize,
) -> Result<(), Violation> {
    for (element, offset) in placed(elements, base) {
        match element.payload.len() {
            0 => {}
            1..4 => {
                return Err(violation(Errno::ERANGE, "Array element too short", Some(offset)));
            }
            _ => validate_set(set, element.payload, offset + 4, depth - 1)?,
        }
    }
    Ok(())
}

/// The policy as the kernel dumps it (`__netlink_policy_dump_write_attr` of `net/netlink/policy.c`).
fn describe(schema: &AttributeSchema) -> PolicyInfo {
    let Bounds { min, max, min_len, max_len } = schema.bounds;
    let mut info = PolicyInfo::default();
    let length = |length: usize| u32::try_from(length).ok();
    info.kind = Some(match schema.kind {
        Kind::Flag => PolicyType::Flag,
        Kind::Nest(_) => PolicyType::Nested,
        Kind::NestArray(_) => PolicyType::NestedArray,
        Kind::String => {
            info.max_len = max_len.and_then(length);
            PolicyType::NulString
        }
        Kind::Binary => {
            info.min_len = min_len.and_then(length);
            info.max_len = max_len.and_then(length);
            PolicyType::Binary
        }
        Kind::Int(scalar) | Kind::Enum(scalar, _) => {
            let (low, high) = scalar.range();
            let (low, high) = (min.unwrap_or(low), max.unwrap_or(high));
            if scalar.is_signed() {
                (info.min_signed, info.max_signed) =
                    (i64::try_from(low).ok(), i64::try_from(high).ok());
            } else {
                (info.min, info.max) = (u64::try_from(low).ok(), u64::try_from(high).ok());
            }
            policy_type(scalar)
        }
    });
    info
}

fn policy_type(scalar: Scalar) -> PolicyType {
    match scalar {
        Scalar::U8 => PolicyType::U8,
        Scalar::U16 => PolicyType::U16,
        Scalar::U32 => PolicyType::U32,
        Scalar::U64 => PolicyType::U64,
        Scalar::I8 => PolicyType::S8,
        Scalar::I16 => PolicyType::S16,
        Scalar::I32 => PolicyType::S32,
        Scalar::I64 => PolicyType::S64,
    }
}

/// Looks for required attributes of one set, in the order of the declaration.
fn require(
    set: &'static SetSchema,
    attributes: &[u8],
    nest: Option<usize>,
) -> Result<(), Violation> {
    let required = set.attributes.iter().filter(|a| a.presence == Presence::Required);
    for schema in required {
        let there = Attrs::new(attributes).flatten().any(|attr| attr.number() == schema.number);
        if !there {
            return Err(Violation {
                errno: Errno::EINVAL,
                message: None,
                offset: None,
                policy: None,
                missing: Some(schema.number),
                missing_nest: nest,
            });
        }
    }
    Ok(())
}

fn require_in_nests(
    set: &'static SetSchema,
    attributes: &[u8],
    base: usize,
) -> Result<(), Violation> {
    for (attr, offset) in placed(attributes, base) {
        match set.attribute(attr.number()).map(|schema| schema.kind) {
            Some(Kind::Nest(inner)) => {
                require(inner(), attr.payload, Some(offset))?;
                require_in_nests(inner(), attr.payload, offset + 4)?;
            }
            Some(Kind::NestArray(inner)) => {
                for (element, offset) in placed(attr.payload, offset + 4) {
                    require(inner(), element.payload, Some(offset))?;
                    require_in_nests(inner(), element.payload, offset + 4)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}
