//! Attributes that a schema does not have, for callers who want them refused.

use super::selected::Selected;
use super::{Kind, SetSchema};
use crate::wire::{Attrs, DecodeError, DecodeErrorKind};

/// Nests deeper than this are not looked into; decoding stops there too.
const DEPTH: usize = crate::wire::Depth::MAX as usize;

/// Looks for an attribute that the declaration does not have, in nests and in sub-messages too. A
/// sub-message of a format that is not declared is not looked into, nor is one whose selector is not
/// there.
///
/// # Errors
/// [`DecodeErrorKind::Unknown`] for the first one. Bytes that are no attributes are none of its
/// business: decoding says what is wrong with them.
pub fn refuse_unknown(set: &'static SetSchema, attributes: &[u8]) -> Result<(), DecodeError> {
    let attributes = attributes.get(set.header..).unwrap_or_default();
    in_set(set, attributes, DEPTH)
}

fn in_set(set: &'static SetSchema, attributes: &[u8], depth: usize) -> Result<(), DecodeError> {
    let selected = Selected::of(set, attributes);
    for attr in Attrs::new(attributes).map_while(Result::ok) {
        let number = attr.number();
        let Some(position) = set.attributes.iter().position(|known| known.number == number) else {
            let kind = DecodeErrorKind::Unknown { number };
            return Err(DecodeError::new(kind, attr.payload).in_set(set));
        };
        in_kind(selected.kind(&set.attributes[position]), attr.payload, depth)
            .map_err(|error| error.within(set, position, None))?;
    }
    Ok(())
}

fn in_kind(kind: Kind, payload: &[u8], depth: usize) -> Result<(), DecodeError> {
    let Some(depth) = depth.checked_sub(1) else {
        return Ok(());
    };
    match kind {
        Kind::Nest(set) => in_set(set(), payload, depth),
        Kind::Array(kind) | Kind::Keyed(kind) => {
            let elements = Attrs::new(payload).map_while(Result::ok).enumerate();
            elements.into_iter().try_for_each(|(index, element)| {
                in_kind(kind(), element.payload, depth).map_err(|error| error.at_index(index))
            })
        }
        _ => Ok(()),
    }
}
