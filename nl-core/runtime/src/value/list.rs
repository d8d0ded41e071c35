//! Arrays whose elements are attributes, read without allocating.

use std::fmt;

use super::{Value, kind_of};
use crate::schema::Kind;
use crate::wire::{Attrs, DecodeError, Depth, EncodeError, NESTED, TYPE_MASK, Writer, align};

/// A nest whose elements are numbered attributes of one type (YNL `indexed-array`): nests, such as
/// the operations of a family in the controller's answers, or plain values.
///
/// It is written from a slice, numbered from `FIRST`, and read lazily: each element is decoded as it
/// is asked for, whatever its number.
pub struct List<'a, T, const FIRST: u16 = 0> {
    source: Source<'a, T>,
}

enum Source<'a, T> {
    Items(&'a [T]),
    Bytes(&'a [u8], Depth),
}

// Its elements are borrowed, and need not be copied for it.
impl<T> Clone for Source<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<'_, T> {}

impl<T, const FIRST: u16> Clone for List<'_, T, FIRST> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, const FIRST: u16> Copy for List<'_, T, FIRST> {}

impl<'a, T, const FIRST: u16> List<'a, T, FIRST> {
    /// A list of these elements, to be written.
    pub const fn new(items: &'a [T]) -> Self {
        Self { source: Source::Items(items) }
    }
}

impl<'a, T: Value<'a> + Clone, const FIRST: u16> List<'a, T, FIRST> {
    /// The elements. A bad one is an error in its place, and ends the list.
    #[inline]
    pub fn iter(&self) -> Iter<'a, T> {
        let (items, bytes, depth): (&[T], &[u8], _) = match self.source {
            Source::Items(items) => (items, &[], Depth::TOP),
            Source::Bytes(bytes, depth) => (&[], bytes, depth),
        };
        Iter { items: items.iter(), attrs: Attrs::new(bytes), depth, index: 0 }
    }

    /// The elements as a vector, with one allocation where their sizes are alike.
    ///
    /// # Errors
    /// Of the first element that does not decode.
    pub fn to_vec(&self) -> Result<Vec<T>, DecodeError> {
        self.to_vec_of(|item| item)
    }

    /// What `map` makes of the elements, as a vector.
    ///
    /// # Errors
    /// As [`List::to_vec`].
    #[inline]
    pub fn to_vec_of<U>(&self, mut map: impl FnMut(T) -> U) -> Result<Vec<U>, DecodeError> {
        let mut all = match self.source {
            Source::Items(items) => Vec::with_capacity(items.len()),
            Source::Bytes(bytes, _) => Vec::with_capacity(likely_count::<U>(bytes)),
        };
        for item in self {
            all.push(map(item?));
        }
        Ok(all)
    }
}

/// How many elements there are if all are as long as the first; but no more than fit into a few
/// times the memory of the bytes themselves.
#[inline]
pub(super) fn likely_count<T>(bytes: &[u8]) -> usize {
    let most = 8 * bytes.len() / size_of::<T>().max(1);
    match Attrs::new(bytes).next_attr() {
        Ok(Some(first)) => bytes.len().div_ceil(4 + align(first.payload.len())).min(most),
        Ok(None) | Err(_) => 0,
    }
}

/// The elements of a [`List`].
#[derive(Clone, Debug)]
pub struct Iter<'a, T> {
    items: std::slice::Iter<'a, T>,
    attrs: Attrs<'a>,
    depth: Depth,
    index: usize,
}

impl<'a, T: Value<'a> + Clone> Iterator for Iter<'a, T> {
    type Item = Result<T, DecodeError>;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "measured: a call takes a fifth of a small element")]
    fn next(&mut self) -> Option<Self::Item> {
        let element = match self.attrs.next_attr() {
            Ok(None) => return self.items.next().map(|item| Ok(item.clone())),
            Ok(Some(attr)) => T::decode_payload(attr.payload, self.depth),
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

impl<'a, T: Value<'a> + Clone> std::iter::FusedIterator for Iter<'a, T> {}

impl<'a, T: Value<'a> + Clone, const FIRST: u16> IntoIterator for List<'a, T, FIRST> {
    type Item = Result<T, DecodeError>;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<'a, T: Value<'a> + Clone, const FIRST: u16> IntoIterator for &List<'a, T, FIRST> {
    type Item = Result<T, DecodeError>;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<'a, 's, T, const FIRST: u16> Value<'a> for List<'s, T, FIRST>
where
    'a: 's,
    T: Value<'a>,
{
    const KIND: Kind = Kind::Array(kind_of::<'a, T>);

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
            Source::Items(items) => emit(items, FIRST, writer),
            Source::Bytes(bytes, _) => writer.bytes(bytes),
        }
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        Ok(Self { source: Source::Bytes(payload, depth.deeper(payload)?) })
    }
}

impl<'a, 's, T, const FIRST: u16> crate::Element<'a> for List<'s, T, FIRST>
where
    'a: 's,
    T: Value<'a>,
{
}

/// Bytes of the elements, headers and padding included.
#[inline]
pub(super) fn size<'a, T: Value<'a>>(items: &[T]) -> usize {
    items.iter().map(|item| 4 + align(item.size())).sum()
}

/// Writes the elements, numbered from `first`.
#[inline]
pub(super) fn emit<'a, T: Value<'a>>(
    items: &[T],
    first: u16,
    writer: &mut Writer<'_>,
) -> Result<(), EncodeError> {
    let flag = if T::KIND.is_nested() { NESTED } else { 0 };
    for (index, item) in items.iter().enumerate() {
        // The number wraps, as the kernel's does; nobody reads it.
        #[expect(clippy::cast_possible_truncation, reason = "masked to the type's 14 bits")]
        let number = (index as u16).wrapping_add(first) & TYPE_MASK;
        let written = writer.attribute(number | flag, item.size(), |writer| item.emit(writer));
        if let Err(error) = written {
            return Err(error.at_index(index));
        }
    }
    Ok(())
}

impl<'a, T, const FIRST: u16> fmt::Debug for List<'a, T, FIRST>
where
    T: Value<'a> + Clone + fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        for item in self {
            match item {
                Ok(item) => list.entry(&item),
                Err(error) => list.entry(&error),
            };
        }
        list.finish()
    }
}

impl<'a, T: Value<'a> + Clone + PartialEq, const FIRST: u16> PartialEq for List<'a, T, FIRST> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}
