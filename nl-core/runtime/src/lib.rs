//! What nl-core consists of beside the derives: read its documentation, and depend on it alone.
//!
//! It is a crate of its own so that it is built while syn and the derives are.

// All modules forbid unsafe code but `socket`, which makes the system calls.

// The tests use the derives, which name nl-core.
#[cfg(test)]
extern crate self as nl_core;
#[cfg(test)]
use nl_derive::{Attributes, Family, Value};

#[doc(hidden)]
#[path = "private.rs"]
#[forbid(unsafe_code)]
pub mod __private;
#[forbid(unsafe_code)]
mod accepts;
#[forbid(unsafe_code)]
mod ack;
#[forbid(unsafe_code)]
mod acknowledged;
#[forbid(unsafe_code)]
mod ask;
#[forbid(unsafe_code)]
mod attribute;
#[forbid(unsafe_code)]
mod batch;
#[forbid(unsafe_code)]
mod channel;
#[forbid(unsafe_code)]
mod connection;
#[forbid(unsafe_code)]
pub mod controller;
#[forbid(unsafe_code)]
mod declared;
#[forbid(unsafe_code)]
mod dump;
#[forbid(unsafe_code)]
mod errno;
#[forbid(unsafe_code)]
mod error;
#[forbid(unsafe_code)]
pub mod exchange;
#[forbid(unsafe_code)]
mod family;
#[forbid(unsafe_code)]
mod field;
#[cfg(feature = "host")]
#[forbid(unsafe_code)]
pub mod host;
#[forbid(unsafe_code)]
mod inbox;
#[forbid(unsafe_code)]
mod incoming;
#[forbid(unsafe_code)]
pub mod interop;
#[forbid(unsafe_code)]
mod kept;
#[forbid(unsafe_code)]
mod many;
#[forbid(unsafe_code)]
mod options;
#[forbid(unsafe_code)]
mod place;
#[cfg(feature = "verify")]
#[forbid(unsafe_code)]
pub mod policy;
#[forbid(unsafe_code)]
mod post;
#[forbid(unsafe_code)]
mod repeated;
#[forbid(unsafe_code)]
mod resolve;
#[forbid(unsafe_code)]
mod rest;
#[forbid(unsafe_code)]
pub mod schema;
#[forbid(unsafe_code)]
mod set;
pub mod socket;
#[forbid(unsafe_code)]
mod stream;
#[forbid(unsafe_code)]
mod sub_message;
#[forbid(unsafe_code)]
mod subscription;
#[cfg(feature = "tokio")]
#[forbid(unsafe_code)]
pub mod tokio;
#[forbid(unsafe_code)]
mod trace;
#[forbid(unsafe_code)]
mod transport;
#[forbid(unsafe_code)]
mod value;
#[cfg(feature = "verify")]
#[forbid(unsafe_code)]
mod verify;
#[forbid(unsafe_code)]
mod watch;
#[forbid(unsafe_code)]
pub mod wire;

pub use accepts::Accepts;
pub use ack::Status;
pub use acknowledged::Acknowledged;
pub use attribute::{Attribute, AttributeStream, MessageSet, Sequence};
pub use batch::{Answers, Batch, Ticket};
pub use connection::Connection;
pub use declared::ext_ack::ExtAck;
pub use declared::policy::{PolicyInfo, PolicyType};
pub use dump::{DumpError, Items};
pub use errno::Errno;
pub use error::{Error, Operated, Refused, Who};
pub use family::{Call, Dump, Event, Family, Group, Request, Stream, UnknownEvent};
pub use field::{Arrived, Element, Field};
pub use incoming::{Incoming, Origin};
#[cfg(feature = "serde")]
pub use interop::hex;
pub use many::CallReplies;
pub use options::{Options, Senders};
pub use repeated::{Repeated, RepeatedIter};
pub use rest::{OwnedAttr, Rest};
pub use set::{Decode, Encode, to_attributes};
pub use socket::Namespace;
pub use stream::Replies;
pub use sub_message::{Selected, Selects, SubMessage};
pub use subscription::Subscription;
pub use transport::Transport;
pub use value::{
    Array, Be, Bitfield32, Keyed, KeyedArray, KeyedIter, Le, List, ListIter, Mac, Packable, Packed,
    PackedArray, Pad, Sint, Uint, Unspec, Unterminated, Value,
};
#[cfg(feature = "bitflags")]
pub use value::{Bits, UintBits};
#[cfg(feature = "zerocopy")]
pub use value::{Pod, PodRef};
