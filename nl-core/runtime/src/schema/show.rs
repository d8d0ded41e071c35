//! Attributes for people: names and values through the schema, hex where it knows nothing.

use std::fmt::{self, Write};
use std::net::{Ipv4Addr, Ipv6Addr};

use super::selected::Selected;
use super::{Hint, Kind, Scalar, SetSchema};
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
        let (header, attributes) =
            self.attributes.split_at_checked(self.set.header).unwrap_or((&[], self.attributes));
        if !header.is_empty() {
            hex(header, f)?;
            f.write_char(' ')?;
        }
        show_set(self.set, attributes, DEPTH, f)
    }
}

fn show_set(
    set: &'static SetSchema,
    bytes: &[u8],
    depth: usize,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let selected = Selected::of(set, bytes);
    list(bytes, f, &mut |attr, f| match set.attribute(attr.number()) {
        Some(schema) => {
            write!(f, "{}: ", schema.name)?;
            show_value(selected.kind(schema), attr.payload, depth, f)
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
    show: &mut dyn FnMut(Attr<'_>, &mut fmt::Formatter<'_>) -> fmt::Result,
) -> fmt::Result {
    f.write_char('{')?;
    let mut attrs = Attrs::new(bytes);
    let mut first = true;
    loop {
        let rest = attrs.rest();
        let Some(attr) = attrs.next() else {
            break;
        };
        if !std::mem::take(&mut first) {
            f.write_str(", ")?;
        }
        match attr {
            Ok(attr) => show(attr, f)?,
            Err(error) => {
                write!(f, "!{}: ", error.kind())?;
                hex(rest, f)?;
            }
        }
    }
    f.write_char('}')
}

fn show_value(kind: Kind, payload: &[u8], depth: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Some(number) = number(kind, payload) {
        return show_number(kind, number, f);
    }
    match kind {
        Kind::Flag if payload.is_empty() => f.write_str("true"),
        Kind::String | Kind::Unterminated => {
            match std::str::from_utf8(payload.strip_suffix(&[0]).unwrap_or(payload)) {
                Ok(text) => write!(f, "{text:?}"),
                Err(_) => hex(payload, f),
            }
        }
        Kind::Fixed(_, hint) => show_fixed(hint, payload, f),
        Kind::Ip if payload.len() == 4 => show_fixed(Hint::Ipv4, payload, f),
        Kind::Ip => show_fixed(Hint::Ipv6, payload, f),
        Kind::Packed(scalar) => {
            let chunks = payload.chunks_exact(scalar.len());
            let rest = chunks.remainder();
            f.debug_list().entries(chunks.filter_map(|bytes| scalar.read(bytes))).finish()?;
            if rest.is_empty() { Ok(()) } else { hex(rest, f) }
        }
        Kind::Nest(set) if depth > 0 => show_set(set(), payload, depth - 1, f),
        Kind::Array(kind) if depth > 0 => {
            list(payload, f, &mut |attr, f| show_value(kind(), attr.payload, depth - 1, f))
        }
        Kind::Keyed(kind) if depth > 0 => list(payload, f, &mut |attr, f| {
            write!(f, "{}: ", attr.number())?;
            show_value(kind(), attr.payload, depth - 1, f)
        }),
        _ => hex(payload, f),
    }
}

/// The number that a payload is, where it is one.
pub(crate) fn number(kind: Kind, payload: &[u8]) -> Option<i128> {
    let turned = |scalar: Scalar| {
        let mut bytes = [0; 8];
        let bytes = bytes.get_mut(..payload.len())?;
        bytes.copy_from_slice(payload);
        bytes.reverse();
        scalar.read(bytes)
    };
    let big = crate::wire::native::BIG_ENDIAN;
    match kind {
        Kind::Int(scalar) | Kind::Enum(scalar, _) | Kind::Flags(scalar, _) => scalar.read(payload),
        Kind::BigEndian(scalar) if big => scalar.read(payload),
        Kind::LittleEndian(scalar) if !big => scalar.read(payload),
        Kind::BigEndian(scalar) | Kind::LittleEndian(scalar) => turned(scalar),
        Kind::Uint => Scalar::Uint.read(payload),
        Kind::Sint => Scalar::Sint.read(payload),
        _ => None,
    }
}

fn show_number(kind: Kind, number: i128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match kind {
        Kind::Enum(_, names) => match names.values.iter().find(|v| v.value == number) {
            Some(value) => f.write_str(value.name),
            None => write!(f, "{number}"),
        },
        Kind::Flags(_, names) => {
            let (mut rest, mut bar) = (number, "");
            for (name, bit) in names() {
                let bit = i128::from(bit);
                if number & bit == bit {
                    write!(f, "{bar}{name}")?;
                    (rest, bar) = (rest & !bit, "|");
                }
            }
            if rest == 0 && !bar.is_empty() { Ok(()) } else { write!(f, "{bar}{rest:#x}") }
        }
        _ => write!(f, "{number}"),
    }
}

fn show_fixed(hint: Hint, payload: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if hint == Hint::Ipv4
        && let Ok(address) = <[u8; 4]>::try_from(payload)
    {
        write!(f, "{}", Ipv4Addr::from(address))
    } else if hint == Hint::Ipv6
        && let Ok(address) = <[u8; 16]>::try_from(payload)
    {
        write!(f, "{}", Ipv6Addr::from(address))
    } else if hint == Hint::Mac
        && let Ok(address) = <[u8; 6]>::try_from(payload)
    {
        write!(f, "{}", crate::Mac(address))
    } else {
        hex(payload, f)
    }
}

fn hex(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("0x")?;
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}
