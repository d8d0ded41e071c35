//! What neli makes of messages. Its attributes own copies of their payloads; what borrows, borrows
//! from those.

use std::io::Cursor;

use neli::FromBytes;
use neli::attr::Attribute;
use neli::consts::genl::{CtrlAttr, CtrlAttrMcastGrp, CtrlCmd, NlAttrType};
use neli::genl::{Genlmsghdr, Nlattr};
use neli::nl::Nlmsghdr;
use neli::types::Buffer;

use crate::family::{Command, EchoAttr, EventAttr, InnerAttr, ListAttr, OperationAttr, PairAttr};
use nl_bench::case::Visitor;
use nl_bench::reference::{self, DONE, FAMILY};

type Message<C, A> = Nlmsghdr<u16, Genlmsghdr<C, A>>;

/// The next message, which is to be one of that command of the family.
fn next<A: NlAttrType>(cursor: &mut Cursor<&[u8]>, command: Command) -> Message<Command, A> {
    let message = Message::<Command, A>::from_bytes(cursor).unwrap();
    let genl = message.get_payload().unwrap();
    assert!(*message.nl_type() == FAMILY && *genl.cmd() == command);
    message
}

fn text<A: NlAttrType>(attribute: &Nlattr<A, Buffer>) -> &str {
    // What is borrowed has its NUL yet.
    let text: &str = attribute.get_payload_as_with_len_borrowed().unwrap();
    text.strip_suffix('\0').unwrap()
}

