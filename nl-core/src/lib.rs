//! Generic netlink families, declared once as Rust types.
//!
//! A family is an enum of commands with `#[derive(Family)]`, its messages are structs with
//! `#[derive(Attributes)]`, its enums have `#[derive(Value)]`. From that come encoding and decoding,
//! a [`Connection`] whose calls know their replies, a [`Subscription`] to its multicast groups, and a
//! [`host`] that serves the family from user space before its kernel side exists.
//!
//! ```
//! use nl_core::{Attributes, Family};
//!
//! #[derive(Family, Clone, Copy, Debug)]
//! #[nl(name = "pulse", version = 1, group = "beats")]
//! pub enum Pulse {
//!     /// Counts a beat and announces it.
//!     #[nl(request = Beat<'_>, reply = Count)]
//!     Beat = 1,
//!     /// A beat was counted.
//!     #[nl(event = Count, group = "beats")]
//!     Counted = 2,
//! }
//!
//! #[derive(Attributes, Clone, Debug)]
//! pub struct Beat<'a> {
//!     #[nl(1, max_len = 32)]
//!     pub source: &'a str,
//! }
//!
//! #[derive(Attributes, Clone, Debug)]
//! pub struct Count {
//!     #[nl(1)]
//!     pub beats: u64,
//! }
//!
//! let bytes = nl_core::to_attributes(&Beat { source: "left" })?;
//! assert_eq!(bytes, [9, 0, 1, 0, b'l', b'e', b'f', b't', 0, 0, 0, 0]);
//! # #[cfg(target_endian = "little")]
//! # Ok::<(), nl_core::wire::EncodeError>(())
//! ```
//!
//! On a machine whose kernel has the family, `Connection::<Pulse>::open()?.call(&Beat { source: "left" })?`
//! returns a `Count`.

// The controller is declared with this crate's own derives, which name it from outside.
extern crate self as nl_core;

mod accepts;
mod ack;
mod connection;
pub mod controller;
mod dump;
mod errno;
mod error;
pub mod exchange;
mod family;
mod field;
pub mod host;
pub mod policy;
pub mod schema;
mod set;
pub mod socket;
mod stream;
mod subscription;
mod trace;
mod transport;
mod value;
pub mod wire;

pub use accepts::Accepts;
pub use ack::ExtAck;
pub use connection::Connection;
pub use dump::Items;
pub use errno::Errno;
pub use error::{Error, Operated, Refused, Who};
pub use family::{Call, Dump, Event, Family, Group, Request, Stream, UnknownEvent};
pub use field::{Element, Field};
pub use nl_derive::{Attributes, Family, Value};
pub use set::{Decode, Encode, to_attributes};
pub use stream::Replies;
pub use subscription::{Incoming, Subscription};
pub use transport::{Options, Transport};
pub use value::{List, Value};

/// What expansions of the derives name. Not for use by hand: it changes without notice.
#[doc(hidden)]
pub mod __private {
    pub use crate::family::{Call, Dump, Event, Family, Group, Request, Stream, UnknownEvent};
    pub use crate::field::{Element, Field};
    pub use crate::host::{Context, Page, RawPage, Refusal, Replies, Service, request};
    pub use crate::schema::{
        AttributeSchema, Bounds, EnumSchema, EnumValue, FamilySchema, GroupSchema, Kind, Mode,
        Operation, Permission, Scalar, SetSchema,
    };
    pub use crate::set::{Decode, Encode};
    pub use crate::value::Value;
    pub use crate::wire::{Attr, Attrs, DecodeError, EncodeError, Writer};

    /// The schema of a set, as a function: a set may hold itself.
    pub fn schema_of<T: Encode>() -> &'static SetSchema {
        T::SCHEMA
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
}

/// The README's code compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
