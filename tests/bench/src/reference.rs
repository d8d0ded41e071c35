//! The values of the workloads and the bytes that they are on the wire, laid out as plainly as can be.
//!
//! The family has number 0x20 and version 1. Numbers are in the host's order, nests carry
//! `NLA_F_NESTED`, and padding is zero.

/// The family's id.
pub const FAMILY: u16 = 0x20;
/// The family's version.
pub const VERSION: u8 = 1;
/// The command of an [`Echo`].
pub const ECHO: u8 = 1;
/// The command of a list of pairs.
pub const LIST: u8 = 2;
/// The command of an [`Event`].
pub const EVENT: u8 = 3;
/// `NLM_F_REQUEST`.
pub const REQUEST: u16 = 1;
/// `NLM_F_ACK`.
pub const ACK: u16 = 4;
/// `NLMSG_DONE`.
pub const DONE: u16 = 3;
/// `NLA_F_NESTED`.
pub const NESTED: u16 = 0x8000;

/// Attributes 1 to 4, and a nest under 5 with its own 1 to 3.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Echo<'a> {
    /// Also the message's sequence number.
    pub seq: u32,
    /// Nanoseconds.
    pub ts: u64,
    /// 31 characters.
    pub name: &'a str,
    /// 64 bytes.
    pub data: &'a [u8],
    /// In the nest.
    pub port: u16,
    /// In the nest.
    pub state: u8,
    /// In the nest, a flag.
    pub up: bool,
}

/// The same, owned.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "as in `Echo`")]
pub struct OwnedEcho {
    pub seq: u32,
    pub ts: u64,
    pub name: String,
    pub data: Vec<u8>,
    pub port: u16,
    pub state: u8,
    pub up: bool,
}

impl From<Echo<'_>> for OwnedEcho {
    #[inline]
    fn from(echo: Echo<'_>) -> Self {
        let Echo { seq, ts, name, data, port, state, up } = echo;
        Self { seq, ts, name: name.to_owned(), data: data.to_owned(), port, state, up }
    }
}

/// The echo of operation `number`.
#[inline]
pub fn echo(number: u64) -> Echo<'static> {
    Echo { seq: number as u32, ts: EPOCH + number, ..ECHO_VALUES }
}

const ECHO_VALUES: Echo<'static> = Echo {
    seq: 0,
    ts: EPOCH,
    name: "a-name-of-thirty-one-characters",
    data: b"64 bytes that are data: 0123456789 abcdefghijklmnopqrstuvwxyz ..",
    port: 8080,
    state: 3,
    up: true,
};

/// The first timestamp.
pub const EPOCH: u64 = 1_700_000_000_000_000_000;

/// The message of an echo: 168 bytes.
pub fn echo_message(echo: &Echo<'_>) -> Vec<u8> {
    let mut nest = attribute(1, &echo.port.to_ne_bytes());
    nest.extend(attribute(2, &[echo.state]));
    if echo.up {
        nest.extend(attribute(3, &[]));
    }
    let attributes = [
        attribute(1, &echo.seq.to_ne_bytes()),
        attribute(2, &echo.ts.to_ne_bytes()),
        attribute(3, &[echo.name.as_bytes(), &[0]].concat()),
        attribute(4, echo.data),
        attribute(5 | NESTED, &nest),
    ];
    message(ECHO, REQUEST | ACK, echo.seq, &attributes.concat())
}

/// A thousand pairs.
pub fn pairs() -> Vec<(u32, u32)> {
    (0..PAIRS).map(|number| (number + 3, number.wrapping_mul(2_654_435_761))).collect()
}

const PAIRS: u32 = 1000;

/// Attribute 1, a nest of the pairs' nests, numbered from 0.
pub fn list_array(pairs: &[(u32, u32)]) -> Vec<u8> {
    let nests = (0..).zip(pairs).map(|(number, one)| attribute(number | NESTED, &pair(*one)));
    message(LIST, REQUEST, 0, &attribute(1 | NESTED, &nests.collect::<Vec<_>>().concat()))
}

/// Attribute 2, a nest, for each pair.
pub fn list_multi(pairs: &[(u32, u32)]) -> Vec<u8> {
    let nests = pairs.iter().map(|one| attribute(2 | NESTED, &pair(*one)));
    message(LIST, REQUEST, 0, &nests.collect::<Vec<_>>().concat())
}

fn pair((a, b): (u32, u32)) -> Vec<u8> {
    [attribute(1, &a.to_ne_bytes()), attribute(2, &b.to_ne_bytes())].concat()
}

/// Attributes 1 to 4.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs, reason = "they are numbers and a name")]
pub struct Event<'a> {
    pub ifindex: u32,
    pub ts: u64,
    pub state: u8,
    pub ifname: &'a str,
}

/// The same, owned.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "as in `Event`")]
pub struct OwnedEvent {
    pub ifindex: u32,
    pub ts: u64,
    pub state: u8,
    pub ifname: String,
}

impl From<Event<'_>> for OwnedEvent {
    #[inline]
    fn from(event: Event<'_>) -> Self {
        let Event { ifindex, ts, state, ifname } = event;
        Self { ifindex, ts, state, ifname: ifname.to_owned() }
    }
}

