//! What comes behind a reply where its ACK is expected.

use std::time::Duration;

use super::*;
use crate::Options;
use crate::controller::{FamilyAttrs, GetFamily, ID, Nlctrl};
use crate::place::Place;
use crate::wire::{Buffer, GenlHeader, HEADER_LEN, MessageHeader, flags, kind};
use crate::{Family, Request};

const SEQ: u32 = 7;
/// `NLMSGERR_ATTR_MSG` with a sentence.
const SENTENCE: [u8; 12] = *b"\x0c\0\x01\0careful\0";

fn message(kind: u16, flags: u16, seq: u32, payload: &[u8]) -> Vec<u8> {
    let header = MessageHeader { kind, flags, seq, ..Default::default() };
    let mut buffer = Buffer::new();
    buffer.push_with(header, HEADER_LEN + payload.len(), |w| w.bytes(payload)).unwrap();
    buffer.as_bytes().to_vec()
}

fn data(seq: u32, command: u8) -> Vec<u8> {
    message(ID, 0, seq, &GenlHeader { command, version: 2, reserved: 0 }.emit())
}

fn status(errno: i32, tlvs: &[u8]) -> Vec<u8> {
    let payload = [&(-errno).to_ne_bytes()[..], &[0; HEADER_LEN], tlvs].concat();
    let more = if tlvs.is_empty() { 0 } else { flags::ACK_TLVS };
    message(kind::ERROR, flags::CAPPED | more, SEQ, &payload)
}

/// What a request comes to whose reply was received, and then that; and the channel.
fn after_the_reply(then: &[u8]) -> (Channel, Result<Range<usize>, Error>) {
    let options = Options::new().timeout(Some(Duration::from_millis(20)));
    let mut channel = Channel::open(Place::Kernel, &options).unwrap();
    let reply = data(SEQ, GetFamily::OPERATION.reply_command);
    channel.datagram[..reply.len()].copy_from_slice(&reply);
    channel.datagram[reply.len()..][..then.len()].copy_from_slice(then);
    let mut ask = Ask::of::<GetFamily<'_>>(Nlctrl::SCHEMA);
    ask.seq = SEQ;
    let result = channel.acknowledged_after(ask, reply.len(), Ok(then.len()));
    (channel, result)
}

#[test]
fn an_ack_with_a_warning_ends_it_and_leaves_the_warning() {
    let (channel, result) = after_the_reply(&status(0, &SENTENCE));
    assert_eq!(result.unwrap(), ATTRS_AT..ATTRS_AT);
    assert_eq!(channel.warning.as_deref(), Some("careful"));
    assert!(channel.exchange.is_idle());
}

#[test]
fn a_refusal_behind_the_reply_is_an_error() {
    let (channel, result) = after_the_reply(&status(libc::EPERM, &SENTENCE));
    let error = result.unwrap_err();
    assert_eq!(error.to_string(), "nlctrl GetFamily: the kernel refused: careful (EPERM)");
    assert!(channel.exchange.is_idle());
}

#[test]
fn behind_what_is_not_meant_the_ack_is_waited_for() {
    for stranger in [data(0, Nlctrl::NewFamily as u8), data(SEQ + 1, 1), data(SEQ, 1)] {
        let ends_with_the_ack = [&stranger[..], &status(0, &[])].concat();
        let (_, result) = after_the_reply(&ends_with_the_ack);
        assert_eq!(result.unwrap(), ATTRS_AT..ATTRS_AT);
        let (_, result) = after_the_reply(&stranger);
        assert!(matches!(result, Err(Error::TimedOut(_))), "{result:?}");
    }
}

/// Asks the kernel for a reply and its ACK, with so many bytes of room behind the reply.
fn with_room_behind_the_reply(room: usize, is_alone: bool) -> Result<Range<usize>, Error> {
    let options = Options::new().timeout(Some(Duration::from_millis(20)));
    let mut channel = Channel::open(Place::Kernel, &options).unwrap();
    let request = GetFamily { id: None, name: Some("nlctrl") };
    let ask = channel.encode(Nlctrl::SCHEMA, &request, 0).unwrap();
    let length = channel.reply(ask).unwrap().end;
    channel.datagram.truncate(length + room);
    if !is_alone {
        channel.exchange.begin(ID, Nlctrl::SCHEMA, GetFamily::OPERATION, false);
    }
    let ask = channel.encode(Nlctrl::SCHEMA, &request, flags::ACK).unwrap();
    let reply = channel.acknowledged_reply(ask)?;
    let attributes = channel.decode::<GetFamily<'_>, FamilyAttrs<'_>>(reply.clone()).unwrap();
    assert_eq!(attributes.name, "nlctrl");
    Ok(reply)
}

#[test]
fn there_is_room_for_the_ack_behind_a_reply_that_fills_the_buffer() {
    for room in [0, 1, 12, 15, 16, 20, 35, 36, 100] {
        for is_alone in [true, false] {
            let reply = with_room_behind_the_reply(room, is_alone);
            assert!(reply.is_ok_and(|reply| reply != NO_REPLY), "{room} {is_alone}");
        }
    }
}
