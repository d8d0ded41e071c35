//! Strings, terminated by a NUL or not. Decoding to `str` takes both, and several NULs at the end, which
//! are those of a buffer that the text did not fill.

use std::ffi::{CStr, CString};

use super::Value;
use crate::schema::{Bounds, Kind};
use crate::wire::{
    DecodeError, DecodeErrorKind, Depth, EncodeError, EncodeErrorKind, Writer, native,
};

impl<'a, 's> Value<'a> for &'s str
where
    'a: 's,
{
    const KIND: Kind = Kind::String;

    #[inline]
    fn size(&self) -> usize {
        self.len() + 1
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        no_nul_within(self)?;
        writer.bytes(self.as_bytes())?;
        writer.put([0])
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
        let text = match payload {
            [.., 0, 0] => without_nuls(payload),
            [text @ .., 0] | text => text,
        };
        match std::str::from_utf8(text) {
            Ok(text) => Ok(text),
            Err(error) => Err(not_utf8(error, payload)),
        }
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        bounds.check_length(self.len())
    }
}

impl<'a> Value<'a> for String {
    const KIND: Kind = Kind::String;

    #[inline]
    fn size(&self) -> usize {
        Value::size(&self.as_str())
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        Value::emit(&self.as_str(), writer)
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        <&str>::decode_payload(payload, depth).map(str::to_owned)
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        bounds.check_length(self.len())
    }
}

impl<'a, 's> Value<'a> for &'s CStr
where
    'a: 's,
{
    const KIND: Kind = Kind::String;

    #[inline]
    fn size(&self) -> usize {
        self.to_bytes_with_nul().len()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        writer.bytes(self.to_bytes_with_nul())
    }

    /// Takes terminated strings alone, since it borrows the NUL; its bytes need not be UTF-8.
    #[inline]
    fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
        match CStr::from_bytes_until_nul(payload) {
            Ok(text) if payload[text.count_bytes()..].iter().all(|byte| *byte == 0) => Ok(text),
            Ok(text) => {
                let kind = DecodeErrorKind::InnerNul { at: text.count_bytes() };
                Err(DecodeError::new(kind, payload))
            }
            Err(_) => Err(DecodeError::new(DecodeErrorKind::Unterminated, payload)),
        }
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        bounds.check_length(self.to_bytes().len())
    }
}

impl<'a> Value<'a> for CString {
    const KIND: Kind = Kind::String;

    #[inline]
    fn size(&self) -> usize {
        Value::size(&self.as_c_str())
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        Value::emit(&self.as_c_str(), writer)
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        <&CStr>::decode_payload(payload, depth).map(CStr::to_owned)
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        Value::check(&self.as_c_str(), bounds)
    }
}

/// A string that goes without its NUL (YNL `unterminated-ok`): `Unterminated<&str>` or
/// `Unterminated<String>`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unterminated<S>(pub S);

impl<'a, S: Value<'a> + AsRef<str>> Value<'a> for Unterminated<S> {
    const KIND: Kind = Kind::Unterminated;

    #[inline]
    fn size(&self) -> usize {
        self.0.as_ref().len()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let text = self.0.as_ref();
        no_nul_within(text)?;
        writer.bytes(text.as_bytes())
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        S::decode_payload(payload, depth).map(Self)
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        self.0.check(bounds)
    }
}

#[inline]
fn no_nul_within(text: &str) -> Result<(), EncodeError> {
    if has_nul(text.as_bytes()) { Err(inner_nul(text)) } else { Ok(()) }
}

/// Whether there is a NUL, several bytes at a time: this is on the way of each string.
#[inline]
fn has_nul(bytes: &[u8]) -> bool {
    // The last chunk overlaps the one before it, unless the length is a multiple of its own.
    match bytes.last_chunk::<16>() {
        Some(last) => any_nul(last) || bytes.as_chunks::<16>().0.iter().any(any_nul),
        None => match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(first), Some(last)) => any_nul(first) || any_nul(last),
            _ => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
                (Some(first), Some(last)) => (nul_of_four(*first) | nul_of_four(*last)) != 0,
                _ => bytes.contains(&0),
            },
        },
    }
}

/// Not 0 where one of these bytes is a NUL: a borrow reaches the highest bit of a byte that had it
/// unset only from 0.
#[inline]
fn nul_of_four(bytes: [u8; 4]) -> u32 {
    let word = native::u32(bytes);
    word.wrapping_sub(0x0101_0101) & !word & 0x8080_8080
}

/// Whether one of these bytes is a NUL.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "without an early end all comparisons are one")]
fn any_nul<const N: usize>(chunk: &[u8; N]) -> bool {
    chunk.iter().fold(false, |found, byte| found | (*byte == 0))
}

#[cold]
fn without_nuls(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    text.get(..end).unwrap_or_default()
}

#[cold]
fn inner_nul(text: &str) -> EncodeError {
    let at = text.bytes().take_while(|byte| *byte != 0).count();
    EncodeError::new(EncodeErrorKind::InnerNul { at })
}

#[cold]
fn not_utf8(error: std::str::Utf8Error, payload: &[u8]) -> DecodeError {
    DecodeError::new(DecodeErrorKind::Utf8 { valid_up_to: error.valid_up_to() }, payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nuls_at_the_end_are_stripped_and_no_others() {
        assert_eq!(<&str>::decode_payload(b"eth0\0", Depth::TOP).unwrap(), "eth0");
        assert_eq!(<&str>::decode_payload(b"eth0", Depth::TOP).unwrap(), "eth0");
        assert_eq!(<&str>::decode_payload(b"eth0\0\0\0", Depth::TOP).unwrap(), "eth0");
        assert_eq!(<&str>::decode_payload(b"e\0th0\0", Depth::TOP).unwrap(), "e\0th0");
        assert_eq!(<&str>::decode_payload(b"\0\0", Depth::TOP).unwrap(), "");
        assert_eq!(<&str>::decode_payload(b"\0", Depth::TOP).unwrap(), "");
        assert_eq!(<&str>::decode_payload(b"", Depth::TOP).unwrap(), "");
    }

    #[test]
    fn what_is_not_utf8_is_an_error_that_says_where() {
        let error = String::decode_payload(b"ab\xff\0", Depth::TOP).unwrap_err();
        assert_eq!(error.kind(), &DecodeErrorKind::Utf8 { valid_up_to: 2 });
    }

    #[test]
    fn a_nul_is_found_wherever_it_is_and_nowhere_else() {
        for length in 0..70 {
            let mut bytes = vec![0xff; length];
            assert!(!has_nul(&bytes), "{length}");
            bytes.fill(1);
            assert!(!has_nul(&bytes), "{length}");
            for at in 0..length {
                bytes[at] = 0;
                assert!(has_nul(&bytes), "{at} of {length}");
                bytes[at] = 0x80;
                assert!(!has_nul(&bytes), "{at} of {length}");
            }
        }
    }

    #[test]
    fn an_inner_nul_is_refused_when_encoding() {
        let mut room = [0; 8];
        let error = Value::emit(&"a\0b", &mut Writer::new(&mut room)).unwrap_err();
        assert_eq!(error.kind(), &EncodeErrorKind::InnerNul { at: 1 });
    }
}
