//! Over nlink's builder and iterators: what borrows and what repeats, which its derives do not have.

use nlink::netlink::attr::get;
use nlink::netlink::genl::{GENL_HDRLEN, GenlMsgHdr};
use nlink::netlink::{AttrIter, MessageBuilder, MessageIter};

use crate::family::Command;
use nl_bench::case::Visitor;
use nl_bench::reference::{self, Echo, Event, FAMILY, REQUEST, VERSION};

pub(crate) fn messages(bytes: &[u8]) -> MessageIter<'_> {
    MessageIter::new(bytes)
}

/// The attributes of the next message, which is to be one of that command of the family.
pub(crate) fn next<'d>(messages: &mut MessageIter<'d>, command: Command) -> Option<&'d [u8]> {
    let (header, payload) = messages.next()?.unwrap();
    let genl = GenlMsgHdr::from_bytes(payload).unwrap();
    assert!(header.nlmsg_type == FAMILY && genl.cmd == u8::from(command));
    Some(&payload[GENL_HDRLEN..])
}

pub(crate) fn decode_echo(bytes: &[u8]) -> Echo<'_> {
    let attributes = next(&mut messages(bytes), Command::Echo).unwrap();
    let mut echo = Echo { seq: 0, ts: 0, name: "", data: &[], port: 0, state: 0, up: false };
    for (kind, payload) in AttrIter::new(attributes) {
        match kind {
            1 => echo.seq = get::u32_ne(payload).unwrap(),
            2 => echo.ts = get::u64_ne(payload).unwrap(),
            3 => echo.name = get::string(payload).unwrap(),
            4 => echo.data = payload,
            5 => {
                for (kind, payload) in AttrIter::new(payload) {
                    match kind {
                        1 => echo.port = get::u16_ne(payload).unwrap(),
                        2 => echo.state = get::u8(payload).unwrap(),
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

pub(crate) fn families<V: Visitor>(bytes: &[u8], new: impl Fn() -> V, mut done: impl FnMut(V)) {
    for (header, payload) in messages(bytes).map(Result::unwrap) {
        if header.is_done() {
            return;
        }
        let mut visitor = new();
        family(&payload[GENL_HDRLEN..], &mut visitor);
        done(visitor);
    }
}

pub(crate) fn family(attributes: &[u8], visitor: &mut impl Visitor) {
    let (mut id, mut version, mut header_size, mut max_attribute) = (0, 0, 0, 0);
    for (kind, payload) in AttrIter::new(attributes) {
        match kind {
            1 => id = get::u16_ne(payload).unwrap(),
            2 => visitor.name(get::string(payload).unwrap()),
            3 => version = get::u32_ne(payload).unwrap(),
            4 => header_size = get::u32_ne(payload).unwrap(),
            5 => max_attribute = get::u32_ne(payload).unwrap(),
            6 => AttrIter::new(payload).for_each(|(_, nest)| operation(nest, visitor)),
            7 => AttrIter::new(payload).for_each(|(_, nest)| group(nest, visitor)),
            _ => {}
        }
    }
    visitor.numbers(id, version, header_size, max_attribute);
}

fn operation(nest: &[u8], visitor: &mut impl Visitor) {
    let (mut command, mut flags) = (0, 0);
    for (kind, payload) in AttrIter::new(nest) {
        match kind {
            1 => command = get::u32_ne(payload).unwrap(),
            2 => flags = get::u32_ne(payload).unwrap(),
            _ => {}
        }
    }
    visitor.operation(command, flags);
}

fn group(nest: &[u8], visitor: &mut impl Visitor) {
    let (mut name, mut id) = ("", 0);
    for (kind, payload) in AttrIter::new(nest) {
        match kind {
            1 => name = get::string(payload).unwrap(),
            2 => id = get::u32_ne(payload).unwrap(),
            _ => {}
        }
    }
    visitor.group(name, id);
}

fn list() -> MessageBuilder {
    let mut builder = MessageBuilder::new(FAMILY, REQUEST);
    builder.append(&GenlMsgHdr::new(Command::List.into(), VERSION));
    builder
}

fn append_pair(builder: &mut MessageBuilder, number: u16, (a, b): (u32, u32)) {
    let nest = builder.nest_start(number);
    builder.append_attr_u32(1, a);
    builder.append_attr_u32(2, b);
    builder.nest_end(nest);
}

pub(crate) fn encode_array(pairs: &[(u32, u32)], output: &mut Vec<u8>) {
    drop(std::mem::take(output));
    let mut builder = list();
    let items = builder.nest_start(1);
    for (number, pair) in (0..).zip(pairs) {
        append_pair(&mut builder, number, *pair);
    }
    builder.nest_end(items);
    *output = builder.finish();
}

pub(crate) fn encode_multi(pairs: &[(u32, u32)], output: &mut Vec<u8>) {
    drop(std::mem::take(output));
    let mut builder = list();
    for pair in pairs {
        append_pair(&mut builder, 2, *pair);
    }
    *output = builder.finish();
}

pub(crate) fn pairs(bytes: &[u8], mut tell: impl FnMut(u32, u32)) {
    for (kind, payload) in AttrIter::new(next(&mut messages(bytes), Command::List).unwrap()) {
        match kind {
            1 => AttrIter::new(payload).for_each(|(_, nest)| pair(nest, &mut tell)),
            2 => pair(payload, &mut tell),
            _ => {}
        }
    }
}

fn pair(nest: &[u8], tell: &mut impl FnMut(u32, u32)) {
    let (mut a, mut b) = (0, 0);
    for (kind, payload) in AttrIter::new(nest) {
        match kind {
            1 => a = get::u32_ne(payload).unwrap(),
            2 => b = get::u32_ne(payload).unwrap(),
            _ => {}
        }
    }
    tell(a, b);
}

pub(crate) fn events(bytes: &[u8], mut tell: impl FnMut(reference::Event<'_>)) {
    let mut messages = messages(bytes);
    while let Some(attributes) = next(&mut messages, Command::Event) {
        let mut event = Event { ifindex: 0, ts: 0, state: 0, ifname: "" };
        for (kind, payload) in AttrIter::new(attributes) {
            match kind {
                1 => event.ifindex = get::u32_ne(payload).unwrap(),
                2 => event.ts = get::u64_ne(payload).unwrap(),
                3 => event.state = get::u8(payload).unwrap(),
                4 => event.ifname = get::string(payload).unwrap(),
                _ => {}
            }
        }
        tell(event);
    }
}
