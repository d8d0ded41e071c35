//! Messages in serde's formats, by serde's own derives and by their declaration.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use nl_core::interop::serde::Named;
use nl_core::schema::SetSchema;
use nl_core::wire::{EncodeError, Writer};
use nl_core::{
    Array, Attributes, Be, Bitfield32, Bits, Decode, Encode, Keyed, KeyedArray, Le, List, Mac,
    OwnedAttr, Packed, PackedArray, Pad, Repeated, Sequence, Sint, Uint, Unspec, Unterminated,
    Value, to_attributes,
};
use nl_family_demo::family::{Echo, Priority, Tag};
use nl_tests::everything::{Data, Everything, Inner, Named as Name, Port, Tree};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

bitflags::bitflags! {
    #[derive(Clone, Copy, Debug, PartialEq)]
    struct Features: u32 {
        const REDIRECT = 1;
        const TRANSMIT = 2;
    }
}

#[derive(Value, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
enum Band {
    Low = 0,
    High = 1,
    #[nl(other)]
    Other(u8),
}

#[derive(Value, Clone, Copy, Debug, PartialEq)]
#[repr(i32)]
enum Offset {
    Before = -7,
    #[nl(other)]
    Other(i32),
}
nl_core::serde_enum!(Band, Offset);

/// Every value that has serde's traits of its own.
#[derive(Attributes, Serialize, Deserialize, Clone, Debug, PartialEq)]
struct Station {
    #[nl(1)]
    mac: Mac,
    #[nl(2)]
    band: Band,
    #[nl(3)]
    features: Bits<Features>,
    #[nl(4)]
    be: Be<u16>,
    #[nl(5)]
    le: Le<u32>,
    #[nl(6)]
    uint: Uint,
    #[nl(7)]
    sint: Sint,
    #[nl(8)]
    pad: Pad,
    #[nl(9)]
    text: Unterminated<String>,
    #[nl(10)]
    unspec: Unspec<Vec<u8>>,
    #[nl(11)]
    bitfield: Bitfield32,
    #[nl(12)]
    packed: PackedArray<u16>,
    #[nl(13)]
    array: Array<Inside, 1>,
    #[nl(14)]
    keyed: KeyedArray<u8>,
    #[nl(15)]
    address: IpAddr,
    #[nl(16)]
    #[serde(with = "nl_core::hex")]
    bytes: Vec<u8>,
    #[nl(17)]
    #[serde(with = "nl_core::hex")]
    fixed: [u8; 2],
    #[nl(18)]
    #[serde(with = "nl_core::hex")]
    maybe: Option<Vec<u8>>,
    #[nl(19)]
    #[serde(with = "nl_core::hex")]
    several: Vec<[u8; 1]>,
    #[nl(20)]
    flag: bool,
    #[nl(rest)]
    rest: Vec<OwnedAttr>,
}

#[derive(Attributes, Serialize, Deserialize, Clone, Debug, PartialEq)]
struct Inside {
    #[nl(1)]
    number: i64,
}

fn station() -> Station {
    Station {
        mac: Mac([2, 0, 0, 0, 0, 42]),
        band: Band::High,
        features: Bits(Features::REDIRECT | Features::from_bits_retain(8)),
        be: Be(1),
        le: Le(2),
        uint: Uint(1 << 40),
        sint: Sint(-3),
        pad: Pad(true),
        text: Unterminated("grüße".to_owned()),
        unspec: Unspec(vec![1, 255]),
        bitfield: Bitfield32 { value: 1, selector: 3 },
        packed: PackedArray(vec![1, 2]),
        array: Array(vec![Inside { number: -1 }]),
        keyed: KeyedArray(vec![(7, 1), (9, 2)]),
        address: IpAddr::from(Ipv4Addr::LOCALHOST),
        bytes: vec![10, 255],
        fixed: [0, 1],
        maybe: None,
        several: vec![[1], [2]],
        flag: true,
        rest: vec![OwnedAttr { raw_type: 0x8063, payload: vec![1] }],
    }
}

