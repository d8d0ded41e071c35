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
