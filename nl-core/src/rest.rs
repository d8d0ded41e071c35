//! Attributes that a declaration does not have, kept as they came.

use crate::wire::{Attr, EncodeError, TYPE_MASK, Writer, align};

/// What a field with `#[nl(rest)]` is: it keeps the attributes that no other field takes, flag bits
/// and all, and writes them behind the others.
///
/// Implemented for `Vec<Attr<'a>>`, which borrows, and `Vec<OwnedAttr>`.
pub trait Rest<'a>: Default {
    /// Keeps an attribute.
    fn keep(&mut self, attr: Attr<'a>);

    /// Bytes of all that was kept, headers and padding included.
    fn size(&self) -> usize;

    /// Writes all that was kept.
    ///
    /// # Errors
    /// Where a payload is too long for an attribute.
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError>;
}

/// An attribute as it came, owned.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OwnedAttr {
    /// The type field: number and flag bits.
    pub raw_type: u16,
    /// What the attribute holds.
    pub payload: Vec<u8>,
}

impl<'a, 's> Rest<'a> for Vec<Attr<'s>>
where
    'a: 's,
{
    #[inline]
    fn keep(&mut self, attr: Attr<'a>) {
        self.push(attr);
    }

    #[inline]
    fn size(&self) -> usize {
        self.iter().map(|attr| 4 + align(attr.payload.len())).sum()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.iter().try_for_each(|attr| emit(attr.raw_type, attr.payload, writer))
    }
}

impl Rest<'_> for Vec<OwnedAttr> {
    #[inline]
    fn keep(&mut self, attr: Attr<'_>) {
        self.push(OwnedAttr { raw_type: attr.raw_type, payload: attr.payload.to_vec() });
    }

    #[inline]
    fn size(&self) -> usize {
        self.iter().map(|attr| 4 + align(attr.payload.len())).sum()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        self.iter().try_for_each(|attr| emit(attr.raw_type, &attr.payload, writer))
    }
}

fn emit(raw_type: u16, payload: &[u8], writer: &mut Writer<'_>) -> Result<(), EncodeError> {
    let written = writer.attribute(raw_type, payload.len(), |writer| writer.bytes(payload));
    written.map_err(|error| error.at_number(raw_type & TYPE_MASK))
}
