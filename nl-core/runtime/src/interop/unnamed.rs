//! The way back from a format of serde's to attributes, by their declaration.

use std::borrow::Cow;
use std::fmt;

use serde_core::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_core::{Deserialize, Deserializer};

use super::hex::Hex;
use super::taken::Payload;
use crate::Bitfield32;
use crate::schema::{
    AttributeSchema, Format, Kind, Presence, Selector, SetSchema, SubMessageSchema,
};
use crate::wire::native::Native;
use crate::wire::{MAX_PAYLOAD, NESTED};

/// Reads a map as the attributes of a set, or a list of maps of one entry where the set is ordered.
pub(super) struct SetVisitor {
    pub(super) schema: &'static SetSchema,
}

impl<'de> Visitor<'de> for SetVisitor {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the fields of {}", self.schema.type_name)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut fields: M) -> Result<Vec<u8>, M::Error> {
        if self.schema.ordered {
            return Err(M::Error::invalid_type(Unexpected::Map, &self));
        }
        let mut bytes = vec![0; self.schema.header];
        while let Some(name) = fields.next_key::<Cow<'de, str>>()? {
            if let Some(declared) = self.declared(&name) {
                fields.next_value_seed(Attribute { declared, bytes: &mut bytes })?;
            } else if name == "#" {
                fields.next_value_seed(Entries { set: &self, bytes: &mut bytes })?;
            } else if name == "header" && self.schema.header > 0 {
                let header = fields.next_value::<Hex<Vec<u8>>>()?.0;
                let place = bytes.get_mut(..self.schema.header);
                let place = place.filter(|place| place.len() == header.len());
                place
                    .ok_or_else(|| M::Error::custom("a header of another length"))?
                    .copy_from_slice(&header);
            } else {
                return Err(self.unknown(&name));
            }
        }
        Ok(bytes)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, items: S) -> Result<Vec<u8>, S::Error> {
        if !self.schema.ordered {
            return Err(S::Error::invalid_type(Unexpected::Seq, &self));
        }
        let mut bytes = Vec::new();
        Entries { set: &self, bytes: &mut bytes }.visit_seq(items)?;
        Ok(bytes)
    }
}

impl SetVisitor {
    fn declared(&self, name: &str) -> Option<&'static AttributeSchema> {
        self.schema.attributes.iter().find(|declared| declared.name == name)
    }

    fn unknown<E: Error>(&self, name: &str) -> E {
        E::custom(format_args!("{} has no field {name}", self.schema.type_name))
    }
}

/// Reads a list of maps of one entry, and appends an attribute for each.
struct Entries<'s, 'b> {
    set: &'s SetVisitor,
    bytes: &'b mut Vec<u8>,
}

impl<'de> DeserializeSeed<'de> for Entries<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of maps of one field")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<(), S::Error> {
        let Entries { set, bytes } = self;
        while items.next_element_seed(Entry { set, bytes })?.is_some() {}
        Ok(())
    }
}

/// Reads one such map.
struct Entry<'s, 'b> {
    set: &'s SetVisitor,
    bytes: &'b mut Vec<u8>,
}

impl<'de> DeserializeSeed<'de> for Entry<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Entry<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map of one field")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut fields: M) -> Result<(), M::Error> {
        let Some(name) = fields.next_key::<Cow<'de, str>>()? else {
            return Err(M::Error::invalid_length(0, &self));
        };
        let known = self.set.declared(&name).filter(|_| self.set.schema.ordered);
        if let Some(declared) = known {
            fields.next_value_seed(Attribute { declared, bytes: self.bytes })?;
        } else {
            let raw_type = raw_type(&name).ok_or_else(|| self.set.unknown(&name))?;
            push(raw_type, &fields.next_value::<Hex<Vec<u8>>>()?.0, self.bytes)?;
        }
        match fields.next_key::<Cow<'de, str>>()? {
            Some(_) => Err(M::Error::custom("a map of one field has another one")),
            None => Ok(()),
        }
    }
}

/// The type field of `#9` or `#0x8009`.
fn raw_type(name: &str) -> Option<u16> {
    let number = name.strip_prefix('#')?;
    match number.strip_prefix("0x") {
        Some(digits) => u16::from_str_radix(digits, 16).ok(),
        None => number.parse().ok(),
    }
}

/// Appends an attribute.
fn push<E: Error>(raw_type: u16, payload: &[u8], bytes: &mut Vec<u8>) -> Result<(), E> {
    let length = u16::try_from(payload.len() + 4).ok().filter(|_| payload.len() <= MAX_PAYLOAD);
    let length = length.ok_or_else(|| E::custom("more bytes than an attribute holds"))?;
    bytes.extend(length.to_native());
    bytes.extend(raw_type.to_native());
    bytes.extend(payload);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    Ok(())
}

fn flagged(number: u16, kind: Kind) -> u16 {
    if kind.is_nested() { number | NESTED } else { number }
}

