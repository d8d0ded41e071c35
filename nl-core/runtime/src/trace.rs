//! `NL_TRACE=1`: every message both ways on standard error, in the declaration's names; with the
//! feature `tracing` also as that crate's events, at level `TRACE` with the target `nl_core`.

use std::collections::VecDeque;
use std::fmt;
use std::io::Write;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::ack::Status;
use crate::controller::{self, Nlctrl};
use crate::declared::membership;
use crate::error::{Refused, Who};
use crate::schema::{FamilySchema, Mode, Operation, SetSchema, Show};
use crate::wire::{MIN_TYPE, Message, Messages, flags, kind};
use crate::{Accepts, Errno, ExtAck, Family};

/// Whether `NL_TRACE` is set, once somebody has looked: one of the three below.
static ON: AtomicU8 = AtomicU8::new(UNKNOWN);
const UNKNOWN: u8 = 0;
const NO: u8 = 1;
const YES: u8 = 2;

/// Messages on their way out.
#[inline]
pub(crate) fn sent(family: &'static FamilySchema, bytes: &[u8]) {
    if wanted() {
        show("->", family, None, bytes);
    }
}

/// A datagram that came in on a socket where `id` is the family's.
#[inline]
pub(crate) fn received(family: &'static FamilySchema, id: u16, bytes: &[u8]) {
    if wanted() {
        show("<-", family, Some(id), bytes);
    }
}

/// Whether messages are shown.
#[inline]
pub(crate) fn wanted() -> bool {
    #[cfg(feature = "tracing")]
    if tracing::enabled!(target: "nl_core", tracing::Level::TRACE) {
        return true;
    }
    is_on()
}

/// Whether messages go to standard error.
#[inline]
fn is_on() -> bool {
    match ON.load(Ordering::Relaxed) {
        NO => false,
        on => on == YES || is_set(),
    }
}

#[cold]
fn is_set() -> bool {
    let value = std::env::var_os("NL_TRACE");
    let is_set = value.is_some_and(|value| !value.is_empty() && value != "0");
    ON.store(if is_set { YES } else { NO }, Ordering::Relaxed);
    is_set
}

#[cold]
fn show(arrow: &'static str, family: &'static FamilySchema, id: Option<u16>, bytes: &[u8]) {
    for message in Messages::new(bytes) {
        match message {
            Ok(message) => tell(arrow, family, &line(family, id, &message)),
            Err(error) => tell(arrow, family, &error.to_string()),
        }
    }
}

fn tell(arrow: &'static str, family: &'static FamilySchema, line: &str) {
    #[cfg(feature = "tracing")]
    tracing::trace!(target: "nl_core", family = family.name, direction = arrow, "{line}");
    let _ = family;
    if is_on() {
        // A closed standard error is no reason to end.
        let _ = writeln!(std::io::stderr(), "{arrow} {line}");
    }
}

fn line(family: &'static FamilySchema, id: Option<u16>, message: &Message<'_>) -> String {
    let header = &message.header;
    let tail = format!("seq {} flags {:#x}", header.seq, header.flags);
    let is_other = id.is_some_and(|id| id != header.kind);
    // These answer on every socket, and the controller tells of every family.
    let family = match header.kind {
        kind::ERROR => return status("ERROR", &tail, header.seq, Status::of_error(message)),
        kind::DONE => return status("DONE", &tail, header.seq, Some(Status::of_done(message))),
        kind::NOOP => return format!("NOOP {tail}"),
        kind::OVERRUN => return format!("OVERRUN {tail}"),
        controller::ID => Nlctrl::SCHEMA,
        membership::ID => membership::Control::SCHEMA,
        kind if kind < MIN_TYPE || is_other => return unknown(&tail, message),
        _ => family,
    };
    let Some((genl, attributes)) = message.genl() else {
        return unknown(&tail, message);
    };
    let is_request = header.flags & flags::REQUEST != 0;
    let operation = operation(family, genl.command, is_request, header.flags);
    if let Some(operation) = operation.filter(|_| is_request) {
        keep(family, operation, message);
    }
    let set = operation.and_then(|o| if is_request { o.request } else { o.answer });
    let name = operation.map_or_else(|| format!("command {}", genl.command), |o| o.name.to_owned());
    let shown = Show { set: set.unwrap_or(&SetSchema::EMPTY), attributes };
    format!("{} {name} {tail} {shown}", family.name)
}

/// What a message's command is of the family.
fn operation(
    family: &'static FamilySchema,
    command: u8,
    is_request: bool,
    message_flags: u16,
) -> Option<&'static Operation> {
    let dump = message_flags & flags::DUMP == flags::DUMP;
    family.operations.iter().find(|operation| {
        if is_request {
            operation.command == command && (operation.mode == Mode::Dump) == dump
        } else {
            operation.reply_command == command
        }
    })
}

/// A message of a type that nobody knows.
fn unknown(tail: &str, message: &Message<'_>) -> String {
    let hex = Hex(message.payload);
    format!("type {} {tail} {hex}", message.header.kind)
}

