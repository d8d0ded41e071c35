//! The derives where they have it hardest: nl-core has another name, the prelude's names mean
//! something else, and every lint is an error.

#![deny(warnings, missing_docs, unused, rust_2018_idioms, clippy::all, clippy::pedantic)]
#![no_implicit_prelude]
#![allow(non_camel_case_types, reason = "what shadows the prelude has the prelude's names")]

/// Not `std`'s.
pub struct Result;
/// Not `std`'s.
pub struct Option;
/// Not `std`'s.
pub struct Vec;
/// Not `std`'s.
pub struct String;
/// Not `std`'s.
pub struct Some;
/// Not `std`'s.
pub struct None;
/// Not `std`'s.
pub struct Ok;
/// Not `std`'s.
pub struct Err;
/// Not `std`'s.
pub struct Box;
/// Not `std`'s.
pub trait Default {}
/// Not `std`'s.
pub trait From {}
/// Not `std`'s.
pub trait Iterator {}
/// Not nl-core's.
pub trait Value {}
/// Not nl-core's.
pub trait Encode {}
/// Not `core`'s.
pub mod core {}
/// Not `std`'s.
pub mod std {}

/// A family.
#[derive(::renamed::Family, ::std::clone::Clone, ::std::marker::Copy, ::std::fmt::Debug)]
#[nl(crate = ::renamed, name = "hygiene", version = 1, group = "events")]
pub enum Hygiene {
    /// A call.
    #[nl(request = Ask<'_>, reply = Told<'_>)]
    /// And a dump.
    #[nl(request = List, dump = Told<'_>)]
    Ask = 1,
    /// Only acknowledged.
    #[nl(request = Order, admin)]
    Order = 2,
    /// Several replies.
    #[nl(request = Wait, stream = Told<'_>)]
    Wait = 3,
    /// An event.
    #[nl(event = Told<'_>, group = "events")]
    Happened = 4,
}

/// What serves the family, which is there with the feature `host` alone.
pub fn serve(handler: impl HygieneHandler) {
    ::std::mem::drop(handler);
}

/// Every special field.
#[derive(::renamed::Attributes, ::std::clone::Clone, ::std::fmt::Debug)]
#[nl(crate = ::renamed, set = "ask")]
pub struct Ask<'a> {
    /// Header.
    #[nl(header)]
    pub header: u32,
    /// Bounded.
    #[nl(1, min = 1, max = 7)]
    pub number: u32,
    /// Bounded by length.
    #[nl(2, max_len = 8)]
    pub text: &'a str,
    /// Defaulted.
    #[nl(3, default = 9)]
    pub defaulted: u8,
    /// Optional.
    #[nl(4)]
    pub optional: ::std::option::Option<Choice>,
    /// A flag.
    #[nl(5)]
    pub r#type: bool,
    /// Repeated.
    #[nl(6)]
    pub repeated: ::std::vec::Vec<u16>,
    /// A sub-message.
    #[nl(7, selector = text)]
    pub data: ::std::option::Option<Data<'a>>,
    /// A number in a type of its own.
    #[nl(8)]
    pub port: Port,
    /// The rest.
    #[nl(rest)]
    pub rest: ::std::vec::Vec<::renamed::wire::Attr<'a>>,
}

/// A reply.
#[derive(::renamed::Attributes, ::std::clone::Clone, ::std::fmt::Debug)]
#[nl(crate = ::renamed)]
pub struct Told<'a> {
    /// Bytes.
    #[nl(1)]
    pub bytes: &'a [u8],
}

/// A request without attributes.
#[derive(::renamed::Attributes, ::std::clone::Clone, ::std::fmt::Debug)]
#[nl(crate = ::renamed)]
pub struct List {}

/// A request that is a unit.
#[derive(::renamed::Attributes, ::std::clone::Clone, ::std::fmt::Debug)]
#[nl(crate = ::renamed)]
pub struct Order;

/// Another request without attributes.
#[derive(::renamed::Attributes, ::std::clone::Clone, ::std::fmt::Debug)]
#[nl(crate = ::renamed)]
pub struct Wait {}

/// A number with names.
#[derive(::renamed::Value, ::std::clone::Clone, ::std::marker::Copy, ::std::fmt::Debug)]
#[nl(crate = ::renamed)]
#[repr(u8)]
pub enum Choice {
    /// Named.
    First = 1,
    /// Not named.
    #[nl(other)]
    Other(u8),
}

/// A number in a type of its own.
#[derive(::renamed::Value, ::std::clone::Clone, ::std::marker::Copy, ::std::fmt::Debug)]
#[nl(crate = ::renamed)]
pub struct Port(pub ::renamed::Be<u16>);

