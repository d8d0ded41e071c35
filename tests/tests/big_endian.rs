//! The codec as if on a big-endian machine: `cargo xtask test` builds it with `--cfg nl_big_endian`.
//! Without that there is nothing here.

#![cfg(nl_big_endian)]

use nl_core::wire::{Buffer, GenlHeader, MessageHeader, Messages};
use nl_core::{Attributes, Be, Bitfield32, Decode, Le, PackedArray, Uint};

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
