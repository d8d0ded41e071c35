//! A value of each set that uses every kind.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use nl_core::{
    Array, Be, Bitfield32, Bits, KeyedArray, Le, Mac, OwnedAttr, PackedArray, Pad, Pod, Sequence,
    Sint, Uint, Unspec, Unterminated,
};
use nl_tests::everything::{Data, Everything, Inner, Named, Port, Tree};
use nl_tests::others::{Features, Others, Step, Times};

pub(crate) fn everything() -> Everything {
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

pub(crate) fn others() -> Others {
    let times = Times { user: [1, 2, 3, 4, 5, 6, 7, 8], cpu: 9, pad: [10, 11, 12] };
    Others {
        header: Pod(times),
        bits: Bits(Features::from_bits_retain(0x81)),
        more_bits: vec![Bits(Features::TRANSMIT), Bits(Features::from_bits_retain(1 << 31))],
        times: Some(Pod(Times { cpu: 0xff, ..times })),
        le64: Some(Le(0x0102_0304_0506_0708)),
        be_s16: Some(Be(-2)),
        be_s32: Some(Be(-0x0102_0304)),
        be_s64: Some(Be(i64::MIN)),
        le_s16: Some(Le(-2)),
        le_s32: Some(Le(-0x0102_0304)),
        le_s64: Some(Le(i64::MIN)),
        c_string: Some(c"gr\xfcn".to_owned()),
        c_strings: vec![c"".to_owned(), c"a".to_owned()],
        steps: Some(Sequence(vec![
            Step::Stop,
            Step::Wait(2),
            Step::Say(c"hi".to_owned()),
            Step::Wait(1),
            Step::Inner(Inner { a: 3, b: true }),
            Step::Other(OwnedAttr { raw_type: 0x4009, payload: vec![5] }),
        ])),
        rest: vec![OwnedAttr { raw_type: 0x800e, payload: vec![] }],
    }
}