pub(crate) fn echo(bytes: &[u8], tell: impl FnOnce(reference::Echo<'_>)) {
    let message = next::<EchoAttr>(&mut Cursor::new(bytes), Command::Echo);
    let mut echo =
        reference::Echo { seq: 0, ts: 0, name: "", data: &[], port: 0, state: 0, up: false };
    for attribute in message.get_payload().unwrap().attrs().iter() {
        match attribute.nla_type().nla_type() {
            EchoAttr::Seq => echo.seq = attribute.get_payload_as().unwrap(),
            EchoAttr::Ts => echo.ts = attribute.get_payload_as().unwrap(),
            EchoAttr::Name => echo.name = text(attribute),
            EchoAttr::Data => echo.data = attribute.payload().as_ref(),
            EchoAttr::Nest => (echo.port, echo.state, echo.up) = inner(attribute),
            EchoAttr::UnrecognizedConst(_) => {}
        }
    }
    tell(echo);
}

pub(crate) fn owned_echo(bytes: &[u8]) -> reference::OwnedEcho {
    let message = next::<EchoAttr>(&mut Cursor::new(bytes), Command::Echo);
    let (name, data) = (String::new(), Vec::new());
    let mut echo = reference::OwnedEcho { seq: 0, ts: 0, name, data, port: 0, state: 0, up: false };
    for attribute in message.get_payload().unwrap().attrs().iter() {
        match attribute.nla_type().nla_type() {
            EchoAttr::Seq => echo.seq = attribute.get_payload_as().unwrap(),
            EchoAttr::Ts => echo.ts = attribute.get_payload_as().unwrap(),
            EchoAttr::Name => echo.name = attribute.get_payload_as_with_len().unwrap(),
            // As a `Vec<u8>` it would be read byte by byte.
            EchoAttr::Data => echo.data = attribute.payload().as_ref().to_vec(),
            EchoAttr::Nest => (echo.port, echo.state, echo.up) = inner(attribute),
            EchoAttr::UnrecognizedConst(_) => {}
        }
    }
    echo
}

fn inner(attribute: &Nlattr<EchoAttr, Buffer>) -> (u16, u8, bool) {
    let (mut port, mut state, mut up) = (0, 0, false);
    for attribute in attribute.get_attr_handle::<InnerAttr>().unwrap().iter() {
        match attribute.nla_type().nla_type() {
            InnerAttr::Port => port = attribute.get_payload_as().unwrap(),
            InnerAttr::State => state = attribute.get_payload_as().unwrap(),
            InnerAttr::Up => up = true,
            InnerAttr::UnrecognizedConst(_) => {}
        }
    }
    (port, state, up)
}

pub(crate) fn families<V: Visitor>(bytes: &[u8], new: impl Fn() -> V, mut done: impl FnMut(V)) {
    let mut cursor = Cursor::new(bytes);
    loop {
        let message = Message::<CtrlCmd, CtrlAttr>::from_bytes(&mut cursor).unwrap();
        if *message.nl_type() == DONE {
            return;
        }
        let mut visitor = new();
        family(message.get_payload().unwrap(), &mut visitor);
        done(visitor);
    }
}

pub(crate) fn family(genl: &Genlmsghdr<CtrlCmd, CtrlAttr>, visitor: &mut impl Visitor) {
    let (mut id, mut version, mut header_size, mut max_attribute) = (0, 0, 0, 0);
    for attribute in genl.attrs().iter() {
        match attribute.nla_type().nla_type() {
            CtrlAttr::FamilyId => id = attribute.get_payload_as().unwrap(),
            CtrlAttr::FamilyName => visitor.name(text(attribute)),
            CtrlAttr::Version => version = attribute.get_payload_as().unwrap(),
            CtrlAttr::Hdrsize => header_size = attribute.get_payload_as().unwrap(),
            CtrlAttr::Maxattr => max_attribute = attribute.get_payload_as().unwrap(),
            CtrlAttr::Ops => operations(attribute, visitor),
            CtrlAttr::McastGroups => groups(attribute, visitor),
            _ => {}
        }
    }
    visitor.numbers(id, version, header_size, max_attribute);
}

fn operations(attribute: &Nlattr<CtrlAttr, Buffer>, visitor: &mut impl Visitor) {
    for nest in attribute.get_attr_handle::<u16>().unwrap().iter() {
        let (mut command, mut flags) = (0, 0);
        for attribute in nest.get_attr_handle().unwrap().iter() {
            match attribute.nla_type().nla_type() {
                OperationAttr::Id => command = attribute.get_payload_as().unwrap(),
                OperationAttr::Flags => flags = attribute.get_payload_as().unwrap(),
                OperationAttr::UnrecognizedConst(_) => {}
            }
        }
        visitor.operation(command, flags);
    }
}

fn groups(attribute: &Nlattr<CtrlAttr, Buffer>, visitor: &mut impl Visitor) {
    for nest in attribute.get_attr_handle::<u16>().unwrap().iter() {
        let group = nest.get_attr_handle().unwrap();
        let (mut name, mut id) = ("", 0);
        for attribute in group.iter() {
            match attribute.nla_type().nla_type() {
                CtrlAttrMcastGrp::Name => name = text(attribute),
                CtrlAttrMcastGrp::Id => id = attribute.get_payload_as().unwrap(),
                _ => {}
            }
        }
        visitor.group(name, id);
    }
}

pub(crate) fn pairs(bytes: &[u8], mut tell: impl FnMut(u32, u32)) {
    let message = next::<ListAttr>(&mut Cursor::new(bytes), Command::List);
    for attribute in message.get_payload().unwrap().attrs().iter() {
        match attribute.nla_type().nla_type() {
            ListAttr::Items => {
                for item in attribute.get_attr_handle::<u16>().unwrap().iter() {
                    pair(item, &mut tell);
                }
            }
            ListAttr::Item => pair(attribute, &mut tell),
            ListAttr::UnrecognizedConst(_) => {}
        }
    }
}

fn pair<A: NlAttrType>(nest: &Nlattr<A, Buffer>, tell: &mut impl FnMut(u32, u32)) {
    let (mut a, mut b) = (0, 0);
    for attribute in nest.get_attr_handle().unwrap().iter() {
        match attribute.nla_type().nla_type() {
            PairAttr::A => a = attribute.get_payload_as().unwrap(),
            PairAttr::B => b = attribute.get_payload_as().unwrap(),
            PairAttr::UnrecognizedConst(_) => {}
        }
    }
    tell(a, b);
}

pub(crate) fn events(bytes: &[u8], mut tell: impl FnMut(reference::Event<'_>)) {
    let mut cursor = Cursor::new(bytes);
    while (cursor.position() as usize) < bytes.len() {
        let message = next::<EventAttr>(&mut cursor, Command::Event);
        tell(event(message.get_payload().unwrap()));
    }
}

pub(crate) fn event(genl: &Genlmsghdr<Command, EventAttr>) -> reference::Event<'_> {
    let mut event = reference::Event { ifindex: 0, ts: 0, state: 0, ifname: "" };
    for attribute in genl.attrs().iter() {
        match attribute.nla_type().nla_type() {
            EventAttr::Ifindex => event.ifindex = attribute.get_payload_as().unwrap(),
            EventAttr::Ts => event.ts = attribute.get_payload_as().unwrap(),
            EventAttr::State => event.state = attribute.get_payload_as().unwrap(),
            EventAttr::Ifname => event.ifname = text(attribute),
            EventAttr::UnrecognizedConst(_) => {}
        }
    }
    event
}