/// An element of a list, which cannot be absent.
fn present<E: Error>(payload: Option<Vec<u8>>) -> Result<Vec<u8>, E> {
    payload.ok_or_else(|| E::custom("an element of a list that is not there"))
}

/// Reads one field, and appends its attributes.
struct Attribute<'b> {
    declared: &'static AttributeSchema,
    bytes: &'b mut Vec<u8>,
}

impl<'de> DeserializeSeed<'de> for Attribute<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let AttributeSchema { number, kind, presence, .. } = *self.declared;
        if presence == Presence::Repeated {
            let number = |_| number;
            return deserializer.deserialize_seq(Elements { kind, number, bytes: self.bytes });
        }
        match (Payload { kind }).deserialize(deserializer)? {
            Some(payload) => push(flagged(number, kind), &payload, self.bytes),
            None => Ok(()),
        }
    }
}

/// Reads a list, and appends an attribute for each element, under the number of its place.
struct Elements<'b, N> {
    kind: Kind,
    number: N,
    bytes: &'b mut Vec<u8>,
}

impl<'de, N: Fn(u16) -> u16> Visitor<'de> for Elements<'_, N> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<(), S::Error> {
        let mut place = 0;
        while let Some(payload) = items.next_element_seed(Payload { kind: self.kind })? {
            let payload = present(payload)?;
            push(flagged((self.number)(place), self.kind), &payload, self.bytes)?;
            place = place.wrapping_add(1);
        }
        Ok(())
    }
}

/// Reads one value; `None` where it says that the attribute is not there.
impl<'de> DeserializeSeed<'de> for Payload {
    type Value = Option<Vec<u8>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Payload {
    type Value = Option<Vec<u8>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.words())
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        match self.kind {
            Kind::Flag | Kind::Pad => Ok(value.then(Vec::new)),
            _ => Err(E::invalid_type(Unexpected::Bool(value), &self)),
        }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        let payload = self.number(value.into());
        payload.map(Some).ok_or_else(|| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        let payload = self.number(value.into());
        payload.map(Some).ok_or_else(|| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        let payload = self.text(text);
        payload.map(Some).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Self::Value, S::Error> {
        let mut bytes = Vec::new();
        match self.kind {
            Kind::Nest(set) if set().ordered => {
                return SetVisitor { schema: set() }.visit_seq(items).map(Some);
            }
            Kind::Packed(scalar) => {
                let element = Self { kind: Kind::Int(scalar) };
                while let Some(item) = items.next_element_seed(element)? {
                    bytes.extend(present(item)?);
                }
            }
            Kind::Array(kind) => {
                let elements = Elements { kind: kind(), number: |place| place, bytes: &mut bytes };
                elements.visit_seq(items)?;
            }
            Kind::Keyed(kind) => {
                let kind = kind();
                while let Some((number, payload)) = items.next_element_seed(Pair { kind })? {
                    push(flagged(number, kind), &payload, &mut bytes)?;
                }
            }
            _ => return Err(S::Error::invalid_type(Unexpected::Seq, &self)),
        }
        Ok(Some(bytes))
    }

    fn visit_map<M: MapAccess<'de>>(self, fields: M) -> Result<Self::Value, M::Error> {
        match self.kind {
            Kind::Nest(set) => SetVisitor { schema: set() }.visit_map(fields).map(Some),
            Kind::Bitfield32 => {
                let fields = serde_core::de::value::MapAccessDeserializer::new(fields);
                let Bitfield32 { value, selector } = Bitfield32::deserialize(fields)?;
                Ok(Some([value.to_native(), selector.to_native()].concat()))
            }
            Kind::SubMessage(_, formats) => format(formats(), fields),
            _ => Err(M::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

/// Reads a sub-message, which stands under its selector's name.
fn format<'de, M: MapAccess<'de>>(
    schema: &'static SubMessageSchema,
    mut fields: M,
) -> Result<Option<Vec<u8>>, M::Error> {
    let Some(name) = fields.next_key::<Cow<'de, str>>()? else {
        return Err(M::Error::custom("a sub-message without a format"));
    };
    let named = |format: &&Format| match format.selector {
        Selector::Text(text) => text == name,
        Selector::Number(number) => name.parse() == Ok(number),
        Selector::Absent => name.is_empty(),
    };
    match schema.formats.iter().find(named) {
        Some(format) => fields.next_value_seed(Payload { kind: format.kind }),
        None => Err(M::Error::custom(format_args!("{} has no format {name}", schema.name))),
    }
}

/// Reads an element whose number is data.
struct Pair {
    kind: Kind,
}

impl<'de> DeserializeSeed<'de> for Pair {
    type Value = (u16, Vec<u8>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Pair {
    type Value = (u16, Vec<u8>);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a pair of a number and a value")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut items: S) -> Result<Self::Value, S::Error> {
        let number = items.next_element()?.ok_or_else(|| S::Error::invalid_length(0, &self))?;
        let payload = items.next_element_seed(Payload { kind: self.kind })?;
        let payload = payload.ok_or_else(|| S::Error::invalid_length(1, &self))?;
        Ok((number, present(payload)?))
    }
}
