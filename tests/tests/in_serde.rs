//! Messages in serde's formats, by serde's own derives and by their declaration.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use nl_core::interop::serde::Named;
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

#[derive(Value, Serialize, Deserialize, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
enum Band {
    Low = 0,
    High = 1,
    #[nl(other)]
    #[serde(untagged)]
    Other(u8),
}

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
fn a_number_without_a_name_stays() {
    let other = Station { band: Band::Other(9), maybe: Some(vec![7]), ..station() };
    let value = serde_json::to_value(&other).unwrap();
    assert_eq!((&value["band"], &value["maybe"]), (&json!(9), &json!("07")));
    assert_eq!(serde_json::from_value::<Station>(value).unwrap(), other);
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
        rest: vec![OwnedAttr { raw_type: 99, payload: vec![1, 2] }],
    }
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
        "data": {"inner": {"a": 1, "b": true}}, "pad": true, "unspec": "09", "#99": ["0102"],
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

#[test]
fn a_sequence_is_a_list() {
    #[derive(Attributes, Serialize, Deserialize, Debug, PartialEq)]
    enum Either {
        #[nl(1)]
        Number(u32),
        #[nl(2)]
        Flag,
    }
    let sequence = Sequence(vec![Either::Flag, Either::Number(7), Either::Flag]);
    let text = serde_json::to_string(&sequence).unwrap();
    assert_eq!(text, r#"["Flag",{"Number":7},"Flag"]"#);
    assert_eq!(serde_json::from_str::<Sequence<Either>>(&text).unwrap(), sequence);
    assert_eq!(Station::SCHEMA.attributes.len(), 20);
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