/// A sub-message.
#[derive(::renamed::SubMessage, ::std::clone::Clone, ::std::fmt::Debug)]
#[nl(crate = ::renamed)]
pub enum Data<'a> {
    /// A format.
    #[nl("told")]
    Told(Told<'a>),
    /// Another format.
    #[nl(other)]
    Other(::renamed::wire::Attr<'a>),
}

/// One attribute at a time.
#[derive(::renamed::Attributes, ::std::clone::Clone, ::std::fmt::Debug)]
#[nl(crate = ::renamed)]
pub enum Item<'a> {
    /// A value.
    #[nl(1)]
    Told(Told<'a>),
    /// A flag.
    #[nl(2)]
    Flag,
    /// Not declared.
    #[nl(other)]
    Other(::renamed::wire::Attr<'a>),
}

/// One message at a time.
#[derive(::renamed::Attributes, ::std::clone::Clone, ::std::fmt::Debug)]
#[nl(crate = ::renamed)]
pub enum Message<'a> {
    /// A message.
    #[nl(command = 1)]
    Told(Told<'a>),
    /// Not declared.
    #[nl(other)]
    Other(::renamed::UnknownEvent<'a>),
}

/// The least that is allowed, in a type that is none of the derives'.
pub const LEAST: u8 = 2;
/// The bits that are allowed.
pub const BITS: u16 = 0x0f0f;
/// A length.
pub const LENGTH: u16 = 16;

/// What a field is whose attribute is not there.
#[must_use]
pub const fn usual(scale: u32) -> u32 {
    scale * 3
}

/// Bounds and defaults that are constants, computed, or called.
#[derive(::renamed::Attributes, ::std::clone::Clone, ::std::fmt::Debug)]
#[nl(crate = ::renamed)]
pub struct Computed<'a> {
    /// Constants, one of them in a sum.
    #[nl(1, min = LEAST, max = LEAST + 5)]
    pub between: u32,
    /// A constant by its path, and a number with a sign.
    #[nl(2, min = -3, max = crate::LEAST)]
    pub signed: i64,
    /// A mask in a type that is not the field's.
    #[nl(3, mask = BITS)]
    pub bits: u32,
    /// A mask as a number.
    #[nl(4, mask = 0xff)]
    pub bitfield: ::renamed::Bitfield32,
    /// Both lengths.
    #[nl(5, min_len = 1, max_len = LENGTH)]
    pub text: &'a str,
    /// One length.
    #[nl(6, exact_len = LENGTH / 2)]
    pub bytes: ::std::vec::Vec<u8>,
    /// A length from below.
    #[nl(7, min_len = 1)]
    pub packed: ::renamed::Packed<'a, u32>,
    /// A function's value.
    #[nl(8, default = usual(7))]
    pub called: u32,
    /// A method's value, of what is not `Copy`.
    #[nl(9, default = ::std::borrow::ToOwned::to_owned("none"))]
    pub owned: ::std::string::String,
}

/// A generic set, whose parameter is bounded in two places.
#[derive(::renamed::Attributes, ::std::clone::Clone, ::std::fmt::Debug)]
#[nl(crate = ::renamed)]
pub struct Generic<'a, T: ::std::clone::Clone, const N: usize>
where
    T: ::std::fmt::Debug,
{
    /// One.
    #[nl(1)]
    pub value: T,
    /// The same, repeated.
    #[nl(2)]
    pub repeated: ::std::vec::Vec<Wrapped<T>>,
    /// As many bytes as the type says.
    #[nl(3)]
    pub fixed: [u8; N],
    /// What borrows.
    #[nl(4, max_len = N)]
    pub text: &'a str,
}

/// A generic value.
#[derive(::renamed::Value, ::std::clone::Clone, ::std::fmt::Debug)]
#[nl(crate = ::renamed)]
pub struct Wrapped<T>(pub T);

/// A generic attribute at a time.
#[derive(::renamed::Attributes, ::std::clone::Clone, ::std::fmt::Debug)]
#[nl(crate = ::renamed)]
pub enum AnyItem<'a, T> {
    /// A value.
    #[nl(1)]
    Value(T),
    /// A bounded one.
    #[nl(2, min_len = 2, max_len = LENGTH)]
    Text(&'a str),
}

/// A generic sub-message.
#[derive(::renamed::SubMessage, ::std::clone::Clone, ::std::fmt::Debug)]
#[nl(crate = ::renamed)]
pub enum AnyData<'a, T> {
    /// A format.
    #[nl("any")]
    Any(T),
    /// Another format.
    #[nl(other)]
    Other(::renamed::wire::Attr<'a>),
}
