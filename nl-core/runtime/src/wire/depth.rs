//! How deep nests may lie in one another.

use super::{DecodeError, DecodeErrorKind};

/// How many more nests may be entered: a type may hold itself, and bytes from outside decide how
/// often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Depth(u8);

impl Depth {
    /// The most nests that lie in one another. The kernel's own policies stop at 10
    /// (`MAX_POLICY_RECURSION_DEPTH` of `lib/nlattr.c`).
    pub const MAX: u8 = 32;

    /// Outside of every nest.
    pub const TOP: Self = Self(Self::MAX);

    /// Inside of one nest more.
    ///
    /// # Errors
    /// [`DecodeErrorKind::TooDeep`] where that is one too many.
    #[inline]
    pub fn deeper(self, payload: &[u8]) -> Result<Self, DecodeError> {
        match self.0.checked_sub(1) {
            Some(left) => Ok(Self(left)),
            None => Err(too_deep(payload)),
        }
    }
}

#[cold]
fn too_deep(payload: &[u8]) -> DecodeError {
    DecodeError::new(DecodeErrorKind::TooDeep, payload)
}
