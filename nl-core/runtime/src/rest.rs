//! Attributes that a declaration does not have, kept as they came.

use crate::schema::SetSchema;
use crate::wire::{Attr, EncodeError, EncodeErrorKind, TYPE_MASK, Writer, align};

/// What a field with `#[nl(rest)]` is: it keeps the attributes that no other field takes, flag bits
/// and all, and writes them behind the others.
///
/// Implemented for `Vec<Attr<'a>>`, which borrows, and `Vec<OwnedAttr>`.
///
/// ```
/// use nl_core::{Attributes, Decode, OwnedAttr, to_attributes};
///
/// #[derive(Attributes)]
/// struct Known {
///     #[nl(1)]
///     number: u8,
///     #[nl(rest)]
///     rest: Vec<OwnedAttr>,
/// }
/// let newer = [5, 0, 1, 0, 9, 0, 0, 0, 4, 0, 0x63, 0];
/// let known = Known::decode(&newer).unwrap();
/// assert_eq!((known.number, known.rest[0].raw_type), (9, 0x63));
/// assert_eq!(to_attributes(&known).unwrap(), newer);
/// ```
pub trait Rest<'a>: Default {
    /// Keeps an attribute.
    fn keep(&mut self, attr: Attr<'a>);

    /// Bytes of all that was kept, headers and padding included.
    fn size(&self) -> usize;

    /// Writes all that was kept, none of which is an attribute of `set`.
    ///
    /// # Errors
    /// [`EncodeErrorKind::Declared`] where one is: another field would read it, or read it first.
    /// [`EncodeErrorKind::TooLong`] where a payload is too long for an attribute.
    fn emit(&self, set: &'static SetSchema, writer: &mut Writer<'_>) -> Result<(), EncodeError>;
}

/// An attribute as it came, owned.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OwnedAttr {
    /// The type field: number and flag bits.
    pub raw_type: u16,
    /// What the attribute holds.
    pub payload: Vec<u8>,
}

/// What keeps an attribute that is not declared: [`Attr`], which borrows, and [`OwnedAttr`].
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot keep an attribute that is not declared",
    note = "`nl_core::wire::Attr<'a>` keeps it as it came, and `nl_core::OwnedAttr` does so owned"
)]
pub trait Kept<'a> {
    /// The attribute as it came.
    fn keep(attr: Attr<'a>) -> Self;

    /// As it came.
    fn attr(&self) -> Attr<'_>;
}

impl<'a, 's> Kept<'a> for Attr<'s>
where
    'a: 's,
{
    #[inline]
    fn keep(attr: Attr<'a>) -> Self {
        attr
    }

    #[inline]
    fn attr(&self) -> Attr<'_> {
        *self
    }
}

impl Kept<'_> for OwnedAttr {
    #[inline]
    fn keep(attr: Attr<'_>) -> Self {
        Self { raw_type: attr.raw_type, payload: attr.payload.to_vec() }
    }

    #[inline]
    fn attr(&self) -> Attr<'_> {
        Attr { raw_type: self.raw_type, payload: &self.payload }
    }
}

impl<'a, K: Kept<'a>> Rest<'a> for Vec<K> {
    #[inline]
    fn keep(&mut self, attr: Attr<'a>) {
        self.push(K::keep(attr));
    }

    #[inline]
    fn size(&self) -> usize {
        self.iter().map(|kept| size(kept.attr())).sum()
    }

    #[inline]
    fn emit(&self, set: &'static SetSchema, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.iter().try_for_each(|kept| emit(kept.attr(), set, writer))
    }
}

/// Bytes of a kept attribute, header and padding included.
#[doc(hidden)]
#[inline]
pub fn size(kept: Attr<'_>) -> usize {
    4 + align(kept.payload.len())
}

/// Writes a kept attribute, which is none of `set`.
///
/// # Errors
/// As [`Rest::emit`].
#[doc(hidden)]
#[inline]
pub fn emit(
    kept: Attr<'_>,
    set: &'static SetSchema,
    writer: &mut Writer<'_>,
) -> Result<(), EncodeError> {
    let Attr { raw_type, payload } = kept;
    let written = match set.attribute(raw_type & TYPE_MASK) {
        None => writer.attribute(raw_type, payload.len(), |writer| writer.bytes(payload)),
        Some(_) => Err(EncodeError::new(EncodeErrorKind::Declared)),
    };
    written.map_err(|error| error.at_number(raw_type & TYPE_MASK).in_set(set))
}
