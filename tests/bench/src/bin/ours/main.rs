//! nl-core: types with its derives, and nothing by hand.

mod families;

use std::process::ExitCode;

use nl_bench::case::{self, Look, Shape};
use nl_bench::reference::{self, Family};
use nl_bench::{Case, How, program};
use nl_core::wire::{Buffer, GenlHeader, Message, MessageHeader, Messages};
use nl_core::{Attributes, Decode, Encode, List, Repeated};

#[derive(Attributes)]
struct Echo<'a> {
    #[nl(1)]
    seq: u32,
    #[nl(2)]
    ts: u64,
    #[nl(3)]
    name: &'a str,
    #[nl(4)]
    data: &'a [u8],
    #[nl(5)]
    nest: Inner,
}

#[derive(Attributes)]
struct Inner {
    #[nl(1)]
    port: u16,
    #[nl(2)]
    state: u8,
    #[nl(3)]
    up: bool,
}

#[derive(Attributes)]
struct OwnedEcho {
    #[nl(1)]
    seq: u32,
    #[nl(2)]
    ts: u64,
    #[nl(3)]
    name: String,
    #[nl(4)]
    data: Vec<u8>,
    #[nl(5)]
    nest: Inner,
}

#[derive(Attributes, Clone, Copy)]
struct Pair {
    #[nl(1)]
    a: u32,
    #[nl(2)]
    b: u32,
}

#[derive(Attributes)]
struct Array<'a> {
    #[nl(1)]
    items: List<'a, Pair>,
}

#[derive(Attributes)]
struct Multi<'a> {
    #[nl(2)]
    item: Repeated<'a, Pair>,
}

#[derive(Attributes)]
struct Event<'a> {
    #[nl(1)]
    ifindex: u32,
    #[nl(2)]
    ts: u64,
    #[nl(3)]
    state: u8,
    #[nl(4)]
    ifname: &'a str,
}

#[derive(Attributes)]
struct OwnedEvent {
    #[nl(1)]
    ifindex: u32,
    #[nl(2)]
    ts: u64,
    #[nl(3)]
    state: u8,
    #[nl(4)]
    ifname: String,
}

fn main() -> ExitCode {
    let case = |workload, run| Case { workload, how: How::Typed, run };
    program(&[
        case("w1", |runner| case::encode_echo(runner, encode_echo)),
        case("w2:borrowed", |runner| {
            case::decode_echo(
                runner,
                |bytes, tell| tell(decode_echo(bytes)),
                |bytes| case::look_at_echo(decode_echo(bytes)),
            );
        }),
        case("w2:owned", |runner| case::decode_owned_echo(runner, decode_owned_echo)),
        case("w3:visit", |runner| {
            case::visit_families(
                runner,
                |bytes| {
                    let mut all = Vec::new();
                    families::visit(bytes, Family::default, |family| all.push(family));
                    all
                },
                |bytes| families::visit(bytes, || Look, drop),
            );
        }),
        case("w3:owned", |runner| case::decode_families(runner, families::decode, families::kept)),
        case("w7enc:array", |runner| case::encode_pairs(runner, Shape::Array, encode_array)),
        case("w7enc:multi", |runner| case::encode_pairs(runner, Shape::Multi, encode_multi)),
        case("w7dec:array", |runner| {
            case::decode_pairs(
                runner,
                Shape::Array,
                |bytes, tell| decode_array(bytes, tell),
                |bytes| decode_array(bytes, case::look_at_pair),
            );
        }),
        case("w7dec:multi", |runner| {
            case::decode_pairs(
                runner,
                Shape::Multi,
                |bytes, tell| decode_multi(bytes, tell),
                |bytes| decode_multi(bytes, case::look_at_pair),
            );
        }),
        case("w8:borrowed", |runner| {
            case::decode_events(
                runner,
                |bytes, tell| decode_events(bytes, |event| tell(event.into())),
                |bytes| decode_events(bytes, case::look_at_event),
            );
        }),
        case("w8:owned", |runner| {
            case::decode_events(
                runner,
                |bytes, tell| decode_owned_events(bytes, tell),
                |bytes| decode_owned_events(bytes, case::look_at_owned_event),
            );
        }),
    ])
}

