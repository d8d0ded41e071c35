//! What is taken for a reply or an ACK at once is what the exchange says is one.

use super::*;
use crate::controller::{GetFamily, ID, Nlctrl};
use crate::exchange::Arrival;
use crate::wire::{HEADER_LEN, kind};

/// The request's sequence number.
const SEQ: u32 = 7;
/// The command of its reply, which is not its own.
const NEW_FAMILY: u8 = 1;

fn message(kind: u16, flags: u16, seq: u32, command: u8) -> Vec<u8> {
    let header = MessageHeader { kind, flags, seq, port: 99, ..Default::default() };
    let genl = GenlHeader { command, version: 2, reserved: 0 };
    let mut buffer = Buffer::new();
    buffer.push(header, genl, &GetFamily { id: Some(30), name: None }).unwrap();
    buffer.as_bytes().to_vec()
}

fn reply() -> Vec<u8> {
    message(ID, 0, SEQ, NEW_FAMILY)
}

/// Whether a datagram is taken for the reply; then the exchange says so too, and waits for no more.
fn is_taken(datagram: &[u8]) -> bool {
    let ask = Ask { seq: SEQ, ..Ask::of::<GetFamily<'_>>(Nlctrl::SCHEMA) };
    let taken = ask.is_answered_by(datagram, ID);
    if taken {
        let mut exchange = Exchange::default();
        ask.enter(&mut exchange, ID, false);
        let messages: Vec<_> = Messages::new(datagram).collect();
        let [Ok(message)] = messages[..] else { panic!("{messages:?}") };
        let answer = Answer::Reply { payload: &datagram[ATTRS_AT..], last: true };
        assert_eq!(exchange.handle(&message), Arrival::Answer(SEQ, answer));
        assert!(exchange.is_idle() && exchange.strays() == 0);
    }
    taken
}

#[test]
fn a_reply_alone_is_taken() {
    assert!(is_taken(&reply()));
    let mut empty = reply();
    empty.truncate(ATTRS_AT);
    empty[0] = 20;
    assert!(is_taken(&empty), "no attributes");
}

#[test]
fn all_else_is_not() {
    for (what, datagram) in [
        ("a foreign sequence number", message(ID, 0, SEQ + 1, NEW_FAMILY)),
        ("a notification", message(ID, 0, 0, NEW_FAMILY)),
        ("another family", message(ID + 1, 0, SEQ, NEW_FAMILY)),
        ("another command", message(ID, 0, SEQ, 3)),
        ("part of many", message(ID, flags::MULTI, SEQ, NEW_FAMILY)),
        ("part of an inconsistent dump", message(ID, flags::DUMP_INTR, SEQ, NEW_FAMILY)),
        ("an error", message(kind::ERROR, 0, SEQ, NEW_FAMILY)),
        ("an end", message(kind::DONE, 0, SEQ, NEW_FAMILY)),
        ("a loss", message(kind::OVERRUN, 0, SEQ, NEW_FAMILY)),
        ("nothing", message(kind::NOOP, 0, SEQ, NEW_FAMILY)),
        ("two replies", reply().repeat(2)),
        ("an event behind it", [reply(), message(ID, 0, 0, NEW_FAMILY)].concat()),
    ] {
        assert!(!is_taken(&datagram), "{what}");
    }
}

#[test]
fn a_length_that_lies_is_not_taken() {
    let reply = reply();
    for length in 0..reply.len() {
        assert!(!is_taken(&reply[..length]), "cut to {length} bytes");
    }
    for more in 1..20 {
        assert!(!is_taken(&[&reply[..], &vec![0; more]].concat()), "{more} bytes behind it");
    }
}

#[test]
fn every_bit_counts_but_those_of_port_version_and_reserved() {
    for bit in 0..ATTRS_AT * 8 {
        let mut datagram = reply();
        datagram[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(is_taken(&datagram), matches!(bit / 8, 12..=15 | 17..=19), "byte {}", bit / 8);
    }
}

/// An ACK with the header of the request behind the errno, as the kernel sends it.
fn ack() -> Vec<u8> {
    status(0, flags::CAPPED, SEQ)
}

fn status(errno: i32, flags: u16, seq: u32) -> Vec<u8> {
    let header = MessageHeader { kind: kind::ERROR, flags, seq, port: 99, ..Default::default() };
    let mut buffer = Buffer::new();
    let payload = [&(-errno).to_ne_bytes()[..], &[0x5a; HEADER_LEN]].concat();
    buffer.push_with(header, HEADER_LEN + payload.len(), |w| w.bytes(&payload)).unwrap();
    buffer.as_bytes().to_vec()
}

/// Whether a datagram is taken for the ACK; then the exchange says so too, and waits for no more.
fn acknowledges(datagram: &[u8]) -> bool {
    let ask = Ask { seq: SEQ, ..Ask::of::<GetFamily<'_>>(Nlctrl::SCHEMA) };
    let taken = ask.is_acknowledged_by(datagram);
    if taken {
        let mut exchange = Exchange::default();
        ask.enter(&mut exchange, ID, true);
        let messages: Vec<_> = Messages::new(datagram).collect();
        let [Ok(message)] = messages[..] else { panic!("{messages:?}") };
        let Arrival::Answer(SEQ, answer) = exchange.handle(&message) else { panic!("{message:?}") };
        let Answer::Acknowledged { status, last, .. } = answer else { panic!("{answer:?}") };
        assert!(last && status.errno.is_none() && status.text().is_none());
        assert!(exchange.is_idle() && exchange.strays() == 0);
    }
    taken
}

#[test]
fn an_ack_alone_is_taken() {
    assert!(acknowledges(&ack()));
    assert!(acknowledges(&status(0, 0, SEQ)), "the flag of an ACK that was cut");
}

#[test]
fn all_else_is_no_ack() {
    for (what, datagram) in [
        ("a refusal", status(libc::EPERM, flags::CAPPED, SEQ)),
        ("a warning", status(0, flags::CAPPED | flags::ACK_TLVS, SEQ)),
        ("a foreign sequence number", status(0, flags::CAPPED, SEQ + 1)),
        ("a reply", reply()),
        ("two of them", ack().repeat(2)),
        ("an event behind it", [ack(), message(ID, 0, 0, NEW_FAMILY)].concat()),
        ("nothing", Vec::new()),
    ] {
        assert!(!acknowledges(&datagram), "{what}");
    }
    let ack = ack();
    for length in 0..ack.len() {
        assert!(!acknowledges(&ack[..length]), "cut to {length} bytes");
    }
}
