//! neli as an encoder.
//!
//! It has native numbers, terminated strings, byte arrays, vectors of numbers, and of the other byte
//! orders a big-endian u64 alone. Both flag bits are fields of its attribute type. An empty nest
//! needs its flag set by hand, since `nest` sets it with the first attribute. Lengths wrap above
//! 65535; nothing here is as long.
//!
//! It lists attributes too. Its strings are not used for decoding: an empty payload overflows, and
//! the last byte is cut off without a look, so an unterminated string loses a letter.

use std::io::Cursor;

use neli::consts::nl::NlmF;
use neli::genl::{AttrTypeBuilder, Genlmsghdr, GenlmsghdrBuilder, Nlattr, NlattrBuilder};
use neli::nl::{NlPayload, NlmsghdrBuilder};
use neli::types::{Buffer, GenlBuffer};
use neli::{BeU64, FromBytesWithInput, Size, ToBytes};
use nl_core::wire::{MessageHeader, NESTED, NET_BYTEORDER, TYPE_MASK};

use super::peer::{Number, Peer};

/// One attribute.
pub(crate) type Attribute = Nlattr<u16, Buffer>;

fn attribute(raw_type: u16, payload: impl Size + ToBytes) -> Attribute {
    let nla_type = AttrTypeBuilder::default()
        .nla_type(raw_type & TYPE_MASK)
        .nla_nested(raw_type & NESTED != 0)
        .nla_network_order(raw_type & NET_BYTEORDER != 0)
        .build()
        .unwrap();
    NlattrBuilder::default().nla_type(nla_type).nla_payload(payload).build().unwrap()
}

impl Peer for Attribute {
    fn number(kind: u16, number: Number) -> Self {
        match number {
            Number::U8(number) => attribute(kind, number),
            Number::U16(number) => attribute(kind, number),
            Number::U32(number) => attribute(kind, number),
            Number::U64(number) => attribute(kind, number),
            Number::S8(number) => attribute(kind, number),
            Number::S16(number) => attribute(kind, number),
            Number::S32(number) => attribute(kind, number),
            Number::S64(number) => attribute(kind, number),
            Number::Be16(number) => attribute(kind, number.to_be_bytes()),
            Number::Be32(number) => attribute(kind, number.to_be_bytes()),
            Number::Be64(number) => attribute(kind, BeU64::new(number)),
            Number::Le16(number) => attribute(kind, number.to_le_bytes()),
            Number::Le32(number) => attribute(kind, number.to_le_bytes()),
            Number::Le64(number) => attribute(kind, number.to_le_bytes()),
            Number::BeS16(number) => attribute(kind, number.to_be_bytes()),
            Number::BeS32(number) => attribute(kind, number.to_be_bytes()),
            Number::BeS64(number) => attribute(kind, number.to_be_bytes()),
            Number::LeS16(number) => attribute(kind, number.to_le_bytes()),
            Number::LeS32(number) => attribute(kind, number.to_le_bytes()),
            Number::LeS64(number) => attribute(kind, number.to_le_bytes()),
        }
    }

    fn text(kind: u16, text: &str) -> Self {
        attribute(kind, text)
    }

    fn bytes(kind: u16, bytes: &[u8]) -> Self {
        attribute(kind, bytes)
    }

    fn numbers(kind: u16, numbers: &[u32]) -> Self {
        attribute(kind, numbers.to_vec())
    }

    fn nest(kind: u16, attributes: Vec<Self>) -> Self {
        let empty = attribute(kind | NESTED, ());
        attributes.iter().fold(empty, |nest, attribute| nest.nest(attribute).unwrap())
    }

    fn message<const N: usize>(
        header: MessageHeader,
        genl: [u8; 2],
        own: [u8; N],
        attributes: Vec<Self>,
    ) -> Vec<u8> {
        let [cmd, version] = genl;
        let genl: Genlmsghdr<u8, u16, [u8; N]> = GenlmsghdrBuilder::default()
            .cmd(cmd)
            .version(version)
            .header(own)
            .attrs(attributes.into_iter().collect::<GenlBuffer<_, _>>())
            .build_with_header()
            .unwrap();
        let message = NlmsghdrBuilder::default()
            .nl_type(header.kind)
            .nl_flags(NlmF::from_bits_retain(header.flags))
            .nl_seq(header.seq)
            .nl_pid(header.port)
            .nl_payload(NlPayload::Payload(genl))
            .build()
            .unwrap();
        let mut bytes = Cursor::new(Vec::new());
        message.to_bytes(&mut bytes).unwrap();
        bytes.into_inner()
    }
}

/// The attributes of a set as neli reads them, type fields and payloads; `None` for an error.
pub(crate) fn read(set: &[u8]) -> Option<Vec<(u16, Vec<u8>)>> {
    let read = GenlBuffer::<u16, Buffer>::from_bytes_with_input(&mut Cursor::new(set), set.len());
    let raw_type = |attr: &Attribute| u16::from(attr.nla_type());
    let attr = |attr: &Attribute| (raw_type(attr), attr.nla_payload().as_ref().to_vec());
    Some(read.ok()?.iter().map(attr).collect())
}
