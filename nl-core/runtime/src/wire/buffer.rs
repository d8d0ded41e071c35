//! A reusable buffer of whole messages, ready to send.

use super::writer::mismatch;
use super::{ATTRS_AT, EncodeError, GenlHeader, HEADER_LEN, MessageHeader, Writer, align};
use crate::{Encode, MessageSet};

/// Whole messages one behind another, in memory that is kept from use to use.
///
/// The memory only grows, and is not cleared in between: encoding into a buffer that was used
/// before allocates nothing.
///
/// ```
/// use nl_core::wire::{Buffer, GenlHeader, MessageHeader, Messages, flags};
/// use nl_core::{Attributes, Decode};
///
/// #[derive(Attributes)]
/// struct Ask {
///     #[nl(1)]
///     number: u32,
/// }
/// let (family, mut buffer) = (0x1c, Buffer::new());
/// for seq in 1..=2 {
///     let flags = flags::REQUEST | flags::ACK;
///     let header = MessageHeader { kind: family, flags, seq, ..MessageHeader::default() };
///     let genl = GenlHeader { command: 1, version: 1, ..GenlHeader::default() };
///     buffer.push(header, genl, &Ask { number: 10 * seq }).unwrap();
/// }
/// for message in Messages::new(buffer.as_bytes()) {
///     let message = message.unwrap();
///     let (genl, attributes) = message.genl().unwrap();
///     let ask = Ask::decode(attributes).unwrap();
///     assert_eq!((genl.command, ask.number), (1, 10 * message.header.seq));
/// }
/// ```
#[derive(Clone, Debug, Default)]
pub struct Buffer {
    memory: Vec<u8>,
    len: usize,
}

impl Buffer {
    /// An empty buffer; its memory comes with the first message.
    pub const fn new() -> Self {
        Self { memory: Vec::new(), len: 0 }
    }

    /// The messages, as they go into one datagram.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.memory.get(..self.len).unwrap_or_default()
    }

    /// Forgets the messages and keeps the memory.
    #[inline]
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// Bytes of all messages.
    #[inline]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no message.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Appends a generic netlink message; `header.len` is computed here.
    ///
    /// # Errors
    /// What [`Encode::emit`] says; the buffer is then as it was.
    #[inline]
    pub fn push<E: Encode + ?Sized>(
        &mut self,
        header: MessageHeader,
        genl: GenlHeader,
        attributes: &E,
    ) -> Result<(), EncodeError> {
        let size = ATTRS_AT + attributes.size();
        let header = MessageHeader { len: length(size)?, ..header };
        self.append(size, |writer| {
            writer.put(headers(header, genl))?;
            attributes.emit(writer)
        })
    }

    /// Appends a message of those that an enum tells apart by command; `header.len` is computed here.
    ///
    /// # Errors
    /// As of [`Buffer::push`].
    pub fn push_message<'m, M: MessageSet<'m>>(
        &mut self,
        header: MessageHeader,
        version: u8,
        message: &M,
    ) -> Result<(), EncodeError> {
        let genl = GenlHeader { command: message.command(), version, reserved: 0 };
        self.push_with(header, ATTRS_AT + message.size(), |writer| {
            writer.put(genl.emit())?;
            message.emit(writer)
        })
    }

    /// Appends a message of `size` bytes, header included, whose payload `write` lays out.
    ///
    /// # Errors
    /// What `write` says, and [`EncodeErrorKind::SizeMismatch`](super::EncodeErrorKind::SizeMismatch)
    /// where it wrote another number of bytes; the buffer is then as it was.
    #[inline]
    pub fn push_with(
        &mut self,
        header: MessageHeader,
        size: usize,
        write: impl FnOnce(&mut Writer<'_>) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        let header = MessageHeader { len: length(size)?, ..header };
        self.append(size, |writer| {
            writer.put(header.emit())?;
            write(writer)
        })
    }

    /// Appends `size` bytes, which `write` lays out, headers and all.
    #[inline]
    fn append(
        &mut self,
        size: usize,
        write: impl FnOnce(&mut Writer<'_>) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        let (written, start) = (self.len, align(self.len));
        let end = start + size;
        if written < start {
            self.pad(written, start);
        }
        let room = match self.memory.get_mut(start..end) {
            Some(room) => room,
            None => self.grow(end).get_mut(start..end).ok_or_else(mismatch)?,
        };
        let mut writer = Writer::new(room);
        write(&mut writer)?;
        if !writer.is_full() {
            return Err(mismatch());
        }
        self.len = end;
        Ok(())
    }

    /// Holds that generic netlink message alone; else as [`Buffer::push`]. After an error it is empty.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "measured: it is a part of what each request costs")]
    pub(crate) fn hold<E: Encode>(
        &mut self,
        header: MessageHeader,
        genl: GenlHeader,
        attributes: &E,
    ) -> Result<(), EncodeError> {
        let size = ATTRS_AT + attributes.size();
        let header = MessageHeader { len: length(size)?, ..header };
        if self.memory.len() < size {
            self.grow(size);
        }
        self.len = 0;
        let mut writer = Writer::new(self.memory.get_mut(..size).ok_or_else(mismatch)?);
        writer.put(headers(header, genl))?;
        attributes.emit(&mut writer)?;
        if !writer.is_full() {
            return Err(mismatch());
        }
        self.len = size;
        Ok(())
    }

    /// Changes type and sequence number of the message that starts at `at`; and what lies there, from
    /// its first byte on.
    #[inline]
    pub(crate) fn address(&mut self, at: usize, kind: u16, seq: u32) -> Option<&[u8]> {
        let message = self.memory.get_mut(at..self.len)?;
        let header = message.first_chunk_mut::<HEADER_LEN>()?;
        *header = MessageHeader { kind, seq, ..MessageHeader::parse(header) }.emit();
        Some(message)
    }

    /// What lies between two messages is sent as well.
    #[cold]
    fn pad(&mut self, written: usize, start: usize) {
        if self.memory.len() < start {
            self.grow(start);
        }
        self.memory.get_mut(written..start).unwrap_or_default().fill(0);
    }

    #[cold]
    fn grow(&mut self, end: usize) -> &mut [u8] {
        self.memory.resize(end.next_power_of_two(), 0);
        &mut self.memory
    }
}

/// A message's length, as its header says it.
#[inline]
fn length(size: usize) -> Result<u32, EncodeError> {
    u32::try_from(size).map_err(|_| mismatch())
}

/// Both headers of a message, to be written at once.
#[inline]
fn headers(header: MessageHeader, genl: GenlHeader) -> [u8; ATTRS_AT] {
    let mut bytes = [0; ATTRS_AT];
    let (first, second) = bytes.split_at_mut(HEADER_LEN);
    first.copy_from_slice(&header.emit());
    second.copy_from_slice(&genl.emit());
    bytes
}
