//! `NL_TRACE=1`: every message both ways on standard error, in the declaration's names; with the
//! feature `tracing` also as that crate's events, at level `TRACE` with the target `nl_core`.

use std::io::Write;
use std::sync::atomic::{AtomicU8, Ordering};

use crate::Family;
use crate::controller::{self, Nlctrl};
use crate::schema::{FamilySchema, Mode, SetSchema, Show};
use crate::wire::{Message, Messages, flags, kind};

/// Whether `NL_TRACE` is set, once somebody has looked: one of the three below.
static ON: AtomicU8 = AtomicU8::new(UNKNOWN);
const UNKNOWN: u8 = 0;
const NO: u8 = 1;
const YES: u8 = 2;

/// Requests on their way out.
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
    // It answers on every socket, and tells of every family.
    let is_controller = header.kind == controller::ID;
    let family = if is_controller { Nlctrl::SCHEMA } else { family };
    let tail = format!("seq {} flags {:#x}", header.seq, header.flags);
    let what = match header.kind {
        kind::ERROR | kind::DONE => {
            let name = if header.kind == kind::DONE { "DONE" } else { "ERROR" };
            let status = if header.kind == kind::DONE {
                Some(crate::ack::Status::of_done(message))
            } else {
                crate::ack::Status::of_error(message)
            };
            let errno = status.as_ref().and_then(|status| status.errno);
            let text = status.and_then(|status| status.text()).unwrap_or_default();
            return format!(
                "{name} {tail} {} {text}",
                errno.map_or("ok".into(), |e| e.to_string())
            );
        }
        _ if id.is_some_and(|id| id != header.kind) && !is_controller => None,
        _ => message.genl(),
    };
    let Some((genl, attributes)) = what else {
        return format!("type {} {tail} {} bytes", header.kind, message.payload.len());
    };
    let request = id.is_none();
    let dump = header.flags & flags::DUMP == flags::DUMP;
    let operation = family.operations.iter().find(|operation| {
        if request {
            operation.command == genl.command && (operation.mode == Mode::Dump) == dump
        } else {
            operation.reply_command == genl.command
        }
    });
    let set = operation.and_then(|o| if request { o.request } else { o.answer });
    let name = operation.map_or_else(|| format!("command {}", genl.command), |o| o.name.to_owned());
    let shown = Show { set: set.unwrap_or(&SetSchema::EMPTY), attributes };
    format!("{} {name} {tail} {shown}", family.name)
}
