//! Messages in serde's formats: JSON to read, anything else to keep.
//!
//! Two ways, which may be mixed:
//!
//! - A message is a struct like any other: serde's own derives on it work, since the values of this
//!   crate have serde's traits. Flags are `"A | B"`, addresses text; enums are their variants' names
//!   with [`serde_enum`](crate::serde_enum), and bytes are hex where a field says
//!   `#[serde(with = "nl_core::hex")]` (serde's own way is a list of numbers). In formats that people
//!   do not read all of them are numbers and bytes.
//! - [`Named`] is any message, serde's derives or not, by its declaration: fields by their names, enums
//!   as the names of their numbers (a number without a name as the number), flags as lists of names,
//!   bytes as hex, absent attributes left out. In formats that people do not read it is the message's
//!   attributes as bytes.
//!
//! ```
//! use nl_core::{Attributes, Mac, Value, interop::serde::Named};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Attributes, Serialize, Deserialize, Debug, PartialEq)]
//! struct Station {
//!     #[nl(1)]
//!     address: Mac,
//!     #[nl(2)]
//!     band: Band,
//!     #[nl(3)]
//!     #[serde(with = "nl_core::hex")]
//!     key: Vec<u8>,
//! }
//! #[derive(Value, Debug, PartialEq)]
//! #[repr(u8)]
//! enum Band {
//!     Low = 0,
//!     High = 1,
//!     #[nl(other)]
//!     Other(u8),
//! }
//! nl_core::serde_enum!(Band); // a name, or a number that has none
//!
//! let station = Station { address: Mac([2, 0, 0, 0, 0, 42]), band: Band::High, key: vec![10, 255] };
//! let text = r#"{"address":"02:00:00:00:00:2a","band":"High","key":"0aff"}"#;
//! assert_eq!(serde_json::to_string(&station)?, text);
//! assert_eq!(serde_json::from_str::<Station>(text)?, station);
//! // The same by the declaration, with no word of serde in it.
//! assert_eq!(serde_json::to_string(&Named(&station))?, text);
//! assert_eq!(serde_json::from_str::<Named<Station>>(text)?.0, station);
//! # Ok::<(), serde_json::Error>(())
//! ```
//!
//! Types that borrow a list ([`List`], [`Keyed`], [`Repeated`], [`Packed`]) can be written, and read as
//! their owned siblings, which look the same.

use std::fmt;
use std::marker::PhantomData;

use serde_core::de::{Error as _, SeqAccess, Visitor};
use serde_core::ser::{Error as _, SerializeStruct as _};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::hex;
pub use super::named::Named;
use crate::wire::{Attr, DecodeError};
use crate::{
    Array, Be, Bitfield32, Element, Keyed, KeyedArray, Le, List, Mac, OwnedAttr, Packable, Packed,
    PackedArray, Pad, Repeated, Sequence, Sint, Uint, Unspec, Unterminated, Value,
};

/// Values that are what they hold.
macro_rules! transparent {
    ($($wrapper:ident<$($generic:ident $(: $of:ty)?),* $(; const $number:ident: $int:ty)?> $inner:ty;)*) => {$(
        impl<$($generic: Serialize,)* $(const $number: $int)?> Serialize for $wrapper<$($generic,)* $($number)?> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        impl<'de, $($generic: Deserialize<'de>,)* $(const $number: $int)?> Deserialize<'de> for $wrapper<$($generic,)* $($number)?> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <$inner>::deserialize(deserializer).map(Self)
            }
        }
    )*};
}

transparent! {
    Be<T> T;
    Le<T> T;
    Uint<> u64;
    Sint<> i64;
    Pad<> bool;
    Unterminated<T> T;
    PackedArray<T> Vec<T>;
    Array<T; const FIRST: u16> Vec<T>;
    KeyedArray<T> Vec<(u16, T)>;
    Sequence<T> Vec<T>;
}

#[cfg(feature = "zerocopy")]
transparent! {
    Pod<T> T;
}
#[cfg(feature = "zerocopy")]
use crate::{Pod, PodRef};

#[cfg(feature = "zerocopy")]
impl<T: Serialize> Serialize for PodRef<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Serialize for Mac {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Mac {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(Text(PhantomData))
        } else {
            Deserialize::deserialize(deserializer).map(Self)
        }
    }
}

/// Reads what prints as it parses.
struct Text<T>(PhantomData<T>);

impl<T: std::str::FromStr<Err: fmt::Display>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an address as text")
    }

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// Flags are their names with ` | ` in between, bits without a name a number among them.
#[cfg(feature = "bitflags")]
mod flags {
    use bitflags::Flags;
    use bitflags::parser::{ParseHex, WriteHex, from_str, to_writer};

    use super::{Deserialize, Deserializer, Serialize, Serializer, Visitor, fmt};
    use crate::Bits;

