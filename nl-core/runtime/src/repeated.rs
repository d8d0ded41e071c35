//! Repeated attributes that are read without allocating.

use std::fmt;

use crate::field::{Arrived, Element, Field, emit_attribute, size_of_attribute};
use crate::schema::{Bounds, Kind, Presence};
use crate::wire::{Attrs, DecodeError, Depth, EncodeError, TYPE_MASK, Writer, align, native};

/// A repeated attribute (YNL `multi-attr`), borrowed: written from a slice, and read lazily from
/// wherever its attributes lie in the set. `Vec<T>` is the same, owned and decoded at once.
pub struct Repeated<'a, T> {
    source: Source<'a, T>,
}

enum Source<'a, T> {
    Items(&'a [T]),
    /// The set from the first of them on.
    Set(&'a [u8], Depth),
}

// Its elements are borrowed, and need not be copied for it.
impl<T> Clone for Source<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Source<'_, T> {}

impl<T> Clone for Repeated<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Repeated<'_, T> {}

impl<'a, T> Repeated<'a, T> {
    /// These elements, to be written.
    pub const fn new(items: &'a [T]) -> Self {
        Self { source: Source::Items(items) }
    }
}

impl<T> Default for Repeated<'_, T> {
    fn default() -> Self {
        Self::new(&[])
    }
}

impl<'a, T: Element<'a> + Clone> Repeated<'a, T> {
    /// The elements. A bad one is an error in its place, and ends them.
    #[inline]
    pub fn iter(&self) -> RepeatedIter<'a, T> {
        let (items, set, depth): (&[T], &[u8], _) = match self.source {
            Source::Items(items) => (items, &[], Depth::TOP),
            Source::Set(set, depth) => (&[], set, depth),
        };
        let first = first_type(set);
        RepeatedIter { items: items.iter(), attrs: Attrs::new(set), first, depth, index: 0 }
    }
}

/// The type field of the attribute at the start of these bytes.
#[inline]
fn first_type(set: &[u8]) -> u16 {
    match set.first_chunk::<4>() {
        Some(&[_, _, low, high]) => native::u16([low, high]),
        None => 0,
    }
}

/// Whether two type fields have the same number; mostly they have the same flags as well.
#[inline]
fn alike(one: u16, other: u16) -> bool {
    one == other || (one ^ other) & TYPE_MASK == 0
}

/// The elements of a [`Repeated`].
#[derive(Clone, Debug)]
pub struct RepeatedIter<'a, T> {
    items: std::slice::Iter<'a, T>,
    attrs: Attrs<'a>,
    /// The type field of the first of them.
    first: u16,
    depth: Depth,
    index: usize,
}

impl<'a, T: Element<'a> + Clone> Iterator for RepeatedIter<'a, T> {
    type Item = Result<T, DecodeError>;

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "measured: a call takes a fifth of a small element")]
    fn next(&mut self) -> Option<Self::Item> {
        if let Some(item) = self.items.next() {
            return Some(Ok(item.clone()));
        }
        let element = loop {
            match self.attrs.next_attr() {
                Ok(None) => return None,
                Ok(Some(attr)) if !alike(attr.raw_type, self.first) => {}
                Ok(Some(attr)) => break T::decode_payload(attr.payload, self.depth),
                Err(error) => break Err(error),
            }
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

impl<'a, T: Element<'a> + Clone> std::iter::FusedIterator for RepeatedIter<'a, T> {}

impl<'a, T: Element<'a> + Clone> IntoIterator for &Repeated<'a, T> {
    type Item = Result<T, DecodeError>;
    type IntoIter = RepeatedIter<'a, T>;

    fn into_iter(self) -> RepeatedIter<'a, T> {
        self.iter()
    }
}

/// The attributes of the set that have the number of the first one, as they lie there.
fn all_alike(set: &[u8]) -> impl Iterator<Item = crate::wire::Attr<'_>> {
    let first = first_type(set);
    Attrs::new(set).map_while(Result::ok).filter(move |attr| alike(attr.raw_type, first))
}