#[test]
fn a_message_with_serde_s_own_derives_is_text_that_people_read() {
    let expected = json!({
        "mac": "02:00:00:00:00:2a", "band": "High", "features": "REDIRECT | 0x8", "be": 1, "le": 2,
        "uint": 1u64 << 40, "sint": -3, "pad": true, "text": "grüße", "unspec": "01ff",
        "bitfield": {"value": 1, "selector": 3}, "packed": [1, 2], "array": [{"number": -1}],
        "keyed": [[7, 1], [9, 2]], "address": "127.0.0.1", "bytes": "0aff", "fixed": "0001",
        "maybe": null, "several": ["01", "02"], "flag": true,
        "rest": [{"raw_type": 0x8063, "payload": "01"}],
    });
    assert_eq!(serde_json::to_value(station()).unwrap(), expected);
    assert_eq!(serde_json::from_value::<Station>(expected).unwrap(), station());
    let text = serde_json::to_string(&station()).unwrap();
    assert_eq!(serde_json::from_str::<Station>(&text).unwrap(), station());
}

#[test]
fn a_message_comes_back_from_a_format_that_nobody_reads() {
    for band in [Band::High, Band::Other(9)] {
        let station = Station { band, maybe: Some(vec![7]), ..station() };
        let bytes = postcard::to_stdvec(&station).unwrap();
        assert_eq!(postcard::from_bytes::<Station>(&bytes).unwrap(), station);
    }
    let bytes = postcard::to_stdvec(&Named(everything())).unwrap();
    assert_eq!(postcard::from_bytes::<Named<Everything>>(&bytes).unwrap().0, everything());
}

#[test]
fn a_number_without_a_name_stays() {
    let other = Station { band: Band::Other(9), maybe: Some(vec![7]), ..station() };
    let value = serde_json::to_value(&other).unwrap();
    assert_eq!((&value["band"], &value["maybe"]), (&json!(9), &json!("07")));
    assert_eq!(serde_json::from_value::<Station>(value).unwrap(), other);
}

