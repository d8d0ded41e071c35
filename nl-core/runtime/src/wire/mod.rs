//! Bytes and nothing else: headers, attributes, and the writer that lays them out.
//!
//! Nothing here does I/O, and nothing panics on any input. Reading allocates only to describe a
//! mistake. Iterators yield one error and then end, so that a loop over hostile bytes ends too.
//!
//! Multi-byte numbers are in the byte order of the host; [`native`] is the one place which says so.

mod attr;
mod buffer;
mod depth;
mod error;
mod header;
mod message;
pub mod native;
mod writer;

pub use attr::{Attr, Attrs, NESTED, NET_BYTEORDER, TYPE_MASK};
pub use buffer::Buffer;
pub use depth::Depth;
pub use error::{DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind, Path, Segment};
pub use header::{GENL_HEADER_LEN, GenlHeader, HEADER_LEN, MIN_TYPE, MessageHeader, flags, kind};
pub use message::{DatagramError, Message, Messages};
pub use writer::Writer;
pub(crate) use writer::nest_too_long;

/// The bytes before the first attribute of a generic netlink message without a family header.
pub const ATTRS_AT: usize = HEADER_LEN + GENL_HEADER_LEN;

/// The largest payload of one attribute, bytes: its length field is a `u16` and counts the header.
pub const MAX_PAYLOAD: usize = u16::MAX as usize - 4;

/// Rounds `length` up to the 4 bytes on which messages and attributes start.
///
/// `#define NLMSG_ALIGN(len) ( ((len)+NLMSG_ALIGNTO-1) & ~(NLMSG_ALIGNTO-1) )`, and `NLA_ALIGN`
/// likewise (`linux/netlink.h`).
#[inline]
pub const fn align(length: usize) -> usize {
    (length + 3) & !3
}
