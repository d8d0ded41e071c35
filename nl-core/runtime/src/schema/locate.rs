//! From an offset in a request, as extended acks give it, to the field's name.

use super::selected::Selected;
use super::{Kind, Presence, SetSchema};
use crate::wire::{Attrs, Path, Segment, align};

/// Nests deeper than this are not walked into; the kernel's own policies stop at 10.
const DEPTH: usize = crate::wire::Depth::MAX as usize;

/// What the bytes of a nest are.
#[derive(Clone, Copy)]
enum Inside {
    Set(&'static SetSchema),
    Elements(fn() -> Kind),
    Unknown,
}

/// The path to the attribute that starts `offset` bytes into `attributes`, which are those of `set`.
///
/// `None` where no attribute starts there; a family may misuse the offset. Attributes that the
/// schema does not have are named by number.
pub fn locate(set: &'static SetSchema, attributes: &[u8], offset: usize) -> Option<Path> {
    let mut path = Path::new(set.name);
    walk(Inside::Set(set), attributes, offset, DEPTH, &mut path).map(|_| path)
}

/// The path to an attribute that the kernel missed: number `missing` in the nest that starts at
/// `nest` bytes into `attributes`, or at the top where that is `None`.
pub fn missing(
    set: &'static SetSchema,
    attributes: &[u8],
    nest: Option<usize>,
    missing: u16,
) -> Option<Path> {
    let mut path = Path::new(set.name);
    let inside = match nest {
        None => Inside::Set(set),
        Some(nest) => walk(Inside::Set(set), attributes, nest, DEPTH, &mut path)?,
    };
    path.push(inside.name(missing));
    Some(path)
}

impl Inside {
    fn name(self, number: u16) -> Segment {
        match self {
            Self::Set(set) => match set.attribute(number) {
                Some(attribute) => Segment::Field(attribute.name),
                None => Segment::Number(number),
            },
            Self::Elements(_) | Self::Unknown => Segment::Number(number),
        }
    }

    /// What an attribute of that number holds, which is one of `attributes`.
    fn of(self, number: u16, attributes: &[u8]) -> Self {
        let kind = match self {
            Self::Set(set) => {
                let selected = Selected::of(set, attributes);
                set.attribute(number).map(|attribute| selected.kind(attribute))
            }
            Self::Elements(kind) => Some(kind()),
            Self::Unknown => None,
        };
        match kind {
            Some(Kind::Nest(set)) => Self::Set(set()),
            Some(Kind::Array(kind) | Kind::Keyed(kind)) => Self::Elements(kind),
            _ => Self::Unknown,
        }
    }

    /// Adds the step to an attribute, of which so many of the same number and so many of any number
    /// came before.
    fn step(self, number: u16, alike: usize, before: usize, path: &mut Path) {
        match self {
            Self::Elements(_) => path.push(Segment::Index(before)),
            Self::Set(_) | Self::Unknown => {
                path.push(self.name(number));
                let Self::Set(set) = self else {
                    return;
                };
                let schema = set.attribute(number);
                if schema.is_some_and(|schema| schema.presence == Presence::Repeated) {
                    path.push(Segment::Index(alike));
                }
            }
        }
    }
}

/// Walks to the attribute that starts at `offset`; what it holds.
fn walk(
    inside: Inside,
    attributes: &[u8],
    offset: usize,
    depth: usize,
    path: &mut Path,
) -> Option<Inside> {
    let mut start = 0;
    for (before, attr) in Attrs::new(attributes).enumerate() {
        let attr = attr.ok()?;
        let end = start + 4 + align(attr.payload.len());
        if offset >= end {
            start = end;
            continue;
        }
        let number = attr.number();
        let earlier = Attrs::new(attributes.get(..start)?).flatten();
        let alike = earlier.filter(|earlier| earlier.number() == number).count();
        inside.step(number, alike, before, path);
        return match (offset.checked_sub(start + 4), inside.of(number, attributes)) {
            (None, holds) => (offset == start).then_some(holds),
            // What is no nest has no attributes in it.
            (Some(_), Inside::Unknown) => None,
            (Some(deeper), nest) => walk(nest, attr.payload, deeper, depth.checked_sub(1)?, path),
        };
    }
    None
}
