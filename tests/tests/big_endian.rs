//! The codec as if on a big-endian machine: `cargo xtask test` builds it with `--cfg nl_big_endian`.
//! Without that there is nothing here.

#![cfg(nl_big_endian)]

use nl_core::wire::{Buffer, GenlHeader, MessageHeader, Messages};
use nl_core::{
    Attributes, Be, Bitfield32, Decode, Errno, ExtAck, Le, PackedArray, Repeated, Sint, Status,
    Uint, to_attributes,
};
use nl_tests::everything::{Inner as Part, Named};

use mixed::{Lazy, MIXED, Mixed, mixed};

#[path = "big_endian/by_schema.rs"]
mod by_schema;
#[path = "big_endian/mixed.rs"]
mod mixed;

#[derive(Attributes, Debug, PartialEq)]
struct Numbers {
    #[nl(1)]
    half: u16,
    #[nl(2)]
    word: i32,
    #[nl(3)]
    uint: Uint,
    #[nl(4)]
    packed: PackedArray<u16>,
    #[nl(5)]
    bits: Bitfield32,
    #[nl(6)]
    big: Be<u32>,
    #[nl(7)]
    little: Le<u32>,
    #[nl(8)]
    nest: Inner,
}

#[derive(Attributes, Debug, PartialEq)]
struct Inner {
    #[nl(1)]
    long: u64,
}

#[test]
fn every_number_has_its_most_significant_byte_first() {
    let numbers = Numbers {
        half: 0x0102,
        word: -2,
        uint: Uint(3),
        packed: PackedArray(vec![1, 2]),
        bits: Bitfield32 { value: 1, selector: 3 },
        big: Be(4),
        little: Le(4),
        nest: Inner { long: 5 },
    };
    let mut buffer = Buffer::new();
    let header = MessageHeader { len: 0, kind: 0x20, flags: 5, seq: 6, port: 7 };
    let genl = GenlHeader { command: 1, version: 2, reserved: 0 };
    buffer.push(header, genl, &numbers).unwrap();
    #[rustfmt::skip]
    let expected = [
        0, 0, 0, 112,  0, 0x20, 0, 5,  0, 0, 0, 6,  0, 0, 0, 7,  1, 2, 0, 0,
        0, 6, 0, 1,  1, 2, 0, 0,
        0, 8, 0, 2,  0xff, 0xff, 0xff, 0xfe,
        0, 8, 0, 3,  0, 0, 0, 3,
        0, 8, 0, 4,  0, 1, 0, 2,
        0, 12, 0, 5,  0, 0, 0, 1,  0, 0, 0, 3,
        0, 8, 0, 6,  0, 0, 0, 4,
        0, 8, 0, 7,  4, 0, 0, 0,
        0, 16, 0x80, 8,  0, 12, 0, 1,  0, 0, 0, 0, 0, 0, 0, 5,
    ];
    let bytes = buffer.as_bytes();
    assert_eq!(bytes[..4], u32::try_from(bytes.len()).unwrap().to_be_bytes());
    assert_eq!(bytes[4..], expected[4..]);
    let message = Messages::new(bytes).next().unwrap().unwrap();
    assert_eq!((message.header.seq, message.header.port), (6, 7));
    assert_eq!(Numbers::decode(message.genl().unwrap().1).unwrap(), numbers);
}

#[test]
fn long_and_signed_numbers_have_it_too_and_little_ones_have_it_last() {
    #[derive(Attributes, Debug, PartialEq)]
    struct Signed {
        #[nl(1)]
        uint: Uint,
        #[nl(2)]
        sint: Sint,
        #[nl(3)]
        big: Be<i16>,
        #[nl(4)]
        little: Le<i64>,
        #[nl(5)]
        named: Named,
    }
    let (big, little, named) = (Be(-2), Le(-2), Named::Minus);
    let signed = Signed { uint: Uint(1 << 32), sint: Sint(-3), big, little, named };
    #[rustfmt::skip]
    let expected = [
        0, 12, 0, 1,  0, 0, 0, 1, 0, 0, 0, 0,
        0, 8, 0, 2,  0xff, 0xff, 0xff, 0xfd,
        0, 6, 0, 3,  0xff, 0xfe, 0, 0,
        0, 12, 0, 4,  0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0, 6, 0, 5,  0xff, 0xff, 0, 0,
    ];
    assert_eq!(to_attributes(&signed).unwrap(), expected);
    assert_eq!(Signed::decode(&expected).unwrap(), signed);
}

#[test]
fn headers_lists_and_what_else_is_more_than_a_number() {
    assert_eq!(to_attributes(&mixed()).unwrap(), MIXED);
    assert_eq!(Mixed::decode(&MIXED).unwrap(), mixed());
    // At an odd address as well.
    let moved = [&[0xa5], &MIXED[..]].concat();
    assert_eq!(Mixed::decode(&moved[1..]).unwrap(), mixed());
}

#[test]
fn lazy_lists_find_their_elements() {
    let lazy = Lazy::decode(&MIXED).unwrap();
    assert_eq!(lazy.header, 0x0102_0304);
    assert_eq!(lazy.scalars.to_vec().unwrap(), [0x0102, 3]);
    assert_eq!(lazy.nests.to_vec().unwrap(), [Part { a: 1, b: true }]);
    let keyed: Vec<_> = lazy.keyed.iter().map(Result::unwrap).collect();
    assert_eq!(keyed, [(0x0102, 0x0304)]);
    let several: Vec<_> = lazy.several.iter().map(Result::unwrap).collect();
    assert_eq!(several, [5, 0x0607]);
}

#[test]
fn repeated_attributes_are_passed_over_together_and_found_apart() {
    #[derive(Attributes)]
    struct Several<'a> {
        #[nl(0x108)]
        several: Repeated<'a, u16>,
        #[nl(8)]
        other: Option<u16>,
    }
    let one = |high: u8, value: u8| [0, 6, high, 8, 0, value, 0, 0];
    let run: Vec<u8> = (0..9).flat_map(|value| one(1, value)).collect();
    // A flag bit, a number that differs in its high byte, and the last one without its padding.
    let apart = [&one(0x41, 9)[..], &one(0, 77), &one(1, 10)[..6]].concat();
    let bytes = [run, apart].concat();
    let set = Several::decode(&bytes).unwrap();
    let several: Vec<_> = set.several.iter().map(Result::unwrap).collect();
    assert_eq!((several, set.other), ((0..=10).collect(), Some(77)));
}

#[test]
fn an_extended_ack_is_read() {
    #[rustfmt::skip]
    let bytes = [
        0, 0, 0, 44,  0, 2, 3, 0,  0, 0, 0, 7,  0, 0, 0, 9,
        0xff, 0xff, 0xff, 0xea,  0, 0, 0, 20,  0, 0x20, 0, 5,  0, 0, 0, 7,  0, 0, 0, 9,
        0, 8, 0, 2,  0, 0, 1, 4,
    ];
    let message = Messages::new(&bytes).next().unwrap().unwrap();
    let status = Status::of_error(&message).unwrap();
    assert_eq!(status.ack(), ExtAck { offset: Some(0x104), ..ExtAck::default() });
    assert_eq!(status.errno, Some(Errno::EINVAL));
}
