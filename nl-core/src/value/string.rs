//! NUL-terminated UTF-8 strings. Decoding takes an unterminated one as well and strips one NUL.

use super::Value;
use crate::schema::{Bounds, Kind};
use crate::wire::{DecodeError, DecodeErrorKind, EncodeError, EncodeErrorKind, Writer};

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
        if let Some(at) = self.bytes().position(|byte| byte == 0) {
            return Err(EncodeError::new(EncodeErrorKind::InnerNul { at }));
        }
        writer.bytes(self.as_bytes())?;
        writer.put([0])
    }

    #[inline]
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        match std::str::from_utf8(payload.strip_suffix(&[0]).unwrap_or(payload)) {
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
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        <&str>::decode(payload).map(str::to_owned)
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        bounds.check_length(self.len())
    }
}

#[cold]
fn not_utf8(error: std::str::Utf8Error, payload: &[u8]) -> DecodeError {
    DecodeError::new(DecodeErrorKind::Utf8 { valid_up_to: error.valid_up_to() }, payload)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_nul_at_most_is_stripped() {
        assert_eq!(<&str>::decode(b"eth0\0").unwrap(), "eth0");
        assert_eq!(<&str>::decode(b"eth0").unwrap(), "eth0");
        assert_eq!(<&str>::decode(b"eth0\0\0").unwrap(), "eth0\0");
        assert_eq!(<&str>::decode(b"\0").unwrap(), "");
        assert_eq!(<&str>::decode(b"").unwrap(), "");
    }

    #[test]
    fn what_is_not_utf8_is_an_error_that_says_where() {
        let error = String::decode(b"ab\xff\0").unwrap_err();
        assert_eq!(error.kind(), &DecodeErrorKind::Utf8 { valid_up_to: 2 });
    }

    #[test]
    fn an_inner_nul_is_refused_when_encoding() {
        let mut room = [0; 8];
        let error = Value::emit(&"a\0b", &mut Writer::new(&mut room)).unwrap_err();
        assert_eq!(error.kind(), &EncodeErrorKind::InnerNul { at: 1 });
    }
}
