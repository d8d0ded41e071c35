//! Each workload once for all implementations: the check, then the operation to measure.
//!
//! What is decoded goes to `black_box` field by field, strings and bytes by pointer and length.

use std::hint::black_box;

use crate::Runner;
use crate::reference::{self, DATAGRAMS, DUMP, EVENTS, Echo, Event, Family, OwnedEcho, OwnedEvent};

/// `w1`: one message with values that differ each time, into an output that is used again.
#[inline]
pub fn encode_echo<O: Default + AsRef<[u8]>>(
    runner: &mut Runner,
    mut encode: impl FnMut(&Echo<'_>, &mut O),
) {
    let mut output = O::default();
    for number in [9, 10] {
        let echo = reference::echo(number);
        encode(&echo, &mut output);
        assert_eq!(output.as_ref(), reference::echo_message(&echo));
    }
    let values = reference::echo(0);
    runner.measure(1, |number| {
        let (seq, ts) = (number as u32, reference::EPOCH + number);
        encode(&Echo { seq, ts, ..black_box(values) }, &mut output);
        black_box(output.as_ref());
    });
}

/// `w2:borrowed`: header, command, and every field with its type and length checked. `check` and
/// `decode` are the same code.
#[inline]
pub fn decode_echo(
    runner: &mut Runner,
    check: impl Fn(&[u8], &mut dyn FnMut(Echo<'_>)),
    decode: impl Fn(&[u8]),
) {
    let expected = reference::echo(9);
    let message = reference::echo_message(&expected);
    let mut told = 0;
    check(&message, &mut |echo| {
        assert_eq!(echo, expected);
        told += 1;
    });
    assert_eq!(told, 1);
    runner.measure(1, |_| decode(black_box(&message)));
}

/// What `w2:borrowed` does with an echo.
#[inline]
pub fn look_at_echo(echo: Echo<'_>) {
    black_box((echo.seq, echo.ts));
    black_box(echo.name);
    black_box(echo.data);
    black_box((echo.port, echo.state, echo.up));
}

/// `w2:owned`: the same with a `String` and a `Vec`.
#[inline]
pub fn decode_owned_echo(runner: &mut Runner, decode: impl Fn(&[u8]) -> OwnedEcho) {
    let echo = reference::echo(9);
    let message = reference::echo_message(&echo);
    assert_eq!(decode(&message), echo.into());
    runner.measure(1, |_| {
        let echo = decode(black_box(&message));
        black_box((echo.seq, echo.ts));
        black_box(echo.name.as_str());
        black_box(echo.data.as_slice());
        black_box((echo.port, echo.state, echo.up));
    });
}

/// What is told of a family of a dump, in any order.
pub trait Visitor {
    /// Its own numbers.
    fn numbers(&mut self, id: u16, version: u32, header_size: u32, max_attribute: u32);
    /// Its name.
    fn name(&mut self, name: &str);
    /// One operation.
    fn operation(&mut self, command: u32, flags: u32);
    /// One group.
    fn group(&mut self, name: &str, id: u32);
}

/// A [`Visitor`] that looks at everything and keeps nothing.
#[derive(Debug)]
pub struct Look;

impl Visitor for Look {
    #[inline]
    fn numbers(&mut self, id: u16, version: u32, header_size: u32, max_attribute: u32) {
        black_box((id, version, header_size, max_attribute));
    }

    #[inline]
    fn name(&mut self, name: &str) {
        black_box(name);
    }

    #[inline]
    fn operation(&mut self, command: u32, flags: u32) {
        black_box((command, flags));
    }

    #[inline]
    fn group(&mut self, name: &str, id: u32) {
        black_box((name, id));
    }
}

/// A family keeps what it is told of.
impl Visitor for Family {
    #[inline]
    fn numbers(&mut self, id: u16, version: u32, header_size: u32, max_attribute: u32) {
        self.id = id;
        self.version = version;
        self.header_size = header_size;
        self.max_attribute = max_attribute;
    }

    #[inline]
    fn name(&mut self, name: &str) {
        self.name = String::from(name);
    }

    #[inline]
    fn operation(&mut self, command: u32, flags: u32) {
        self.operations.push((command, flags));
    }

    #[inline]
    fn group(&mut self, name: &str, id: u32) {
        self.groups.push((name.to_owned(), id));
    }
}

/// `w3:visit`: the dump of the controller; an operation is one family of it. `check` and `visit`
/// are the same code.
#[inline]
pub fn visit_families(
    runner: &mut Runner,
    check: impl Fn(&[u8]) -> Vec<Family>,
    visit: impl Fn(&[u8]),
) {
    let expected = reference::families();
    let dump = aligned_dump();
    assert_eq!(check(&dump), expected);
    runner.measure(expected.len() as u64, |_| visit(black_box(&dump)));
}

/// `w3:owned`: the same as values of the implementation's own type, compared by `same`.
#[inline]
pub fn decode_families<F>(
    runner: &mut Runner,
    decode: impl Fn(&[u8]) -> Vec<F>,
    same: impl Fn(&F) -> Family,
) {
    let expected = reference::families();
    let dump = aligned_dump();
    assert_eq!(decode(&dump).iter().map(same).collect::<Vec<_>>(), expected);
    runner.measure(expected.len() as u64, |_| {
        black_box(decode(black_box(&dump)).as_slice());
    });
}

/// The dump as a receive buffer would hold it: some implementations want messages aligned, and what
/// the check of a string takes depends on its address.
fn aligned_dump() -> Vec<u8> {
    DUMP.to_vec()
}

/// How the pairs of `w7` stand in their message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One attribute, a nest of numbered nests.
    Array,
    /// An attribute for each pair.
    Multi,
}

impl Shape {
    fn message(self, pairs: &[(u32, u32)]) -> Vec<u8> {
        match self {
            Self::Array => reference::list_array(pairs),
            Self::Multi => reference::list_multi(pairs),
        }
    }
}

/// `w7enc`: a message of a thousand pairs, from a slice of pairs of the implementation's own type.
/// Where its model is a value, building that is part of the operation.
#[inline]
pub fn encode_pairs<P: From<(u32, u32)>, O: Default + AsRef<[u8]>>(
    runner: &mut Runner,
    shape: Shape,
    mut encode: impl FnMut(&[P], &mut O),
) {
    let pairs: Vec<P> = reference::pairs().into_iter().map(P::from).collect();
    let mut output = O::default();
    encode(&pairs, &mut output);
    assert_eq!(output.as_ref(), shape.message(&reference::pairs()));
    runner.measure(1, |_| {
        encode(black_box(pairs.as_slice()), &mut output);
        black_box(output.as_ref());
    });
}

/// `w7dec`: every pair of the message is told. `check` and `decode` are the same code.
#[inline]
pub fn decode_pairs(
    runner: &mut Runner,
    shape: Shape,
    check: impl Fn(&[u8], &mut dyn FnMut(u32, u32)),
    decode: impl Fn(&[u8]),
) {
    let pairs = reference::pairs();
    let message = shape.message(&pairs);
    let mut found = Vec::new();
    check(&message, &mut |a, b| found.push((a, b)));
    assert_eq!(found, pairs);
    runner.measure(1, |_| decode(black_box(&message)));
}

/// `w8`: every event of a datagram is told. `check` and `decode` are the same code.
#[inline]
pub fn decode_events(
    runner: &mut Runner,
    check: impl Fn(&[u8], &mut dyn FnMut(OwnedEvent)),
    decode: impl Fn(&[u8]),
) {
    let events = reference::events();
    let datagrams = reference::event_datagrams(&events);
    let mut found = Vec::new();
    for datagram in &datagrams {
        check(datagram, &mut |event| found.push(event));
    }
    assert_eq!(found, events);
    runner.measure(EVENTS as u64, |number| {
        decode(black_box(&datagrams[number as usize % DATAGRAMS]));
    });
}

/// What `w8` does with an event.
#[inline]
pub fn look_at_event(event: Event<'_>) {
    black_box((event.ifindex, event.ts, event.state));
    black_box(event.ifname);
}

/// The same, and gives the name's memory back.
#[inline]
#[expect(clippy::needless_pass_by_value, reason = "the name's end is part of the operation")]
pub fn look_at_owned_event(event: OwnedEvent) {
    black_box((event.ifindex, event.ts, event.state));
    black_box(event.ifname.as_str());
}

/// What `w7dec` does with a pair.
#[inline]
pub fn look_at_pair(a: u32, b: u32) {
    black_box((a, b));
}
