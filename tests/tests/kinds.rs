//! Every kind of attribute, both ways, byte for byte.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use nl_core::schema::{Kind, Presence, Show, locate, missing};
use nl_core::wire::{Attr, Attrs, EncodeErrorKind, NET_BYTEORDER, Writer};
use nl_core::{
    Array, AttributeStream, Attributes, Be, Bitfield32, Decode, Encode, KeyedArray, Le, Mac,
    MessageSet, OwnedAttr, PackedArray, Pad, Sequence, Sint, Uint, UnknownEvent, Unspec,
    Unterminated, to_attributes,
};
use nl_tests::everything::{Borrowed, Data, Everything, Inner, Named, Port, Tree};

fn everything() -> Everything {
    Everything {
        header: [1, 2, 3, 4],
        u8: 0x11,
        u16: 0x1122,
        u32: 0x1122_3344,
        u64: 0x1122_3344_5566_7788,
        s8: -1,
        s16: -2,
        s32: -3,
        s64: -4,
        uint: Uint(1 << 40),
        sint: Sint(-5),
        be16: Be(80),
        be32: Be(0x0a00_0001),
        be64: Be(1),
        le16: Le(80),
        le32: Le(1),
        flag: true,
        string: "grüße".to_owned(),
        unterminated: Unterminated("raw".to_owned()),
        binary: vec![0, 0xff, 0],
        fixed: [7, 8, 9],
        packed: PackedArray(vec![1, 2, u32::MAX]),
        bitfield: Bitfield32 { value: 1, selector: 3 },
        ipv4: Ipv4Addr::LOCALHOST,
        ipv6: Ipv6Addr::LOCALHOST,
        ip: IpAddr::V6(Ipv6Addr::UNSPECIFIED),
        mac: Mac([2, 0, 0, 0, 0, 42]),
        nest: Inner { a: 1, b: true },
        recursive: Some(Box::new(Tree {
            value: 1,
            left: Some(Box::default()),
            children: vec![Tree::default(), Tree { value: 9, ..Tree::default() }],
        })),
        numbers: vec![3, 1, 2],
        nests: vec![Inner { a: 5, b: false }, Inner { a: 6, b: true }],
        array_of_nests: Array(vec![Inner { a: 7, b: false }]),
        array_of_scalars: Array(vec![10, 20]),
        keyed: KeyedArray(vec![
            (9, KeyedArray(vec![(3, Inner { a: 8, b: true })])),
            (2, KeyedArray::default()),
        ]),
        named: Named::Other(1000),
        port: Port(Be(443)),
        kind: Some("inner".to_owned()),
        data: Some(Data::Inner(Inner { a: 9, b: false })),
        pad: Pad(true),
        unspec: Unspec(vec![1]),
        defaulted: 8,
        optional: Some(0),
        rest: vec![OwnedAttr { raw_type: 0xc063, payload: vec![1, 2, 3] }],
    }
}

/// Encodes into memory full of 0xa5, so that a byte that nobody wrote shows.
fn encode<E: Encode>(set: &E) -> Vec<u8> {
    let mut bytes = vec![0xa5; set.size()];
    let mut writer = Writer::new(&mut bytes);
    set.emit(&mut writer).unwrap();
    assert_eq!(writer.written(), set.size(), "size and emit agree");
    bytes
}

/// The payload of the only attribute of that number, and its raw type.
fn payload(bytes: &[u8], number: u16) -> (u16, Vec<u8>) {
    let attributes: Vec<Attr<'_>> = Attrs::new(bytes).map(Result::unwrap).collect();
    let mut found = attributes.iter().filter(|attr| attr.number() == number);
    let attr = found.next().unwrap_or_else(|| panic!("no attribute {number}"));
    (attr.raw_type, attr.payload.to_vec())
}

#[test]
fn every_kind_survives_the_round_trip() {
    let everything = everything();
    let bytes = encode(&everything);
    assert_eq!(Everything::decode(&bytes).unwrap(), everything);
    // At an odd address as well.
    let moved = [&[0xa5], &bytes[..]].concat();
    assert_eq!(Everything::decode(&moved[1..]).unwrap(), everything);
}