    struct Show<'f, F>(&'f F);

    impl<F: Flags<Bits: WriteHex>> fmt::Display for Show<'_, F> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            to_writer(self.0, f)
        }
    }

    impl<F: Flags<Bits: WriteHex + Serialize>> Serialize for Bits<F> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if serializer.is_human_readable() {
                serializer.collect_str(&Show(&self.0))
            } else {
                self.0.bits().serialize(serializer)
            }
        }
    }

    struct Names<F>(std::marker::PhantomData<F>);

    impl<F: Flags<Bits: ParseHex>> Visitor<'_> for Names<F> {
        type Value = F;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("names of flags with | in between")
        }

        fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<F, E> {
            from_str(text).map_err(E::custom)
        }
    }

    impl<'de, F: Flags<Bits: ParseHex + Deserialize<'de>>> Deserialize<'de> for Bits<F> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            if deserializer.is_human_readable() {
                deserializer.deserialize_str(Names(std::marker::PhantomData)).map(Self)
            } else {
                F::Bits::deserialize(deserializer).map(|bits| Self(F::from_bits_retain(bits)))
            }
        }
    }
}

impl Serialize for Bitfield32 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Bitfield32", 2)?;
        fields.serialize_field("value", &self.value)?;
        fields.serialize_field("selector", &self.selector)?;
        fields.end()
    }
}

impl<'de> Deserialize<'de> for Bitfield32 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Pair::new(["value", "selector"]);
        let names = &["value", "selector"];
        let (value, selector) = deserializer.deserialize_struct("Bitfield32", names, fields)?;
        Ok(Self { value, selector })
    }
}

impl Serialize for Attr<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Attr", 2)?;
        fields.serialize_field("raw_type", &self.raw_type)?;
        fields.serialize_field("payload", &hex::Hex(self.payload))?;
        fields.end()
    }
}

impl Serialize for OwnedAttr {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Attr { raw_type: self.raw_type, payload: &self.payload }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for OwnedAttr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Pair::new(["raw_type", "payload"]);
        let names = &["raw_type", "payload"];
        let (raw_type, hex::Hex(payload)) =
            deserializer.deserialize_struct("Attr", names, fields)?;
        Ok(Self { raw_type, payload })
    }
}

/// Reads a struct of two fields.
struct Pair<A, B> {
    names: [&'static str; 2],
    of: PhantomData<(A, B)>,
}

impl<A, B> Pair<A, B> {
    const fn new(names: [&'static str; 2]) -> Self {
        Self { names, of: PhantomData }
    }
}

impl<'de, A: Deserialize<'de>, B: Deserialize<'de>> Visitor<'de> for Pair<A, B> {
    type Value = (A, B);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} and {}", self.names[0], self.names[1])
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut fields: S) -> Result<(A, B), S::Error> {
        let [first, second] = self.names;
        let first = fields.next_element()?.ok_or_else(|| S::Error::missing_field(first))?;
        let second = fields.next_element()?.ok_or_else(|| S::Error::missing_field(second))?;
        Ok((first, second))
    }

    fn visit_map<M: serde_core::de::MapAccess<'de>>(
        self,
        mut fields: M,
    ) -> Result<(A, B), M::Error> {
        let [first_name, second_name] = self.names;
        let (mut first, mut second) = (None, None);
        while let Some(name) = fields.next_key::<std::borrow::Cow<'de, str>>()? {
            match &*name {
                name if name == first_name => first = Some(fields.next_value()?),
                name if name == second_name => second = Some(fields.next_value()?),
                _ => drop(fields.next_value::<serde_core::de::IgnoredAny>()?),
            }
        }
        let first = first.ok_or_else(|| M::Error::missing_field(first_name))?;
        Ok((first, second.ok_or_else(|| M::Error::missing_field(second_name))?))
    }
}

impl<B: AsRef<[u8]>> Serialize for Unspec<B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        hex::Hex(self.0.as_ref()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Unspec<Vec<u8>> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        hex::Hex::deserialize(deserializer).map(|hex| Self(hex.0))
    }
}

/// Lists that are read where they lie: a bad element is an error.
macro_rules! lists {
    ($($list:ident<$(const $number:ident)?> $bound:ident;)*) => {$(
        impl<'a, T, $(const $number: u16)?> Serialize for $list<'a, T, $($number)?>
        where
            T: $bound<'a> + Clone + Serialize,
        {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let items: Result<Vec<_>, DecodeError> = self.iter().collect();
                serializer.collect_seq(items.map_err(S::Error::custom)?)
            }
        }
    )*};
}

lists! {
    List<const FIRST> Value;
    Keyed<> Value;
    Repeated<> Element;
}

impl<T: Packable + Serialize> Serialize for Packed<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}
