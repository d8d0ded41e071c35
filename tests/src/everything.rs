//! A declaration that uses every kind of attribute but those of `others.rs`, owned and borrowed.

#![expect(missing_docs, reason = "the fields are named after their kinds")]

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use nl_core::wire::Attr;
use nl_core::{
    Array, Attributes, Be, Bitfield32, Keyed, KeyedArray, Le, List, Mac, OwnedAttr, Packed,
    PackedArray, Pad, Repeated, Sint, SubMessage, Uint, Unspec, Unterminated, Value,
};

/// Every kind, owned.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[nl(set = "everything")]
pub struct Everything {
    /// Bytes before the attributes.
    #[nl(header)]
    pub header: [u8; 4],
    /// Integers.
    #[nl(1)]
    pub u8: u8,
    #[nl(2)]
    pub u16: u16,
    #[nl(3)]
    pub u32: u32,
    #[nl(4)]
    pub u64: u64,
    #[nl(5)]
    pub s8: i8,
    #[nl(6)]
    pub s16: i16,
    #[nl(7)]
    pub s32: i32,
    #[nl(8)]
    pub s64: i64,
    #[nl(9)]
    pub uint: Uint,
    #[nl(10)]
    pub sint: Sint,
    #[nl(11)]
    pub be16: Be<u16>,
    #[nl(12)]
    pub be32: Be<u32>,
    #[nl(13)]
    pub be64: Be<u64>,
    #[nl(14)]
    pub le16: Le<u16>,
    #[nl(15)]
    pub le32: Le<u32>,
    /// Its presence is its value.
    #[nl(16)]
    pub flag: bool,
    /// Strings and bytes.
    #[nl(17)]
    pub string: String,
    #[nl(18)]
    pub unterminated: Unterminated<String>,
    #[nl(19)]
    pub binary: Vec<u8>,
    #[nl(20)]
    pub fixed: [u8; 3],
    #[nl(21)]
    pub packed: PackedArray<u32>,
    #[nl(22, mask = 0xff)]
    pub bitfield: Bitfield32,
    /// Addresses.
    #[nl(23)]
    pub ipv4: Ipv4Addr,
    #[nl(24)]
    pub ipv6: Ipv6Addr,
    #[nl(25)]
    pub ip: IpAddr,
    #[nl(26)]
    pub mac: Mac,
    /// Nests, one of them in itself.
    #[nl(27)]
    pub nest: Inner,
    #[nl(28)]
    pub recursive: Option<Box<Tree>>,
    /// Several of one kind.
    #[nl(29)]
    pub numbers: Vec<u32>,
    #[nl(30)]
    pub nests: Vec<Inner>,
    #[nl(31)]
    pub array_of_nests: Array<Inner>,
    #[nl(32)]
    pub array_of_scalars: Array<u16, 1>,
    #[nl(33)]
    pub keyed: KeyedArray<KeyedArray<Inner>>,
    /// A number with names, and one in a type of its own.
    #[nl(34)]
    pub named: Named,
    #[nl(35, min = 1)]
    pub port: Port,
    /// What selects a sub-message, and the sub-message.
    #[nl(36)]
    pub kind: Option<String>,
    #[nl(37, selector = kind)]
    pub data: Option<Data>,
    #[nl(38)]
    pub pad: Pad,
    #[nl(39)]
    pub unspec: Unspec<Vec<u8>>,
    /// 7 where it is not there.
    #[nl(40, default = 7)]
    pub defaulted: u32,
    #[nl(41)]
    pub optional: Option<u8>,
    /// What is not declared.
    #[nl(rest)]
    pub rest: Vec<OwnedAttr>,
}

/// Every kind that borrows.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[nl(set = "everything")]
pub struct Borrowed<'a> {
    /// Bytes before the attributes.
    #[nl(header)]
    pub header: [u8; 4],
    #[nl(17)]
    pub string: &'a str,
    #[nl(18)]
    pub unterminated: Unterminated<&'a str>,
    #[nl(19)]
    pub binary: &'a [u8],
    #[nl(21)]
    pub packed: Packed<'a, u32>,
    #[nl(29)]
    pub numbers: Repeated<'a, u32>,
    #[nl(30)]
    pub nests: Repeated<'a, Inner>,
    #[nl(31)]
    pub array_of_nests: List<'a, Inner>,
    #[nl(32)]
    pub array_of_scalars: List<'a, u16, 1>,
    #[nl(33)]
    pub keyed: Keyed<'a, Keyed<'a, Inner>>,
    #[nl(39)]
    pub unspec: Unspec<&'a [u8]>,
    /// What is not declared.
    #[nl(rest)]
    pub rest: Vec<Attr<'a>>,
}

/// A nest.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
#[nl(set = "inner")]
pub struct Inner {
    #[nl(1)]
    pub a: u32,
    #[nl(2)]
    pub b: bool,
}

/// A set that holds itself, once and repeatedly.
#[derive(Attributes, Clone, Debug, Default, PartialEq)]
#[nl(set = "tree")]
pub struct Tree {
    #[nl(1)]
    pub value: u8,
    #[nl(2)]
    pub left: Option<Box<Tree>>,
    #[nl(3)]
    pub children: Vec<Tree>,
}

/// A number with names.
#[derive(Value, Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i16)]
pub enum Named {
    Minus = -1,
    Plus = 1,
    #[nl(other)]
    Other(i16),
}

/// A number in a type of its own.
#[derive(Value, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Port(pub Be<u16>);

/// A sub-message.
#[derive(SubMessage, Clone, Debug, PartialEq)]
pub enum Data {
    #[nl("inner")]
    Inner(Inner),
    #[nl("number")]
    Number(u32),
    #[nl(other)]
    Other(OwnedAttr),
}
