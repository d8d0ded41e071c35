//! netlink-packet-core and netlink-packet-generic. What borrows is by hand, over their buffers and
//! parsers; their typed messages own everything.

mod attributes;
mod families;

use std::process::ExitCode;

use netlink_packet_core::{
    Emitable, NLM_F_ACK, NLM_F_REQUEST, NetlinkMessage, NetlinkPayload, parse_u8, parse_u16,
    parse_u32, parse_u64,
};
use netlink_packet_generic::{GenlFamily, GenlMessage};

use attributes::{Echo, EchoAttr, Event, InnerAttr, Item, List, ListAttr, Nest, PairAttr};
use families::{attributes, next_message, text};
use nl_bench::case::{self, Look, Shape};
use nl_bench::reference::{self, Family, OwnedEcho, OwnedEvent};
use nl_bench::{Case, How, program};

fn main() -> ExitCode {
    let typed = |workload, run| Case { workload, how: How::Typed, run };
    let by_hand = |workload, run| Case { workload, how: How::ByHand, run };
    program(&[
        typed("w1", |runner| case::encode_echo(runner, encode_echo)),
        by_hand("w2:borrowed", |runner| {
            case::decode_echo(
                runner,
                |bytes, tell| tell(decode_echo(bytes)),
                |bytes| case::look_at_echo(decode_echo(bytes)),
            );
        }),
        typed("w2:owned", |runner| case::decode_owned_echo(runner, decode_owned_echo)),
        by_hand("w3:visit", |runner| {
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
        typed("w3:owned", |runner| case::decode_families(runner, families::decode, families::kept)),
        typed("w7enc:array", |runner| case::encode_pairs(runner, Shape::Array, encode_array)),
        typed("w7enc:multi", |runner| case::encode_pairs(runner, Shape::Multi, encode_multi)),
        typed("w7dec:array", |runner| decode_pairs(runner, Shape::Array)),
        typed("w7dec:multi", |runner| decode_pairs(runner, Shape::Multi)),
        by_hand("w8:borrowed", |runner| {
            case::decode_events(
                runner,
                |bytes, tell| events(bytes, |event| tell(event.into())),
                |bytes| events(bytes, case::look_at_event),
            );
        }),
        typed("w8:owned", |runner| {
            case::decode_events(
                runner,
                |bytes, tell| owned_events(bytes, tell),
                |bytes| owned_events(bytes, case::look_at_owned_event),
            );
        }),
    ])
}

fn decode_pairs(runner: &mut nl_bench::Runner, shape: Shape) {
    case::decode_pairs(
        runner,
        shape,
        |bytes, tell| pairs(bytes, tell),
        |bytes| pairs(bytes, case::look_at_pair),
    );
}

fn write<F>(output: &mut Vec<u8>, flags: u16, seq: u32, payload: F)
where
    F: GenlFamily + Emitable + std::fmt::Debug,
{
    let mut genl = GenlMessage::from_payload(payload);
    genl.set_resolved_family_id(reference::FAMILY);
    let mut message = NetlinkMessage::from(genl);
    message.header.flags = flags;
    message.header.sequence_number = seq;
    message.finalize();
    output.resize(message.buffer_len(), 0);
    message.serialize(output);
}

fn encode_echo(echo: &reference::Echo<'_>, output: &mut Vec<u8>) {
    let mut nest = vec![InnerAttr::Port(echo.port), InnerAttr::State(echo.state)];
    if echo.up {
        nest.push(InnerAttr::Up(()));
    }
    let attributes = vec![
        EchoAttr::Seq(echo.seq),
        EchoAttr::Ts(echo.ts),
        EchoAttr::Name(echo.name.to_owned()),
        EchoAttr::Data(echo.data.to_owned()),
        EchoAttr::Nest(Nest(nest)),
    ];
    write(output, NLM_F_REQUEST | NLM_F_ACK, echo.seq, Echo(Nest(attributes)));
}

fn nest_of_pair((a, b): (u32, u32)) -> Nest<PairAttr> {
    Nest(vec![PairAttr::A(a), PairAttr::B(b)])
}

fn encode_array(pairs: &[(u32, u32)], output: &mut Vec<u8>) {
    let items = (0..).zip(pairs).map(|(number, pair)| Item(number, nest_of_pair(*pair)));
    let items = ListAttr::Items(Nest(items.collect()));
    write(output, NLM_F_REQUEST, 0, List(Nest(vec![items])));
}

fn encode_multi(pairs: &[(u32, u32)], output: &mut Vec<u8>) {
    let items = pairs.iter().map(|pair| ListAttr::Item(nest_of_pair(*pair)));
    write(output, NLM_F_REQUEST, 0, List(Nest(items.collect())));
}

fn inner<F>(message: NetlinkMessage<GenlMessage<F>>) -> F {
    match message.payload {
        NetlinkPayload::InnerMessage(genl) => genl.payload,
        _ => panic!("it is no message of the family"),
    }
}

fn decode_owned_echo(bytes: &[u8]) -> OwnedEcho {
    let message = NetlinkMessage::<GenlMessage<Echo>>::deserialize(bytes).unwrap();
    assert_eq!(message.header.message_type, reference::FAMILY);
    let (name, data) = (String::new(), Vec::new());
    let mut echo = OwnedEcho { seq: 0, ts: 0, name, data, port: 0, state: 0, up: false };
    for attribute in inner(message).0.0 {
        match attribute {
            EchoAttr::Seq(seq) => echo.seq = seq,
            EchoAttr::Ts(ts) => echo.ts = ts,
            EchoAttr::Name(name) => echo.name = name,
            EchoAttr::Data(data) => echo.data = data,
            EchoAttr::Nest(nest) => {
                for attribute in nest.0 {
                    match attribute {
                        InnerAttr::Port(port) => echo.port = port,
                        InnerAttr::State(state) => echo.state = state,
                        InnerAttr::Up(()) => echo.up = true,
                    }
                }
            }
        }
    }
    echo
}

fn decode_echo(mut bytes: &[u8]) -> reference::Echo<'_> {
    let (kind, header, message) = next_message(&mut bytes).unwrap();
    assert!(kind == reference::FAMILY && header.cmd == reference::ECHO);
    let mut echo =
        reference::Echo { seq: 0, ts: 0, name: "", data: &[], port: 0, state: 0, up: false };
    for (kind, payload) in attributes(message) {
        match kind {
            1 => echo.seq = parse_u32(payload).unwrap(),
            2 => echo.ts = parse_u64(payload).unwrap(),
            3 => echo.name = text(payload),
            4 => echo.data = payload,
            5 => {
                for (kind, payload) in attributes(payload) {
                    match kind {
                        1 => echo.port = parse_u16(payload).unwrap(),
                        2 => echo.state = parse_u8(payload).unwrap(),
                        3 => echo.up = true,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    echo
}

fn pairs(bytes: &[u8], mut tell: impl FnMut(u32, u32)) {
    let mut tell_nest = |nest: &Nest<PairAttr>| {
        let mut pair = (0, 0);
        for attribute in &nest.0 {
            match attribute {
                PairAttr::A(a) => pair.0 = *a,
                PairAttr::B(b) => pair.1 = *b,
            }
        }
        tell(pair.0, pair.1);
    };
    for attribute in &inner(NetlinkMessage::<GenlMessage<List>>::deserialize(bytes).unwrap()).0.0 {
        match attribute {
            ListAttr::Items(items) => items.0.iter().for_each(|item| tell_nest(&item.1)),
            ListAttr::Item(nest) => tell_nest(nest),
        }
    }
}

fn events(mut bytes: &[u8], mut tell: impl FnMut(reference::Event<'_>)) {
    while let Some((kind, header, message)) = next_message(&mut bytes) {
        assert!(kind == reference::FAMILY && header.cmd == reference::EVENT);
        let mut event = reference::Event { ifindex: 0, ts: 0, state: 0, ifname: "" };
        for (kind, payload) in attributes(message) {
            match kind {
                1 => event.ifindex = parse_u32(payload).unwrap(),
                2 => event.ts = parse_u64(payload).unwrap(),
                3 => event.state = parse_u8(payload).unwrap(),
                4 => event.ifname = text(payload),
                _ => {}
            }
        }
        tell(event);
    }
}

fn owned_events(mut bytes: &[u8], mut tell: impl FnMut(OwnedEvent)) {
    while !bytes.is_empty() {
        let message = NetlinkMessage::<GenlMessage<Event>>::deserialize(bytes).unwrap();
        let length = (message.header.length as usize).next_multiple_of(4);
        bytes = &bytes[length.min(bytes.len())..];
        tell(inner(message).into());
    }
}
