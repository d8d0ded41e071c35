//! Attributes that are longer than their length field can say: errors that name the field.

use nl_core::wire::{EncodeErrorKind, MAX_PAYLOAD};
use nl_core::{
    Array, Attributes, Decode, Encode, KeyedArray, OwnedAttr, PackedArray, Sequence, SubMessage,
    to_attributes,
};

#[derive(Attributes, Clone, Debug, Default, PartialEq)]
struct Long {
    #[nl(1)]
    bytes: Option<Vec<u8>>,
    #[nl(2)]
    text: Option<String>,
    #[nl(3)]
    numbers: Option<PackedArray<u32>>,
    #[nl(4)]
    repeated: Vec<Vec<u8>>,
    #[nl(5)]
    nest: Option<Nest>,
    #[nl(6)]
    array: Option<Array<Vec<u8>>>,
    #[nl(7)]
    keyed: Option<KeyedArray<Vec<u8>>>,
    #[nl(8)]
    kind: Option<String>,
    #[nl(9, selector = kind)]
    data: Option<Data>,
    #[nl(10)]
    sequence: Option<Sequence<Part>>,
    #[nl(rest)]
    rest: Vec<OwnedAttr>,
}

#[derive(Attributes, Clone, Debug, Default, PartialEq)]
struct Nest {
    #[nl(1)]
    parts: Vec<Vec<u8>>,
}

#[derive(SubMessage, Clone, Debug, PartialEq)]
enum Data {
    #[nl("bytes")]
    Bytes(Vec<u8>),
    #[nl("nest")]
    Nest(Nest),
    #[nl(other)]
    Other(OwnedAttr),
}

#[derive(Attributes, Clone, Debug, PartialEq)]
enum Part {
    #[nl(1)]
    Bytes(Vec<u8>),
    #[nl(2)]
    Nest(Nest),
    #[nl(other)]
    Other(OwnedAttr),
}

/// Where it is said to be too long, and how long.
fn refused(long: &Long) -> (String, usize) {
    let error = to_attributes(long).unwrap_err();
    let EncodeErrorKind::TooLong { length } = *error.kind() else {
        panic!("{error}");
    };
    (error.path().to_string(), length)
}

fn bytes(length: usize) -> Vec<u8> {
    vec![7; length]
}

#[test]
fn the_longest_attribute_goes_both_ways() {
    assert_eq!(MAX_PAYLOAD, 65531);
    let parts = vec![bytes(30_000), bytes(30_000), bytes(5515)];
    let long = Long {
        bytes: Some(bytes(65531)),
        text: Some("x".repeat(65530)),
        repeated: vec![bytes(65531), bytes(65531)],
        // Padding counts within a nest: 65528 bytes are the most.
        nest: Some(Nest { parts }),
        ..Long::default()
    };
    let attributes = to_attributes(&long).unwrap();
    assert_eq!(attributes.len(), long.size());
    assert_eq!(Long::decode(&attributes).unwrap(), long);
}

#[test]
fn a_value_too_long_names_its_field() {
    let long = Long { bytes: Some(bytes(65532)), ..Long::default() };
    assert_eq!(refused(&long), ("Long.bytes".to_owned(), 65532));
    let text = "x".repeat(65531);
    let long = Long { text: Some(text), ..Long::default() };
    assert_eq!(refused(&long), ("Long.text".to_owned(), 65532), "with its NUL");
    let numbers = Some(PackedArray(vec![0; 16_383]));
    let long = Long { numbers, ..Long::default() };
    assert_eq!(refused(&long), ("Long.numbers".to_owned(), 65532));
    // Where 16 bits would have wrapped to a small length.
    let long = Long { bytes: Some(bytes(65536 + 8)), ..Long::default() };
    assert_eq!(refused(&long), ("Long.bytes".to_owned(), 65544));
}

#[test]
fn one_of_several_too_long_is_named_by_its_index() {
    let long = Long { repeated: vec![bytes(4), bytes(65532)], ..Long::default() };
    assert_eq!(refused(&long), ("Long.repeated[1]".to_owned(), 65532));
}

