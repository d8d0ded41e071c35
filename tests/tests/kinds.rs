//! Every kind of attribute, both ways, byte for byte.

use nl_core::schema::Presence;
use nl_core::wire::{Attr, Attrs, DecodeErrorKind, Writer};
use nl_core::{Attributes, Be, Decode, Encode, Le};
use nl_tests::everything::{Borrowed, Everything, Inner};
use nl_tests::others::{Others, OthersRef};

use values::{everything, others};

#[path = "kinds/bounds.rs"]
mod bounds;
#[path = "kinds/bytes.rs"]
mod bytes;
#[path = "kinds/choices.rs"]
mod choices;
#[path = "kinds/lengths.rs"]
mod lengths;
#[path = "kinds/schema.rs"]
mod schema;
#[path = "kinds/shown.rs"]
mod shown;
#[path = "kinds/values.rs"]
mod values;

/// Encodes into memory full of 0xa5, so that a byte that nobody wrote shows.
fn encode<E: Encode>(set: &E) -> Vec<u8> {
    let mut bytes = vec![0xa5; set.size()];
    let mut writer = Writer::new(&mut bytes);
    set.emit(&mut writer).unwrap();
    assert_eq!(writer.written(), set.size(), "size and emit agree");
    bytes
}

/// The attributes of a set that is whole: type fields and payloads.
fn listed(set: &[u8]) -> Vec<(u16, Vec<u8>)> {
    let attr = |attr: Attr<'_>| (attr.raw_type, attr.payload.to_vec());
    Attrs::new(set).map(|read| attr(read.unwrap())).collect()
}

#[test]
fn every_kind_survives_the_round_trip() {
    let everything = everything();
    let bytes = encode(&everything);
    assert_eq!(Everything::decode(&bytes).unwrap(), everything);
    // At an odd address as well.
    let moved = [&[0xa5], &bytes[..]].concat();
    assert_eq!(Everything::decode(&moved[1..]).unwrap(), everything);
    let others = others();
    let bytes = encode(&others);
    assert_eq!(Others::decode(&bytes).unwrap(), others);
    let moved = [&[0xa5], &bytes[..]].concat();
    assert_eq!(Others::decode(&moved[1..]).unwrap(), others);
}

#[test]
fn what_borrows_reads_the_same_and_writes_the_same() {
    let everything = everything();
    let bytes = encode(&everything);
    let borrowed = Borrowed::decode(&bytes).unwrap();
    assert_eq!((borrowed.string, borrowed.unterminated.0), ("grüße", "raw"));
    assert_eq!(borrowed.packed.iter().collect::<Vec<_>>(), everything.packed.0);
    let collect = |list: Vec<Inner>| list;
    assert_eq!(collect(borrowed.nests.iter().map(Result::unwrap).collect()), everything.nests);
    assert_eq!(borrowed.numbers.iter().map(Result::unwrap).collect::<Vec<_>>(), [3, 1, 2]);
    assert_eq!(borrowed.array_of_nests.iter().next().unwrap().unwrap().a, 7);
    assert_eq!(borrowed.array_of_scalars.iter().map(Result::unwrap).collect::<Vec<_>>(), [10, 20]);
    let (number, elements) = borrowed.keyed.iter().next().unwrap().unwrap();
    assert_eq!(
        (number, elements.iter().next().unwrap().unwrap()),
        (9, (3, Inner { a: 8, b: true }))
    );
    // What it does not declare it has kept, so nothing is lost on the way back.
    let again = encode(&borrowed);
    assert_eq!(Everything::decode(&again).unwrap(), everything);
}

#[test]
fn what_borrows_of_the_other_kinds_reads_the_same_and_writes_the_same() {
    let others = others();
    let bytes = encode(&others);
    let borrowed = OthersRef::decode(&bytes).unwrap();
    assert_eq!((borrowed.header.0, borrowed.c_string), (&others.header.0, Some(c"gr\xfcn")));
    let texts: Vec<_> = borrowed.c_strings.iter().map(Result::unwrap).collect();
    assert_eq!(texts, [c"", c"a"]);
    assert_eq!(borrowed.steps, others.steps);
    assert_eq!(Others::decode(&encode(&borrowed)).unwrap(), others);
}

