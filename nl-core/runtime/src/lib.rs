//! What nl-core consists of beside the derives: read its documentation, and depend on it alone.
//!
//! It is a crate of its own so that it is built while syn and the derives are.

// The tests use the derives, which name nl-core.
#[cfg(test)]
extern crate self as nl_core;
#[cfg(test)]
use nl_derive::{Attributes, Family, Value};

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod accepts;
mod ack;
mod acknowledged;
mod ask;
mod attribute;
mod batch;
mod channel;
mod connection;
pub mod controller;
mod declared;
mod dump;
mod errno;
mod error;
pub mod exchange;
mod family;
mod field;
#[cfg(feature = "host")]
pub mod host;
mod inbox;
mod incoming;
pub mod interop;
mod kept;
mod many;
mod options;
mod place;
#[cfg(feature = "verify")]
pub mod policy;
mod post;
mod repeated;
mod resolve;
mod rest;
pub mod schema;
mod set;
pub mod socket;
mod stream;
mod sub_message;
mod subscription;
#[cfg(feature = "tokio")]
pub mod tokio;
mod trace;
mod transport;
mod value;
#[cfg(feature = "verify")]
mod verify;
mod watch;
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
#[cfg(feature = "bitflags")]
pub use value::Bits;
pub use value::{
    Array, Be, Bitfield32, Keyed, KeyedArray, KeyedIter, Le, List, ListIter, Mac, Packable, Packed,
    PackedArray, Pad, Sint, Uint, Unspec, Unterminated, Value,
};
#[cfg(feature = "zerocopy")]
pub use value::{Pod, PodRef};