#[test]
fn a_list_with_an_element_too_long_is_named() {
    let array = Some(Array(vec![bytes(40_000), bytes(40_000)]));
    let (path, length) = refused(&Long { array, ..Long::default() });
    assert_eq!((path.as_str(), length), ("Long.array", 80_008), "none of them is too long");
    let array = Some(Array(vec![bytes(4), bytes(65532)]));
    let (path, length) = refused(&Long { array, ..Long::default() });
    assert_eq!((path.as_str(), length), ("Long.array[1]", 65532));
    let keyed = Some(KeyedArray(vec![(9, bytes(4)), (8, bytes(65532))]));
    let (path, length) = refused(&Long { keyed, ..Long::default() });
    assert_eq!((path.as_str(), length), ("Long.keyed[1]", 65532));
}

#[test]
fn a_nest_too_long_is_named_although_its_parts_are_not() {
    let parts = vec![bytes(30_000), bytes(30_000), bytes(5517)];
    let long = Long { nest: Some(Nest { parts }), ..Long::default() };
    assert_eq!(refused(&long), ("Long.nest".to_owned(), 65532));
    let parts = vec![bytes(65532)];
    let (path, length) = refused(&Long { nest: Some(Nest { parts }), ..Long::default() });
    assert_eq!((path.as_str(), length), ("Long.nest.parts[0]", 65532));
}

/// A sub-message of the format that its selector names, if it names one.
fn selected(kind: &str, data: Data) -> Long {
    Long { kind: Some(kind.to_owned()), data: Some(data), ..Long::default() }
}

#[test]
fn a_sub_message_is_as_long_as_an_attribute_can_be_and_not_longer() {
    let kept = |length| Data::Other(OwnedAttr { raw_type: 9, payload: bytes(length) });
    for long in [selected("bytes", Data::Bytes(bytes(65531))), selected("new", kept(65531))] {
        assert_eq!(Long::decode(&to_attributes(&long).unwrap()).unwrap(), long);
    }
    for long in [selected("bytes", Data::Bytes(bytes(65532))), selected("new", kept(65532))] {
        assert_eq!(refused(&long), ("Long.data".to_owned(), 65532));
    }
    let parts = vec![bytes(40_000), bytes(40_000)];
    let long = selected("nest", Data::Nest(Nest { parts }));
    assert_eq!(refused(&long), ("Long.data".to_owned(), 80_008), "none of them is too long");
    let long = selected("nest", Data::Nest(Nest { parts: vec![bytes(4), bytes(65532)] }));
    assert_eq!(refused(&long), ("Long.data.parts[1]".to_owned(), 65532));
}

#[test]
fn a_sequence_is_as_long_as_an_attribute_can_be_and_not_longer() {
    let sequence = |parts| Long { sequence: Some(Sequence(parts)), ..Long::default() };
    let bytes_of = |length| Part::Bytes(bytes(length));
    let long = sequence(vec![bytes_of(30_000), bytes_of(35_520)]);
    assert_eq!(Long::decode(&to_attributes(&long).unwrap()).unwrap(), long);
    let long = sequence(vec![bytes_of(30_000), bytes_of(35_521)]);
    assert_eq!(refused(&long), ("Long.sequence".to_owned(), 65532), "none of them is too long");
    let long = sequence(vec![Part::Nest(Nest::default()), bytes_of(65532)]);
    assert_eq!(refused(&long), ("Long.sequence[1].bytes".to_owned(), 65532));
    let nest = Part::Nest(Nest { parts: vec![bytes(65532)] });
    assert_eq!(
        refused(&sequence(vec![nest])),
        ("Long.sequence[0].nest.parts[0]".to_owned(), 65532)
    );
    let other = Part::Other(OwnedAttr { raw_type: 99, payload: bytes(65532) });
    assert_eq!(refused(&sequence(vec![other])), ("Long.sequence[0].#99".to_owned(), 65532));
}

#[test]
fn what_is_not_declared_is_not_cut_off_either() {
    let rest = vec![OwnedAttr { raw_type: 99, payload: bytes(65532) }];
    let (path, length) = refused(&Long { rest, ..Long::default() });
    assert_eq!((path.as_str(), length), ("Long.#99", 65532));
}
