//! Attributes for people: names and values through the schema, hex where it knows nothing.

use std::fmt::{self, Write};

use super::{AttributeSchema, Kind, SetSchema};
use crate::wire::{Attr, Attrs};

/// Prints attributes as `{sequence: 7, text: "hi", tags: {name: "a", weight: 2}, #9: 0a0b}`.
///
/// Anything can be printed: bytes that do not fit the schema are shown as hex, never hidden.
#[derive(Clone, Copy, Debug)]
pub struct Show<'a> {
    /// What the attributes should be.
    pub set: &'static SetSchema,
    /// What they are.
    pub attributes: &'a [u8],
}

/// Nests deeper than this are shown as hex; the kernel's own policies stop at 10.
const DEPTH: usize = 16;

impl fmt::Display for Show<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show_set(self.set, self.attributes, DEPTH, f)
    }
}

fn show_set(
    set: &'static SetSchema,
    bytes: &[u8],
    depth: usize,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    list(bytes, f, |attr, f| match set.attribute(attr.number()) {
        Some(schema) => {
            write!(f, "{}: ", schema.name)?;
            show_value(schema, attr.payload, depth, f)
        }
        None => {
            write!(f, "#{}: ", attr.number())?;
            hex(attr.payload, f)
        }
    })
}

fn list(
    bytes: &[u8],
    f: &mut fmt::Formatter<'_>,
    mut show: impl FnMut(Attr<'_>, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    f.write_char('{')?;
    for (position, attr) in Attrs::new(bytes).enumerate() {
        if position > 0 {
            f.write_str(", ")?;
        }
        match attr {
            Ok(attr) => show(attr, f)?,
            Err(error) => write!(f, "!{}", error.kind())?,
        }
    }
    f.write_char('}')
}

fn show_value(
    schema: &AttributeSchema,
    payload: &[u8],
    depth: usize,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match schema.kind {
        Kind::Flag if payload.is_empty() => f.write_str("true"),
        Kind::Int(scalar) => match scalar.read(payload) {
            Some(number) => write!(f, "{number}"),
            None => hex(payload, f),
        },
        Kind::Enum(scalar, names) => match scalar.read(payload) {
            Some(number) => match names.values.iter().find(|v| v.value == number) {
                Some(value) => f.write_str(value.name),
                None => write!(f, "{number}"),
            },
            None => hex(payload, f),
        },
        Kind::String => match std::str::from_utf8(payload.strip_suffix(&[0]).unwrap_or(payload)) {
            Ok(text) => write!(f, "{text:?}"),
            Err(_) => hex(payload, f),
        },
        Kind::Nest(set) if depth > 0 => show_set(set(), payload, depth - 1, f),
        Kind::NestArray(set) if depth > 0 => {
            list(payload, f, |attr, f| show_set(set(), attr.payload, depth - 1, f))
        }
        _ => hex(payload, f),
    }
}

fn hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("0x")?;
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}
