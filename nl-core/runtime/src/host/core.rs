//! What the host knows of its callers: what they are owed, which groups they are in, when to wake.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::io;
use std::time::{Duration, Instant};

use super::context::Stream_;
use super::page::Progress;
use super::{Refusal, answer};
use crate::declared::membership::Control;
use crate::schema::{FamilySchema, Operation};
use crate::socket::Socket;
use crate::wire::{Buffer, MessageHeader, flags, kind};
use crate::{Errno, Family, trace};

/// The least id of a family at a host, and how many there are; the kernel's own end at 1023 too.
const FAMILIES: (u16, u32) = (0x20, 900);
/// The number of the family's first group; the kernel's dynamic ones start there as well.
pub(super) const FIRST_GROUP: u32 = 2;
/// How soon something is sent again to a socket that was full.
const RETRY: Duration = Duration::from_millis(2);
/// How many datagrams wait for one port at the most; then its caller does not read at all.
const QUEUE: usize = 256;

/// The host's sockets and lists.
#[derive(Debug)]
pub(super) struct Core {
    pub(super) socket: Socket,
    pub(super) schema: &'static FamilySchema,
    /// The id of the family.
    pub(super) family: u16,
    /// The id under which the request came that is handled: the family's, or the controller's.
    pub(super) serving: u16,
    /// The message that is being made.
    pub(super) message: Buffer,
    /// What the request that is handled succeeds with.
    pub(super) warning: Option<&'static str>,
    pub(super) streams: Vec<Stream_>,
    pub(super) dumps: Vec<DumpState>,
    members: Vec<Member>,
    outboxes: Vec<Outbox>,
    timers: BinaryHeap<Reverse<(Instant, u64)>>,
}

/// A dump that has begun and is not at its end.
#[derive(Debug)]
pub(super) struct DumpState {
    pub(super) operation: &'static Operation,
    pub(super) header: MessageHeader,
    pub(super) version: u8,
    pub(super) attributes: Vec<u8>,
    pub(super) progress: Progress,
}

#[derive(Debug, PartialEq, Eq)]
struct Member {
    group: u32,
    port: u32,
}

/// What could not be sent yet.
#[derive(Debug)]
struct Outbox {
    port: u32,
    queue: VecDeque<Vec<u8>>,
    /// Answers or events were lost since, and the caller is not told yet.
    overrun: bool,
}

impl Core {
    pub(super) fn new(socket: Socket, schema: &'static FamilySchema) -> Self {
        Self {
            socket,
            schema,
            family: family_id(),
            serving: crate::controller::ID,
            message: Buffer::new(),
            warning: None,
            streams: Vec::new(),
            dumps: Vec::new(),
            members: Vec::new(),
            outboxes: Vec::new(),
            timers: BinaryHeap::new(),
        }
    }

    /// How long nothing needs to be done; `None` for ever.
    pub(super) fn due_in(&self, now: Instant) -> Option<Duration> {
        if self.dumps.iter().any(|dump| !self.is_blocked(dump.header.port)) {
            return Some(Duration::ZERO);
        }
        let timer = self.timers.peek().map(|Reverse((at, _))| at.saturating_duration_since(now));
        let retry = (!self.outboxes.is_empty()).then_some(RETRY);
        timer.into_iter().chain(retry).min()
    }

    /// The next timer whose time has come.
    pub(super) fn due(&mut self, now: Instant) -> Option<u64> {
        let Reverse((at, token)) = *self.timers.peek()?;
        (at <= now).then(|| {
            self.timers.pop();
            token
        })
    }

    pub(super) fn wake_at(&mut self, at: Instant, token: u64) {
        self.timers.push(Reverse((at, token)));
    }

    pub(super) fn join(&mut self, group: u32, port: u32) {
        let member = Member { group, port };
        if !self.members.contains(&member) {
            self.members.push(member);
        }
    }

    pub(super) fn leave(&mut self, group: u32, port: u32) {
        self.members.retain(|member| *member != Member { group, port });
    }

    /// Whether a port has a full socket.
    pub(super) fn is_blocked(&self, port: u32) -> bool {
        self.outboxes.iter().any(|outbox| outbox.port == port)
    }

