//! An attribute's payload in a format of serde's, by its kind.

use std::fmt;

use serde_core::ser::Error as _;
use serde_core::{Serialize, Serializer};

use super::hex::Hex;
use super::named::Set;
use crate::Mac;
use crate::schema::{Hint, Kind, Scalar, number};
use crate::wire::{Attr, Attrs, native};

/// A payload of that kind.
pub(super) struct Payload<'a> {
    pub(super) kind: Kind,
    pub(super) bytes: &'a [u8],
}

impl<'a> Payload<'a> {
    pub(super) fn of(kind: Kind, attr: Attr<'a>) -> Self {
        Self { kind, bytes: attr.payload }
    }
}

impl Serialize for Payload<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(number) = number(self.kind, self.bytes) {
            return serialize_number(self.kind, number, serializer);
        }
        match self.kind {
            Kind::Flag if self.bytes.is_empty() => serializer.serialize_bool(true),
            Kind::Pad => serializer.serialize_bool(true),
            Kind::String | Kind::Unterminated => {
                let text = self.bytes.strip_suffix(&[0]).unwrap_or(self.bytes);
                let text = std::str::from_utf8(text).map_err(S::Error::custom)?;
                serializer.serialize_str(text)
            }
            Kind::Fixed(_, hint) => serialize_fixed(hint, self.bytes, serializer),
            Kind::Ip if self.bytes.len() == 4 => {
                serialize_fixed(Hint::Ipv4, self.bytes, serializer)
            }
            Kind::Ip => serialize_fixed(Hint::Ipv6, self.bytes, serializer),
            Kind::Packed(scalar) if self.bytes.len().is_multiple_of(scalar.len()) => {
                serialize_packed(scalar, self.bytes, serializer)
            }
            Kind::Bitfield32 => serialize_bitfield(self.bytes, serializer),
            Kind::Nest(set) => Set { schema: set(), bytes: self.bytes }.serialize(serializer),
            Kind::Array(kind) if well_formed(self.bytes) => {
                serializer.collect_seq(elements(self.bytes).map(|attr| Payload::of(kind(), attr)))
            }
            Kind::Keyed(kind) if well_formed(self.bytes) => serializer.collect_seq(
                elements(self.bytes).map(|attr| (attr.number(), Payload::of(kind(), attr))),
            ),
            // What does not fit its kind is told apart from what does: it does not read back.
            _ => Hex(self.bytes).serialize(serializer),
        }
    }
}

fn well_formed(bytes: &[u8]) -> bool {
    Attrs::new(bytes).all(|attr| attr.is_ok())
}

fn elements(bytes: &[u8]) -> impl Iterator<Item = Attr<'_>> {
    Attrs::new(bytes).map_while(Result::ok)
}

fn serialize_number<S: Serializer>(
    kind: Kind,
    number: i128,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match kind {
        Kind::Enum(_, names) => {
            if let Some(named) = names.values.iter().find(|named| named.value == number) {
                return serializer.serialize_str(named.name);
            }
        }
        Kind::Flags(_, names) => return serializer.collect_str(&Flags { names, number }),
        _ => {}
    }
    match (u64::try_from(number), i64::try_from(number)) {
        (Ok(number), _) => serializer.serialize_u64(number),
        (_, Ok(number)) => serializer.serialize_i64(number),
        _ => Err(S::Error::custom("a number of more than 64 bits")),
    }
}

fn serialize_packed<S: Serializer>(
    scalar: Scalar,
    bytes: &[u8],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let integers = bytes.chunks_exact(scalar.len());
    serializer.collect_seq(integers.map(|bytes| Payload { kind: Kind::Int(scalar), bytes }))
}

/// Prints `A | B | 0x8`, as the `bitflags` crate does.
struct Flags {
    names: fn() -> Vec<(&'static str, u64)>,
    number: i128,
}

impl fmt::Display for Flags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.number;
        let mut between = "";
        for (name, bits) in (self.names)() {
            let bits = i128::from(bits);
            if bits != 0 && self.number & bits == bits && rest & bits != 0 {
                write!(f, "{between}{name}")?;
                (rest, between) = (rest & !bits, " | ");
            }
        }
        if rest == 0 { Ok(()) } else { write!(f, "{between}{rest:#x}") }
    }
}

fn serialize_fixed<S: Serializer>(
    hint: Hint,
    bytes: &[u8],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    use std::net::{Ipv4Addr, Ipv6Addr};
    let (four, six, sixteen) = (bytes.first_chunk(), bytes.first_chunk(), bytes.first_chunk());
    match (hint, bytes.len()) {
        (Hint::Ipv4, 4) => {
            four.map(|octets: &[u8; 4]| Ipv4Addr::from(*octets)).serialize(serializer)
        }
        (Hint::Ipv6, 16) => {
            sixteen.map(|octets: &[u8; 16]| Ipv6Addr::from(*octets)).serialize(serializer)
        }
        (Hint::Mac, 6) => six.map(|octets: &[u8; 6]| Mac(*octets)).serialize(serializer),
        _ => Hex(bytes).serialize(serializer),
    }
}

fn serialize_bitfield<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    let (words, _) = bytes.as_chunks::<4>();
    let &[value, selector] = words else {
        return Hex(bytes).serialize(serializer);
    };
    let (value, selector) = (native::u32(value), native::u32(selector));
    crate::Bitfield32 { value, selector }.serialize(serializer)
}
