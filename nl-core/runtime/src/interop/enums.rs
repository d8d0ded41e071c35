//! Enums of the protocol in serde's formats: names where people read, numbers elsewhere.

use serde_core::de::Error as _;
use serde_core::ser::Error as _;
use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

use super::shown;
use super::taken::Payload;
use crate::Value;
use crate::schema::{Kind, Scalar, number};
use crate::wire::{Depth, Writer};

/// serde's traits for enums that have `#[derive(Value)]`: in formats that people read the name of the
/// variant, or the number where it has no name; in others the number, as `u64` or `i64`.
///
/// serde's own derives number the variants in the order of their declaration: what was kept is
/// another one where a variant is added later. Here it is the protocol's number, which stays.
///
/// ```
/// use nl_core::Value;
///
/// #[derive(Value, Debug, PartialEq)]
/// #[repr(u8)]
/// enum Band {
///     Low = 0,
///     High = 1,
///     #[nl(other)]
///     Other(u8),
/// }
/// nl_core::serde_enum!(Band);
///
/// assert_eq!(serde_json::to_string(&[Band::High, Band::Other(9)])?, r#"["High",9]"#);
/// assert_eq!(serde_json::from_str::<Band>("9")?, Band::Other(9));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! serde_enum {
    ($($name:ty),+ $(,)?) => {$(
        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::serde::serialize_enum(self, serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::serde::deserialize_enum(deserializer)
            }
        }
    )+};
}

/// What [`serde_enum`] writes with.
pub fn serialize_enum<'v, T: Value<'v>, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut room = [0; 8];
    let bytes = room.get_mut(..value.size()).unwrap_or_default();
    value.emit(&mut Writer::new(bytes)).map_err(S::Error::custom)?;
    let number = match number(T::KIND, bytes) {
        Some(number) if !serializer.is_human_readable() => number,
        _ => return shown::Payload { kind: T::KIND, bytes }.serialize(serializer),
    };
    match (u64::try_from(number), i64::try_from(number)) {
        (_, Ok(number)) if is_signed(T::KIND) => serializer.serialize_i64(number),
        (Ok(number), _) => serializer.serialize_u64(number),
        _ => Err(S::Error::custom("a number of more than 64 bits")),
    }
}

/// What [`serde_enum`] reads with.
pub fn deserialize_enum<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'v> Value<'v>,
    D: Deserializer<'de>,
{
    let payload = Payload { kind: T::KIND };
    let bytes = if deserializer.is_human_readable() {
        serde_core::de::DeserializeSeed::deserialize(payload, deserializer)?
    } else if is_signed(T::KIND) {
        payload.number(i64::deserialize(deserializer)?.into())
    } else {
        payload.number(u64::deserialize(deserializer)?.into())
    };
    let bytes = bytes.ok_or_else(|| D::Error::custom(payload.words()))?;
    T::decode_payload(&bytes, Depth::TOP).map_err(D::Error::custom)
}

fn is_signed(kind: Kind) -> bool {
    matches!(kind, Kind::Enum(scalar, _) | Kind::Int(scalar) if Scalar::is_signed(scalar))
}
