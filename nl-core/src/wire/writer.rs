//! Lays attributes out in memory that was reserved for them.

use super::{EncodeError, EncodeErrorKind, HEADER_LEN, align, native::Native};

/// A cursor over the bytes reserved for one message.
///
/// What is written is sized first ([`Encode::size`](crate::Encode::size)), so running out of room
/// means that a hand-written `size` and `emit` disagree; that is an error, never a panic.
#[derive(Debug)]
pub struct Writer<'b> {
    buffer: &'b mut [u8],
    at: usize,
}

/// An attribute whose header is written and whose length is not known yet.
#[derive(Debug)]
#[must_use = "an attribute has its length only once `end` was called"]
pub struct Open {
    start: usize,
}

impl<'b> Writer<'b> {
    /// Writes from the first byte of `buffer` on.
    #[inline]
    pub fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, at: 0 }
    }

    /// How many bytes were written.
    #[inline]
    pub fn written(&self) -> usize {
        self.at
    }

    /// Writes an array; its length is known to the compiler, so this is a store.
    #[inline]
    pub fn put<const N: usize>(&mut self, bytes: [u8; N]) -> Result<(), EncodeError> {
        let Some(room) = self.buffer.get_mut(self.at..).and_then(<[u8]>::first_chunk_mut::<N>)
        else {
            return Err(full());
        };
        *room = bytes;
        self.at += N;
        Ok(())
    }

    /// Writes a slice.
    #[inline]
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        let Some(room) = self.buffer.get_mut(self.at..).and_then(|b| b.get_mut(..bytes.len()))
        else {
            return Err(full());
        };
        room.copy_from_slice(bytes);
        self.at += bytes.len();
        Ok(())
    }

    /// Starts an attribute: its payload follows, then [`Writer::end`].
    #[inline]
    pub fn begin(&mut self, raw_type: u16) -> Result<Open, EncodeError> {
        let start = self.at;
        let [low, high] = raw_type.to_native();
        self.put([0, 0, low, high])?;
        Ok(Open { start })
    }

    /// Ends the attribute: sets its length and pads it with zeroes.
    ///
    /// # Errors
    /// [`EncodeErrorKind::TooLong`] where the payload exceeds [`MAX_PAYLOAD`](super::MAX_PAYLOAD).
    #[inline]
    #[expect(clippy::needless_pass_by_value, reason = "what is ended cannot be ended again")]
    pub fn end(&mut self, open: Open) -> Result<(), EncodeError> {
        let length = self.at - open.start;
        let Ok(field) = u16::try_from(length) else {
            return Err(too_long(length));
        };
        if let Some(room) = self.buffer.get_mut(open.start..).and_then(<[u8]>::first_chunk_mut::<2>)
        {
            *room = field.to_native();
        }
        let padded = open.start + align(length);
        let Some(padding) = self.buffer.get_mut(self.at..padded) else {
            return Err(full());
        };
        for byte in padding {
            *byte = 0;
        }
        self.at = padded;
        Ok(())
    }

    /// Sets the length field of the message that starts at `start`, once all of it is written.
    pub(crate) fn end_message(&mut self, start: usize) -> Result<(), EncodeError> {
        let length = self.at - start;
        let Some(room) = self.buffer.get_mut(start..start + HEADER_LEN) else {
            return Err(full());
        };
        let Ok(field) = u32::try_from(length) else {
            return Err(too_long(length));
        };
        room[..4].copy_from_slice(&field.to_native());
        Ok(())
    }
}

#[cold]
fn full() -> EncodeError {
    EncodeError::new(EncodeErrorKind::SizeMismatch)
}

#[cold]
fn too_long(length: usize) -> EncodeError {
    EncodeError::new(EncodeErrorKind::TooLong { length: length - 4 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_zeroed_in_a_dirty_buffer() {
        let mut buffer = [0xa5; 8];
        let mut writer = Writer::new(&mut buffer);
        let open = writer.begin(3).unwrap();
        writer.put([1]).unwrap();
        writer.end(open).unwrap();
        assert_eq!(writer.written(), 8);
        assert_eq!(buffer, [5, 0, 3, 0, 1, 0, 0, 0]);
    }

    #[test]
    fn the_largest_attribute_fits_and_one_byte_more_does_not() {
        for (length, good) in
            [(super::super::MAX_PAYLOAD, true), (super::super::MAX_PAYLOAD + 1, false)]
        {
            let mut buffer = vec![0xa5; align(length + 4)];
            let mut writer = Writer::new(&mut buffer);
            let open = writer.begin(1).unwrap();
            writer.bytes(&vec![7; length]).unwrap();
            assert_eq!(writer.end(open).is_ok(), good, "{length}");
        }
    }

    #[test]
    fn too_little_room_is_an_error_and_no_panic() {
        for room in 0..8 {
            let mut buffer = vec![0xa5; room];
            let mut writer = Writer::new(&mut buffer);
            let written =
                writer.begin(1).and_then(|open| writer.put([1, 2]).and_then(|()| writer.end(open)));
            assert!(written.is_err(), "{room}");
        }
    }
}
