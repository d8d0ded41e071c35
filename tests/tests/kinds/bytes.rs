//! The bytes of every kind, each attribute in its place.

use super::values::{everything, others};
use super::{encode, listed};

/// The type field of a nest: `NLA_F_NESTED` beside the number.
const fn nested(number: u16) -> u16 {
    number | 0x8000
}

/// Attributes in their order: type fields and payloads.
type List = Vec<(u16, Vec<u8>)>;

/// An attribute with that payload, padded.
fn attribute(raw_type: u16, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 4).unwrap();
    let mut bytes = [&length.to_ne_bytes(), &raw_type.to_ne_bytes(), payload].concat();
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

fn inner(a: u32, b: bool) -> Vec<u8> {
    let flag = if b { attribute(2, &[]) } else { Vec::new() };
    [attribute(1, &a.to_ne_bytes()), flag].concat()
}

fn integers() -> List {
    vec![
        (1, vec![0x11]),
        (2, 0x1122u16.to_ne_bytes().to_vec()),
        (3, 0x1122_3344u32.to_ne_bytes().to_vec()),
        (4, 0x1122_3344_5566_7788u64.to_ne_bytes().to_vec()),
        (5, vec![0xff]),
        (6, (-2i16).to_ne_bytes().to_vec()),
        (7, (-3i32).to_ne_bytes().to_vec()),
        (8, (-4i64).to_ne_bytes().to_vec()),
        (9, (1u64 << 40).to_ne_bytes().to_vec()),
        (10, (-5i32).to_ne_bytes().to_vec()),
        (11, vec![0, 80]),
        (12, vec![10, 0, 0, 1]),
        (13, vec![0, 0, 0, 0, 0, 0, 0, 1]),
        (14, vec![80, 0]),
        (15, vec![1, 0, 0, 0]),
    ]
}

fn texts_and_addresses() -> List {
    let localhost = [[0; 15].as_slice(), &[1]].concat();
    vec![
        (16, vec![]),
        (17, "gr\u{fc}\u{df}e\0".into()),
        (18, b"raw".to_vec()),
        (19, vec![0, 0xff, 0]),
        (20, vec![7, 8, 9]),
        (21, [1u32.to_ne_bytes(), 2u32.to_ne_bytes(), [0xff; 4]].concat()),
        (22, [1u32.to_ne_bytes(), 3u32.to_ne_bytes()].concat()),
        (23, vec![127, 0, 0, 1]),
        (24, localhost),
        (25, vec![0; 16]),
        (26, vec![2, 0, 0, 0, 0, 42]),
    ]
}

fn nests() -> List {
    let leaf = |value: u8| attribute(1, &[value]);
    let children = [attribute(nested(3), &leaf(0)), attribute(nested(3), &leaf(9))];
    let tree = [leaf(1), attribute(nested(2), &leaf(0)), children.concat()].concat();
    let scalar = |number, scalar: u16| attribute(number, &scalar.to_ne_bytes());
    let key = attribute(nested(9), &attribute(nested(3), &inner(8, true)));
    vec![
        (nested(27), inner(1, true)),
        (nested(28), tree),
        (29, 3u32.to_ne_bytes().to_vec()),
        (29, 1u32.to_ne_bytes().to_vec()),
        (29, 2u32.to_ne_bytes().to_vec()),
        (nested(30), inner(5, false)),
        (nested(30), inner(6, true)),
        (nested(31), attribute(nested(0), &inner(7, false))),
        (nested(32), [scalar(1, 10), scalar(2, 20)].concat()),
        (nested(33), [key, attribute(nested(2), &[])].concat()),
    ]
}

fn special() -> List {
    vec![
        (34, 1000i16.to_ne_bytes().to_vec()),
        (35, 443u16.to_be_bytes().to_vec()),
        (36, b"inner\0".to_vec()),
        (nested(37), inner(9, false)),
        (38, vec![]),
        (39, vec![1]),
        (40, 8u32.to_ne_bytes().to_vec()),
        (41, vec![0]),
        (0xc063, vec![1, 2, 3]),
    ]
}

/// What the other kinds are, whose header is 12 bytes.
fn the_others() -> List {
    let steps = [
        attribute(3, &[]),
        attribute(1, &2u32.to_ne_bytes()),
        attribute(2, b"hi\0"),
        attribute(1, &1u32.to_ne_bytes()),
        attribute(nested(4), &inner(3, true)),
        attribute(0x4009, &[5]),
    ];
    vec![
        (1, 0x81u32.to_ne_bytes().to_vec()),
        (2, 2u32.to_ne_bytes().to_vec()),
        (2, (1u32 << 31).to_ne_bytes().to_vec()),
        (3, vec![1, 2, 3, 4, 5, 6, 7, 8, 0xff, 10, 11, 12]),
        (4, vec![8, 7, 6, 5, 4, 3, 2, 1]),
        (5, vec![0xff, 0xfe]),
        (6, vec![0xfe, 0xfd, 0xfc, 0xfc]),
        (7, vec![0x80, 0, 0, 0, 0, 0, 0, 0]),
        (8, vec![0xfe, 0xff]),
        (9, vec![0xfc, 0xfc, 0xfd, 0xfe]),
        (10, vec![0, 0, 0, 0, 0, 0, 0, 0x80]),
        (11, b"gr\xfcn\0".to_vec()),
        (12, vec![0]),
        (12, b"a\0".to_vec()),
        (nested(13), steps.concat()),
        (nested(14), vec![]),
    ]
}

/// The same attributes in the same order, and not a byte else.
#[track_caller]
fn assert_bytes(set: &[u8], header: &[u8], expected: &[(u16, Vec<u8>)]) {
    let (start, attributes) = set.split_at(header.len());
    assert_eq!(start, header, "the header comes first");
    for (found, expected) in listed(attributes).iter().zip(expected) {
        assert_eq!(found, expected);
    }
    let all: Vec<_> = expected.iter().flat_map(|(kind, bytes)| attribute(*kind, bytes)).collect();
    assert_eq!(attributes, all, "padding, and nothing behind the last");
}

#[test]
fn every_kind_has_the_bytes_that_it_should() {
    let expected = [integers(), texts_and_addresses(), nests(), special()].concat();
    assert_bytes(&encode(&everything()), &[1, 2, 3, 4], &expected);
}

#[test]
fn the_other_kinds_have_the_bytes_that_they_should() {
    let header = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    assert_bytes(&encode(&others()), &header, &the_others());
}
