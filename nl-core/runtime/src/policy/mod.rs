//! The kernel's own validation of a request, over a schema.
//!
//! What `__nla_validate_parse` of `lib/nlattr.c` does for an operation with a strict policy, with
//! the same order, errnos and sentences, and what `GENL_REQ_ATTR_CHECK` and `NL_REQ_ATTR_CHECK`
//! (`net/genetlink.h`, `linux/netlink.h`) do for required attributes behind it. The user-space host
//! refuses with it as the kernel would.

mod describe;
mod required;

use crate::Errno;
use crate::PolicyInfo;
use crate::schema::{self, AttributeSchema, Bounds, Kind, Selected, SetSchema};
use crate::value::{Bitfield32, Value};
use crate::wire::{Attr, Attrs, Depth, NESTED, align};

pub(crate) use describe::{describe, told};

/// Why a request is refused: what goes into an `NLMSG_ERROR` and its extended ack.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// The errno, `EINVAL` or `ERANGE`.
    pub errno: Errno,
    /// The kernel's sentence. A missing attribute has none.
    pub message: Option<&'static str>,
    /// Where the refused attribute starts, bytes from the family's header on, if it has one.
    pub offset: Option<usize>,
    /// The policy that refused.
    pub policy: Option<Box<PolicyInfo>>,
    /// The number of a missing attribute.
    pub missing: Option<u16>,
    /// Where the nest starts that misses it, counted likewise.
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
    let Some((_, attributes)) = attributes.split_at_checked(set.header) else {
        return Err(Violation { message: None, ..violation(Errno::EINVAL, "", None) });
    };
    validate_set(set, attributes, set.header, DEPTH)?;
    required::look(set, attributes, None, set.header)
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
    let selected = Selected::of(set, attributes);
    for (attr, offset) in placed(attributes, base) {
        match set.attribute(attr.number()) {
            // A format has no bounds of its own; one that is not declared is taken as it is.
            Some(schema) => {
                let schema = AttributeSchema { kind: selected.kind(schema), ..*schema };
                validate_attribute(&schema, attr, offset, depth)?;
            }
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
    schema: &AttributeSchema,
    attr: Attr<'_>,
    offset: usize,
    depth: usize,
) -> Result<(), Violation> {
    let refuse = |errno, message| Violation {
        policy: Some(Box::new(describe(schema))),
        ..violation(errno, message, Some(offset))
    };
    let payload = attr.payload;
    let nested = attr.raw_type & NESTED != 0;
    if !length_of_integer(schema.kind).is_none_or(|lengths| lengths.contains(&payload.len())) {
        return Err(refuse(Errno::EINVAL, "invalid attribute length"));
    }
    match (schema.kind, schema.kind.is_nested(), nested) {
        (Kind::Unspec | Kind::SubMessage(..), ..) => {}
        (_, true, false) => return Err(refuse(Errno::EINVAL, "NLA_F_NESTED is missing")),
        (_, false, true) => return Err(refuse(Errno::EINVAL, "NLA_F_NESTED not expected")),
        _ => {}
    }
    validate_payload(schema, payload, &refuse)?;
    match schema.kind {
        Kind::Nest(set) if !payload.is_empty() => {
            validate_set(set(), payload, offset + 4, depth - 1)
        }
        Kind::Array(kind) | Kind::Keyed(kind) => validate_array(kind(), payload, offset + 4, depth),
        _ => Ok(()),
    }
}

/// The lengths that an integer may have; `None` for what is no integer.
fn length_of_integer(kind: Kind) -> Option<[usize; 2]> {
    match kind {
        Kind::Int(scalar)
        | Kind::Enum(scalar, _)
        | Kind::Flags(scalar, _)
        | Kind::BigEndian(scalar)
        | Kind::LittleEndian(scalar) => Some(scalar.lengths()),
        Kind::Uint | Kind::Sint => Some([4, 8]),
        _ => None,
    }
}

/// What of a payload can be validated without looking into nests.
fn validate_payload(
    schema: &AttributeSchema,
    payload: &[u8],
    refuse: &impl Fn(Errno, &'static str) -> Violation,
) -> Result<(), Violation> {
    let failed = |errno| Err(refuse(errno, "Attribute failed policy validation"));
    let Bounds { min, max, min_len, max_len, mask } = schema.bounds;
    if let Some(value) = schema::number(schema.kind, payload) {
        if min.is_some_and(|min| value < min) || max.is_some_and(|max| value > max) {
            return Err(refuse(Errno::ERANGE, "integer out of range"));
        }
        if mask.is_some_and(|mask| value & !i128::from(mask) != 0) {
            return Err(refuse(Errno::EINVAL, "reserved bit set"));
        }
        return Ok(());
    }
    match schema.kind {
        Kind::Flag if !payload.is_empty() => failed(Errno::ERANGE),
        Kind::String => {
            let room =
                max_len.map_or(payload.len(), |max| payload.len().min(max.saturating_add(1)));
            let text = payload.get(..room).unwrap_or_default();
            match text.iter().position(|byte| *byte == 0) {
                // No policy of the kernel has it: its handlers look for themselves.
                Some(length) if min_len.is_some_and(|min| length < min) => failed(Errno::ERANGE),
                Some(_) => Ok(()),
                None => failed(Errno::EINVAL),
            }
        }
        Kind::Unterminated => {
            let text = payload.strip_suffix(&[0]).unwrap_or(payload);
            let fits = max_len.is_none_or(|max| text.len() <= max)
                && min_len.is_none_or(|min| text.len() >= min);
            if fits && !payload.is_empty() { Ok(()) } else { failed(Errno::ERANGE) }
        }
        Kind::Fixed(length, _) => out_of(payload.len(), Some(length), Some(length), refuse),
        Kind::Ip => out_of(payload.len(), Some(4), Some(16), refuse),
        Kind::Binary | Kind::Packed(_) | Kind::Unspec => {
            out_of(payload.len(), min_len, max_len, refuse)
        }
        Kind::Bitfield32 => validate_bitfield(payload, mask).or_else(failed),
        Kind::Nest(_) | Kind::Array(_) if matches!(payload.len(), 1..4) => failed(Errno::ERANGE),
        _ => Ok(()),
    }
}

fn validate_bitfield(payload: &[u8], mask: Option<u64>) -> Result<(), Errno> {
    let field = Bitfield32::decode_payload(payload, Depth::TOP).map_err(|_| Errno::ERANGE)?;
    let selectable = mask.is_none_or(|mask| u64::from(field.selector) & !mask == 0);
    let selected = field.value & !field.selector == 0;
    if selectable && selected { Ok(()) } else { Err(Errno::EINVAL) }
}

/// A length between two bounds is the kernel's range of a binary, an upper one alone its `len`.
fn out_of(
    length: usize,
    min: Option<usize>,
    max: Option<usize>,
    refuse: &impl Fn(Errno, &'static str) -> Violation,
) -> Result<(), Violation> {
    if min.unwrap_or(0) <= length && length <= max.unwrap_or(usize::MAX) {
        return Ok(());
    }
    let sentence = match min {
        Some(_) => "binary attribute size out of range",
        None => "Attribute failed policy validation",
    };
    Err(refuse(Errno::ERANGE, sentence))
}

fn validate_array(kind: Kind, elements: &[u8], base: usize, depth: usize) -> Result<(), Violation> {
    let Some(depth) = depth.checked_sub(1) else {
        let message = "allowed policy recursion depth exceeded";
        return Err(violation(Errno::EINVAL, message, None));
    };
    for (element, offset) in placed(elements, base) {
        match (kind, element.payload.len()) {
            (Kind::Nest(_), 1..4) => {
                return Err(violation(Errno::ERANGE, "Array element too short", Some(offset)));
            }
            (Kind::Nest(set), 4..) => validate_set(set(), element.payload, offset + 4, depth)?,
            (Kind::Array(kind) | Kind::Keyed(kind), _) => {
                validate_array(kind(), element.payload, offset + 4, depth)?;
            }
            _ => {}
        }
    }
    Ok(())
}