    /// Sends the message that was made to one port, in order, later where there is no room now.
    pub(super) fn unicast(&mut self, port: u32) {
        trace::sent(self.schema, self.message.as_bytes());
        let sent = if self.is_blocked(port) {
            Err(io::ErrorKind::WouldBlock.into())
        } else {
            self.socket.send_to(port, self.message.as_bytes())
        };
        match sent {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                let bytes = self.message.as_bytes().to_vec();
                let outbox = self.outbox(port);
                if outbox.queue.len() < QUEUE {
                    outbox.queue.push_back(bytes);
                } else {
                    outbox.overrun = true;
                }
            }
            Err(_) => self.forget(port),
        }
        self.message.clear();
    }

    /// Sends the message that was made to every member of a group. Who has no room loses it.
    pub(super) fn multicast(&mut self, schema: &'static FamilySchema, group: &str) {
        let number = number_of(schema, group);
        let ports: Vec<u32> = self
            .members
            .iter()
            .filter(|member| Some(member.group) == number)
            .map(|member| member.port)
            .collect();
        if !ports.is_empty() {
            trace::sent(self.schema, self.message.as_bytes());
        }
        for port in ports {
            if self.is_blocked(port) {
                self.outbox(port).overrun = true;
                continue;
            }
            match self.socket.send_to(port, self.message.as_bytes()) {
                Ok(()) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.outbox(port).overrun = true;
                }
                Err(_) => self.forget(port),
            }
        }
        self.message.clear();
    }

    /// Whether a group of the family has members.
    pub(super) fn has_members(&self, schema: &'static FamilySchema, group: &str) -> bool {
        let number = number_of(schema, group);
        self.members.iter().any(|member| Some(member.group) == number)
    }

    fn outbox(&mut self, port: u32) -> &mut Outbox {
        let at = self.outboxes.iter().position(|outbox| outbox.port == port);
        let at = at.unwrap_or_else(|| {
            self.outboxes.push(Outbox { port, queue: VecDeque::new(), overrun: false });
            self.outboxes.len() - 1
        });
        &mut self.outboxes[at]
    }

    /// Sends what is waiting, as far as there is room.
    pub(super) fn flush(&mut self) {
        let mut gone = Vec::new();
        for outbox in &mut self.outboxes {
            if let Err(error) = outbox.flush(&self.socket)
                && error.kind() != io::ErrorKind::WouldBlock
            {
                gone.push(outbox.port);
            }
        }
        self.outboxes.retain(|outbox| !outbox.is_empty());
        for port in gone {
            self.forget(port);
        }
    }

    /// A port is closed: nothing of it is kept.
    fn forget(&mut self, port: u32) {
        self.members.retain(|member| member.port != port);
        self.outboxes.retain(|outbox| outbox.port != port);
        self.dumps.retain(|dump| dump.header.port != port);
        self.streams.retain(|stream| stream.port != port);
    }

    /// Ends several replies: nothing more comes, because it was all or with an errno.
    pub(super) fn finish(&mut self, stream: Stream_, errno: Option<Errno>) {
        let Some(at) = self.streams.iter().position(|other| *other == stream) else {
            return;
        };
        self.streams.swap_remove(at);
        let Stream_ { port, seq, .. } = stream;
        let header = MessageHeader { flags: flags::MULTI, seq, port, ..Default::default() };
        self.message.clear();
        answer::done(&mut self.message, header, errno.map(Refusal::new).as_ref());
        self.unicast(port);
    }

    /// The host ends: what is still due will not come.
    pub(super) fn cancel_streams(&mut self) {
        while let Some(stream) = self.streams.last().copied() {
            self.finish(stream, Some(Errno::ECANCELED));
        }
    }
}

/// The number of a group of the family.
fn number_of(schema: &'static FamilySchema, group: &str) -> Option<u32> {
    let position = schema.groups.iter().position(|g| g.name == group)?;
    Some(FIRST_GROUP + u32::try_from(position).ok()?)
}

/// An id that is another one at each start, as after each load of a module: who has the old one
/// finds out.
fn family_id() -> u16 {
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let step = now.subsec_micros().wrapping_add(std::process::id()) % FAMILIES.1;
    FAMILIES.0 + u16::try_from(step).unwrap_or(0)
}

impl Outbox {
    fn is_empty(&self) -> bool {
        self.queue.is_empty() && !self.overrun
    }

    fn flush(&mut self, socket: &Socket) -> io::Result<()> {
        while let Some(datagram) = self.queue.front() {
            socket.send_to(self.port, datagram)?;
            self.queue.pop_front();
        }
        if self.overrun {
            let lost = MessageHeader { len: 16, kind: kind::OVERRUN, ..Default::default() };
            socket.send_to(self.port, &lost.emit())?;
            trace::sent(Control::SCHEMA, &lost.emit());
            self.overrun = false;
        }
        Ok(())
    }
}
