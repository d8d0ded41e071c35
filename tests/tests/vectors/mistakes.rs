//! The mistakes of other implementations in reading bytes, one test for each.

use std::ffi::{CStr, CString};

use nl_core::wire::{DecodeErrorKind, MessageHeader, Messages, NESTED};
use nl_core::{
    Array, Attributes, Decode, Keyed, KeyedArray, List, Packed, Repeated, Sint, Uint, Unterminated,
    to_attributes,
};

use super::exchange::encode;

/// An attribute with that payload, padded.
pub(super) fn attr(raw_type: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = attr_of_length(payload.len() + 4, raw_type, payload);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}

/// The same with a length field of its own, and not padded.
fn attr_of_length(length: usize, raw_type: u16, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(length).unwrap();
    [&length.to_ne_bytes()[..], &raw_type.to_ne_bytes(), payload].concat()
}

#[derive(Attributes, Debug, PartialEq)]
struct Texts<'a> {
    #[nl(1)]
    borrowed: Option<&'a str>,
    #[nl(2)]
    owned: Option<String>,
    #[nl(3)]
    unterminated: Option<Unterminated<&'a str>>,
    #[nl(4)]
    c: Option<&'a CStr>,
    #[nl(5)]
    c_owned: Option<CString>,
}

const NO_TEXTS: Texts<'_> =
    Texts { borrowed: None, owned: None, unterminated: None, c: None, c_owned: None };

/// The path of the error, and what was wrong.
fn fault<'a, T: Decode<'a>>(bytes: &'a [u8]) -> (String, DecodeErrorKind) {
    let Err(error) = T::decode(bytes) else {
        panic!("{bytes:?} decode");
    };
    (error.path().to_string(), error.kind().clone())
}

