//! Random values of everything.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use nl_core::{
    Array, Be, Bitfield32, KeyedArray, Le, Mac, OwnedAttr, PackedArray, Pad, Sint, Uint, Unspec,
    Unterminated,
};
use nl_tests::everything::{Data, Everything, Inner, Named, Port, Tree};
use proptest::array::{uniform3, uniform4, uniform6};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// A value whose encoding exists, and whose decoding is itself again.
pub(crate) fn everything() -> impl Strategy<Value = Everything> {
    let parts = (native(), ordered(), texts(), addresses(), nests(), others(), undeclared());
    parts.prop_map(|(native, ordered, texts, addresses, nests, others, (header, rest))| {
        let (u8, u16, u32, u64, s8, s16, s32, s64, uint, sint) = native;
        let (be16, be32, be64, le16, le32) = ordered;
        let (flag, string, unterminated, binary, fixed, packed, bitfield) = texts;
        let (ipv4, ipv6, ip, mac) = addresses;
        let (nest, recursive, numbers, nests, array_of_nests, array_of_scalars, keyed) = nests;
        let (named, port, (kind, data), pad, unspec, defaulted, optional) = others;
        Everything {
            header,
            u8,
            u16,
            u32,
            u64,
            s8,
            s16,
            s32,
            s64,
            uint,
            sint,
            be16,
            be32,
            be64,
            le16,
            le32,
            flag,
            string,
            unterminated,
            binary,
            fixed,
            packed,
            bitfield,
            ipv4,
            ipv6,
            ip,
            mac,
            nest,
            recursive,
            numbers,
            nests,
            array_of_nests,
            array_of_scalars,
            keyed,
            named,
            port,
            kind,
            data,
            pad,
            unspec,
            defaulted,
            optional,
            rest,
        }
    })
}

type Native = (u8, u16, u32, u64, i8, i16, i32, i64, Uint, Sint);

fn native() -> impl Strategy<Value = Native> {
    // Half of them small, so that both lengths of a uint come up.
    let uint = prop_oneof![any::<u32>().prop_map(u64::from), any::<u64>()].prop_map(Uint);
    let sint = prop_oneof![any::<i32>().prop_map(i64::from), any::<i64>()].prop_map(Sint);
    let unsigned = (any::<u8>(), any::<u16>(), any::<u32>(), any::<u64>());
    let signed = (any::<i8>(), any::<i16>(), any::<i32>(), any::<i64>());
    (unsigned, signed, uint, sint)
        .prop_map(|(u, s, uint, sint)| (u.0, u.1, u.2, u.3, s.0, s.1, s.2, s.3, uint, sint))
}

type Ordered = (Be<u16>, Be<u32>, Be<u64>, Le<u16>, Le<u32>);

fn ordered() -> impl Strategy<Value = Ordered> {
    let big = (any::<u16>().prop_map(Be), any::<u32>().prop_map(Be), any::<u64>().prop_map(Be));
    let little = (any::<u16>().prop_map(Le), any::<u32>().prop_map(Le));
    (big, little).prop_map(|(big, little)| (big.0, big.1, big.2, little.0, little.1))
}

type Texts = (bool, String, Unterminated<String>, Vec<u8>, [u8; 3], PackedArray<u32>, Bitfield32);

fn texts() -> impl Strategy<Value = Texts> {
    let bitfield = (any::<u8>(), any::<u8>()).prop_map(|(value, selector)| Bitfield32 {
        value: u32::from(value & selector),
        selector: u32::from(selector),
    });
    let packed = vec(any::<u32>(), 0..5).prop_map(PackedArray);
    let unterminated = text().prop_map(Unterminated);
    (any::<bool>(), text(), unterminated, bytes(), uniform3(any::<u8>()), packed, bitfield)
}

/// Any text without a NUL, empty as well.
fn text() -> impl Strategy<Value = String> {
    "[^\0]{0,12}"
}

pub(crate) fn bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..12)
}

fn addresses() -> impl Strategy<Value = (Ipv4Addr, Ipv6Addr, IpAddr, Mac)> {
    (any::<Ipv4Addr>(), any::<Ipv6Addr>(), any::<IpAddr>(), uniform6(any::<u8>()).prop_map(Mac))
}

type Nests = (
    Inner,
    Option<Box<Tree>>,
    Vec<u32>,
    Vec<Inner>,
    Array<Inner>,
    Array<u16, 1>,
    KeyedArray<KeyedArray<Inner>>,
);

fn nests() -> impl Strategy<Value = Nests> {
    let keyed = vec((key(), vec((key(), inner()), 0..3).prop_map(KeyedArray)), 0..3);
    (
        inner(),
        option::of(tree().prop_map(Box::new)),
        vec(any::<u32>(), 0..4),
        vec(inner(), 0..4),
        vec(inner(), 0..4).prop_map(Array),
        vec(any::<u16>(), 0..4).prop_map(Array),
        keyed.prop_map(KeyedArray),
    )
}

pub(crate) fn inner() -> impl Strategy<Value = Inner> {
    (any::<u32>(), any::<bool>()).prop_map(|(a, b)| Inner { a, b })
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = any::<u8>().prop_map(|value| Tree { value, ..Tree::default() });
    leaf.prop_recursive(5, 24, 3, |tree| {
        let left = option::of(tree.clone().prop_map(Box::new));
        (any::<u8>(), left, vec(tree, 0..3)).prop_map(|(value, left, children)| Tree {
            value,
            left,
            children,
        })
    })
}

/// An attribute's number, of all its 14 bits.
fn key() -> impl Strategy<Value = u16> {
    0u16..0x4000
}

type Others = (Named, Port, (Option<String>, Option<Data>), Pad, Unspec<Vec<u8>>, u32, Option<u8>);

fn others() -> impl Strategy<Value = Others> {
    let named = prop_oneof![Just(-1), Just(1), any::<i16>()].prop_map(|number| match number {
        -1 => Named::Minus,
        1 => Named::Plus,
        other => Named::Other(other),
    });
    (
        named,
        (1u16..).prop_map(|port| Port(Be(port))),
        selected(),
        any::<bool>().prop_map(Pad),
        bytes().prop_map(Unspec),
        prop_oneof![Just(7), any::<u32>()],
        option::of(any::<u8>()),
    )
}

/// A sub-message behind the selector that names it. A selector that names none, or is not there,
/// goes with bytes.
fn selected() -> impl Strategy<Value = (Option<String>, Option<Data>)> {
    let named = |name: &str| Some(name.to_owned());
    let unknown = option::of(text().prop_filter("a selector that names none", |text| {
        !["inner", "number"].contains(&text.as_str())
    }));
    prop_oneof![
        inner().prop_map(move |inner| (named("inner"), Some(Data::Inner(inner)))),
        any::<u32>().prop_map(move |number| (named("number"), Some(Data::Number(number)))),
        (unknown, bytes()).prop_map(|(kind, bytes)| (
            kind,
            Some(Data::Other(OwnedAttr { raw_type: 37, payload: bytes }))
        )),
        option::of(text()).prop_map(|kind| (kind, None)),
    ]
}

/// The header, and attributes that the declaration does not have: 0, those behind its last one, all
/// with either flag bit, both or none.
fn undeclared() -> impl Strategy<Value = ([u8; 4], Vec<OwnedAttr>)> {
    let number = prop_oneof![Just(0u16), 42u16..0x4000];
    let attr = (number, 0u16..4, bytes())
        .prop_map(|(number, flags, payload)| OwnedAttr { raw_type: number | flags << 14, payload });
    (uniform4(any::<u8>()), vec(attr, 0..3))
}
