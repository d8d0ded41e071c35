//! What goes by the schema alone: printing, finding, validating.

use nl_core::Encode;
use nl_core::policy::{Violation, validate};
use nl_core::schema::{Show, locate, missing};

use super::mixed::{MIXED, Mixed};

/// What is declared of the bytes: all but the last attribute.
const DECLARED: &[u8] = MIXED.split_at(MIXED.len() - 8).0;

/// Where the attribute of that type field starts, counted from the header on.
fn start(kind: [u8; 2]) -> usize {
    let mut at = 4;
    while MIXED[at + 2..at + 4] != kind {
        at += usize::from(MIXED[at + 1]).next_multiple_of(4);
    }
    at
}

#[test]
fn values_are_printed_as_what_they_are() {
    let shown = Show { set: Mixed::SCHEMA, attributes: &MIXED }.to_string();
    let expected = "0x01020304 {kind: \"inner\", unterminated: \"raw\", named: -2, \
                    bits: REDIRECT|0x80, scalars: {258, 3}, nests: {{a: 1, b: true}}, \
                    keyed: {258: 772}, several: 5, several: 1543, data: {a: 2}, \
                    steps: {stop: true, wait: 3}, bytes: 0x010203, number: 300, \
                    big: 300, little: 300, #256: 0x09}";
    assert_eq!(shown, expected);
}

#[test]
fn an_offset_leads_to_its_attribute() {
    let attributes = &MIXED[4..];
    let path = |offset| locate(Mixed::SCHEMA, attributes, offset).map(|path| path.to_string());
    let nests = start([0x80, 6]) - 4;
    assert_eq!(path(0).as_deref(), Some("mixed.kind"));
    assert_eq!(path(nests).as_deref(), Some("mixed.nests"));
    assert_eq!(path(nests + 4).as_deref(), Some("mixed.nests[0]"));
    assert_eq!(path(nests + 16).as_deref(), Some("mixed.nests[0].b"));
    assert_eq!(path(start([0, 8]) - 4 + 8).as_deref(), Some("mixed.several[1]"));
    assert_eq!(path(start([0x80, 9]) - 4 + 4).as_deref(), Some("mixed.data.a"));
    assert_eq!(path(start([0x80, 10]) - 4 + 8).as_deref(), Some("mixed.steps.wait"));
    assert_eq!(path(start([0x41, 0]) - 4).as_deref(), Some("mixed.#256"));
    assert_eq!(path(nests + 2), None);
    let lacking = missing(Mixed::SCHEMA, attributes, Some(nests + 4), 1).unwrap();
    assert_eq!(lacking.to_string(), "mixed.nests[0].a");
}

/// What is refused of the bytes when one of them, in that attribute, is another one.
fn changed(kind: [u8; 2], at: usize, byte: u8) -> Violation {
    let mut bytes = DECLARED.to_vec();
    bytes[start(kind) + at] = byte;
    validate(Mixed::SCHEMA, &bytes).unwrap_err()
}

#[test]
fn what_is_well_formed_is_valid_and_what_is_not_is_refused_in_its_place() {
    assert_eq!(validate(Mixed::SCHEMA, DECLARED), Ok(()));
    let unknown = validate(Mixed::SCHEMA, &MIXED).unwrap_err();
    assert_eq!(unknown.message, Some("Unknown attribute type"));
    assert_eq!(unknown.offset, Some(DECLARED.len()));
    for (kind, at, byte, message) in [
        // The low byte of a number, and its high byte.
        ([0, 12], 5, 45, "integer out of range"),
        ([0, 12], 4, 2, "integer out of range"),
        ([0, 13], 4, 2, "integer out of range"),
        ([0, 14], 5, 2, "integer out of range"),
        ([0, 3], 5, 0xfd, "integer out of range"),
        ([0, 4], 6, 1, "reserved bit set"),
        ([0, 3], 1, 5, "invalid attribute length"),
        ([0x80, 6], 2, 0, "NLA_F_NESTED is missing"),
        ([0, 11], 2, 0x80, "NLA_F_NESTED not expected"),
    ] {
        let violation = changed(kind, at, byte);
        assert_eq!(violation.message, Some(message), "{kind:?}");
        assert_eq!(violation.offset, Some(start(kind)), "{message}");
    }
}

#[test]
fn what_is_missing_is_named_by_its_number_and_its_nest() {
    let (before, nests) = DECLARED.split_at(start([0x80, 6]));
    // An element without its `a`.
    let element = [0, 12, 0x80, 6, 0, 8, 0x80, 0, 0, 4, 0, 2];
    let bytes = [before, &element, &nests[20..]].concat();
    let violation = validate(Mixed::SCHEMA, &bytes).unwrap_err();
    let nest = Some(before.len() + 4);
    assert_eq!((violation.missing, violation.missing_nest), (Some(1), nest));
}
