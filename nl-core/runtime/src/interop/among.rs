//! A set as attributes among others, without its message.

use crate::Encode;
use crate::wire::{EncodeError, EncodeErrorKind, Writer};

/// So many bytes need no allocation.
const SMALL: usize = 1024;

/// Lends so many bytes, all of them 0.
pub(super) fn lend<T>(size: usize, borrow: impl FnOnce(&mut [u8]) -> T) -> T {
    match [0; SMALL].get_mut(..size) {
        Some(bytes) => borrow(bytes),
        None => borrow(&mut vec![0; size]),
    }
}

/// Lends the encoded attributes of a set, which has nothing before them.
pub(super) fn attributes<E: Encode, T>(
    set: &E,
    borrow: impl FnOnce(&[u8]) -> T,
) -> Result<T, EncodeError> {
    without_header::<E>()?;
    encoded(set, borrow)
}

/// Lends an encoded set.
pub(super) fn encoded<E: Encode, T>(
    set: &E,
    borrow: impl FnOnce(&[u8]) -> T,
) -> Result<T, EncodeError> {
    lend(set.size(), |bytes| {
        let mut writer = Writer::new(bytes);
        set.emit(&mut writer)?;
        let written = writer.written();
        Ok(borrow(bytes.get(..written).unwrap_or_default()))
    })
}

/// A family's header is no attribute, so a set that has one is more than its attributes.
pub(super) fn without_header<E: Encode>() -> Result<(), EncodeError> {
    match E::SCHEMA.header {
        0 => Ok(()),
        length => Err(EncodeError::new(EncodeErrorKind::Header { length }).in_set(E::SCHEMA)),
    }
}