#[test]
fn an_enum_is_its_name_for_people_and_its_number_for_others() {
    let bands = vec![Some(Band::Low), None, Some(Band::High), Some(Band::Other(9))];
    let text = serde_json::to_string(&bands).unwrap();
    assert_eq!(text, r#"["Low",null,"High",9]"#);
    assert_eq!(serde_json::from_str::<Vec<Option<Band>>>(&text).unwrap(), bands);
    let bytes = postcard::to_stdvec(&bands).unwrap();
    assert_eq!(bytes, [4, 1, 0, 0, 1, 1, 1, 9]);
    assert_eq!(postcard::from_bytes::<Vec<Option<Band>>>(&bytes).unwrap(), bands);
    let offsets =
        KeyedArray(vec![(1, Offset::Before), (2, Offset::Other(-8)), (3, Offset::Other(8))]);
    let text = serde_json::to_string(&offsets).unwrap();
    assert_eq!(text, r#"[[1,"Before"],[2,-8],[3,8]]"#);
    assert_eq!(serde_json::from_str::<KeyedArray<Offset>>(&text).unwrap(), offsets);
    let bytes = postcard::to_stdvec(&offsets).unwrap();
    assert_eq!(postcard::from_bytes::<KeyedArray<Offset>>(&bytes).unwrap(), offsets);
    for bad in [json!("Lower"), json!(256), json!(-1), json!(null), json!([0])] {
        assert!(refused::<Band>(bad).contains("a name of the enum, or a number that fits"));
    }
    assert!(postcard::from_bytes::<Band>(&postcard::to_stdvec(&256u64).unwrap()).is_err());
}

fn refused<T: DeserializeOwned + std::fmt::Debug>(value: serde_json::Value) -> String {
    serde_json::from_value::<T>(value).unwrap_err().to_string()
}

#[test]
fn what_is_no_such_value_is_refused() {
    for (field, bad) in [
        ("mac", json!("02:00")),
        ("mac", json!(7)),
        ("features", json!("NONE")),
        ("bytes", json!("0")),
        ("bytes", json!("0g")),
        ("bytes", json!("+1")),
        ("bytes", json!("ü")),
        ("fixed", json!("00")),
        ("bitfield", json!({"value": 1})),
        ("rest", json!([{"raw_type": 1, "payload": 2}])),
    ] {
        let mut value = serde_json::to_value(station()).unwrap();
        value[field] = bad.clone();
        assert!(serde_json::from_value::<Station>(value.clone()).is_err(), "{field}: {bad}");
        assert!(
            serde_json::from_str::<Station>(&value.to_string()).is_err(),
            "{field}: {bad} as text"
        );
    }
}

#[test]
fn lists_that_borrow_look_like_their_owned_siblings() {
    #[derive(Attributes, Serialize, Debug)]
    struct Lent<'a> {
        #[nl(10)]
        unspec: Unspec<&'a [u8]>,
        #[nl(12)]
        packed: Packed<'a, u16>,
        #[nl(13)]
        array: List<'a, Inside, 1>,
        #[nl(14)]
        keyed: Keyed<'a, u8>,
        #[nl(16)]
        #[serde(with = "nl_core::hex")]
        bytes: &'a [u8],
        #[nl(19)]
        several: Repeated<'a, [u8; 1]>,
    }
    let bytes = to_attributes(&station()).unwrap();
    let lent = serde_json::to_value(Lent::decode(&bytes).unwrap()).unwrap();
    let owned = serde_json::to_value(station()).unwrap();
    for field in ["unspec", "packed", "array", "keyed", "bytes"] {
        assert_eq!(lent[field], owned[field], "{field}");
    }
    assert_eq!(lent["several"], json!([[1], [2]]));
    let broken = [8, 0, 13, 0, 5, 0, 1, 0];
    let list = List::<Inside>::decode_payload(&broken[4..], nl_core::wire::Depth::TOP).unwrap();
    assert!(serde_json::to_value(list).is_err());
}

fn everything() -> Everything {
    let inner = Inner { a: 1, b: true };
    Everything {
        header: [1, 2, 3, 4],
        u8: 1,
        u16: 2,
        u32: 3,
        u64: u64::MAX,
        s8: -1,
        s16: -2,
        s32: -3,
        s64: i64::MIN,
        uint: Uint(1 << 40),
        sint: Sint(-(1 << 40)),
        be16: Be(0x0102),
        be32: Be(3),
        be64: Be(4),
        le16: Le(0x0102),
        le32: Le(5),
        flag: true,
        string: "a \"string\"".to_owned(),
        unterminated: Unterminated("another".to_owned()),
        binary: vec![0, 255],
        fixed: [1, 2, 3],
        packed: PackedArray(vec![1, 2]),
        bitfield: Bitfield32 { value: 1, selector: 3 },
        ipv4: Ipv4Addr::LOCALHOST,
        ipv6: Ipv6Addr::LOCALHOST,
        ip: IpAddr::from(Ipv6Addr::UNSPECIFIED),
        mac: Mac([2, 0, 0, 0, 0, 42]),
        nest: inner.clone(),
        recursive: Some(Box::new(Tree { value: 1, left: None, children: vec![Tree::default()] })),
        numbers: vec![1, 2],
        nests: vec![inner.clone(), Inner::default()],
        array_of_nests: Array(vec![inner.clone()]),
        array_of_scalars: Array(vec![1, 2]),
        keyed: KeyedArray(vec![(3, KeyedArray(vec![(4, inner.clone())]))]),
        named: Name::Minus,
        port: Port(Be(80)),
        kind: Some("inner".to_owned()),
        data: Some(Data::Inner(inner)),
        pad: Pad(true),
        unspec: Unspec(vec![9]),
        defaulted: 8,
        optional: None,
        rest: unnamed(),
    }
}

/// Attributes without a name, whose order, repetition and flag bits are theirs to keep.
fn unnamed() -> Vec<OwnedAttr> {
    let attr = |raw_type, payload: &[u8]| OwnedAttr { raw_type, payload: payload.to_vec() };
    vec![attr(99, &[1, 2]), attr(0x8063, &[1]), attr(98, &[]), attr(0x4063, &[7]), attr(99, &[3])]
}

#[test]
fn any_message_is_named_and_comes_back() {
    let value = serde_json::to_value(Named(everything())).unwrap();
    let expected = json!({
        "header": "01020304", "u8": 1, "u64": u64::MAX, "s64": i64::MIN, "be16": 0x0102,
        "flag": true, "string": "a \"string\"", "binary": "00ff", "fixed": "010203",
        "packed": [1, 2], "bitfield": {"value": 1, "selector": 3}, "ipv4": "127.0.0.1",
        "ip": "::", "mac": "02:00:00:00:00:2a", "nest": {"a": 1, "b": true},
        "recursive": {"value": 1, "children": [{"value": 0}]}, "numbers": [1, 2],
        "nests": [{"a": 1, "b": true}, {"a": 0}], "array_of_nests": [{"a": 1, "b": true}],
        "keyed": [[3, [[4, {"a": 1, "b": true}]]]], "named": "Minus", "port": 80,
        "data": {"inner": {"a": 1, "b": true}}, "pad": true, "unspec": "09", "#": [
            {"#99": "0102"}, {"#0x8063": "01"}, {"#98": ""}, {"#0x4063": "07"}, {"#99": "03"},
        ],
    });
    for (field, expected) in expected.as_object().unwrap() {
        assert_eq!(value[field], *expected, "{field}");
    }
    assert!(value.get("optional").is_none());
    let text = value.to_string();
    assert_eq!(serde_json::from_str::<Named<Everything>>(&text).unwrap().0, everything());
    assert_eq!(serde_json::from_value::<Named<Everything>>(value).unwrap().0, everything());
    let small = Everything { named: Name::Other(7), numbers: Vec::new(), ..everything() };
    let value = serde_json::to_value(Named(&small)).unwrap();
    assert_eq!(value["named"], json!(7));
    assert_eq!(serde_json::from_value::<Named<Everything>>(value).unwrap().0, small);
}

#[test]
fn a_message_that_borrows_and_knows_nothing_of_serde_is_named() {
    let tags = vec![Tag { name: "a", weight: 1 }];
    let priority = Some(Priority::High);
    let echo = Echo { sequence: 7, text: "hi", priority, urgent: false, tags };
    assert_eq!(
        serde_json::to_string(&Named(&echo)).unwrap(),
        r#"{"sequence":7,"text":"hi","priority":"High","tags":[{"name":"a","weight":1}]}"#
    );
    let heavy = Echo { tags: vec![Tag { name: "a", weight: 8 }], ..echo };
    let error = serde_json::to_string(&Named(&heavy)).unwrap_err().to_string();
    assert_eq!(error, "Echo.tags[0].weight: 8 where 1..=7 is allowed");
}

#[test]
fn named_flags_are_those_of_bitflags() {
    #[derive(Attributes, Debug, PartialEq)]
    struct Flagged {
        #[nl(1)]
        features: Bits<Features>,
    }
    for bits in [0, 1, 3, 8, 11] {
        let flagged = Flagged { features: Bits(Features::from_bits_retain(bits)) };
        let value = serde_json::to_value(Named(&flagged)).unwrap();
        assert_eq!(value["features"], serde_json::to_value(flagged.features).unwrap());
        assert_eq!(serde_json::from_value::<Named<Flagged>>(value).unwrap().0, flagged);
    }
}

#[test]
fn what_is_not_as_declared_is_refused_with_what_is_wanted() {
    let with = |field: &str, bad: serde_json::Value| {
        let mut value = serde_json::to_value(Named(everything())).unwrap();
        value[field] = bad;
        refused::<Named<Everything>>(value)
    };
    assert!(with("u8", json!(256)).contains("a number that fits"));
    assert!(with("u8", json!(-1)).contains("a number that fits"));
    assert!(with("s8", json!(128)).contains("a number that fits"));
    assert!(with("named", json!("Zero")).contains("a name of the enum"));
    assert!(with("string", json!("a\u{0}b")).contains("a string without a NUL"));
    assert!(with("binary", json!("0")).contains("bytes in hex"));
    assert!(with("fixed", json!("00")).contains("bytes in hex"));
    assert!(with("mac", json!("x")).contains("a MAC address"));
    assert!(with("header", json!("00")).contains("a header of another length"));
    assert!(with("nest", json!([1])).contains("a map of fields"));
    assert!(with("nest", json!({"a": 1, "c": 2})).contains("Inner has no field c"));
    assert!(with("numbers", json!(1)).contains("a list"));
    assert!(with("keyed", json!([[1]])).contains("a pair"));
    assert!(with("data", json!({"outer": 1})).contains("Data has no format outer"));
    assert!(with("data", json!({})).contains("a sub-message without a format"));
    assert!(with("flag", json!(1)).contains("true or false"));
    assert!(with("nothing", json!(1)).contains("Everything has no field nothing"));
    let long = "00".repeat(65532);
    assert!(with("binary", json!(long)).contains("more bytes than an attribute holds"));
    let mut value = serde_json::to_value(Named(everything())).unwrap();
    value.as_object_mut().unwrap().remove("u8");
    assert!(refused::<Named<Everything>>(value).contains("Everything.u8"));
}

#[derive(Attributes, Serialize, Deserialize, Clone, Debug, PartialEq)]
enum Either {
    #[nl(1)]
    Number(u32),
    #[nl(2)]
    Flag,
    #[nl(3)]
    Deeper(Sequence<Either>),
    #[nl(other)]
    Other(OwnedAttr),
}

/// Something of each, in an order and a number that says something.
fn sequence() -> Sequence<Either> {
    let other = Either::Other(OwnedAttr { raw_type: 0x8063, payload: vec![1] });
    let deeper = Either::Deeper(Sequence(vec![Either::Number(1), Either::Number(2)]));
    Sequence(vec![Either::Flag, Either::Number(7), deeper, other, Either::Number(8), Either::Flag])
}

#[test]
fn a_sequence_is_a_list() {
    let sequence = Sequence(vec![Either::Flag, Either::Number(7), Either::Flag]);
    let text = serde_json::to_string(&sequence).unwrap();
    assert_eq!(text, r#"["Flag",{"Number":7},"Flag"]"#);
    assert_eq!(serde_json::from_str::<Sequence<Either>>(&text).unwrap(), sequence);
    assert_eq!(Station::SCHEMA.attributes.len(), 20);
}

#[test]
fn a_named_sequence_keeps_its_order_and_its_repetitions() {
    #[derive(Attributes, Debug, PartialEq)]
    struct Steps {
        #[nl(1)]
        steps: Sequence<Either>,
        #[nl(2)]
        more: Vec<Sequence<Either>>,
    }
    let text = r##"[{"flag":true},{"number":7},{"deeper":[{"number":1},{"number":2}]},{"#0x8063":"01"},{"number":8},{"flag":true}]"##;
    assert_eq!(serde_json::to_string(&Named(sequence())).unwrap(), text);
    assert_eq!(serde_json::from_str::<Named<Sequence<Either>>>(text).unwrap().0, sequence());
    let steps = Steps { steps: sequence(), more: vec![sequence(), Sequence(Vec::new())] };
    let value = serde_json::to_value(Named(&steps)).unwrap();
    assert_eq!(value["steps"].to_string(), text);
    assert_eq!(value["more"], json!([value["steps"], []]));
    assert_eq!(serde_json::from_value::<Named<Steps>>(value).unwrap().0, steps);
    let bytes = postcard::to_stdvec(&Named(&steps)).unwrap();
    assert_eq!(postcard::from_bytes::<Named<Steps>>(&bytes).unwrap().0, steps);
    for (bad, said) in [
        (json!({"number": 7}), "invalid type: map"),
        (json!([7]), "a map of one field"),
        (json!([{}]), "a map of one field"),
        (json!([{"number": 7, "flag": true}]), "a map of one field has another one"),
        (json!([{"numbers": 7}]), "Either has no field numbers"),
        (json!([{"#x": "00"}]), "Either has no field #x"),
        (json!([{"#99": "0"}]), "bytes in hex"),
    ] {
        let refused = refused::<Named<Sequence<Either>>>(bad);
        assert!(refused.contains(said), "{refused}");
    }
    assert!(refused::<Named<Steps>>(json!({"steps": {"number": 7}})).contains("invalid type: map"));
    assert!(refused::<Named<Steps>>(json!([])).contains("invalid type: sequence"));
}

/// A set whose bytes are a test's.
struct Written(Vec<u8>);

impl Encode for Written {
    const SCHEMA: &'static SetSchema = Headed::SCHEMA;

    fn size(&self) -> usize {
        self.0.len()
    }

    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.bytes(&self.0)
    }
}

#[derive(Attributes)]
struct Headed {
    #[nl(header)]
    header: [u8; 4],
    #[nl(1)]
    number: u8,
    #[nl(2)]
    list: PackedArray<u16>,
    #[nl(3)]
    array: Array<u8>,
    #[nl(4)]
    flag: bool,
}

#[derive(Attributes)]
struct Twofold {
    #[nl(header)]
    family: [u8; 4],
    #[nl(1)]
    header: u8,
}

#[test]
fn what_has_no_place_is_an_error_and_is_not_left_out() {
    let written = |attributes: &[u8]| {
        let named = Named(Written([&[0; 4], attributes].concat()));
        serde_json::to_value(named).map_err(|error| error.to_string())
    };
    assert_eq!(
        written(&[5, 0, 1, 0, 9, 0, 0, 0]).unwrap(),
        json!({"header": "00000000", "number": 9})
    );
    let twice = written(&[5, 0, 1, 0, 9, 0, 0, 0, 5, 0, 1, 0, 8, 0, 0, 0]);
    assert_eq!(twice.unwrap_err(), "Headed.number stands more than once");
    assert!(
        written(&[5, 0, 1, 0, 9, 0, 0, 0, 7]).unwrap_err().contains("Headed: 1 bytes are left")
    );
    // Bytes that do not fit the kind are hex, which does not read as one.
    for (number, payload) in [(2, &[1, 2, 3][..]), (3, &[9, 0, 0]), (4, &[1]), (1, &[1, 2])] {
        let attribute = nl_tests::puppet::attribute(number, payload);
        let value = written(&attribute).unwrap();
        let field = Headed::SCHEMA.attribute(number).unwrap().name;
        assert!(value[field].is_string(), "{value}");
        let mut whole = json!({"number": 1, "list": [], "array": []});
        whole[field] = value[field].clone();
        assert!(serde_json::from_value::<Named<Headed>>(whole).is_err(), "{field}");
    }
    let twofold = Named(Twofold { family: [0; 4], header: 1 });
    let said = serde_json::to_string(&twofold).unwrap_err().to_string();
    assert_eq!(said, "Twofold has a header, and a field `header`");
}

#[test]
fn elements_of_lists_are_there() {
    let with = |field: &str, bad: serde_json::Value| {
        let mut value = serde_json::to_value(Named(everything())).unwrap();
        value[field] = bad;
        refused::<Named<Everything>>(value)
    };
    for (field, bad) in
        [("packed", json!([1, null])), ("numbers", json!([null])), ("keyed", json!([[3, null]]))]
    {
        assert!(with(field, bad).contains("an element of a list that is not there"));
    }
}

#[test]
fn formats_that_nobody_reads_get_bytes() {
    use serde_test::{
        Compact, Configure, Token, assert_de_tokens, assert_ser_tokens, assert_tokens,
    };
    let mac = Mac([2, 0, 0, 0, 0, 42]);
    let tuple = [Token::Tuple { len: 6 }].into_iter();
    let tuple = tuple.chain(mac.0.map(Token::U8)).chain([Token::TupleEnd]);
    assert_tokens(&mac.compact(), &tuple.collect::<Vec<_>>());
    assert_tokens(&mac.readable(), &[Token::Str("02:00:00:00:00:2a")]);
    let bits = Bits(Features::REDIRECT | Features::TRANSMIT);
    assert_tokens(&bits.compact(), &[Token::U32(3)]);
    assert_tokens(&bits.readable(), &[Token::Str("REDIRECT | TRANSMIT")]);
    let unspec = Unspec(vec![1, 255]);
    assert_ser_tokens(&unspec.clone().compact(), &[Token::Bytes(&[1, 255])]);
    assert_de_tokens(&unspec.compact(), &[Token::ByteBuf(&[1, 255])]);
    let inner = Named(Inner { a: 1, b: false });
    let bytes: &[u8] = Box::leak(to_attributes(&inner.0).unwrap().into_boxed_slice());
    assert_ser_tokens(&inner.clone().compact(), &[Token::Bytes(bytes)]);
    assert_de_tokens(&inner.compact(), &[Token::BorrowedBytes(bytes)]);
    let attr = OwnedAttr { raw_type: 1, payload: vec![7] };
    let fields = [
        Token::Struct { name: "Attr", len: 2 },
        Token::Str("raw_type"),
        Token::U16(1),
        Token::Str("payload"),
        Token::Bytes(&[7]),
        Token::StructEnd,
    ];
    assert_tokens::<Compact<OwnedAttr>>(&attr.clone().compact(), &fields);
    let in_order = [Token::Seq { len: None }, Token::U16(1), Token::Bytes(&[7]), Token::SeqEnd];
    assert_de_tokens(&attr.compact(), &in_order);
}
