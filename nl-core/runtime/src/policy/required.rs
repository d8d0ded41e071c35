//! Required attributes, which the kernel's handlers look for behind its policies.

use super::{Violation, placed};
use crate::Errno;
use crate::schema::{Kind, Presence, Selected, SetSchema};
use crate::wire::Attrs;

/// Looks for the required attributes of a set that starts at `base`, then for those of its nests.
/// `nest` is where the attribute starts that the set is the nest of.
pub(super) fn look(
    set: &'static SetSchema,
    attributes: &[u8],
    nest: Option<usize>,
    base: usize,
) -> Result<(), Violation> {
    require(set, attributes, nest)?;
    require_in_nests(set, attributes, base)
}

/// Looks for those of one set, in the order of the declaration.
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
    let selected = Selected::of(set, attributes);
    for (attr, offset) in placed(attributes, base) {
        match set.attribute(attr.number()).map(|schema| selected.kind(schema)) {
            Some(Kind::Nest(inner)) => {
                look(inner(), attr.payload, Some(offset), offset + 4)?;
            }
            Some(Kind::Array(kind) | Kind::Keyed(kind)) => {
                require_in_elements(kind(), attr.payload, offset + 4)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn require_in_elements(kind: Kind, elements: &[u8], base: usize) -> Result<(), Violation> {
    for (element, offset) in placed(elements, base) {
        match kind {
            Kind::Nest(inner) => {
                look(inner(), element.payload, Some(offset), offset + 4)?;
            }
            Kind::Array(kind) | Kind::Keyed(kind) => {
                require_in_elements(kind(), element.payload, offset + 4)?;
            }
            _ => {}
        }
    }
    Ok(())
}
