//! A value on the heap, so that a set may hold itself.

use super::Value;
use crate::schema::{Bounds, Kind};
use crate::wire::{DecodeError, Depth, EncodeError, Writer};

impl<'a, T: Value<'a>> Value<'a> for Box<T> {
    const KIND: Kind = T::KIND;
    const SIZE: Option<usize> = T::SIZE;

    #[inline]
    fn size(&self) -> usize {
        T::size(self)
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        T::emit(self, writer)
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        T::decode_payload(payload, depth).map(Self::new)
    }

    #[inline]
    fn check(&self, bounds: &Bounds) -> Result<(), EncodeError> {
        T::check(self, bounds)
    }
}

impl<'a, T: Value<'a>> crate::Element<'a> for Box<T> {}
