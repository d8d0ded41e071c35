//! netlink-packet-core and netlink-packet-generic as an encoder.
//!
//! It has numbers in every byte order. It has no strings (its own types copy the text and add the
//! NUL by hand, as here), no arrays, and no addresses or bitfields. `DefaultNla` takes flag bits in
//! its kind, but of `NLA_F_NESTED` and `NLA_F_NET_BYTEORDER` together the second is lost: its
//! `set_nested_flag` keeps the number alone.

use netlink_packet_core as core;
use netlink_packet_core::{
    DefaultNla, Emitable, NLA_F_NESTED, NetlinkHeader, NetlinkMessage, NetlinkPayload, Nla,
};
use netlink_packet_generic::{GenlFamily, GenlMessage};
use nl_core::wire::MessageHeader;

use super::peer::{Number, Peer};

/// One attribute.
#[derive(Debug)]
pub(crate) struct Attribute {
    kind: u16,
    payload: Payload,
}

#[derive(Debug)]
enum Payload {
    Number(Number),
    Text(String),
    Raw(DefaultNla),
    Numbers(Vec<u32>),
    Nest(Vec<Attribute>),
}

impl Nla for Attribute {
    fn value_len(&self) -> usize {
        match &self.payload {
            Payload::Number(number) => number.len(),
            Payload::Text(text) => text.len() + 1,
            Payload::Raw(raw) => raw.value_len(),
            Payload::Numbers(numbers) => numbers.len() * 4,
            Payload::Nest(attributes) => attributes.as_slice().buffer_len(),
        }
    }

    fn kind(&self) -> u16 {
        self.kind
    }

    fn emit_value(&self, buffer: &mut [u8]) {
        match &self.payload {
            Payload::Number(number) => emit_number(*number, buffer),
            Payload::Text(text) => {
                buffer[..text.len()].copy_from_slice(text.as_bytes());
                buffer[text.len()] = 0;
            }
            Payload::Raw(raw) => raw.emit_value(buffer),
            Payload::Numbers(numbers) => {
                for (room, number) in buffer.chunks_mut(4).zip(numbers) {
                    core::emit_u32(room, *number).unwrap();
                }
            }
            Payload::Nest(attributes) => attributes.as_slice().emit(buffer),
        }
    }
}

/// It has nothing for single bytes.
fn emit_number(number: Number, buffer: &mut [u8]) {
    let emitted = match number {
        Number::U8(number) => return buffer.copy_from_slice(&[number]),
        Number::S8(number) => return buffer.copy_from_slice(&number.to_ne_bytes()),
        Number::U16(number) => core::emit_u16(buffer, number),
        Number::U32(number) => core::emit_u32(buffer, number),
        Number::U64(number) => core::emit_u64(buffer, number),
        Number::S16(number) => core::emit_i16(buffer, number),
        Number::S32(number) => core::emit_i32(buffer, number),
        Number::S64(number) => core::emit_i64(buffer, number),
        Number::Be16(number) => core::emit_u16_be(buffer, number),
        Number::Be32(number) => core::emit_u32_be(buffer, number),
        Number::Be64(number) => core::emit_u64_be(buffer, number),
        Number::Le16(number) => core::emit_u16_le(buffer, number),
        Number::Le32(number) => core::emit_u32_le(buffer, number),
        Number::Le64(number) => core::emit_u64_le(buffer, number),
        Number::BeS16(number) => core::emit_i16_be(buffer, number),
        Number::BeS32(number) => core::emit_i32_be(buffer, number),
        Number::BeS64(number) => core::emit_i64_be(buffer, number),
        Number::LeS16(number) => core::emit_i16_le(buffer, number),
        Number::LeS32(number) => core::emit_i32_le(buffer, number),
        Number::LeS64(number) => core::emit_i64_le(buffer, number),
    };
    emitted.unwrap();
}

impl Peer for Attribute {
    fn number(kind: u16, number: Number) -> Self {
        Self { kind, payload: Payload::Number(number) }
    }

    fn text(kind: u16, text: &str) -> Self {
        Self { kind, payload: Payload::Text(text.to_owned()) }
    }

    fn bytes(kind: u16, bytes: &[u8]) -> Self {
        Self { kind, payload: Payload::Raw(DefaultNla::new(kind, bytes.to_vec())) }
    }

    fn numbers(kind: u16, numbers: &[u32]) -> Self {
        Self { kind, payload: Payload::Numbers(numbers.to_vec()) }
    }

    fn nest(kind: u16, attributes: Vec<Self>) -> Self {
        Self { kind: kind | NLA_F_NESTED, payload: Payload::Nest(attributes) }
    }

    fn message<const N: usize>(
        header: MessageHeader,
        genl: [u8; 2],
        own: [u8; N],
        attributes: Vec<Self>,
    ) -> Vec<u8> {
        let [cmd, version] = genl;
        let body = Body { cmd, version, own: own.to_vec(), attributes };
        let mut netlink = NetlinkHeader::default();
        netlink.flags = header.flags;
        netlink.sequence_number = header.seq;
        netlink.port_number = header.port;
        let mut message = GenlMessage::from_payload(body);
        message.set_resolved_family_id(header.kind);
        let mut message = NetlinkMessage::new(netlink, NetlinkPayload::from(message));
        message.finalize();
        let mut bytes = vec![0xa5; message.buffer_len()];
        message.serialize(&mut bytes);
        bytes
    }
}

/// What is behind the generic header: a family's own header is the payload's affair.
#[derive(Debug)]
struct Body {
    cmd: u8,
    version: u8,
    own: Vec<u8>,
    attributes: Vec<Attribute>,
}

impl GenlFamily for Body {
    fn family_name() -> &'static str {
        "everything"
    }

    fn command(&self) -> u8 {
        self.cmd
    }

    fn version(&self) -> u8 {
        self.version
    }
}

impl Emitable for Body {
    fn buffer_len(&self) -> usize {
        self.own.len() + self.attributes.as_slice().buffer_len()
    }

    fn emit(&self, buffer: &mut [u8]) {
        let (own, attributes) = buffer.split_at_mut(self.own.len());
        own.copy_from_slice(&self.own);
        self.attributes.as_slice().emit(attributes);
    }
}
