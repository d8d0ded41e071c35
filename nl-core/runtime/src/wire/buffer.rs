//! A reusable buffer of whole messages, ready to send.

use super::writer::mismatch;
use super::{EncodeError, GenlHeader, HEADER_LEN, MessageHeader, Writer, align};
use crate::Encode;

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
        let size = super::ATTRS_AT + attributes.size();
        self.push_with(header, size, |writer| {
            writer.put(genl.emit())?;
            attributes.emit(writer)
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
        let len = u32::try_from(size).map_err(|_| mismatch())?;
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
        writer.put(MessageHeader { len, ..header }.emit())?;
        write(&mut writer)?;
        if !writer.is_full() {
            return Err(mismatch());
        }
        self.len = end;
        Ok(())
    }

    /// Changes type and sequence number of the message that starts at `at`.
    pub(crate) fn address(&mut self, at: usize, kind: u16, seq: u32) {
        let message = self.memory.get_mut(at..self.len).unwrap_or_default();
        if let Some(header) = message.first_chunk_mut::<HEADER_LEN>() {
            *header = MessageHeader { kind, seq, ..MessageHeader::parse(header) }.emit();
        }
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
