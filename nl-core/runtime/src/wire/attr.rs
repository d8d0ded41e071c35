//! Attributes: `struct nlattr` (`linux/netlink.h`) and what follows it.

use super::{DecodeError, DecodeErrorKind, align, native};

/// The payload is attributes (`NLA_F_NESTED`). The kernel's replies may leave it out.
pub const NESTED: u16 = 0x8000;
/// The payload is in network byte order (`NLA_F_NET_BYTEORDER`); may stand beside [`NESTED`].
pub const NET_BYTEORDER: u16 = 0x4000;
/// The bits of an attribute's type that are its number (`NLA_TYPE_MASK`).
pub const TYPE_MASK: u16 = 0x3fff;

/// One attribute: its type, flag bits and all, and its payload without padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attr<'a> {
    /// The type field as it came: number and flag bits.
    pub raw_type: u16,
    /// What the attribute holds.
    pub payload: &'a [u8],
}

impl Attr<'_> {
    /// The attribute's number in its set.
    #[inline]
    pub const fn number(&self) -> u16 {
        self.raw_type & TYPE_MASK
    }
}

/// The attributes of a message or nest, in the order of the wire.
///
/// As an iterator it is fused: after an error there is nothing more.
#[derive(Clone, Debug)]
pub struct Attrs<'a> {
    rest: &'a [u8],
}

impl<'a> Attrs<'a> {
    /// Starts at the first byte of a message's attributes or of a nest's payload.
    #[inline]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What was not looked at yet: it starts with the attribute that comes next.
    #[inline]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next attribute, `None` at the end.
    ///
    /// # Errors
    /// [`DecodeErrorKind::AttributeLength`] where an attribute's length is below that of its header
    /// or beyond the bytes that there are, [`DecodeErrorKind::Leftover`] where 1 to 3 bytes are left.
    /// The error has no path yet, and no offset until [`DecodeError::in_message`] is told where the
    /// bytes lie.
    #[inline]
    pub fn next_attr(&mut self) -> Result<Option<Attr<'a>>, DecodeError> {
        let bytes = self.rest;
        let Some((&[l0, l1, t0, t1], behind)) = bytes.split_first_chunk::<4>() else {
            self.rest = &[];
            return if bytes.is_empty() { Ok(None) } else { Err(leftover(bytes)) };
        };
        let length = usize::from(native::u16([l0, l1]));
        // A length below 4 wraps to one that there never is.
        let Some(payload) = behind.get(..length.wrapping_sub(4)) else {
            self.rest = &[];
            return Err(bad_length(length, bytes));
        };
        self.rest = behind_padded(bytes, length);
        Ok(Some(Attr { raw_type: native::u16([t0, t1]), payload }))
    }

    /// Passes over the attributes that have the same type and length as `bytes` starts with.
    #[inline]
    pub(crate) fn skip_alike(&mut self, bytes: &[u8]) {
        let Some(header @ &[l0, l1, ..]) = bytes.first_chunk::<4>() else {
            return;
        };
        let step = align(usize::from(native::u16([l0, l1]))).max(4);
        while let Some((alike, rest)) = self.rest.split_at_checked(step) {
            if alike.first_chunk() != Some(header) {
                return;
            }
            self.rest = rest;
        }
    }
}

/// What lies behind the first `length` bytes and their padding; the last ones may go without.
#[inline]
pub(super) fn behind_padded(bytes: &[u8], length: usize) -> &[u8] {
    bytes.split_at(align(length).min(bytes.len())).1
}

impl<'a> Iterator for Attrs<'a> {
    type Item = Result<Attr<'a>, DecodeError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.next_attr().transpose()
    }
}

impl std::iter::FusedIterator for Attrs<'_> {}

#[cold]
fn leftover(bytes: &[u8]) -> DecodeError {
    DecodeError::new(DecodeErrorKind::Leftover { bytes: bytes.len() }, bytes)
}

#[cold]
fn bad_length(declared: usize, bytes: &[u8]) -> DecodeError {
    let kind = DecodeErrorKind::AttributeLength { declared, available: bytes.len() };
    DecodeError::new(kind, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_flag_bits_survive_and_the_number_is_clean() {
        let bytes = [8, 0, 5, 0xc0, 1, 2, 3, 4];
        let attr = Attrs::new(&bytes).next().unwrap().unwrap();
        assert_eq!((attr.number(), attr.raw_type), (5, 5 | NESTED | NET_BYTEORDER));
        assert_eq!(attr.payload, [1, 2, 3, 4]);
    }

    #[test]
    fn an_unpadded_last_attribute_is_whole() {
        let bytes = [5, 0, 1, 0, 7];
        let all: Vec<_> = Attrs::new(&bytes).map(|a| a.unwrap().payload).collect();
        assert_eq!(all, [&[7]]);
    }

    #[test]
    fn a_bad_length_gives_one_error_and_then_nothing() {
        for length in [0, 1, 2, 3, 9, 0xff] {
            let bytes = [length, 0, 1, 0, 1, 2, 3, 4];
            let mut attrs = Attrs::new(&bytes);
            assert!(attrs.next().unwrap().is_err(), "length {length}");
            assert!(attrs.next().is_none(), "length {length}");
        }
    }

    #[test]
    fn stray_bytes_behind_the_last_attribute_are_an_error() {
        for stray in 1..4 {
            let mut bytes = vec![4, 0, 1, 0];
            bytes.resize(4 + stray, 0);
            let results: Vec<_> = Attrs::new(&bytes).collect();
            assert_eq!(results.len(), 2);
            assert_eq!(
                results[1].as_ref().unwrap_err().kind(),
                &DecodeErrorKind::Leftover { bytes: stray }
            );
        }
    }

    #[test]
    fn an_odd_address_reads_the_same() {
        let bytes = [0xa5, 8, 0, 1, 0, 1, 2, 3, 4];
        let attr = Attrs::new(&bytes[1..]).next().unwrap().unwrap();
        assert_eq!(attr.payload, [1, 2, 3, 4]);
    }
}
