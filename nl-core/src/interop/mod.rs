//! At home in other libraries: what is declared here in their sockets, what is written for them here.
//!
//! A family that is declared here needs no [`Connection`](crate::Connection): a program that has the
//! sockets of another library keeps them, and its messages are those of the declaration.
//!
//! | feature | whose sockets | page |
//! |---|---|---|
//! | `netlink-packet-generic` | `genetlink`, `netlink-proto` | `interop::netlink_packet_generic` |
//!
//! Two types belong to no library: `Payload` is a request or what answers it, `Announcement` an event.
//! Both hold a message encoded, since those libraries hand over bytes that a message may not borrow,
//! and read it where it lies.

#[cfg(feature = "netlink-packet-generic")]
mod announcement;
#[cfg(feature = "netlink-packet-generic")]
pub mod netlink_packet_generic;
#[cfg(feature = "netlink-packet-generic")]
mod payload;

#[cfg(feature = "netlink-packet-generic")]
pub use announcement::Announcement;
#[cfg(feature = "netlink-packet-generic")]
pub use payload::Payload;
