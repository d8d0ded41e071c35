//! The way back from a format of serde's to attributes, by their declaration.

use std::borrow::Cow;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde_core::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_core::{Deserialize, Deserializer};

use super::hex;
use crate::schema::{
    AttributeSchema, Format, Hint, Kind, Presence, Scalar, Selector, SetSchema, SubMessageSchema,
};
use crate::wire::native::{self, Native};
use crate::wire::{MAX_PAYLOAD, NESTED};
use crate::{Bitfield32, Mac};

/// Reads a map as the attributes of a set.
pub(super) struct SetVisitor {
    pub(super) schema: &'static SetSchema,
}

impl<'de> Visitor<'de> for SetVisitor {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the fields of {}", self.schema.type_name)
    }

    fn visit_map<M: MapAccess<'de>>(self, mut fields: M) -> Result<Vec<u8>, M::Error> {
        let mut bytes = vec![0; self.schema.header];
        while let Some(name) = fields.next_key::<Cow<'de, str>>()? {
            let declared = self.schema.attributes.iter().find(|declared| declared.name == name);
            if let Some(declared) = declared {
                fields.next_value_seed(Attribute { declared, bytes: &mut bytes })?;
            } else if let Some(number) = name.strip_prefix('#').and_then(|n| n.parse().ok()) {
                for payload in fields.next_value::<Vec<hex::Hex<Vec<u8>>>>()? {
                    push(number, &payload.0, &mut bytes)?;
                }
            } else if name == "header" && self.schema.header > 0 {
                let header = fields.next_value::<hex::Hex<Vec<u8>>>()?.0;
                let place = bytes.get_mut(..self.schema.header);
                let place = place.filter(|place| place.len() == header.len());
                place
                    .ok_or_else(|| M::Error::custom("a header of another length"))?
                    .copy_from_slice(&header);
            } else {
                let set = self.schema.type_name;
                return Err(M::Error::custom(format_args!("{set} has no field {name}")));
            }
        }
        Ok(bytes)
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
            let payload = payload.unwrap_or_default();
            push(flagged((self.number)(place), self.kind), &payload, self.bytes)?;
            place = place.wrapping_add(1);
        }
        Ok(())
    }
}

/// Reads one value as a payload; `None` where it says that the attribute is not there.
#[derive(Clone, Copy)]
struct Payload {
    kind: Kind,
}

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
            Kind::Packed(scalar) => {
                let element = Self { kind: Kind::Int(scalar) };
                while let Some(item) = items.next_element_seed(element)? {
                    bytes.extend(item.unwrap_or_default());
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
        Ok((number, payload.unwrap_or_default()))
    }
}

impl Payload {
    fn words(self) -> &'static str {
        match self.kind {
            Kind::Flag | Kind::Pad => "true or false",
            Kind::Enum(..) => "a name of the enum, or a number that fits",
            Kind::Flags(..) => "names of flags with | in between, or a number that fits",
            Kind::String | Kind::Unterminated => "a string without a NUL",
            Kind::Fixed(_, Hint::Ipv4 | Hint::Ipv6) | Kind::Ip => "an IP address",
            Kind::Fixed(_, Hint::Mac) => "a MAC address",
            Kind::Packed(_) | Kind::Array(_) => "a list",
            Kind::Keyed(_) => "a list of pairs",
            Kind::Nest(_) => "a map of fields",
            Kind::Bitfield32 => "value and selector",
            Kind::SubMessage(..) => "a format's name with what it holds, or bytes in hex",
            kind if kind.number_range().is_some() => "a number that fits",
            _ => "bytes in hex, two digits each",
        }
    }

    /// The number, where it fits.
    fn number(self, number: i128) -> Option<Vec<u8>> {
        let (least, greatest) = self.kind.number_range()?;
        if !(least..=greatest).contains(&number) {
            return None;
        }
        let native = |scalar: Scalar| {
            let bytes = number.to_le_bytes();
            let mut bytes = bytes.get(..scalar.len())?.to_vec();
            if native::BIG_ENDIAN {
                bytes.reverse();
            }
            Some(bytes)
        };
        match self.kind {
            Kind::Uint if number <= u32::MAX.into() => native(Scalar::U32),
            Kind::Uint => native(Scalar::U64),
            Kind::Sint if i32::try_from(number).is_ok() => native(Scalar::I32),
            Kind::Sint => native(Scalar::I64),
            Kind::BigEndian(scalar) => {
                let bytes = number.to_be_bytes();
                bytes.get(bytes.len() - scalar.len()..).map(<[u8]>::to_vec)
            }
            Kind::LittleEndian(scalar) => {
                number.to_le_bytes().get(..scalar.len()).map(<[u8]>::to_vec)
            }
            Kind::Int(scalar) | Kind::Enum(scalar, _) | Kind::Flags(scalar, _) => {
                native(scalar.fixed_for(number))
            }
            _ => None,
        }
    }

    fn text(self, text: &str) -> Option<Vec<u8>> {
        match self.kind {
            Kind::Enum(_, names) => {
                self.number(names.values.iter().find(|named| named.name == text)?.value)
            }
            Kind::Flags(_, names) => self.number(flags(&names(), text)?),
            Kind::String if !text.contains('\0') => Some([text.as_bytes(), &[0]].concat()),
            Kind::Unterminated if !text.contains('\0') => Some(text.into()),
            Kind::Fixed(_, Hint::Ipv4) => Some(text.parse::<Ipv4Addr>().ok()?.octets().into()),
            Kind::Fixed(_, Hint::Ipv6) => Some(text.parse::<Ipv6Addr>().ok()?.octets().into()),
            Kind::Ip => match text.parse().ok()? {
                std::net::IpAddr::V4(address) => Some(address.octets().into()),
                std::net::IpAddr::V6(address) => Some(address.octets().into()),
            },
            Kind::Fixed(_, Hint::Mac) => Some(text.parse::<Mac>().ok()?.0.into()),
            Kind::Fixed(length, _) => hex::parse(text).filter(|bytes| bytes.len() == length),
            Kind::Binary | Kind::Unspec | Kind::SubMessage(..) => hex::parse(text),
            _ => None,
        }
    }
}

/// The bits of `A | B | 0x8`.
fn flags(names: &[(&'static str, u64)], text: &str) -> Option<i128> {
    let mut number = 0;
    for word in text.split('|').map(str::trim).filter(|word| !word.is_empty()) {
        number |= match word.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(digits, 16).ok()?,
            None => names.iter().find(|(name, _)| *name == word)?.1,
        };
    }
    Some(number.into())
}
