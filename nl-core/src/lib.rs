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
//! # #[cfg(target_endian = "little")]
//! assert_eq!(bytes, [9, 0, 1, 0, b'l', b'e', b'f', b't', 0, 0, 0, 0]);
//! # Ok::<(), nl_core::wire::EncodeError>(())
//! ```
//!
//! # Which type is which attribute
//!
//! | in the protocol | owned | borrowed |
//! |---|---|---|
//! | integer of 8 to 64 bits | `u8` … `u64`, `i8` … `i64` | |
//! | `uint`, `sint`: 4 bytes or 8 | [`Uint`], [`Sint`] | |
//! | big- or little-endian integer | [`Be<u16>`](Be), [`Le<u32>`](Le) … | |
//! | enum | `#[derive(Value)] enum`; with `#[nl(uint)]` or `#[nl(sint)]` of 4 bytes or 8 | |
//! | flags | `Bits`, `UintBits` of a `bitflags` type (feature `bitflags`) | |
//! | flag | `bool` | |
//! | NUL-terminated string | `String`, `CString` | `&str`, `&CStr` |
//! | string without its NUL | [`Unterminated<String>`](Unterminated) | `Unterminated<&str>` |
//! | bytes | `Vec<u8>`, `[u8; N]` | `&[u8]` |
//! | C struct | `Pod` (feature `zerocopy`) | `PodRef` |
//! | integers one behind another | [`PackedArray`] | [`Packed`] |
//! | `bitfield32` | [`Bitfield32`] | |
//! | addresses | `Ipv4Addr`, `Ipv6Addr`, `IpAddr`, [`Mac`] | |
//! | nest | `#[derive(Attributes)] struct` | the same, with a lifetime |
//! | nest whose order matters | [`Sequence`] of an enum | |
//! | repeated attribute | `Vec<T>` | [`Repeated`] |
//! | nest of numbered elements | [`Array`] | [`List`] |
//! | nest whose numbers are data | [`KeyedArray`] | [`Keyed`] |
//! | sub-message | `#[derive(SubMessage)] enum`, `#[nl(N, selector = FIELD)]` | the same, with a lifetime |
//! | family's own header | `#[nl(header)]` on a value of fixed size | |
//! | pad, nothing said | [`Pad`], [`Unspec<Vec<u8>>`](Unspec) | `Unspec<&[u8]>` |
//! | not declared | passed over; `#[nl(rest)] Vec<OwnedAttr>` | `#[nl(rest)] Vec<Attr<'_>>` |
//!
//! `Option` of any of them may be absent, `#[nl(N, default = …)]` has a value then. What borrows a list
//! decodes it lazily and allocates nothing.
//!
//! Behind the number stands what of the type is allowed: `min`, `max`, `mask`, `min_len`, `max_len`,
//! `exact_len`. A value outside is an [`EncodeError`](wire::EncodeError) and is never sent; what
//! arrives is not measured, since a peer may be newer. A [`host`] refuses as the kernel would.
//!
//! On a machine whose kernel has the family, `Connection::<Pulse>::open()?.call(&Beat { source: "left" })?`
//! returns a `Count`.
//!
//! # Features
//!
//! None is on unless it is asked for.
//!
//! | feature | adds |
//! |---|---|
//! | `host` | [`host`], and a trait `…Handler` beside each declared family; implies `verify` |
//! | `verify` | [`Connection::verify`], policies of live families |
//! | `tokio` | [`tokio`]: connections and subscriptions to be awaited |
//! | `tracing` | each message as an event of that crate |
//! | `bitflags`, `zerocopy` | `Bits`, `Pod` and `PodRef`: types made with those crates as values |
//! | `serde` | the values in serde's formats, [`hex`], [`serde_enum`], and any message by its declaration |
//! | `neli`, `netlink-packet-generic` | [`interop`]: declared messages in those crates' sockets |

#![forbid(unsafe_code)]

pub use nl_derive::{Attributes, Family, SubMessage, Value};
#[doc(inline)]
pub use nl_runtime::*;

/// The README's code compiles.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
