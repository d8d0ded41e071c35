//! At home in other libraries: what is declared here in their sockets, what is written for them here.
//!
//! A family that is declared here needs no [`Connection`](crate::Connection): a program that has the
//! sockets of another library keeps them, and its messages are those of the declaration.
//!
//! | feature | whose sockets | page |
//! |---|---|---|
//! | `netlink-packet-generic` | `genetlink`, `netlink-proto` | `interop::netlink_packet_generic` |
//! | `neli` | `neli`'s sockets and routers | `interop::neli` |
//! | `serde` | none: messages in serde's formats | `interop::serde` |
//!
//! Three types belong to no library. `Payload` is a request or what answers it, `Announcement` an event:
//! both hold a message encoded, since those libraries hand over bytes that a message may not borrow,
//! and read it where it lies. `Inquiry` says what a message that came back is: an answer, the end, a
//! refusal in the declaration's names, or a dump that is not consistent.

#[cfg(any(feature = "neli", feature = "netlink-packet-generic"))]
mod among;
#[cfg(any(feature = "neli", feature = "netlink-packet-generic"))]
mod announcement;
#[cfg(feature = "serde")]
pub(crate) mod enums;
#[cfg(feature = "serde")]
pub mod hex;
#[cfg(any(feature = "neli", feature = "netlink-packet-generic"))]
mod inquiry;
#[cfg(feature = "serde")]
mod named;
#[cfg(feature = "neli")]
pub mod neli;
#[cfg(feature = "netlink-packet-generic")]
pub mod netlink_packet_generic;
#[cfg(any(feature = "neli", feature = "netlink-packet-generic"))]
mod payload;
#[cfg(feature = "serde")]
pub mod serde;
#[cfg(feature = "serde")]
mod shown;
#[cfg(feature = "serde")]
mod taken;
#[cfg(feature = "serde")]
mod unnamed;

#[cfg(any(feature = "neli", feature = "netlink-packet-generic"))]
pub use announcement::Announcement;
#[cfg(any(feature = "neli", feature = "netlink-packet-generic"))]
pub use inquiry::{Inquiry, Told};
#[cfg(any(feature = "neli", feature = "netlink-packet-generic"))]
pub use payload::Payload;
