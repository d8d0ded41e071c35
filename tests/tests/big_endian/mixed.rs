//! A set of what is more than a number, and its bytes on a big-endian machine.

use nl_core::{
    Array, Attributes, Be, Bits, Keyed, KeyedArray, Le, List, OwnedAttr, Repeated, Sequence,
    Unterminated,
};
use nl_tests::everything::{Data, Inner, Named};
use nl_tests::others::{Features, Step};

/// All of it, owned.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[nl(set = "mixed")]
pub(crate) struct Mixed {
    #[nl(header)]
    pub(crate) header: u32,
    #[nl(1)]
    pub(crate) kind: String,
    #[nl(2)]
    pub(crate) unterminated: Unterminated<String>,
    #[nl(3, min = -2)]
    pub(crate) named: Named,
    #[nl(4, mask = 0xff)]
    pub(crate) bits: Bits<Features>,
    #[nl(5)]
    pub(crate) scalars: Array<u16, 1>,
    #[nl(6)]
    pub(crate) nests: Array<Inner>,
    #[nl(7)]
    pub(crate) keyed: KeyedArray<u16>,
    #[nl(8)]
    pub(crate) several: Vec<u16>,
    #[nl(9, selector = kind)]
    pub(crate) data: Option<Data>,
    #[nl(10)]
    pub(crate) steps: Sequence<Step>,
    #[nl(11)]
    pub(crate) bytes: Vec<u8>,
    #[nl(12, max = 300)]
    pub(crate) number: Option<u16>,
    #[nl(13, max = 300)]
    pub(crate) big: Be<u16>,
    #[nl(14, max = 300)]
    pub(crate) little: Le<u32>,
    #[nl(rest)]
    pub(crate) rest: Vec<OwnedAttr>,
}

/// What of it is read lazily.
#[derive(Attributes, Clone, Debug, PartialEq)]
pub(crate) struct Lazy<'a> {
    #[nl(header)]
    pub(crate) header: u32,
    #[nl(5)]
    pub(crate) scalars: List<'a, u16, 1>,
    #[nl(6)]
    pub(crate) nests: List<'a, Inner>,
    #[nl(7)]
    pub(crate) keyed: Keyed<'a, u16>,
    #[nl(8)]
    pub(crate) several: Repeated<'a, u16>,
}

pub(crate) fn mixed() -> Mixed {
    Mixed {
        header: 0x0102_0304,
        kind: "inner".to_owned(),
        unterminated: Unterminated("raw".to_owned()),
        named: Named::Other(-2),
        bits: Bits(Features::from_bits_retain(0x81)),
        scalars: Array(vec![0x0102, 3]),
        nests: Array(vec![Inner { a: 1, b: true }]),
        keyed: KeyedArray(vec![(0x0102, 0x0304)]),
        several: vec![5, 0x0607],
        data: Some(Data::Inner(Inner { a: 2, b: false })),
        steps: Sequence(vec![Step::Stop, Step::Wait(3)]),
        bytes: vec![1, 2, 3],
        number: Some(300),
        big: Be(300),
        little: Le(300),
        rest: vec![OwnedAttr { raw_type: 0x4100, payload: vec![9] }],
    }
}

#[rustfmt::skip]
pub(crate) const MIXED: [u8; 176] = [
    1, 2, 3, 4,
    0, 10, 0, 1,  b'i', b'n', b'n', b'e', b'r', 0, 0, 0,
    0, 7, 0, 2,  b'r', b'a', b'w', 0,
    0, 6, 0, 3,  0xff, 0xfe, 0, 0,
    0, 8, 0, 4,  0, 0, 0, 0x81,
    0, 20, 0x80, 5,  0, 6, 0, 1, 1, 2, 0, 0,  0, 6, 0, 2, 0, 3, 0, 0,
    0, 20, 0x80, 6,  0, 16, 0x80, 0,  0, 8, 0, 1, 0, 0, 0, 1,  0, 4, 0, 2,
    0, 12, 0x80, 7,  0, 6, 1, 2, 3, 4, 0, 0,
    0, 6, 0, 8,  0, 5, 0, 0,
    0, 6, 0, 8,  6, 7, 0, 0,
    0, 12, 0x80, 9,  0, 8, 0, 1, 0, 0, 0, 2,
    0, 16, 0x80, 10,  0, 4, 0, 3,  0, 8, 0, 1, 0, 0, 0, 3,
    0, 7, 0, 11,  1, 2, 3, 0,
    0, 6, 0, 12,  1, 44, 0, 0,
    0, 6, 0, 13,  1, 44, 0, 0,
    0, 8, 0, 14,  44, 1, 0, 0,
    0, 5, 0x41, 0,  9, 0, 0, 0,
];
