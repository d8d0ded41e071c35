//! Bytes as hex in formats for people, as bytes in others: `#[serde(with = "nl_core::hex")]` on a field
//! of type `Vec<u8>`, `[u8; N]` or `&[u8]` (which is written alone), and `Option` or `Vec` of these.

use std::fmt;

use serde_core::de::{SeqAccess, Visitor};
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes the field.
///
/// # Errors
/// The serializer's.
pub fn serialize<T: ToHex + ?Sized, S: Serializer>(
    bytes: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    bytes.write(serializer)
}

/// Reads the field.
///
/// # Errors
/// For what is no hex, or has another length, and the deserializer's.
pub fn deserialize<'de, T: FromHex<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// What can be written as hex.
pub trait ToHex {
    /// Writes it.
    ///
    /// # Errors
    /// The serializer's.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// What can be read from hex.
pub trait FromHex<'de>: Sized {
    /// Reads it.
    ///
    /// # Errors
    /// For what is no hex, or has another length, and the deserializer's.
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Bytes, for serde.
pub(crate) struct Hex<B>(pub(crate) B);

impl<B: AsRef<[u8]>> fmt::Display for Hex<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_ref().iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl<B: AsRef<[u8]>> Serialize for Hex<B> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_bytes(self.0.as_ref())
        }
    }
}

impl<'de> Deserialize<'de> for Hex<Vec<u8>> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(Digits).map(Self)
        } else {
            deserializer.deserialize_byte_buf(Digits).map(Self)
        }
    }
}

/// The bytes of an even number of digits.
pub(crate) fn parse(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |digit: u8| char::from(digit).to_digit(16);
    let byte = |[high, low]: &[u8; 2]| u8::try_from(digit(*high)? << 4 | digit(*low)?).ok();
    rest.is_empty().then(|| pairs.iter().map(byte).collect())?
}

struct Digits;

impl<'de> Visitor<'de> for Digits {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("bytes in hex, two digits each")
    }

    fn visit_str<E: serde_core::de::Error>(self, text: &str) -> Result<Vec<u8>, E> {
        let unexpected = serde_core::de::Unexpected::Str(text);
        parse(text).ok_or_else(|| E::invalid_value(unexpected, &self))
    }

    fn visit_bytes<E: serde_core::de::Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }

    fn visit_byte_buf<E: serde_core::de::Error>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
        Ok(bytes)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<u8>, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = items.next_element()? {
            bytes.push(byte);
        }
        Ok(bytes)
    }
}

macro_rules! to_hex {
    ($([$($generics:tt)*] $bytes:ty;)*) => {$(
        impl<$($generics)*> ToHex for $bytes {
            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Hex(&self[..]).serialize(serializer)
            }
        }
    )*};
}

to_hex! {
    [] Vec<u8>;
    [const N: usize] [u8; N];
    [] &[u8];
}

impl<'de> FromHex<'de> for Vec<u8> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Hex::deserialize(deserializer).map(|hex| hex.0)
    }
}

impl<'de, const N: usize> FromHex<'de> for [u8; N] {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = Hex::deserialize(deserializer)?.0;
        let length = bytes.len();
        let needs = format!("{N} bytes");
        let wrong = |_| serde_core::de::Error::invalid_length(length, &needs.as_str());
        bytes.try_into().map_err(wrong)
    }
}

/// One of several, as a value of its own.
struct Item<T>(T);

impl<T: ToHex> Serialize for Item<&T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

impl<'de, T: FromHex<'de>> Deserialize<'de> for Item<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::read(deserializer).map(Self)
    }
}

impl<T: ToHex> ToHex for Option<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_ref().map(Item).serialize(serializer)
    }
}

impl<'de, T: FromHex<'de>> FromHex<'de> for Option<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::<Item<T>>::deserialize(deserializer).map(|item| item.map(|item| item.0))
    }
}

impl<T: ToHex> ToHex for Vec<T> {
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter().map(Item))
    }
}

impl<'de, T: FromHex<'de>> FromHex<'de> for Vec<T> {
    fn read<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let items = Vec::<Item<T>>::deserialize(deserializer)?;
        Ok(items.into_iter().map(|item| item.0).collect())
    }
}
