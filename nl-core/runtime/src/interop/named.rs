//! Any message in a format of serde's, by its declaration.

use serde_core::ser::{Error as _, SerializeMap};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::hex::Hex;
use super::shown::Payload;
use super::unnamed::SetVisitor;
use crate::schema::{AttributeSchema, Format, Presence, Selected, Selector, SetSchema};
use crate::wire::{Attr, Attrs, TYPE_MASK};
use crate::{Decode, Encode, to_attributes};

/// Any message, or a reference to one that is only written, by its declaration: what its fields are
/// called and which values have names is the protocol's, whatever the Rust types are.
///
/// | in the protocol | in formats for people |
/// |---|---|
/// | set, nest | a map by the fields' names; what is absent is left out |
/// | attributes without a name (`#`) | a list of maps of one entry, in the order of the wire: `[{"#9": "0a"}, {"#0x8009": "0b"}]`, the number with its flag bits, where it has any, and hex |
/// | [`Sequence`](crate::Sequence) | such a list, with names where there are names: `[{"wait": 2}, {"say": "hi"}, {"wait": 3}]` |
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
/// What is written reads back to the same, or it is an error: of a hand-written [`Encode`] that writes
/// what its schema has no place for. What is read may be out of the declared bounds: those are
/// checked where it is encoded.
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
        let visitor = SetVisitor { schema: T::SCHEMA };
        let bytes = if !deserializer.is_human_readable() {
            Hex::deserialize(deserializer)?.0
        } else if T::SCHEMA.ordered {
            deserializer.deserialize_seq(visitor)?
        } else {
            deserializer.deserialize_map(visitor)?
        };
        T::decode(&bytes).map(Self).map_err(serde_core::de::Error::custom)
    }
}

/// The attributes of a set, behind the family's own header where it has one.
pub(super) struct Set<'a> {
    pub(super) schema: &'static SetSchema,
    pub(super) bytes: &'a [u8],
}

impl Set<'_> {
    /// All attributes of that number, in the order of the wire.
    fn of(&self, number: u16) -> impl Iterator<Item = Attr<'_>> + Clone {
        self.attributes().filter(move |attr| attr.number() == number)
    }

    fn attributes(&self) -> impl Iterator<Item = Attr<'_>> + Clone {
        Attrs::new(self.set()).map_while(Result::ok)
    }

    /// What has no name.
    fn rest(&self) -> impl Iterator<Item = Attr<'_>> + Clone {
        self.attributes().filter(|attr| self.schema.attribute(attr.number()).is_none())
    }

    fn entry<'s>(&self, attr: Attr<'s>) -> Entry<'s> {
        Entry { schema: self.schema, attr }
    }

    fn set(&self) -> &[u8] {
        self.bytes.get(self.schema.header..).unwrap_or_default()
    }

    fn header<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let Some(header) = self.bytes.get(..self.schema.header).filter(|h| !h.is_empty()) else {
            return Ok(());
        };
        if self.schema.attributes.iter().any(|declared| declared.name == "header") {
            let set = self.schema.type_name;
            return Err(M::Error::custom(format_args!("{set} has a header, and a field `header`")));
        }
        map.serialize_entry("header", &Hex(header))
    }

    fn field<M: SerializeMap>(
        &self,
        map: &mut M,
        declared: &AttributeSchema,
        selected: &Selected,
    ) -> Result<(), M::Error> {
        let mut values = self.of(declared.number);
        let Some(attr) = values.next() else {
            return Ok(());
        };
        if declared.presence == Presence::Repeated {
            let payload = |attr| Payload::of(declared.kind, attr);
            return map
                .serialize_entry(declared.name, &List(|| self.of(declared.number).map(payload)));
        }
        if values.next().is_some() {
            let (set, field) = (self.schema.type_name, declared.name);
            return Err(M::Error::custom(format_args!("{set}.{field} stands more than once")));
        }
        match selected.format(declared) {
            Some(format) => map.serialize_entry(declared.name, &Tagged { format, attr }),
            None => map.serialize_entry(declared.name, &Payload::of(declared.kind, attr)),
        }
    }
}

impl Serialize for Set<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(error) = Attrs::new(self.set()).find_map(Result::err) {
            return Err(S::Error::custom(error.in_set(self.schema)));
        }
        if self.schema.ordered {
            return serializer.collect_seq(self.attributes().map(|attr| self.entry(attr)));
        }
        let mut map = serializer.serialize_map(None)?;
        self.header(&mut map)?;
        let selected = Selected::of(self.schema, self.set());
        for declared in self.schema.attributes {
            self.field(&mut map, declared, &selected)?;
        }
        if self.rest().next().is_some() {
            map.serialize_entry("#", &List(|| self.rest().map(|attr| self.entry(attr))))?;
        }
        map.end()
    }
}

/// One attribute of several, as a map of its own: the order of maps in a list is kept everywhere.
struct Entry<'a> {
    schema: &'static SetSchema,
    attr: Attr<'a>,
}

impl Serialize for Entry<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        let Attr { raw_type, payload } = self.attr;
        match self.schema.attribute(self.attr.number()) {
            Some(declared) => {
                map.serialize_entry(declared.name, &Payload::of(declared.kind, self.attr))?;
            }
            None if raw_type & !TYPE_MASK == 0 => {
                map.serialize_entry(&format!("#{raw_type}"), &Hex(payload))?;
            }
            None => map.serialize_entry(&format!("#{raw_type:#x}"), &Hex(payload))?,
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
