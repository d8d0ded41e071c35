//! Nests whose elements' numbers are data (YNL `nest-type-value`).

use std::fmt;

use super::{Value, kind_of};
use crate::schema::Kind;
use crate::wire::{
    Attrs, DecodeError, Depth, EncodeError, EncodeErrorKind, NESTED, TYPE_MASK, Writer, align,
};

/// A nest whose elements are attributes of one type, and whose numbers mean something: in the
/// controller's policy dumps, which policy and which attribute.
///
/// Elements can be [`Keyed`] themselves. It is written from a slice of pairs and read lazily.
pub struct Keyed<'a, T> {
    source: Source<'a, T>,
}

enum Source<'a, T> {
    Items(&'a [(u16, T)]),
    Bytes(&'a [u8], Depth),
}

// Its elements are borrowed, and need not be copied for it.
impl<T> Clone for Source<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<'_, T> {}

impl<T> Clone for Keyed<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Keyed<'_, T> {}

/// The same as [`Keyed`], owned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct KeyedArray<T>(pub Vec<(u16, T)>);

impl<'a, T> Keyed<'a, T> {
    /// These elements under their numbers, to be written.
    pub const fn new(items: &'a [(u16, T)]) -> Self {
        Self { source: Source::Items(items) }
    }
}

impl<'a, T: Value<'a> + Clone> Keyed<'a, T> {
    /// The elements with their numbers. A bad one is an error in its place, and ends them.
    #[inline]
    pub fn iter(&self) -> KeyedIter<'a, T> {
        let (items, bytes, depth): (&[(u16, T)], &[u8], _) = match self.source {
            Source::Items(items) => (items, &[], Depth::TOP),
            Source::Bytes(bytes, depth) => (&[], bytes, depth),
        };
        KeyedIter { items: items.iter(), attrs: Attrs::new(bytes), depth, index: 0 }
    }
}

/// The elements of a [`Keyed`].
#[derive(Clone, Debug)]
pub struct KeyedIter<'a, T> {
    items: std::slice::Iter<'a, (u16, T)>,
    attrs: Attrs<'a>,
    depth: Depth,
    index: usize,
}

impl<'a, T: Value<'a> + Clone> Iterator for KeyedIter<'a, T> {
    type Item = Result<(u16, T), DecodeError>;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "measured: a call takes a fifth of a small element")]
    fn next(&mut self) -> Option<Self::Item> {
        if let Some(item) = self.items.next() {
            return Some(Ok(item.clone()));
        }
        let element = match self.attrs.next_attr() {
            Ok(None) => return None,
            Ok(Some(attr)) => {
                T::decode_payload(attr.payload, self.depth).map(|item| (attr.number(), item))
            }
            Err(error) => Err(error),
        };
        match element {
            Ok(item) => {
                self.index += 1;
                Some(Ok(item))
            }
            Err(error) => {
                self.attrs = Attrs::new(&[]);
                Some(Err(error.at_index(self.index)))
            }
        }
    }
}

impl<'a, T: Value<'a> + Clone> std::iter::FusedIterator for KeyedIter<'a, T> {}

impl<'a, T: Value<'a> + Clone> IntoIterator for &Keyed<'a, T> {
    type Item = Result<(u16, T), DecodeError>;
    type IntoIter = KeyedIter<'a, T>;

    fn into_iter(self) -> KeyedIter<'a, T> {
        self.iter()
    }
}

impl<'a, 's, T> Value<'a> for Keyed<'s, T>
where
    'a: 's,
    T: Value<'a>,
{
    const KIND: Kind = Kind::Keyed(kind_of::<'a, T>);

    #[inline]
    fn size(&self) -> usize {
        match self.source {
            Source::Items(items) => size(items),
            Source::Bytes(bytes, _) => bytes.len(),
        }
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        match self.source {
            Source::Items(items) => emit(items, writer),
            Source::Bytes(bytes, _) => writer.bytes(bytes),
        }
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        Ok(Self { source: Source::Bytes(payload, depth.deeper(payload)?) })
    }
}

impl<'a, T: Value<'a>> Value<'a> for KeyedArray<T> {
    const KIND: Kind = Kind::Keyed(kind_of::<'a, T>);

    #[inline]
    fn size(&self) -> usize {
        size(&self.0)
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        emit(&self.0, writer)
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        let depth = depth.deeper(payload)?;
        let mut items = Vec::new();
        let mut attrs = Attrs::new(payload);
        while let Some(attr) = attrs.next_attr().map_err(|e| e.at_index(items.len()))? {
            let item =
                T::decode_payload(attr.payload, depth).map_err(|e| e.at_index(items.len()))?;
            items.push((attr.number(), item));
        }
        Ok(Self(items))
    }
}

impl<'a, 's, T> crate::Element<'a> for Keyed<'s, T>
where
    'a: 's,
    T: Value<'a>,
{
}
impl<'a, T: Value<'a>> crate::Element<'a> for KeyedArray<T> {}

fn size<'a, T: Value<'a>>(items: &[(u16, T)]) -> usize {
    items.iter().map(|(_, item)| 4 + align(item.size())).sum()
}

fn emit<'a, T: Value<'a>>(items: &[(u16, T)], writer: &mut Writer<'_>) -> Result<(), EncodeError> {
    let flag = if T::KIND.is_nested() { NESTED } else { 0 };
    for (index, (number, item)) in items.iter().enumerate() {
        if *number & !TYPE_MASK != 0 {
            let (value, mask) = (u64::from(*number), u64::from(TYPE_MASK));
            return Err(
                EncodeError::new(EncodeErrorKind::MaskBound { value, mask }).at_index(index)
            );
        }
        let written = writer.attribute(number | flag, item.size(), |writer| item.emit(writer));
        written.map_err(|error| error.at_index(index))?;
    }
    Ok(())
}

impl<'a, T: Value<'a> + Clone + fmt::Debug> fmt::Debug for Keyed<'a, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for item in self {
            match item {
                Ok((number, item)) => map.entry(&number, &item),
                Err(error) => map.entry(&"error", &error),
            };
        }
        map.finish()
    }
}

impl<'a, T: Value<'a> + Clone + PartialEq> PartialEq for Keyed<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}
