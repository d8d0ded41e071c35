//! The workloads with a kernel behind them, each once for all implementations: the check, then the
//! operation to measure.

use std::hint::black_box;

use crate::Runner;
use crate::case::{Look, Visitor};
use crate::reference::{self, DONE, Event, Family, OwnedEvent, REQUEST};
use crate::socket::{GENERIC, Socket, Volley};

/// Whose id is asked for; it has many operations, which are all in the answer.
pub const NAME: &str = "ethtool";
/// Requests in a batch.
pub const BATCH: usize = 64;

/// `w4` and `w6`: one family by its name, `operations` times in a run; the id that came last.
#[inline]
pub fn resolve(runner: &mut Runner, operations: usize, mut resolve: impl FnMut(&str) -> u16) {
    let families = families();
    let expected = families.iter().find(|family| family.name == NAME).map(|family| family.id);
    for _ in 0..2 {
        assert_eq!(Some(resolve(NAME)), expected);
    }
    runner.measure(operations as u64, |_| {
        black_box(resolve(black_box(NAME)));
    });
}

/// A way of asking the controller for all families.
pub trait Dump {
    /// Tells of each to a visitor of its own, and hands that on.
    fn visit<V: Visitor>(&mut self, new: impl Fn() -> V, done: impl FnMut(V));
}

/// `w5:visit`: the controller's dump.
#[inline]
pub fn visit(runner: &mut Runner, mut dump: impl Dump) {
    for _ in 0..2 {
        let mut all = Vec::new();
        dump.visit(Family::default, |family| all.push(family));
        assert_eq!(all, families());
    }
    runner.measure(1, |_| dump.visit(|| Look, drop));
}

/// `w5:owned`: the same as values of the implementation's own type, compared by `same`.
#[inline]
pub fn owned<F>(
    runner: &mut Runner,
    operations: usize,
    mut dump: impl FnMut() -> Vec<F>,
    same: impl Fn(&F) -> Family,
) {
    for _ in 0..2 {
        assert_eq!(dump().iter().map(&same).collect::<Vec<_>>(), families());
    }
    runner.measure(operations as u64, |_| {
        black_box(dump().as_slice());
    });
}

/// A subscriber.
pub trait Intake {
    /// Its port id.
    fn port(&self) -> u32;

    /// Receives that many events and tells of each.
    fn take(&mut self, count: usize, tell: impl FnMut(Event<'_>));
}

/// `events`: events that wait in a subscriber's queue are received, one a datagram. They come from
/// `sender` and are messages of `family`.
#[inline]
pub fn events(runner: &mut Runner, sender: Socket, family: u16, mut intake: impl Intake) {
    let mut events = reference::events();
    events.truncate(QUEUE);
    let mut datagrams: Vec<_> = events.iter().map(reference::event_message).collect();
    for datagram in &mut datagrams {
        datagram[4..6].copy_from_slice(&family.to_ne_bytes());
    }
    let mut volley = Volley::new(sender, intake.port(), datagrams);
    let mut send = || volley.send().expect("unicast wants CAP_NET_ADMIN");
    for _ in 0..2 {
        let mut found: Vec<OwnedEvent> = Vec::new();
        send();
        intake.take(QUEUE, |event| found.push(event.into()));
        assert_eq!(found, events);
    }
    runner.measure_prepared(QUEUE as u64, send, || {
        intake.take(QUEUE, crate::case::look_at_event);
    });
}

/// Events in the queue: about half of what its default size holds.
const QUEUE: usize = 128;

/// What the controller says now.
fn families() -> Vec<Family> {
    let socket = Socket::open(GENERIC, 0).expect("a socket");
    let mut request = Vec::new();
    request.extend(20_u32.to_ne_bytes());
    request.extend(CONTROLLER.to_ne_bytes());
    request.extend((REQUEST | DUMP).to_ne_bytes());
    request.extend([0; 8]);
    request.extend([GET_FAMILY, 2, 0, 0]);
    socket.send(&request).expect("a request");
    let (mut dump, mut buffer) = (Vec::new(), vec![0; BUFFER]);
    while last_kind(&dump) != Some(DONE) {
        dump.extend(socket.receive(&mut buffer).expect("an answer"));
    }
    reference::families_of(&dump)
}

fn last_kind(mut messages: &[u8]) -> Option<u16> {
    let mut kind = None;
    while let [a, b, c, d, e, f, ..] = *messages {
        kind = Some(u16::from_ne_bytes([e, f]));
        let length = u32::from_ne_bytes([a, b, c, d]) as usize;
        messages = &messages[length.next_multiple_of(4).min(messages.len())..];
    }
    kind
}

/// The most that the kernel fills in a dump.
pub const BUFFER: usize = 32 * 1024;
/// The controller's id.
pub const CONTROLLER: u16 = 0x10;
/// `CTRL_CMD_GETFAMILY`.
pub const GET_FAMILY: u8 = 3;
/// `NLM_F_DUMP`.
pub const DUMP: u16 = 0x300;