/// An ACK, a refusal or an end, with all that it says.
fn status(name: &str, tail: &str, seq: u32, status: Option<Status<'_>>) -> String {
    let errno = status.as_ref().and_then(|status| status.errno);
    let mut line = format!("{name} {tail} {}", errno.map_or("ok".into(), |e| e.to_string()));
    let Some(ack) = status.map(|status| status.ack()) else {
        return line;
    };
    let refused = errno.and_then(|errno| refused(seq, errno, &ack));
    let (attribute, missing) = refused.map_or((None, None), |r| (r.attribute, r.missing));
    let parts = [
        ack.text(),
        attribute.map(|path| format!("attribute {path}")),
        missing.map(|path| format!("{path} is missing")),
        ack.policy.map(|policy| format!("it accepts {}", Accepts::new(policy))),
    ];
    for part in parts.into_iter().flatten() {
        line.push_str(", ");
        line.push_str(&part);
    }
    line
}

/// The requests that were shown last, in whose names a refusal is told.
static REQUESTS: Mutex<VecDeque<Shown>> = Mutex::new(VecDeque::new());
/// How many of them are kept: more than are under way on a socket.
const KEPT: usize = 512;

struct Shown {
    seq: u32,
    family: &'static FamilySchema,
    operation: &'static Operation,
    bytes: Vec<u8>,
}

fn requests() -> MutexGuard<'static, VecDeque<Shown>> {
    REQUESTS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn keep(family: &'static FamilySchema, operation: &'static Operation, message: &Message<'_>) {
    let bytes = [&message.header.emit(), message.payload].concat();
    let mut requests = requests();
    requests.truncate(KEPT - 1);
    requests.push_front(Shown { seq: message.header.seq, family, operation, bytes });
}

/// What a refusal says in the names of the request that it is about, where that was shown.
fn refused(seq: u32, errno: Errno, ack: &ExtAck<'_>) -> Option<Refused> {
    let requests = requests();
    let Shown { family, operation, bytes, .. } = requests.iter().find(|shown| shown.seq == seq)?;
    Some(Refused::new(Who::Kernel, family.name, operation, bytes, errno, ack))
}

/// Bytes as hex.
struct Hex<'b>(&'b [u8]);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("0x")?;
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Request;
    use crate::controller::GetFamily;
    use crate::wire::{Buffer, GenlHeader, HEADER_LEN, MessageHeader};

    /// As it is shown, where it comes in on a connection of the controller's.
    fn shown(id: Option<u16>, bytes: &[u8]) -> String {
        line(Nlctrl::SCHEMA, id, &Messages::new(bytes).next().unwrap().unwrap())
    }

    fn message(kind: u16, flags: u16, payload: &[u8]) -> Vec<u8> {
        let header = MessageHeader { kind, flags, seq: 77, ..Default::default() };
        let mut buffer = Buffer::new();
        let length = HEADER_LEN + payload.len();
        buffer.push_with(header, length, |writer| writer.bytes(payload)).unwrap();
        buffer.as_bytes().to_vec()
    }

    fn refusal(tlvs: &[u8]) -> Vec<u8> {
        let errno = (-libc::EINVAL).to_ne_bytes();
        let payload = [&errno[..], &[0; HEADER_LEN], tlvs].concat();
        message(kind::ERROR, flags::CAPPED | flags::ACK_TLVS, &payload)
    }

    fn tlv(number: u16, payload: &[u8]) -> Vec<u8> {
        let length = u16::try_from(payload.len() + 4).unwrap();
        [&length.to_ne_bytes()[..], &number.to_ne_bytes(), payload].concat()
    }

    #[test]
    fn a_refusal_is_told_with_all_that_it_says_in_the_request_s_names() {
        let mut buffer = Buffer::new();
        let kind = controller::ID;
        let header = MessageHeader { kind, flags: flags::REQUEST, seq: 77, ..Default::default() };
        let command = GetFamily::OPERATION.command;
        let genl = GenlHeader { command, version: 2, reserved: 0 };
        buffer.push(header, genl, &GetFamily { id: Some(1), name: Some("x") }).unwrap();
        let request = shown(None, buffer.as_bytes());
        assert_eq!(request, r#"nlctrl GetFamily seq 77 flags 0x1 {id: 1, name: "x"}"#);
        let attribute = [tlv(1, b"yes\0"), tlv(2, &28u32.to_ne_bytes())].concat();
        let told = shown(Some(kind), &refusal(&attribute));
        assert_eq!(told, "ERROR seq 77 flags 0x300 EINVAL, yes, attribute family.name");
        let told = shown(Some(kind), &refusal(&tlv(5, &1u32.to_ne_bytes())));
        assert_eq!(told, "ERROR seq 77 flags 0x300 EINVAL, family.id is missing");
        // `NL_POLICY_TYPE_ATTR_TYPE` u32, with its range.
        let limits = [tlv(1, &4u32.to_ne_bytes()), tlv(4, &[1, 0, 0, 0, 0, 0, 0, 0])].concat();
        let limits = [limits, tlv(5, &[7, 0, 0, 0, 0, 0, 0, 0])].concat();
        let told = shown(Some(kind), &refusal(&tlv(4, &limits)));
        assert!(told.ends_with("EINVAL, it accepts 1..=7"), "{told}");
    }

    #[test]
    fn what_nobody_knows_is_told_as_hex() {
        let told = shown(Some(controller::ID), &message(0x3ff, 2, &[0xab, 0xcd, 0xef, 0x01]));
        assert_eq!(told, "type 1023 seq 77 flags 0x2 0xabcdef01");
        assert_eq!(shown(None, &message(kind::NOOP, 0, &[])), "NOOP seq 77 flags 0x0");
        assert_eq!(shown(None, &message(kind::OVERRUN, 0, &[])), "OVERRUN seq 77 flags 0x0");
    }
}
