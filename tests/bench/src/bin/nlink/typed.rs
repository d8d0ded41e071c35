//! What nlink's derives do.

use nlink::macros::GenlMessage;
use nlink::netlink::MessageBuilder;
use nlink::netlink::genl::GenlMsgHdr;

use crate::by_hand::{messages, next};
use crate::family::{Command, Echo, Event, Inner};
use nl_bench::reference::{self, ACK, FAMILY, OwnedEcho, OwnedEvent, REQUEST, VERSION};

/// As `send_typed` does it: the builder has its own memory each time, and the last message's is back
/// before.
pub(crate) fn encode_echo(echo: &reference::Echo<'_>, output: &mut Vec<u8>) {
    drop(std::mem::take(output));
    let &reference::Echo { seq, ts, name, data, port, state, up } = echo;
    let nest = Some(Inner { port, state, up: up.then(Vec::new) });
    let message = Echo { seq, ts, name: name.to_owned(), data: data.to_owned(), nest };
    let mut builder = MessageBuilder::new(FAMILY, REQUEST | ACK);
    builder.append(&GenlMsgHdr::new(Echo::CMD, VERSION));
    message.to_bytes(&mut builder).unwrap();
    builder.set_seq(seq);
    *output = builder.finish();
}

pub(crate) fn decode_echo(bytes: &[u8]) -> OwnedEcho {
    let attributes = next(&mut messages(bytes), Command::Echo).unwrap();
    let Echo { seq, ts, name, data, nest } = Echo::from_bytes(attributes).unwrap();
    let Inner { port, state, up } = nest.unwrap();
    OwnedEcho { seq, ts, name, data, port, state, up: up.is_some() }
}

pub(crate) fn events(bytes: &[u8], mut tell: impl FnMut(OwnedEvent)) {
    let mut messages = messages(bytes);
    while let Some(attributes) = next(&mut messages, Command::Event) {
        let Event { ifindex, ts, state, ifname } = Event::from_bytes(attributes).unwrap();
        tell(OwnedEvent { ifindex, ts, state, ifname });
    }
}
