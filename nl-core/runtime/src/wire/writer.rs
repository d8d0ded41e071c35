//! Lays attributes out in memory that was reserved for them.

use super::{EncodeError, EncodeErrorKind, MAX_PAYLOAD, align, native::Native};

/// A cursor over the bytes reserved for one message, or for one attribute's payload.
///
/// What is written is sized first ([`Encode::size`](crate::Encode::size)), so lengths are known
/// before what they count, and room that does not fit means that a hand-written `size` and `emit`
/// disagree: an error, never a panic.
#[derive(Debug)]
pub struct Writer<'b> {
    room: &'b mut [u8],
    reserved: usize,
}

impl<'b> Writer<'b> {
    /// Writes from the first byte of `buffer` on.
    #[inline]
    pub fn new(buffer: &'b mut [u8]) -> Self {
        Self { reserved: buffer.len(), room: buffer }
    }

    /// How many bytes were written.
    #[inline]
    pub fn written(&self) -> usize {
        self.reserved - self.room.len()
    }

    /// Whether the room was filled to its last byte.
    #[inline]
    pub(crate) fn is_full(&self) -> bool {
        self.room.is_empty()
    }

    /// Writes an array; its length is known to the compiler, so this is a store.
    ///
    /// # Errors
    /// [`EncodeErrorKind::SizeMismatch`] where there is less room.
    #[inline]
    pub fn put<const N: usize>(&mut self, bytes: [u8; N]) -> Result<(), EncodeError> {
        *self.take(N)?.first_chunk_mut::<N>().ok_or_else(mismatch)? = bytes;
        Ok(())
    }

    /// Writes a slice.
    ///
    /// # Errors
    /// [`EncodeErrorKind::SizeMismatch`] where there is less room.
    #[inline]
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        self.take(bytes.len())?.copy_from_slice(bytes);
        Ok(())
    }

    /// The next so many bytes of the room; without them it stays as it is.
    #[inline]
    pub(crate) fn take(&mut self, length: usize) -> Result<&'b mut [u8], EncodeError> {
        if length > self.room.len() {
            return Err(mismatch());
        }
        let (place, room) = std::mem::take(&mut self.room).split_at_mut(length);
        self.room = room;
        Ok(place)
    }

    /// Writes an attribute: its header, `size` bytes of payload by `write`, and zeroes to pad it.
    ///
    /// # Errors
    /// [`EncodeErrorKind::TooLong`] where the payload exceeds [`MAX_PAYLOAD`], and
    /// [`EncodeErrorKind::SizeMismatch`] where `write` wrote another number of bytes.
    #[inline]
    pub fn attribute(
        &mut self,
        raw_type: u16,
        size: usize,
        write: impl FnOnce(&mut Writer<'_>) -> Result<(), EncodeError>,
    ) -> Result<(), EncodeError> {
        if size > MAX_PAYLOAD {
            return Err(too_long(size));
        }
        let place = self.take(4 + align(size))?;
        // The padding lies in the last 4 bytes; what of them is not padding is written over.
        if let Some(last) = place.last_chunk_mut::<4>() {
            *last = [0; 4];
        }
        #[expect(clippy::cast_possible_truncation, reason = "compared with MAX_PAYLOAD above")]
        let ([l0, l1], [t0, t1]) = ((size as u16 + 4).to_native(), raw_type.to_native());
        let Some((header, rest)) = place.split_first_chunk_mut::<4>() else {
            return Err(mismatch());
        };
        *header = [l0, l1, t0, t1];
        let Some((payload, _)) = rest.split_at_mut_checked(size) else {
            return Err(mismatch());
        };
        let mut payload = Writer::new(payload);
        write(&mut payload)?;
        if payload.is_full() { Ok(()) } else { Err(mismatch()) }
    }
}

#[cold]
pub(super) fn mismatch() -> EncodeError {
    EncodeError::new(EncodeErrorKind::SizeMismatch)
}

#[cold]
fn too_long(length: usize) -> EncodeError {
    EncodeError::new(EncodeErrorKind::TooLong { length })
}

/// Why attributes of that length, which `write` lays out, are too long to be a nest: one of them may
/// be already, and the error names that one then.
#[cold]
pub(crate) fn nest_too_long(
    length: usize,
    write: impl FnOnce(&mut Writer<'_>) -> Result<(), EncodeError>,
) -> EncodeError {
    let mut room = vec![0; length];
    write(&mut Writer::new(&mut room)).err().unwrap_or_else(|| too_long(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_is_zeroed_in_a_dirty_buffer() {
        for (payload, expected) in [
            (&[][..], &[4, 0, 3, 0][..]),
            (&[1], &[5, 0, 3, 0, 1, 0, 0, 0]),
            (&[1, 2, 3], &[7, 0, 3, 0, 1, 2, 3, 0]),
            (&[1, 2, 3, 4], &[8, 0, 3, 0, 1, 2, 3, 4]),
        ] {
            let mut buffer = [0xa5; 8];
            let mut writer = Writer::new(&mut buffer);
            writer.attribute(3, payload.len(), |writer| writer.bytes(payload)).unwrap();
            assert_eq!(writer.written(), expected.len());
            assert_eq!(buffer[..expected.len()], *expected);
        }
    }

    #[test]
    fn the_largest_attribute_fits_and_one_byte_more_does_not() {
        for (length, good) in [(MAX_PAYLOAD, true), (MAX_PAYLOAD + 1, false)] {
            let mut buffer = vec![0xa5; align(length + 4)];
            let mut writer = Writer::new(&mut buffer);
            let written = writer.attribute(1, length, |writer| writer.bytes(&vec![7; length]));
            assert_eq!(written.is_ok(), good, "{length}");
        }
    }

    #[test]
    fn too_little_room_is_an_error_and_no_panic() {
        for room in 0..8 {
            let mut buffer = vec![0xa5; room];
            let mut writer = Writer::new(&mut buffer);
            assert!(writer.attribute(1, 2, |writer| writer.put([1, 2])).is_err(), "{room}");
        }
    }

    #[test]
    fn a_payload_of_another_size_than_promised_is_an_error() {
        for size in [0, 1, 3, 5] {
            let mut buffer = [0xa5; 16];
            let mut writer = Writer::new(&mut buffer);
            let error = writer.attribute(1, size, |writer| writer.put([1, 2])).unwrap_err();
            assert_eq!(error.kind(), &EncodeErrorKind::SizeMismatch, "{size}");
        }
    }
}
