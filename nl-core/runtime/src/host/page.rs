//! One datagram of a dump.

use std::fmt;
use std::marker::PhantomData;

use super::Refusal;
use crate::wire::{Buffer, GenlHeader, MessageHeader, flags};
use crate::{Dump, Encode, Errno};

/// The most that a page holds unless one item needs more, bytes: `NLMSG_GOODSIZE` with pages of
/// 4 KiB, what the kernel fills first.
const PAGE: usize = 3776;

/// How far a dump has come.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Progress {
    /// The handler's own position; 0 at the start.
    pub(super) cursor: u64,
    /// The generation that the dump has seen last.
    generation: Option<u64>,
    /// It changed, and no message says so yet.
    interrupted: bool,
}

impl Progress {
    /// The flag that the next message bears where what is listed has changed.
    pub(super) fn take_flag(&mut self) -> u16 {
        if std::mem::take(&mut self.interrupted) { flags::DUMP_INTR } else { 0 }
    }
}

/// One datagram of a dump of any type.
#[derive(Debug)]
pub struct RawPage<'p> {
    pub(super) buffer: &'p mut Buffer,
    pub(super) progress: &'p mut Progress,
    pub(super) header: MessageHeader,
    pub(super) genl: GenlHeader,
    pub(super) full: bool,
}

impl RawPage<'_> {
    fn push<E: Encode>(&mut self, item: &E, next: u64) -> Result<bool, Refusal> {
        let size = crate::wire::ATTRS_AT + item.size();
        if !self.buffer.is_empty() && self.buffer.len() + size > PAGE {
            self.full = true;
            return Ok(false);
        }
        let mut header = self.header;
        header.flags |= flags::MULTI | self.progress.take_flag();
        let pushed = self.buffer.push(header, self.genl, item);
        pushed.map_err(|_| Refusal::new(Errno::EMSGSIZE))?;
        self.progress.cursor = next;
        Ok(true)
    }
}

/// One datagram of a dump, for the handler to fill.
///
/// The handler is called once for each, and resumes where [`Page::cursor`] says. When it returns
/// without having met a full page, the dump is done.
pub struct Page<'p, R> {
    raw: &'p mut dyn Fill,
    request: PhantomData<fn() -> R>,
}

/// What of a page does not depend on the item's type.
trait Fill {
    fn progress(&mut self) -> &mut Progress;
    fn raw(&mut self) -> RawPage<'_>;
    fn set_full(&mut self, full: bool);
}

impl Fill for RawPage<'_> {
    fn progress(&mut self) -> &mut Progress {
        self.progress
    }

    fn raw(&mut self) -> RawPage<'_> {
        RawPage {
            buffer: self.buffer,
            progress: self.progress,
            header: self.header,
            genl: self.genl,
            full: self.full,
        }
    }

    fn set_full(&mut self, full: bool) {
        self.full = full;
    }
}

impl<'p, R: Dump> Page<'p, R> {
    /// A page for items of one type.
    #[doc(hidden)]
    pub fn new<'r: 'p>(raw: &'p mut RawPage<'r>) -> Self {
        Self { raw, request: PhantomData }
    }

    /// Where to resume: 0 at first, then what the last [`Page::push`] said.
    pub fn cursor(&mut self) -> u64 {
        self.raw.progress().cursor
    }

    /// Says which generation of its objects the handler lists. Where it changes between two pages,
    /// the dump is marked as interrupted. Generations start at 1 in the kernel, where 0 means none.
    pub fn generation(&mut self, generation: u64) {
        let progress = self.raw.progress();
        progress.interrupted |= progress.generation.is_some_and(|last| last != generation);
        progress.generation = Some(generation);
    }

    /// Adds an item, behind which the dump resumes at `next`. `false` where the page is full: the
    /// handler returns, and is called again for the next one.
    ///
    /// # Errors
    /// `EMSGSIZE` for an item that does not encode.
    pub fn push(&mut self, item: &R::Item<'_>, next: u64) -> Result<bool, Refusal>
    where
        for<'i> R::Item<'i>: Encode,
    {
        let mut raw = self.raw.raw();
        let pushed = raw.push(item, next);
        let full = raw.full;
        self.raw.set_full(full);
        pushed
    }
}

impl<R> fmt::Debug for Page<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").finish_non_exhaustive()
    }
}
