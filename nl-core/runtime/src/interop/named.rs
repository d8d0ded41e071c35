//! Any message in a format of serde's, by its declaration.

use std::fmt;

use serde_core::ser::{Error as _, SerializeMap};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::hex::Hex;
use super::unnamed::SetVisitor;
use crate::schema::{Format, Hint, Kind, Presence, Selected, Selector, SetSchema, number};
use crate::wire::native;
use crate::wire::{Attr, Attrs};
use crate::{Decode, Encode, Mac, to_attributes};

/// Any message, or a reference to one that is only written, by its declaration: what its fields are
/// called and which values have names is the protocol's, whatever the Rust types are.
///
/// | in the protocol | in formats for people |
/// |---|---|
/// | set, nest | a map by the fields' names; what is absent is left out; `#9` is an attribute without a name, in hex |
/// | number, enum, flags | a number; its name, or a number without one; `"A \| B"` |
/// | flag, pad | `true` |
/// | string, address | text |
/// | bytes, family header (`header`) | hex |
/// | sub-message | `{"name": …}`, the name being its selector's; of a format that is not declared, hex |
/// | repeated attribute, array, packed array | a list |
/// | nest whose numbers are data | a list of pairs |
/// | `bitfield32` | `{"value": 1, "selector": 3}` |
///
/// In formats that are not for people a message is its encoded attributes, as bytes.
///
/// What is read may be out of the declared bounds: those are checked where it is encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Named<T>(pub T);

impl<T: Encode> Serialize for Named<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = to_attributes(&self.0).map_err(S::Error::custom)?;
        if serializer.is_human_readable() {
            Set { schema: T::SCHEMA, bytes: &bytes }.serialize(serializer)
        } else {
            serializer.serialize_bytes(&bytes)
        }
    }
}

impl<'de, T: Encode + for<'a> Decode<'a>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = if deserializer.is_human_readable() {
            deserializer.deserialize_map(SetVisitor { schema: T::SCHEMA })?
        } else {
            Hex::deserialize(deserializer)?.0
        };
        T::decode(&bytes).map(Self).map_err(serde_core::de::Error::custom)
    }
}

/// The attributes of a set, behind the family's own header where it has one.
struct Set<'a> {
    schema: &'static SetSchema,
    bytes: &'a [u8],
}

impl Set<'_> {
    /// All attributes of that number, in the order of the wire.
    fn of(&self, number: u16) -> impl Iterator<Item = Attr<'_>> + Clone {
        self.attributes().filter(move |attr| attr.number() == number)
    }

    fn attributes(&self) -> impl Iterator<Item = Attr<'_>> + Clone {
        Attrs::new(self.set()).map_while(Result::ok)
    }

    fn set(&self) -> &[u8] {
        self.bytes.get(self.schema.header..).unwrap_or_default()
    }
}

impl Serialize for Set<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(header) = self.bytes.get(..self.schema.header).filter(|h| !h.is_empty()) {
            map.serialize_entry("header", &Hex(header))?;
        }
        let selected = Selected::of(self.schema, self.set());
        for declared in self.schema.attributes {
            let mut values = self.of(declared.number);
            if declared.presence == Presence::Repeated {
                if values.next().is_some() {
                    let all = List(|| {
                        self.of(declared.number).map(|attr| Payload::of(declared.kind, attr))
                    });
                    map.serialize_entry(declared.name, &all)?;
                }
            } else if let Some(attr) = values.last() {
                match selected.format(declared) {
                    Some(format) => map.serialize_entry(declared.name, &Tagged { format, attr })?,
                    None => {
                        map.serialize_entry(declared.name, &Payload::of(declared.kind, attr))?;
                    }
                }
            }
        }
        let mut unnamed: Vec<_> = self.attributes().map(|attr| attr.number()).collect();
        unnamed.retain(|number| self.schema.attribute(*number).is_none());
        unnamed.sort_unstable();
        unnamed.dedup();
        for number in unnamed {
            let all = List(|| self.of(number).map(|attr| Hex(attr.payload)));
            map.serialize_entry(&format!("#{number}"), &all)?;
        }
        map.end()
    }
}

/// A sub-message under its selector's name: what is read need not have met the selector before.
struct Tagged<'a> {
    format: &'static Format,
    attr: Attr<'a>,
}

impl Serialize for Tagged<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        let payload = Payload::of(self.format.kind, self.attr);
        match self.format.selector {
            Selector::Text(name) => map.serialize_entry(name, &payload)?,
            Selector::Number(number) => map.serialize_entry(&number.to_string(), &payload)?,
            Selector::Absent => map.serialize_entry("", &payload)?,
        }
        map.end()
    }
}

/// A list that is made whenever it is asked for.
struct List<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for List<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

struct Payload<'a> {
    kind: Kind,
    bytes: &'a [u8],
}

impl<'a> Payload<'a> {
    fn of(kind: Kind, attr: Attr<'a>) -> Self {
        Self { kind, bytes: attr.payload }
    }
}

impl Serialize for Payload<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(number) = number(self.kind, self.bytes) {
            return serialize_number(self.kind, number, serializer);
        }
        match self.kind {
            Kind::Flag | Kind::Pad => serializer.serialize_bool(true),
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
            Kind::Packed(scalar) => serializer.collect_seq(
                self.bytes
                    .chunks_exact(scalar.len())
                    .map(|bytes| Payload { kind: Kind::Int(scalar), bytes }),
            ),
            Kind::Bitfield32 => serialize_bitfield(self.bytes, serializer),
            Kind::Nest(set) => Set { schema: set(), bytes: self.bytes }.serialize(serializer),
            Kind::Array(kind) => {
                serializer.collect_seq(elements(self.bytes).map(|attr| Payload::of(kind(), attr)))
            }
            Kind::Keyed(kind) => serializer.collect_seq(
                elements(self.bytes).map(|attr| (attr.number(), Payload::of(kind(), attr))),
            ),
            _ => Hex(self.bytes).serialize(serializer),
        }
    }
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
