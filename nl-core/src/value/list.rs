//! Arrays of nests, read without allocating.

use std::fmt;
use std::marker::PhantomData;

use super::Value;
use crate::schema::{Kind, SetSchema};
use crate::wire::{Attrs, DecodeError, EncodeError, NESTED, Writer};
use crate::{Decode, Encode};

/// A nest whose elements are nests numbered from 1 (YNL `indexed-array` of `nest`), such as the
/// operations of a family in the controller's answers.
///
/// It is written from a slice, and read lazily: each element is decoded as it is asked for.
#[derive(Clone, Copy)]
pub struct List<'a, T> {
    source: Source<'a, T>,
}

#[derive(Clone, Copy)]
enum Source<'a, T> {
    Items(&'a [T]),
    Bytes(&'a [u8], PhantomData<T>),
}

impl<'a, T> List<'a, T> {
    /// A list of these elements, to be written.
    pub const fn new(items: &'a [T]) -> Self {
        Self { source: Source::Items(items) }
    }
}

impl<'a, T: Decode<'a> + Clone> List<'a, T> {
    /// The elements. A bad one is an error in its place, and ends the list.
    #[inline]
    pub fn iter(&self) -> Iter<'a, T> {
        match self.source {
            Source::Items(items) => Iter { items: items.iter(), attrs: Attrs::new(&[]), index: 0 },
            Source::Bytes(bytes, _) => {
                Iter { items: [].iter(), attrs: Attrs::new(bytes), index: 0 }
            }
        }
    }
}

/// The elements of a [`List`].
#[derive(Clone, Debug)]
pub struct Iter<'a, T> {
    items: std::slice::Iter<'a, T>,
    attrs: Attrs<'a>,
    index: usize,
}

impl<'a, T: Decode<'a> + Clone> Iterator for Iter<'a, T> {
    type Item = Result<T, DecodeError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if let Some(item) = self.items.next() {
            return Some(Ok(item.clone()));
        }
        let element = self.attrs.next()?;
        match element.and_then(|attr| T::decode(attr.payload)) {
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

impl<'a, T: Decode<'a> + Clone> IntoIterator for List<'a, T> {
    type Item = Result<T, DecodeError>;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<'a, T: Decode<'a> + Clone> IntoIterator for &List<'a, T> {
    type Item = Result<T, DecodeError>;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<'a, 's, T> Value<'a> for List<'s, T>
where
    'a: 's,
    T: Encode,
{
    const KIND: Kind = Kind::NestArray(schema::<T>);

    #[inline]
    fn size(&self) -> usize {
        match self.source {
            Source::Items(items) => items.iter().map(|item| 4 + item.size()).sum(),
            Source::Bytes(bytes, _) => bytes.len(),
        }
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let items = match self.source {
            Source::Bytes(bytes, _) => return writer.bytes(bytes),
            Source::Items(items) => items,
        };
        for (index, item) in items.iter().enumerate() {
            // The kernel, too, lets the number of an element wrap; nobody reads it.
            #[expect(clippy::cast_possible_truncation, reason = "masked to the type's 14 bits")]
            let number = (index + 1) as u16 & crate::wire::TYPE_MASK;
            let open = writer.begin(number | NESTED)?;
            item.emit(writer).map_err(|error| error.at_index(index))?;
            writer.end(open)?;
        }
        Ok(())
    }

    #[inline]
    fn decode(payload: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Self { source: Source::Bytes(payload, PhantomData) })
    }
}

fn schema<T: Encode>() -> &'static SetSchema {
    T::SCHEMA
}

impl<'a, T: Decode<'a> + Clone + fmt::Debug> fmt::Debug for List<'a, T> {
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

impl<'a, T: Decode<'a> + Clone + PartialEq> PartialEq for List<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}
