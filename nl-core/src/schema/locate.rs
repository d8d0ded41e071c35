//! From an offset in a request, as extended acks give it, to the field's name.

use super::{AttributeSchema, Kind, Presence, SetSchema};
use crate::wire::{Attrs, Path, Segment, align};

/// The path to the attribute that starts `offset` bytes into `attributes`, which are those of `set`.
///
/// `None` where no attribute starts there; a family may misuse the offset. Attributes that the
/// schema does not have are named by number.
pub fn locate(set: &'static SetSchema, attributes: &[u8], offset: usize) -> Option<Path> {
    let mut path = Path::new(set.name);
    walk(set, attributes, offset, &mut path).then_some(path)
}

/// The path to an attribute that the kernel missed: number `missing` in the nest that starts at
/// `nest` bytes into `attributes`, or at the top where that is `None`.
pub fn missing(
    set: &'static SetSchema,
    attributes: &[u8],
    nest: Option<usize>,
    missing: u16,
) -> Option<Path> {
    let (mut path, set) = match nest {
        None => (Path::new(set.name), Some(set)),
        Some(nest) => (locate(set, attributes, nest)?, set_at(set, attributes, nest)),
    };
    path.push(name(set, missing));
    Some(path)
}

fn name(set: Option<&'static SetSchema>, number: u16) -> Segment {
    match set.and_then(|set| set.attribute(number)) {
        Some(attribute) => Segment::Field(attribute.name),
        None => Segment::Number(number),
    }
}

/// An attribute on the way, with where it starts and where its payload does.
struct Step<'a> {
    number: u16,
    schema: Option<&'static AttributeSchema>,
    /// How many of the same number came before it.
    before: usize,
    start: usize,
    payload: &'a [u8],
}

/// The attribute that holds `offset`, and the offset within its payload if it lies there.
fn find<'a>(
    set: Option<&'static SetSchema>,
    attributes: &'a [u8],
    offset: usize,
) -> Option<(Step<'a>, Option<usize>)> {
    let mut start = 0;
    for attr in Attrs::new(attributes) {
        let attr = attr.ok()?;
        let end = start + 4 + align(attr.payload.len());
        if offset < end {
            let number = attr.number();
            let earlier = Attrs::new(attributes.get(..start)?);
            let step = Step {
                number,
                schema: set.and_then(|set| set.attribute(number)),
                before: earlier.flatten().filter(|a| a.number() == number).count(),
                start,
                payload: attr.payload,
            };
            let inner = offset.checked_sub(start + 4);
            return Some((step, inner));
        }
        start = end;
    }
    None
}

fn walk(set: &'static SetSchema, attributes: &[u8], offset: usize, path: &mut Path) -> bool {
    let Some((step, inner)) = find(Some(set), attributes, offset) else {
        return false;
    };
    path.push(name(Some(set), step.number));
    if step.schema.is_some_and(|s| s.presence == Presence::Repeated) {
        path.push(Segment::Index(step.before));
    }
    match (inner, step.schema.map(|s| s.kind)) {
        (None, _) => offset == step.start,
        (Some(inner), Some(Kind::Nest(set))) => walk(set(), step.payload, inner, path),
        (Some(inner), Some(Kind::NestArray(set))) => walk_array(set(), step.payload, inner, path),
        _ => false,
    }
}

fn walk_array(set: &'static SetSchema, elements: &[u8], offset: usize, path: &mut Path) -> bool {
    let Some((step, inner)) = find(None, elements, offset) else {
        return false;
    };
    let index = Attrs::new(elements.get(..step.start).unwrap_or_default()).count();
    path.push(Segment::Index(index));
    match inner {
        None => offset == step.start,
        Some(inner) => walk(set, step.payload, inner, path),
    }
}

/// The set of the nest that starts at `offset`.
fn set_at(set: &'static SetSchema, attributes: &[u8], offset: usize) -> Option<&'static SetSchema> {
    let (step, inner) = find(Some(set), attributes, offset)?;
    let inside = match step.schema?.kind {
        Kind::Nest(inside) => inside(),
        Kind::NestArray(inside) => {
            let (element, deeper) = find(None, step.payload, inner?)?;
            return match deeper {
                None => Some(inside()),
                Some(deeper) => set_at(inside(), element.payload, deeper),
            };
        }
        _ => return None,
    };
    match inner {
        None => Some(inside),
        Some(inner) => set_at(inside, step.payload, inner),
    }
}
