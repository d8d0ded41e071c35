//! How deep nests may lie in one another.

use super::{DecodeError, DecodeErrorKind};

/// How many more nests may be entered: a type may hold itself, and bytes from outside decide how
/// often. And where the message begins, for errors of what is read later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depth {
    left: u8,
    /// The address of the message, 0 where none is known.
    message: usize,
}

impl Depth {
    /// The most nests that lie in one another. The kernel's own policies stop at 10
    /// (`MAX_POLICY_RECURSION_DEPTH` of `lib/nlattr.c`).
    pub const MAX: u8 = 32;

    /// Outside of every nest.
    pub const TOP: Self = Self { left: Self::MAX, message: 0 };

    /// Outside of every nest, in a message whose attributes these are, `before` bytes behind its start
    /// ([`ATTRS_AT`](super::ATTRS_AT)).
    #[inline]
    pub fn in_message(attributes: &[u8], before: usize) -> Self {
        let message = attributes.as_ptr().addr().saturating_sub(before);
        Self { left: Self::MAX, message }
    }

    /// Inside of one nest more.
    ///
    /// # Errors
    /// [`DecodeErrorKind::TooDeep`] where that is one too many.
    #[inline]
    pub fn deeper(self, payload: &[u8]) -> Result<Self, DecodeError> {
        match self.left.checked_sub(1) {
            Some(left) => Ok(Self { left, ..self }),
            None => Err(too_deep(payload)),
        }
    }

    /// Where bytes at that address lie in the message, if it is known.
    pub(super) fn offset_of(self, address: usize) -> Option<usize> {
        if self.message == 0 { None } else { address.checked_sub(self.message) }
    }
}

#[cold]
fn too_deep(payload: &[u8]) -> DecodeError {
    DecodeError::new(DecodeErrorKind::TooDeep, payload)
}
