//! Several datagrams in one system call.

use std::io;
use std::ops::Range;
use std::os::fd::AsFd;
use std::time::Duration;

use super::sys::{self, Control, MANY};
use super::{Ancillary, Datagram, Socket, again_if_interrupted, timed_out};

/// The room for each of them, bytes: 64 KiB, and an odd number of cache lines, so that the beginnings of
/// all slots do not fall into the same few lines of the caches.
const SLOT: usize = 64 * 1024 + 17 * LINE;
/// A line of the caches, bytes.
const LINE: usize = 64;

/// Datagrams that were received at once, to be looked at one after another.
#[derive(Debug)]
pub(crate) struct Intake {
    memory: Vec<u8>,
    /// Where the first slot begins: with a line of the caches.
    first: usize,
    /// The room for one datagram, bytes.
    slot: usize,
    received: [Datagram; MANY],
    /// What the kernel says beside.
    controls: Vec<Control>,
    /// Those that were not looked at yet.
    unseen: Range<usize>,
    /// How many were received.
    count: usize,
    /// Whether nothing was left in the socket then.
    emptied: bool,
}

impl Intake {
    /// Pages that nothing is received into stay untouched.
    #[inline]
    pub(crate) fn new() -> Self {
        let nothing = Datagram { length: 0, sender: 0, ancillary: Ancillary::default() };
        let memory = vec![0; MANY * SLOT + LINE];
        Self {
            first: first(&memory),
            memory,
            slot: SLOT,
            received: [nothing; MANY],
            controls: vec![[0; 8]; MANY],
            unseen: 0..0,
            count: 0,
            emptied: false,
        }
    }

    /// All of the memory, of which [`Intake::next`] gives parts.
    #[inline]
    pub(crate) fn memory(&self) -> &[u8] {
        &self.memory
    }

    /// Forgets what was received.
    #[inline]
    pub(crate) fn clear(&mut self) {
        self.unseen = 0..0;
    }

    /// Makes room for datagrams of that length.
    #[inline]
    pub(crate) fn grow(&mut self, length: usize) {
        self.slot = self.slot.max(length);
        self.memory.resize(self.memory.len().max(self.slot + LINE), 0);
        self.first = first(&self.memory);
    }

    /// How long the room for one datagram is, bytes.
    #[inline]
    pub(crate) fn room(&self) -> usize {
        self.slot
    }

    /// How many datagrams were received since this was asked last, and whether that left nothing in
    /// the socket.
    #[inline]
    pub(crate) fn taken(&mut self) -> (usize, bool) {
        (std::mem::take(&mut self.count), self.emptied)
    }

    #[inline]
    fn next(&mut self) -> Option<(Datagram, Range<usize>)> {
        let position = self.unseen.next()?;
        let datagram = *self.received.get(position)?;
        let start = self.first + position * self.slot;
        Some((datagram, start..start + datagram.length.min(self.slot)))
    }
}

/// Where the first line of the caches begins.
fn first(memory: &[u8]) -> usize {
    memory.as_ptr().align_offset(LINE)
}

impl Socket {
    /// The next datagram of the peer that was received already, and where it lies in the memory.
    #[inline]
    pub(crate) fn next_of(&self, intake: &mut Intake) -> Option<(Datagram, Range<usize>)> {
        loop {
            let (datagram, place) = intake.next()?;
            if self.wants(datagram.sender) {
                return Some((datagram, place));
            }
            self.pass_over();
        }
    }

    /// Receives as many datagrams as there are, and as there is room for; waits for the first that
    /// long, for ever with `None`. `ErrorKind::WouldBlock` where none came.
    #[inline]
    pub(crate) fn fill(&mut self, intake: &mut Intake, time: Option<Duration>) -> io::Result<()> {
        if time.is_none() {
            self.limit(None)?;
            return self.receive_into(intake, 0);
        }
        match self.try_fill(intake) {
            Err(error) if timed_out(&error) => {
                self.readable(time)?;
                self.try_fill(intake)
            }
            filled => filled,
        }
    }

    /// The same without waiting.
    #[inline]
    pub(crate) fn try_fill(&self, intake: &mut Intake) -> io::Result<()> {
        self.receive_into(intake, libc::MSG_DONTWAIT)
    }

    #[inline]
    fn receive_into(&self, intake: &mut Intake, flags: i32) -> io::Result<()> {
        let Intake { memory, first, slot, received, controls, unseen, count, emptied } = intake;
        let memory = memory.get_mut(*first..).unwrap_or_default();
        let most = MANY.min(memory.len() / *slot);
        let controls = if self.ancillary { &mut controls[..] } else { &mut [] };
        let result = again_if_interrupted(|| {
            sys::receive_many(self.fd.as_fd(), memory, *slot, received, controls, flags)
        });
        *unseen = 0..*result.as_ref().unwrap_or(&0);
        *count += unseen.len();
        *emptied = result.as_ref().map_or_else(timed_out, |count| *count < most);
        result.map(drop)
    }
}
