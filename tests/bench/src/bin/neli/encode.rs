//! Messages with neli's builders.

use std::io::Cursor;

use neli::consts::genl::NlAttrType;
use neli::consts::nl::NlmF;
use neli::genl::{AttrTypeBuilder, Genlmsghdr, GenlmsghdrBuilder, Nlattr, NlattrBuilder};
use neli::nl::{NlPayload, NlmsghdrBuilder};
use neli::types::{Buffer, GenlBuffer};
use neli::{Size, ToBytes};

use crate::family::{Command, EchoAttr, InnerAttr, ListAttr, PairAttr};
use nl_bench::reference::{self, FAMILY, VERSION};

fn attribute<T: NlAttrType, P: Size + ToBytes>(number: T, payload: P) -> Nlattr<T, Buffer> {
    let number = AttrTypeBuilder::default().nla_type(number).build().unwrap();
    NlattrBuilder::default().nla_type(number).nla_payload(payload).build().unwrap()
}

/// A nest that is written once: `Nlattr::nest` would copy what it has for each attribute more.
fn nest<T: NlAttrType, N: NlAttrType>(
    number: T,
    attributes: GenlBuffer<N, Buffer>,
) -> Nlattr<T, Buffer> {
    let number = AttrTypeBuilder::default().nla_type(number).nla_nested(true).build().unwrap();
    NlattrBuilder::default().nla_type(number).nla_payload(attributes).build().unwrap()
}

/// Writes into memory that is there already, as `ToBytes` allows.
fn write<T: NlAttrType>(
    output: &mut Vec<u8>,
    command: Command,
    flags: NlmF,
    seq: u32,
    attributes: GenlBuffer<T, Buffer>,
) {
    let genl: Genlmsghdr<Command, T> = GenlmsghdrBuilder::default()
        .cmd(command)
        .version(VERSION)
        .attrs(attributes)
        .build()
        .unwrap();
    let message = NlmsghdrBuilder::default()
        .nl_type(FAMILY)
        .nl_flags(flags)
        .nl_seq(seq)
        .nl_payload(NlPayload::Payload(genl))
        .build()
        .unwrap();
    output.clear();
    let mut cursor = Cursor::new(std::mem::take(output));
    message.to_bytes(&mut cursor).unwrap();
    *output = cursor.into_inner();
}

pub(crate) fn echo(echo: &reference::Echo<'_>, output: &mut Vec<u8>) {
    let mut inner = GenlBuffer::new();
    inner.push(attribute(InnerAttr::Port, echo.port));
    inner.push(attribute(InnerAttr::State, echo.state));
    if echo.up {
        inner.push(attribute(InnerAttr::Up, ()));
    }
    let attributes = [
        attribute(EchoAttr::Seq, echo.seq),
        attribute(EchoAttr::Ts, echo.ts),
        attribute(EchoAttr::Name, echo.name),
        attribute(EchoAttr::Data, echo.data),
        nest(EchoAttr::Nest, inner),
    ];
    let flags = NlmF::REQUEST | NlmF::ACK;
    write(output, Command::Echo, flags, echo.seq, attributes.into_iter().collect());
}

fn pair((a, b): (u32, u32)) -> GenlBuffer<PairAttr, Buffer> {
    [attribute(PairAttr::A, a), attribute(PairAttr::B, b)].into_iter().collect()
}

pub(crate) fn array(pairs: &[(u32, u32)], output: &mut Vec<u8>) {
    let items: GenlBuffer<u16, Buffer> =
        (0..).zip(pairs).map(|(number, one)| nest(number, pair(*one))).collect();
    let attributes = [nest(ListAttr::Items, items)];
    write(output, Command::List, NlmF::REQUEST, 0, attributes.into_iter().collect());
}

pub(crate) fn multi(pairs: &[(u32, u32)], output: &mut Vec<u8>) {
    let items = pairs.iter().map(|one| nest(ListAttr::Item, pair(*one)));
    write(output, Command::List, NlmF::REQUEST, 0, items.collect());
}