#[test]
fn every_kind_has_the_bytes_that_it_should() {
    let bytes = encode(&everything());
    assert_eq!(bytes[..4], [1, 2, 3, 4], "the header comes first");
    let attributes = &bytes[4..];
    let is = |number: u16, flag: u16, expected: &[u8]| {
        assert_eq!(payload(attributes, number), (number | flag, expected.to_vec()), "{number}");
    };
    is(1, 0, &[0x11]);
    is(3, 0, &0x1122_3344u32.to_ne_bytes());
    is(6, 0, &(-2i16).to_ne_bytes());
    is(9, 0, &(1u64 << 40).to_ne_bytes());
    is(10, 0, &(-5i32).to_ne_bytes());
    is(11, 0, &[0, 80]);
    is(12, 0, &[10, 0, 0, 1]);
    is(13, 0, &[0, 0, 0, 0, 0, 0, 0, 1]);
    is(14, 0, &[80, 0]);
    is(16, 0, &[]);
    is(17, 0, "grüße\0".as_bytes());
    is(18, 0, b"raw");
    is(19, 0, &[0, 0xff, 0]);
    is(20, 0, &[7, 8, 9]);
    is(21, 0, &[1u32.to_ne_bytes(), 2u32.to_ne_bytes(), [0xff; 4]].concat());
    is(22, 0, &[1u32.to_ne_bytes(), 3u32.to_ne_bytes()].concat());
    is(23, 0, &[127, 0, 0, 1]);
    is(25, 0, &[0; 16]);
    is(26, 0, &[2, 0, 0, 0, 0, 42]);
    is(34, 0, &1000i16.to_ne_bytes());
    is(35, 0, &443u16.to_be_bytes());
    is(36, 0, b"inner\0");
    is(38, 0, &[]);
    is(39, 0, &[1]);
    is(99, 0xc000, &[1, 2, 3]);
    let inner = |a: u32, b: bool| encode(&Inner { a, b });
    is(27, 0x8000, &inner(1, true));
    is(37, 0x8000, &inner(9, false));
    let nested = |number: u16, payload: &[u8]| {
        let length = u16::try_from(payload.len() + 4).unwrap();
        [&length.to_ne_bytes(), &(number | 0x8000).to_ne_bytes(), payload].concat()
    };
    is(31, 0x8000, &nested(0, &inner(7, false)));
    is(33, 0x8000, &[nested(9, &nested(3, &inner(8, true))), nested(2, &[])].concat());
    let scalars = [[6, 0, 1, 0].as_slice(), &10u16.to_ne_bytes(), &[0, 0], &[6, 0, 2, 0]];
    #[cfg(target_endian = "little")]
    is(32, 0x8000, &[scalars.concat(), 20u16.to_ne_bytes().to_vec(), vec![0, 0]].concat());
    let repeated = Attrs::new(attributes).flatten().filter(|attr| attr.number() == 29);
    assert_eq!(repeated.count(), 3);
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
fn what_is_declared_is_refused_among_what_is_not() {
    let rest = vec![
        OwnedAttr { raw_type: 99, payload: vec![] },
        OwnedAttr { raw_type: NET_BYTEORDER + 41, payload: vec![1] },
    ];
    let error = to_attributes(&Everything { rest, ..everything() }).unwrap_err();
    assert_eq!(error.kind(), &EncodeErrorKind::Declared);
    assert_eq!(
        error.to_string(),
        "Everything.#41: it is declared, and stands where what is not declared is kept"
    );
    // One attribute at a time, too.
    let other = Item::Other(Attr { raw_type: 2, payload: &[] });
    let error = other.emit(&mut Writer::new(&mut [0; 4])).unwrap_err();
    assert_eq!(
        (error.kind(), error.path().to_string()),
        (&EncodeErrorKind::Declared, "Item.#2".into())
    );
}

#[test]
fn bounds_are_checked_when_encoding() {
    let bitfield = Bitfield32 { value: 0, selector: 0x100 };
    let error = to_attributes(&Everything { bitfield, ..everything() }).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Everything.bitfield: 0x100 where only the bits 0xff are allowed"
    );
    let bitfield = Bitfield32 { value: 4, selector: 3 };
    assert!(to_attributes(&Everything { bitfield, ..everything() }).is_err());
    let error = to_attributes(&Everything { port: Port(Be(0)), ..everything() }).unwrap_err();
    assert!(error.to_string().starts_with("Everything.port: 0 where"), "{error}");
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
fn debug_printing_hides_no_byte_that_does_not_fit() {
    let bytes = [0, 0, 0, 0, 9, 0, 21, 0, 1, 0, 0, 0, 0xee, 0, 0, 0, 3, 0, 1, 0];
    let shown = Show { set: Everything::SCHEMA, attributes: &bytes }.to_string();
    assert!(shown.contains("packed: [1]0xee") && shown.ends_with("0x03000100}"), "{shown}");
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

/// One variant, one attribute.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[nl(set = "item")]
enum Item<'a> {
    #[nl(1, max_len = 5)]
    Name(&'a str),
    #[nl(2)]
    Index(u32),
    #[nl(3)]
    Urgent,
    #[nl(4)]
    Inner(Inner),
    #[nl(other)]
    Other(Attr<'a>),
}

#[test]
fn an_enum_is_a_stream_of_attributes() {
    let items = vec![
        Item::Index(2),
        Item::Name("b"),
        Item::Urgent,
        Item::Name("a"),
        Item::Inner(Inner { a: 1, b: true }),
        Item::Other(Attr { raw_type: 0x4009, payload: &[1] }),
        Item::Index(1),
    ];
    let size = items.iter().map(Encode::size).sum();
    let mut bytes = vec![0xa5; size];
    let mut writer = Writer::new(&mut bytes);
    items.iter().try_for_each(|item| item.emit(&mut writer)).unwrap();
    let read: Result<Vec<Item<'_>>, _> = AttributeStream::new(&bytes).collect();
    assert_eq!(read.unwrap(), items);
    let mut room = [0; 64];
    let error = Item::Name("too long").emit(&mut Writer::new(&mut room)).unwrap_err();
    assert_eq!(error.to_string(), "Item.name: 8 bytes where at most 5 are allowed");
    assert_eq!(Item::SCHEMA.attributes[2].presence, Presence::Flag);
    let sequence = Sequence::<Item<'_>>::decode(&bytes).unwrap();
    assert_eq!(sequence.0, items);
    assert_eq!(encode(&sequence), bytes);
    assert_eq!(to_attributes(&Item::Urgent).unwrap(), [4, 0, 3, 0]);
    let bad = [7, 0, 2, 0, 1, 2, 3, 0];
    let mut stream = AttributeStream::<Item<'_>>::new(&bad);
    assert!(stream.next().unwrap().is_err());
    assert!(stream.next().is_none());
}

/// Messages, told apart by command.
#[derive(Attributes, Clone, Debug, PartialEq)]
enum Messages<'a> {
    #[nl(command = 1)]
    Inner(Inner),
    #[nl(command = 200)]
    Tree(Tree),
    #[nl(other)]
    Unknown(UnknownEvent<'a>),
}

#[test]
fn an_enum_of_messages_is_told_apart_by_command() {
    for message in [
        Messages::Inner(Inner { a: 1, b: true }),
        Messages::Tree(Tree { value: 3, ..Tree::default() }),
        Messages::Unknown(UnknownEvent::new(9, &[4, 0, 1, 0])),
    ] {
        let mut bytes = vec![0xa5; message.size()];
        message.emit(&mut Writer::new(&mut bytes)).unwrap();
        assert_eq!(Messages::read(message.command(), &bytes).unwrap(), Some(message));
    }
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

#[test]
fn the_schema_has_every_kind_and_the_docs() {
    let schema = Everything::SCHEMA;
    assert_eq!((schema.name, schema.header, schema.max_attribute()), ("everything", 4, 41));
    assert_eq!(schema.doc, "Every kind, owned.");
    assert_eq!(schema.attribute(16).unwrap().doc, "Its presence is its value.");
    let Kind::SubMessage(36, data) = schema.attribute(37).unwrap().kind else {
        panic!("37 is a sub-message that 36 selects");
    };
    assert_eq!(data().formats.len(), 2);
    let kinds: std::collections::HashSet<_> =
        schema.attributes.iter().map(|a| std::mem::discriminant(&a.kind)).collect();
    assert_eq!(kinds.len(), 20);
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
