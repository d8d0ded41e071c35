//! What expansions of the derives name. Not for use by hand: it changes without notice.

pub use core::default::Default;
pub use core::option::Option::{self, None, Some};
pub use core::result::Result::{self, Err, Ok};

pub use crate::attribute::{Attribute, MessageSet};
pub use crate::family::{Call, Dump, Event, Family, Group, Request, Stream, UnknownEvent};
pub use crate::field::{Arrived, Element, Field, emit_attribute, size_of_attribute};
#[cfg(feature = "host")]
pub use crate::host::{Context, Page, RawPage, Refusal, Replies, Service, request};
pub use crate::rest::{Kept, Rest, emit as emit_kept, size as kept_size};
pub use crate::schema::{
    AttributeSchema, Bounds, EnumSchema, EnumValue, FamilySchema, Format, GroupSchema, Kind, Mode,
    Operation, Permission, Presence, Scalar, Selector, SetSchema, SubMessageSchema,
};
pub use crate::set::{Decode, Encode};
pub use crate::sub_message::{Selected, Selects, SubMessage};
pub use crate::value::{Sint, Uint, Value};
pub use crate::wire::{
    ATTRS_AT, Attr, Attrs, DecodeError, DecodeErrorKind, Depth, EncodeError, Writer,
};
use crate::wire::{NESTED, TYPE_MASK};

/// What a field with a selector is written with.
pub mod sub_message {
    pub use crate::sub_message::{emit, size};
}

/// What the macro for enums in serde's formats names.
#[cfg(feature = "serde")]
pub mod serde {
    pub use serde_core::{Deserialize, Deserializer, Serialize, Serializer};

    pub use crate::interop::enums::{deserialize_enum, serialize_enum};
}

/// The schema of a set, as a function: a set may hold itself.
pub fn schema_of<T: Encode>() -> &'static SetSchema {
    T::SCHEMA
}

/// The schema of a nest.
#[cold]
pub fn set_of<'a, T: Value<'a>>() -> &'static SetSchema {
    match T::KIND {
        Kind::Nest(set) => set(),
        _ => &SetSchema::EMPTY,
    }
}

/// Bytes that an enum's number takes, which has 4 of them or 8.
#[inline]
pub fn size_of_number(scalar: Scalar, number: Selector<'_>) -> usize {
    match number {
        Selector::Number(number) => scalar.fixed_for(number).len(),
        _ => scalar.len(),
    }
}

/// The size of a family's header. The attributes behind it start at `NLMSG_ALIGN(hdrlen)`, so padding
/// is part of the header's type.
#[track_caller]
#[inline]
pub const fn header_size(size: Option<usize>) -> usize {
    match size {
        Some(size) if size.is_multiple_of(4) => size,
        Some(_) => panic!("a header takes a multiple of 4 bytes: pad the type"),
        None => panic!("a header has always the same number of bytes, and this type has not"),
    }
}

/// A default says what a value is that is not there, so the field must want one.
#[track_caller]
#[inline]
pub const fn presence_with_default(presence: Presence) -> Presence {
    match presence {
        Presence::Required => Presence::Default,
        _ => panic!("a default is for a plain value: an Option, a flag or a list has one already"),
    }
}

/// Each format of a sub-message has a selector that an attribute of that kind can be.
#[track_caller]
#[inline]
pub const fn selected_by(kind: &Kind, message: &SubMessageSchema) {
    let mut position = 0;
    while position < message.formats.len() {
        match (&message.formats[position].selector, kind.number_range()) {
            (Selector::Text(_), None) | (Selector::Absent, _) => {}
            (Selector::Text(_), Some(_)) => {
                panic!("a number selects the format here, and a format has a text")
            }
            (Selector::Number(number), Some((least, most))) => {
                assert!(
                    least <= *number && *number <= most,
                    "a format has a number that what selects it can never be"
                );
            }
            (Selector::Number(_), None) => {
                panic!("a text selects the format here, and a format has a number")
            }
        }
        position += 1;
    }
}

/// The presence of a sub-message.
pub const fn presence_of_selected(required: bool) -> Presence {
    if required { Presence::Required } else { Presence::Optional }
}

/// The header and the attributes of a message of that set.
#[inline]
pub fn split_header<'a>(
    bytes: &'a [u8],
    set: &'static SetSchema,
) -> Result<(&'a [u8], &'a [u8]), DecodeError> {
    bytes.split_at_checked(set.header).ok_or_else(|| {
        let (expected, found) = (set.header, bytes.len());
        let kind = DecodeErrorKind::Length { needs: "the family's header", expected, found };
        DecodeError::new(kind, bytes).in_set(set)
    })
}

/// A flag's payload, which must be empty.
pub fn flag(payload: &[u8]) -> Result<(), DecodeError> {
    let arrived = Arrived { payload, from_here: &[], depth: Depth::TOP };
    <bool as Field<'_>>::accept(&mut false, arrived)
}

/// The flag bits of an attribute that is not declared.
pub const fn flags_of_kept(kept: Attr<'_>) -> u16 {
    kept.raw_type & !TYPE_MASK
}

/// The flag bits of an attribute of that kind.
pub const fn flags_of(kind: Kind) -> u16 {
    if kind.is_nested() { NESTED } else { 0 }
}

/// The integer of an enum's `#[repr]`.
pub trait EnumRepr {
    /// As the schema names it.
    const SCALAR: Scalar;
}

macro_rules! repr {
    ($($int:ident $scalar:ident)*) => {$(
        impl EnumRepr for $int {
            const SCALAR: Scalar = Scalar::$scalar;
        }
    )*};
}
repr!(u8 U8 u16 U16 u32 U32 u64 U64 i8 I8 i16 I16 i32 I32 i64 I64);