#[test]
fn an_empty_string_attribute() {
    let empty = Texts {
        borrowed: Some(""),
        owned: Some(String::new()),
        unterminated: Some(Unterminated("")),
        ..NO_TEXTS
    };
    // With a NUL and without one.
    for payload in [&[][..], &[0]] {
        let bytes = [attr(1, payload), attr(2, payload), attr(3, payload)].concat();
        assert_eq!(Texts::decode(&bytes).unwrap(), empty);
    }
    let c = Texts { c: Some(c""), c_owned: Some(CString::default()), ..NO_TEXTS };
    let terminated = [attr(4, &[0]), attr(5, &[0])].concat();
    assert_eq!(Texts::decode(&terminated).unwrap(), c);
    for number in [4, 5] {
        assert_eq!(fault::<Texts<'_>>(&attr(number, &[])).1, DecodeErrorKind::Unterminated);
    }
}

#[test]
fn text_that_is_not_utf8() {
    let utf8 = DecodeErrorKind::Utf8 { valid_up_to: 2 };
    for (number, name) in [(1, "borrowed"), (2, "owned"), (3, "unterminated")] {
        let bytes = attr(number, b"ab\xff\0");
        assert_eq!(fault::<Texts<'_>>(&bytes), (format!("Texts.{name}"), utf8.clone()));
    }
    let bytes = attr(4, b"ab\xff\0");
    assert_eq!(Texts::decode(&bytes).unwrap().c, Some(c"ab\xff"));
}

#[test]
fn an_unterminated_string() {
    let bytes = [attr(1, b"eth0"), attr(2, b"eth0"), attr(3, b"eth0")].concat();
    let texts = Texts::decode(&bytes).unwrap();
    assert_eq!((texts.borrowed, texts.owned.as_deref()), (Some("eth0"), Some("eth0")));
    assert_eq!(texts.unterminated, Some(Unterminated("eth0")));
    let unterminated = ("Texts.c".to_owned(), DecodeErrorKind::Unterminated);
    assert_eq!(fault::<Texts<'_>>(&attr(4, b"eth0")), unterminated);
}

#[test]
fn a_nul_within_a_string() {
    let error = to_attributes(&Texts { borrowed: Some("a\0b"), ..NO_TEXTS }).unwrap_err();
    assert_eq!(error.to_string(), "Texts.borrowed: a NUL at byte 1 would end the string there");
    let unterminated = Some(Unterminated("a\0b"));
    assert!(to_attributes(&Texts { unterminated, ..NO_TEXTS }).is_err());
    let inner = ("Texts.c".to_owned(), DecodeErrorKind::InnerNul { at: 1 });
    assert_eq!(fault::<Texts<'_>>(&attr(4, b"a\0b\0")), inner);
}

#[derive(Attributes, Debug, Default, PartialEq)]
pub(super) struct Numbers {
    #[nl(1)]
    pub(super) half: u16,
    #[nl(2)]
    pub(super) flag: bool,
    #[nl(3)]
    pub(super) uint: Option<Uint>,
    #[nl(4)]
    pub(super) sint: Option<Sint>,
    #[nl(5)]
    pub(super) nest: Option<Inner>,
}

#[derive(Attributes, Clone, Debug, Default, PartialEq)]
pub(super) struct Inner {
    #[nl(1)]
    pub(super) a: u8,
}

#[test]
fn a_flag_with_a_payload() {
    for payload in [&[0][..], &[1], &[0; 4]] {
        let bytes = [attr(1, &[0; 2]), attr(2, payload)].concat();
        let (path, kind) = fault::<Numbers>(&bytes);
        let found = payload.len();
        let expected = DecodeErrorKind::Length { needs: "a flag", expected: 0, found };
        assert_eq!((&*path, kind), ("Numbers.flag", expected));
    }
}

#[test]
fn a_wrong_length_is_not_a_missing_attribute() {
    for length in [0, 1, 3, 4, 8] {
        let (path, kind) = fault::<Numbers>(&attr(1, &[0; 8][..length]));
        let expected = DecodeErrorKind::Length { needs: "u16", expected: 2, found: length };
        assert_eq!((&*path, kind), ("Numbers.half", expected));
    }
    assert_eq!(fault::<Numbers>(&[]), ("Numbers.half".to_owned(), DecodeErrorKind::Missing));
}

#[test]
fn a_truncated_or_zero_length_attribute() {
    let good = attr(1, &[1, 0]);
    for declared in [0, 1, 2, 3, 7, 9, 0xffff] {
        let bytes = [&good[..], &attr_of_length(declared, 2, &[1, 2])].concat();
        let kind = DecodeErrorKind::AttributeLength { declared, available: 6 };
        assert_eq!(fault::<Numbers>(&bytes), ("Numbers".to_owned(), kind));
        // And within a nest.
        let bytes = [&good[..], &attr(5 | NESTED, &bytes[8..])].concat();
        let kind = DecodeErrorKind::AttributeLength { declared, available: 6 };
        assert_eq!(fault::<Numbers>(&bytes).1, kind);
    }
}

#[test]
fn a_last_attribute_without_its_padding() {
    let bytes = attr(1, &[1, 0]);
    assert_eq!(Numbers::decode(&bytes[..6]).unwrap(), Numbers { half: 1, ..Numbers::default() });
    let nest = attr_of_length(9, 5 | NESTED, &attr_of_length(5, 1, &[7]));
    let numbers = Numbers { half: 1, nest: Some(Inner { a: 7 }), ..Numbers::default() };
    assert_eq!(Numbers::decode(&[&bytes[..], &nest].concat()).unwrap(), numbers);
}

#[test]
fn one_to_three_stray_bytes() {
    for stray in 1..4 {
        let bytes = [&attr(1, &[1, 0])[..], &[0; 3][..stray]].concat();
        let kind = DecodeErrorKind::Leftover { bytes: stray };
        assert_eq!(fault::<Numbers>(&bytes), ("Numbers".to_owned(), kind.clone()));
        let nest = attr(5 | NESTED, &[&attr(1, &[7])[..], &[0; 3][..stray]].concat());
        assert_eq!(fault::<Numbers>(&[&bytes[..8], &nest].concat()).1, kind);
    }
}

#[test]
fn an_integer_of_as_many_bytes_as_it_needs() {
    let half = attr(1, &[1, 0]);
    let decode = |attr: Vec<u8>| Numbers::decode(&[&half[..], &attr].concat()).unwrap();
    assert_eq!(decode(attr(3, &(1u64 << 40).to_ne_bytes())).uint, Some(Uint(1 << 40)));
    assert_eq!(decode(attr(3, &7u64.to_ne_bytes())).uint, Some(Uint(7)));
    assert_eq!(decode(attr(3, &u32::MAX.to_ne_bytes())).uint, Some(Uint(u32::MAX.into())));
    assert_eq!(decode(attr(4, &(-7i32).to_ne_bytes())).sint, Some(Sint(-7)));
    assert_eq!(decode(attr(4, &i64::MIN.to_ne_bytes())).sint, Some(Sint(i64::MIN)));
}

#[derive(Attributes, Debug, Default, PartialEq)]
struct Nests<'a> {
    #[nl(1)]
    empty: Option<Empty>,
    #[nl(2)]
    required: Option<Inner>,
    #[nl(3)]
    list: Option<List<'a, Inner>>,
    #[nl(4)]
    array: Option<Array<Inner>>,
    #[nl(5)]
    keyed: Option<Keyed<'a, u8>>,
    #[nl(6)]
    keyed_array: Option<KeyedArray<u8>>,
    #[nl(7)]
    repeated: Repeated<'a, Inner>,
    #[nl(8)]
    packed: Option<Packed<'a, u64>>,
}

#[derive(Attributes, Debug, Default, PartialEq)]
struct Empty {
    #[nl(1)]
    _a: Option<u8>,
}

#[test]
fn a_zero_length_nest() {
    let bytes: Vec<u8> =
        [1, 3, 4, 5, 6, 8].into_iter().flat_map(|n| attr(n | NESTED, &[])).collect();
    let nests = Nests::decode(&bytes).unwrap();
    assert_eq!(nests.empty, Some(Empty::default()));
    assert_eq!(nests.list.unwrap().iter().count(), 0);
    assert_eq!(nests.keyed.unwrap().iter().count(), 0);
    assert_eq!((nests.array, nests.keyed_array), (Some(Array(vec![])), Some(KeyedArray(vec![]))));
    assert!(nests.packed.unwrap().is_empty());
    let missing = ("Nests.required.a".to_owned(), DecodeErrorKind::Missing);
    assert_eq!(fault::<Nests<'_>>(&attr(2 | NESTED, &[])), missing);
}

#[test]
fn a_list_that_is_cut_off() {
    let elements = [attr(0, &attr(1, &[1])), attr(1, &attr(1, &[2]))].concat();
    let cut = &elements[..elements.len() - 4];
    let kind = DecodeErrorKind::AttributeLength { declared: 12, available: 8 };
    assert_eq!(fault::<Nests<'_>>(&attr(4, cut)), ("Nests.array[1]".to_owned(), kind.clone()));
    let keyed = ("Nests.keyed_array[1]".to_owned(), DecodeErrorKind::Leftover { bytes: 2 });
    assert_eq!(fault::<Nests<'_>>(&attr(6, &[&attr(9, &[1])[..], &[0, 0]].concat())), keyed);
    // What is read lazily says it in its place, and then nothing more.
    let bytes = attr(3, cut);
    let mut list = Nests::decode(&bytes).unwrap().list.unwrap().iter();
    assert_eq!(list.next().unwrap().unwrap(), Inner { a: 1 });
    assert_eq!(list.next().unwrap().unwrap_err().kind(), &kind);
    assert!(list.next().is_none());
}

#[test]
fn a_bad_entry_in_a_list() {
    let (good, bad) = (attr(1, &[1]), attr(1, &[1, 2]));
    let entries = [attr(0, &good), attr(1, &bad), attr(2, &good)].concat();
    let number = |payload: &[u8]| attr(9, payload);
    let keyed = [number(&[1]), number(&[1, 2]), number(&[1])].concat();
    let repeated = [attr(7, &good), attr(7, &bad), attr(7, &good)].concat();
    let bytes = [attr(3, &entries), attr(5, &keyed), repeated].concat();
    let nests = Nests::decode(&bytes).unwrap();
    // One good, one bad, and then nothing more.
    let list: Vec<_> = nests.list.unwrap().iter().collect();
    let keyed: Vec<_> = nests.keyed.unwrap().iter().collect();
    let repeated: Vec<_> = nests.repeated.iter().collect();
    assert_eq!((list.len(), keyed.len(), repeated.len()), (2, 2, 2));
    assert!(list[0].is_ok() && keyed[0].is_ok() && repeated[0].is_ok());
    assert!(list[1].as_ref().unwrap_err().path().to_string().ends_with("[1].a"));
    assert!(keyed[1].as_ref().unwrap_err().path().to_string().ends_with("[1]"));
    assert!(repeated[1].as_ref().unwrap_err().path().to_string().ends_with("[1].a"));
    let length = DecodeErrorKind::Length { needs: "u8", expected: 1, found: 2 };
    assert_eq!(fault::<Nests<'_>>(&attr(4, &entries)), ("Nests.array[1].a".to_owned(), length));
}

#[test]
fn bytes_at_an_odd_address() {
    let numbers = [1u64, u64::MAX];
    let packed = Some(Packed::new(&numbers));
    let inners = [Inner { a: 1 }, Inner { a: 2 }];
    let (list, repeated) = (Some(List::new(&inners)), Repeated::new(&inners));
    let nests = Nests { list, repeated, packed, ..Nests::default() };
    let bytes = encode(&nests);
    for odd in 1..8 {
        let moved = [&[0xa5; 8][..odd], &bytes].concat();
        assert_eq!(Nests::decode(&moved[odd..]).unwrap(), nests);
    }
}

/// A message of that length field.
fn message(len: u32, seq: u32, payload: &[u8]) -> Vec<u8> {
    let header = MessageHeader { len, kind: 35, seq, ..MessageHeader::default() };
    [&header.emit()[..], payload].concat()
}

#[test]
fn a_message_length_of_0_or_below_16_or_beyond_the_datagram() {
    let good = message(20, 1, &[1, 2, 0, 0]);
    for len in [0, 1, 15, 25, 0x7fff_ffff, u32::MAX] {
        let datagram = [&good[..], &message(len, 2, &[0; 8])].concat();
        let mut messages = Messages::new(&datagram);
        assert_eq!(messages.next().unwrap().unwrap().header.seq, 1, "what came before is good");
        let error = messages.next().unwrap().unwrap_err();
        assert_eq!((error.declared, error.available), (Some(len), 24));
        assert!(messages.next().is_none());
    }
}

#[test]
fn messages_behind_one_of_an_odd_length() {
    let payload = [&[1, 2, 0, 0][..], &attr(1, &[1, 0])].concat();
    let datagram: Vec<u8> = (0..5).flat_map(|seq| message(26, seq, &payload)).collect();
    let messages: Vec<_> = Messages::new(&datagram).map(Result::unwrap).collect();
    assert_eq!(messages.len(), 5);
    for message in messages {
        let (_, attributes) = message.genl().unwrap();
        assert_eq!(Numbers::decode(attributes).unwrap().half, 1);
    }
}