/// [`Buffer`], with its bytes as the cases compare them.
#[derive(Default)]
struct Output(Buffer);

impl AsRef<[u8]> for Output {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

#[inline]
fn encode<E: Encode>(output: &mut Output, command: u8, flags: u16, seq: u32, attributes: &E) {
    let header = MessageHeader { kind: reference::FAMILY, flags, seq, ..Default::default() };
    let genl = GenlHeader { command, version: reference::VERSION, reserved: 0 };
    output.0.clear();
    output.0.push(header, genl, attributes).unwrap();
}

#[inline]
fn encode_echo(echo: &reference::Echo<'_>, output: &mut Output) {
    let &reference::Echo { seq, ts, name, data, port, state, up } = echo;
    let flags = reference::REQUEST | reference::ACK;
    let echo = Echo { seq, ts, name, data, nest: Inner { port, state, up } };
    encode(output, reference::ECHO, flags, seq, &echo);
}

#[inline]
fn encode_array(pairs: &[Pair], output: &mut Output) {
    let array = Array { items: List::new(pairs) };
    encode(output, reference::LIST, reference::REQUEST, 0, &array);
}

#[inline]
fn encode_multi(pairs: &[Pair], output: &mut Output) {
    let multi = Multi { item: Repeated::new(pairs) };
    encode(output, reference::LIST, reference::REQUEST, 0, &multi);
}

impl From<(u32, u32)> for Pair {
    fn from((a, b): (u32, u32)) -> Self {
        Self { a, b }
    }
}

/// The attributes of a message, which is to be one of that command of the family.
#[inline]
fn attributes<'d>(message: &Message<'d>, command: u8) -> &'d [u8] {
    let (genl, attributes) = message.genl().unwrap();
    assert!(message.header.kind == reference::FAMILY && genl.command == command);
    attributes
}

#[inline]
fn only(bytes: &[u8]) -> Message<'_> {
    Messages::new(bytes).next().unwrap().unwrap()
}

#[inline]
fn decode_echo(bytes: &[u8]) -> reference::Echo<'_> {
    let attributes = attributes(&only(bytes), reference::ECHO);
    let Echo { seq, ts, name, data, nest } = Echo::decode(attributes).unwrap();
    let Inner { port, state, up } = nest;
    reference::Echo { seq, ts, name, data, port, state, up }
}

#[inline]
fn decode_owned_echo(bytes: &[u8]) -> reference::OwnedEcho {
    let attributes = attributes(&only(bytes), reference::ECHO);
    let OwnedEcho { seq, ts, name, data, nest } = OwnedEcho::decode(attributes).unwrap();
    let Inner { port, state, up } = nest;
    reference::OwnedEcho { seq, ts, name, data, port, state, up }
}

#[inline]
fn decode_array(bytes: &[u8], mut tell: impl FnMut(u32, u32)) {
    let array = Array::decode(attributes(&only(bytes), reference::LIST)).unwrap();
    for pair in &array.items {
        let pair = pair.unwrap();
        tell(pair.a, pair.b);
    }
}

#[inline]
fn decode_multi(bytes: &[u8], mut tell: impl FnMut(u32, u32)) {
    let multi = Multi::decode(attributes(&only(bytes), reference::LIST)).unwrap();
    for pair in &multi.item {
        let pair = pair.unwrap();
        tell(pair.a, pair.b);
    }
}

#[inline]
fn decode_events<'d>(bytes: &'d [u8], mut tell: impl FnMut(reference::Event<'d>)) {
    for message in Messages::new(bytes).map(Result::unwrap) {
        let attributes = attributes(&message, reference::EVENT);
        let Event { ifindex, ts, state, ifname } = Event::decode(attributes).unwrap();
        tell(reference::Event { ifindex, ts, state, ifname });
    }
}

#[inline]
fn decode_owned_events(bytes: &[u8], mut tell: impl FnMut(reference::OwnedEvent)) {
    for message in Messages::new(bytes).map(Result::unwrap) {
        let attributes = attributes(&message, reference::EVENT);
        let OwnedEvent { ifindex, ts, state, ifname } = OwnedEvent::decode(attributes).unwrap();
        tell(reference::OwnedEvent { ifindex, ts, state, ifname });
    }
}
