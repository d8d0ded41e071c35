//! What is printed and found by the schema alone.

use nl_core::Decode;
use nl_core::Encode;
use nl_core::schema::{Show, locate, missing};
use nl_tests::everything::{Everything, Tree};
use nl_tests::puppet::attribute;

use super::{encode, everything};

#[test]
fn nests_in_nests_end_before_the_stack_does() {
    let mut bytes = Vec::new();
    for _ in 0..16_000 {
        let length = u16::try_from(bytes.len() + 4).unwrap();
        let nest = [&length.to_ne_bytes(), &(2u16 | 0x8000).to_ne_bytes(), &bytes[..]].concat();
        bytes = nest;
    }
    let error = Tree::decode(&bytes).unwrap_err();
    assert_eq!(error.kind(), &nl_core::wire::DecodeErrorKind::TooDeep);
    // As a repeated attribute, too.
    bytes[2] = 3;
    assert!(Tree::decode(&bytes).is_err());
    assert!(Show { set: Tree::SCHEMA, attributes: &bytes }.to_string().len() > 100);
}

#[test]
fn an_offset_is_followed_into_nests_alone_and_not_for_ever() {
    let mut bytes = Vec::new();
    for _ in 0..16_000 {
        let length = u16::try_from(bytes.len() + 4).unwrap();
        bytes = [&length.to_ne_bytes(), &(2u16 | 0x8000).to_ne_bytes(), &bytes[..]].concat();
    }
    assert_eq!(locate(Tree::SCHEMA, &bytes, 4).unwrap().to_string(), "tree.left.left");
    assert_eq!(locate(Tree::SCHEMA, &bytes, 4 * 15_999), None);
    assert_eq!(missing(Tree::SCHEMA, &bytes, Some(0), 1).unwrap().to_string(), "tree.left.value");
    // Bytes of a number that look like an attribute are none.
    let number = [8, 0, 3, 0, 4, 0, 1, 0];
    assert_eq!(locate(Everything::SCHEMA, &number, 0).unwrap().to_string(), "everything.u32");
    assert_eq!(locate(Everything::SCHEMA, &number, 4), None);
}

#[test]
fn a_path_counts_the_elements_of_an_array_and_what_is_repeated() {
    // Elements are told by their place, whatever number each has in the array.
    let inner = attribute(1, &[7, 0, 0, 0]);
    let array = attribute(31, &[attribute(5, &inner), attribute(9, &inner)].concat());
    let bytes = [array, attribute(30, &inner), attribute(30, &inner)].concat();
    for (offset, path) in [
        (0, "everything.array_of_nests"),
        (4, "everything.array_of_nests[0]"),
        (8, "everything.array_of_nests[0].a"),
        (16, "everything.array_of_nests[1]"),
        (20, "everything.array_of_nests[1].a"),
        (28, "everything.nests[0]"),
        (32, "everything.nests[0].a"),
        (40, "everything.nests[1]"),
        (44, "everything.nests[1].a"),
    ] {
        assert_eq!(locate(Everything::SCHEMA, &bytes, offset).unwrap().to_string(), path);
    }
    let path = missing(Everything::SCHEMA, &bytes, Some(16), 2).unwrap();
    assert_eq!(path.to_string(), "everything.array_of_nests[1].b");
    assert_eq!(locate(Everything::SCHEMA, &bytes, 12), None, "within a number");
}

#[test]
fn debug_printing_hides_no_byte_that_does_not_fit() {
    let bytes = [0, 0, 0, 0, 9, 0, 21, 0, 1, 0, 0, 0, 0xee, 0, 0, 0, 3, 0, 1, 0];
    let shown = Show { set: Everything::SCHEMA, attributes: &bytes }.to_string();
    assert!(shown.contains("packed: [1]0xee") && shown.ends_with("0x03000100}"), "{shown}");
}

#[test]
fn debug_printing_names_what_it_knows_and_hides_nothing() {
    let bytes = encode(&everything());
    let shown = Show { set: Everything::SCHEMA, attributes: &bytes }.to_string();
    for part in [
        "0x01020304 {u8: 17,",
        "sint: -5",
        "be16: 80",
        "string: \"grüße\"",
        "packed: [1, 2, 4294967295]",
        "ipv6: ::1",
        "mac: 02:00:00:00:00:2a",
        "nest: {a: 1, b: true}",
        "array_of_scalars: {10, 20}",
        "keyed: {9: {3: {a: 8, b: true}}, 2: {}}",
        "named: 1000",
        "data: {a: 9}",
        "#99: 0x010203}",
    ] {
        assert!(shown.contains(part), "no {part} in {shown}");
    }
}