impl<'a, 's, T> Field<'a> for Repeated<'s, T>
where
    'a: 's,
    T: Element<'a>,
{
    type Slot = Option<(&'a [u8], Depth)>;
    const PRESENCE: Presence = Presence::Repeated;
    const KIND: Kind = T::KIND;

    #[inline]
    fn size(&self) -> usize {
        match self.source {
            Source::Items(items) => items.iter().map(size_of_attribute).sum(),
            Source::Set(set, _) => all_alike(set).map(|attr| 4 + align(attr.payload.len())).sum(),
        }
    }

    #[inline]
    fn emit(
        &self,
        number: u16,
        bounds: &Bounds,
        writer: &mut Writer<'_>,
    ) -> Result<(), EncodeError> {
        match self.source {
            Source::Items(items) => items.iter().enumerate().try_for_each(|(index, item)| {
                emit_attribute(item, number, bounds, writer).map_err(|e| e.at_index(index))
            }),
            Source::Set(set, _) => all_alike(set).enumerate().try_for_each(|(index, attr)| {
                if !bounds.are_none() {
                    bounds.check_payload(T::KIND, attr.payload).map_err(|e| e.at_index(index))?;
                }
                let raw_type = attr.raw_type & !TYPE_MASK | number;
                writer.attribute(raw_type, attr.payload.len(), |writer| writer.bytes(attr.payload))
            }),
        }
    }

    #[inline]
    fn accept(slot: &mut Self::Slot, arrived: Arrived<'a>) -> Result<(), DecodeError> {
        slot.get_or_insert((arrived.from_here, arrived.depth));
        Ok(())
    }

    #[inline]
    fn pass_over(attributes: &mut Attrs<'a>, from_here: &'a [u8]) {
        attributes.skip_alike(from_here);
    }

    #[inline]
    fn finish(slot: Self::Slot) -> Option<Self> {
        Some(match slot {
            Some((set, depth)) => Self { source: Source::Set(set, depth) },
            None => Self::default(),
        })
    }
}

impl<'a, T: Element<'a> + Clone + fmt::Debug> fmt::Debug for Repeated<'a, T> {
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

impl<'a, T: Element<'a> + Clone + PartialEq> PartialEq for Repeated<'a, T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Attributes, Decode, to_attributes};

    #[derive(Attributes)]
    #[nl(crate = crate)]
    struct Mixed<'a> {
        #[nl(1)]
        before: Option<u32>,
        #[nl(2)]
        texts: Repeated<'a, &'a str>,
        #[nl(3)]
        after: Option<u32>,
    }

    fn attribute(number: u16, payload: &[u8]) -> Vec<u8> {
        let length = u16::try_from(4 + payload.len()).unwrap();
        let mut bytes = [length.to_ne_bytes(), number.to_ne_bytes()].concat();
        bytes.extend_from_slice(payload);
        bytes.resize(align(bytes.len()), 0);
        bytes
    }

    fn texts<'a>(mixed: &Mixed<'a>) -> Vec<&'a str> {
        mixed.texts.iter().map(Result::unwrap).collect()
    }

    #[test]
    fn elements_are_found_in_order_wherever_they_lie_and_whatever_their_lengths() {
        let one = |text: &str| attribute(2, text.as_bytes());
        let (before, after) = (attribute(1, &[1, 0, 0, 0]), attribute(3, &[3, 0, 0, 0]));
        let flagged = attribute(2 | 0x4000, b"flagged");
        let parts =
            [one("a"), one("b"), before, one("c"), one("dd"), after, flagged, one("e"), one("ff")];
        let mut bytes = parts.concat();
        // The last one may go without its padding.
        bytes.truncate(bytes.len() - 2);
        let mixed = Mixed::decode(&bytes).unwrap();
        assert_eq!(texts(&mixed), ["a", "b", "c", "dd", "flagged", "e", "ff"]);
        assert!(mixed.before.is_some() && mixed.after.is_some());
        let again = to_attributes(&mixed).unwrap();
        assert_eq!(texts(&Mixed::decode(&again).unwrap()), texts(&mixed));
    }

    #[test]
    fn what_is_broken_behind_a_run_of_equals_is_found_at_once() {
        let run = [attribute(2, b"a"), attribute(2, b"b"), attribute(2, b"c")].concat();
        for end in [&[5, 0, 2][..], &[3, 0, 2, 0], &[9, 0, 2, 0, 0, 0, 0, 0], &[5, 0, 2, 0]] {
            assert!(Mixed::decode(&[&run, end].concat()).is_err(), "{end:?}");
        }
        // A number that does not fit is found although it stands in the middle.
        let bad = [&run[..], &attribute(3, &[1]), &run].concat();
        assert!(Mixed::decode(&bad).is_err());
    }

    #[test]
    fn a_bad_element_is_an_error_in_its_place_and_ends_them() {
        let bytes = [attribute(2, b"a"), attribute(2, b"\xff"), attribute(2, b"c")].concat();
        let mixed = Mixed::decode(&bytes).unwrap();
        let all: Vec<_> = mixed.texts.iter().collect();
        assert_eq!(all.len(), 2);
        assert!(all[0].is_ok() && all[1].is_err());
    }
}
