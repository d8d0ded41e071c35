//! What the schemas say: kind, presence and bounds of each attribute.

use std::collections::HashSet;
use std::mem::discriminant;

use nl_core::Encode;
use nl_core::schema::{AttributeSchema, Bounds, Kind, SetSchema};
use nl_tests::everything::{Borrowed, Everything};
use nl_tests::others::{Others, OthersRef};

/// The kind with all that belongs to it, which its own words leave out.
fn kind(of: Kind) -> String {
    match of {
        Kind::Int(scalar) => format!("int {scalar}"),
        Kind::Enum(scalar, names) => format!("enum {} {scalar}", names.name),
        Kind::Flags(scalar, names) => {
            let names: Vec<_> = names().iter().map(|(name, bit)| format!("{name}={bit}")).collect();
            format!("flags {scalar} {}", names.join(" "))
        }
        Kind::Fixed(length, hint) => format!("fixed {length} {hint:?}"),
        Kind::Nest(set) => format!("nest {}", set().name),
        Kind::Array(element) => format!("array of {}", kind(element())),
        Kind::Keyed(element) => format!("keyed {}", kind(element())),
        Kind::SubMessage(selector, message) => {
            let formats = message().formats.iter();
            let formats: Vec<_> = formats
                .map(|format| format!("{:?} {}", format.selector, kind(format.kind)))
                .collect();
            format!("sub-message by {selector}: {}", formats.join(", "))
        }
        plain => plain.to_string(),
    }
}

/// Number, name, kind and presence, and behind these the bounds if there are any.
fn described(attribute: &AttributeSchema) -> String {
    let AttributeSchema { name, number, presence, bounds, .. } = attribute;
    let line = format!("{number} {name}: {}; {presence:?}", kind(attribute.kind));
    if *bounds == Bounds::NONE { line } else { format!("{line} {bounds:?}") }
}

#[track_caller]
fn assert_described(set: &SetSchema, expected: &[&str]) {
    for (attribute, expected) in set.attributes.iter().zip(expected) {
        assert_eq!(described(attribute), *expected);
    }
    assert_eq!(set.attributes.len(), expected.len());
}

#[test]
fn each_attribute_of_everything_is_what_it_was_declared_as() {
    assert_described(Everything::SCHEMA, &EVERYTHING);
}

const EVERYTHING: [&str; 41] = [
    "1 u8: int u8; Required",
    "2 u16: int u16; Required",
    "3 u32: int u32; Required",
    "4 u64: int u64; Required",
    "5 s8: int i8; Required",
    "6 s16: int i16; Required",
    "7 s32: int i32; Required",
    "8 s64: int i64; Required",
    "9 uint: uint; Required",
    "10 sint: sint; Required",
    "11 be16: big-endian u16; Required",
    "12 be32: big-endian u32; Required",
    "13 be64: big-endian u64; Required",
    "14 le16: little-endian u16; Required",
    "15 le32: little-endian u32; Required",
    "16 flag: flag; Flag",
    "17 string: NUL-terminated string; Required",
    "18 unterminated: string; Required",
    "19 binary: bytes; Required",
    "20 fixed: fixed 3 Hex; Required",
    "21 packed: packed u32; Required",
    "22 bitfield: bitfield32; Required \
     Bounds { min: None, max: None, min_len: None, max_len: None, mask: Some(255) }",
    "23 ipv4: fixed 4 Ipv4; Required",
    "24 ipv6: fixed 16 Ipv6; Required",
    "25 ip: IP address; Required",
    "26 mac: fixed 6 Mac; Required",
    "27 nest: nest inner; Required",
    "28 recursive: nest tree; Optional",
    "29 numbers: int u32; Repeated",
    "30 nests: nest inner; Repeated",
    "31 array_of_nests: array of nest inner; Required",
    "32 array_of_scalars: array of int u16; Required",
    "33 keyed: keyed keyed nest inner; Required",
    "34 named: enum Named i16; Required",
    "35 port: big-endian u16; Required \
     Bounds { min: Some(1), max: None, min_len: None, max_len: None, mask: None }",
    "36 kind: NUL-terminated string; Optional",
    "37 data: sub-message by 36: Text(\"inner\") nest inner, Text(\"number\") int u32; Optional",
    "38 pad: pad; Optional",
    "39 unspec: anything; Required",
    "40 defaulted: int u32; Default",
    "41 optional: int u8; Optional",
];

#[test]
fn each_attribute_of_the_others_is_what_it_was_declared_as() {
    let expected = [
        "1 bits: flags u32 REDIRECT=1 TRANSMIT=2; Required \
         Bounds { min: None, max: None, min_len: None, max_len: None, mask: Some(255) }",
        "2 more_bits: flags u32 REDIRECT=1 TRANSMIT=2; Repeated",
        "3 times: fixed 12 Struct; Optional",
        "4 le64: little-endian u64; Optional",
        "5 be_s16: big-endian i16; Optional",
        "6 be_s32: big-endian i32; Optional",
        "7 be_s64: big-endian i64; Optional",
        "8 le_s16: little-endian i16; Optional",
        "9 le_s32: little-endian i32; Optional",
        "10 le_s64: little-endian i64; Optional",
        "11 c_string: NUL-terminated string; Optional",
        "12 c_strings: NUL-terminated string; Repeated",
        "13 steps: nest step; Optional",
    ];
    assert_described(Others::SCHEMA, &expected);
}

#[test]
fn what_borrows_is_described_as_its_owned_twin() {
    let twins =
        [(Borrowed::SCHEMA, Everything::SCHEMA, 10), (OthersRef::SCHEMA, Others::SCHEMA, 6)];
    for (borrowed, owned, count) in twins {
        assert_eq!((borrowed.name, borrowed.header), (owned.name, owned.header));
        for attribute in borrowed.attributes {
            let twin = owned.attribute(attribute.number).unwrap();
            assert_eq!(described(attribute), described(twin));
        }
        assert_eq!(borrowed.attributes.len(), count);
    }
}

#[test]
fn no_kind_is_missing_from_both_sets() {
    let attributes = [Everything::SCHEMA.attributes, Others::SCHEMA.attributes].concat();
    let kinds: HashSet<_> = attributes.iter().map(|a| discriminant(&a.kind)).collect();
    // As many as `Kind` has.
    assert_eq!(kinds.len(), 21);
}

#[test]
fn names_headers_and_doc_comments_reach_the_schema() {
    let schema = Everything::SCHEMA;
    assert_eq!((schema.name, schema.type_name), ("everything", "Everything"));
    assert_eq!((schema.header, schema.max_attribute()), (4, 41));
    assert_eq!((Others::SCHEMA.header, Others::SCHEMA.max_attribute()), (12, 13));
    assert_eq!(schema.doc, "Every kind, owned.");
    assert_eq!(schema.attribute(16).unwrap().doc, "Its presence is its value.");
    let Kind::Enum(_, names) = schema.attribute(34).unwrap().kind else {
        panic!("34 is an enum");
    };
    assert_eq!(names.doc, "A number with names.");
    let values: Vec<_> = names.values.iter().map(|value| (value.name, value.value)).collect();
    assert_eq!(values, [("Minus", -1), ("Plus", 1)]);
}