/// Event messages in a datagram: as many of 60 bytes as 32 KiB hold.
pub const EVENTS: usize = 546;
/// Datagrams in the ring: 1 MiB.
pub const DATAGRAMS: usize = 32;

/// Every event of the ring.
pub fn events() -> Vec<OwnedEvent> {
    (0..(EVENTS * DATAGRAMS) as u32)
        .map(|number| OwnedEvent {
            ifindex: number,
            ts: EPOCH + u64::from(number),
            state: (number % 7) as u8,
            ifname: format!("eth{:03}", number % 1000),
        })
        .collect()
}

/// The ring of datagrams with those events.
pub fn event_datagrams(events: &[OwnedEvent]) -> Vec<Vec<u8>> {
    events.chunks(EVENTS).map(|chunk| chunk.iter().flat_map(event_message).collect()).collect()
}

/// The message of an event: 60 bytes.
pub fn event_message(event: &OwnedEvent) -> Vec<u8> {
    let attributes = [
        attribute(1, &event.ifindex.to_ne_bytes()),
        attribute(2, &event.ts.to_ne_bytes()),
        attribute(3, &[event.state]),
        attribute(4, &[event.ifname.as_bytes(), &[0]].concat()),
    ];
    message(EVENT, 0, 0, &attributes.concat())
}

/// What a kernel answered to the controller's dump of families, its datagrams one behind another:
/// 15 families with 119 operations and 11 groups, then `NLMSG_DONE`.
pub const DUMP: &[u8] = include_bytes!("../data/families.bin");

/// A family of the dump.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "as in `struct genl_family`")]
pub struct Family {
    pub id: u16,
    pub name: String,
    pub version: u32,
    pub header_size: u32,
    pub max_attribute: u32,
    /// Commands and flags.
    pub operations: Vec<(u32, u32)>,
    /// Names and ids.
    pub groups: Vec<(String, u32)>,
}

/// The families of [`DUMP`].
pub fn families() -> Vec<Family> {
    let families = families_of(DUMP);
    let counts = |count: fn(&Family) -> usize| families.iter().map(count).sum::<usize>();
    assert_eq!(
        (families.len(), counts(|f| f.operations.len()), counts(|f| f.groups.len())),
        (15, 119, 11)
    );
    families
}

/// The families of a dump that ends with `NLMSG_DONE`.
pub fn families_of(dump: &[u8]) -> Vec<Family> {
    let (mut at, mut families) = (0, Vec::new());
    while word(&dump[at + 4..]) as u16 != DONE {
        let end = at + word(&dump[at..]) as usize;
        families.push(family(&dump[at + 20..end]));
        at = end.next_multiple_of(4);
    }
    families
}

fn family(bytes: &[u8]) -> Family {
    let mut family = Family::default();
    for (number, payload) in attributes(bytes) {
        match number {
            1 => family.id = u16::from_ne_bytes([payload[0], payload[1]]),
            2 => family.name = text(payload),
            3 => family.version = word(payload),
            4 => family.header_size = word(payload),
            5 => family.max_attribute = word(payload),
            6 => family.operations = nests(payload, |nest| (word(&nest[4..]), word(&nest[12..]))),
            7 => {
                family.groups = nests(payload, |nest| {
                    let group = attributes(nest);
                    let of = |number| group.iter().find(|one| one.0 == number).unwrap().1;
                    (text(of(1)), word(of(2)))
                });
            }
            _ => {}
        }
    }
    family
}

fn nests<T>(bytes: &[u8], read: impl Fn(&[u8]) -> T) -> Vec<T> {
    attributes(bytes).into_iter().map(|(_, payload)| read(payload)).collect()
}

fn attributes(bytes: &[u8]) -> Vec<(u16, &[u8])> {
    let (mut at, mut all) = (0, Vec::new());
    while at < bytes.len() {
        let head = word(&bytes[at..]);
        let end = at + (head & 0xffff) as usize;
        all.push(((head >> 16) as u16 & 0x3fff, &bytes[at + 4..end]));
        at = end.next_multiple_of(4);
    }
    all
}

/// The first four bytes as a number of a little-endian machine, where the dump is from.
fn word(bytes: &[u8]) -> u32 {
    u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

fn text(payload: &[u8]) -> String {
    String::from_utf8(payload[..payload.len() - 1].to_vec()).unwrap()
}

fn message(command: u8, flags: u16, seq: u32, attributes: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend((20 + attributes.len() as u32).to_ne_bytes());
    bytes.extend(FAMILY.to_ne_bytes());
    bytes.extend(flags.to_ne_bytes());
    bytes.extend(seq.to_ne_bytes());
    bytes.extend([0; 4]);
    bytes.extend([command, VERSION, 0, 0]);
    bytes.extend(attributes);
    bytes
}

fn attribute(raw_type: u16, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend((4 + payload.len() as u16).to_ne_bytes());
    bytes.extend(raw_type.to_ne_bytes());
    bytes.extend(payload);
    bytes.resize(bytes.len().next_multiple_of(4), 0);
    bytes
}