#[test]
fn a_number_in_an_order_of_its_own_has_the_length_of_its_type() {
    #[derive(Attributes, Debug)]
    struct Ordered {
        #[nl(1)]
        _le64: Option<Le<u64>>,
        #[nl(2)]
        _be_s16: Option<Be<i16>>,
    }
    let refused = |number: u8, length: u8| {
        let bytes = [&[4 + length, 0, number, 0][..], &vec![0; usize::from(length)]].concat();
        Ordered::decode(&bytes).unwrap_err().kind().clone()
    };
    for length in [0, 4, 12] {
        let (expected, found) = (8, usize::from(length));
        let needs = "a little-endian u64";
        assert_eq!(refused(1, length), DecodeErrorKind::Length { needs, expected, found });
    }
    let needs = "a big-endian i16";
    assert_eq!(refused(2, 4), DecodeErrorKind::Length { needs, expected: 2, found: 4 });
}

#[test]
fn absent_attributes_are_what_the_declaration_says() {
    #[derive(Attributes, Debug, PartialEq)]
    struct Sparse {
        #[nl(1, default = 7)]
        number: u32,
        #[nl(2)]
        optional: Option<u8>,
        #[nl(3)]
        flag: bool,
        #[nl(4)]
        list: Vec<u16>,
        #[nl(5, default = "none".to_owned())]
        text: String,
    }
    let sparse = Sparse::decode(&[]).unwrap();
    let expected =
        Sparse { number: 7, optional: None, flag: false, list: vec![], text: "none".to_owned() };
    assert_eq!(sparse, expected);
    let presences: Vec<_> = Sparse::SCHEMA.attributes.iter().map(|a| a.presence).collect();
    let (default, optional) = (Presence::Default, Presence::Optional);
    assert_eq!(presences, [default, optional, Presence::Flag, Presence::Repeated, default]);
}

#[test]
fn an_error_names_type_path_and_offset() {
    #[derive(Attributes, Debug)]
    struct Stored {
        #[nl(1)]
        _id: u32,
        #[nl(2)]
        _tags: Vec<Tag>,
    }
    #[derive(Attributes, Debug)]
    struct Tag {
        #[nl(1)]
        _weight: u32,
    }
    let tag = [12, 0, 2, 0x80, 8, 0, 1, 0, 1, 0, 0, 0];
    let bad = [12, 0, 2, 0x80, 7, 0, 1, 0, 1, 0, 0, 0];
    let bytes = [&[8, 0, 1, 0, 1, 0, 0, 0][..], &tag, &tag, &bad].concat();
    let error = Stored::decode(&bytes).unwrap_err().in_message(&bytes, 20);
    assert_eq!(error.to_string(), "Stored._tags[2]._weight at byte 60: 3 bytes where u32 needs 4");
    let error = Stored::decode(&tag).unwrap_err().in_message(&tag, 20);
    assert_eq!(error.to_string(), "Stored._id at byte 20: required, but not there");
}

#[test]
fn a_bad_element_is_an_error_in_its_place_and_ends_the_list() {
    #[derive(Attributes)]
    struct Lists<'a> {
        #[nl(1)]
        list: nl_core::List<'a, Inner>,
    }
    let good = encode(&Inner { a: 1, b: false });
    let nest = |payload: &[u8]| {
        let length = u16::try_from(payload.len() + 4).unwrap();
        [&length.to_ne_bytes(), &0x8000u16.to_ne_bytes(), payload].concat()
    };
    let bad = nest(&[6, 0, 1, 0, 9, 9, 0, 0]);
    let elements = [nest(&good), bad, nest(&good)].concat();
    let length = u16::try_from(elements.len() + 4).unwrap();
    let bytes = [&length.to_ne_bytes(), &0x8001u16.to_ne_bytes(), &elements[..]].concat();
    let lists = Lists::decode(&bytes).unwrap();
    let mut iter = lists.list.iter();
    assert!(iter.next().unwrap().is_ok());
    let error = iter.next().unwrap().unwrap_err();
    assert!(error.path().to_string().ends_with("[1].a"), "{error}");
    assert!(iter.next().is_none());
}

#[test]
fn generic_types_and_several_lifetimes_derive() {
    #[derive(Attributes, Debug, PartialEq)]
    struct Pair<'a, 'b, T, const N: usize> {
        #[nl(1)]
        left: &'a str,
        #[nl(2)]
        right: &'b [u8],
        #[nl(3)]
        value: T,
        #[nl(4)]
        fixed: [u8; N],
    }
    let pair = Pair { left: "l", right: &[1], value: 5u64, fixed: [1, 2] };
    assert_eq!(Pair::decode(&encode(&pair)).unwrap(), pair);
    let pair = Pair { left: "l", right: &[1], value: String::from("s"), fixed: [] };
    assert_eq!(Pair::decode(&encode(&pair)).unwrap(), pair);
}
