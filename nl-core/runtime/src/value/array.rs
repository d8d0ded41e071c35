//! Arrays whose elements are attributes, owned.

use super::{Value, kind_of, list};
use crate::schema::Kind;
use crate::wire::{Attrs, DecodeError, Depth, EncodeError, Writer};

/// A nest whose elements are numbered attributes of one type (YNL `indexed-array`), owned. Numbers
/// start at `FIRST` when it is written, and are not looked at when it is read.
///
/// [`List`](super::List) is the same without an allocation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Array<T, const FIRST: u16 = 0>(pub Vec<T>);

impl<'a, T: Value<'a>, const FIRST: u16> Value<'a> for Array<T, FIRST> {
    const KIND: Kind = Kind::Array(kind_of::<'a, T>);

    #[inline]
    fn size(&self) -> usize {
        list::size(&self.0)
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        list::emit(&self.0, FIRST, writer)
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        let depth = depth.deeper(payload)?;
        let mut items = Vec::with_capacity(list::likely_count::<T>(payload));
        let mut attrs = Attrs::new(payload);
        while let Some(attr) = attrs.next_attr().map_err(|e| e.at_index(items.len()))? {
            let item =
                T::decode_payload(attr.payload, depth).map_err(|e| e.at_index(items.len()))?;
            items.push(item);
        }
        Ok(Self(items))
    }
}

impl<'a, T: Value<'a>, const FIRST: u16> crate::Element<'a> for Array<T, FIRST> {}
