//! A handler's "no".

use crate::Errno;
use crate::policy::Violation;

/// Why a request is refused: an errno, and where it can be said a sentence and the attribute.
///
/// ```
/// use nl_core::{Errno, host::Refusal};
/// let full = Refusal::new(Errno::ENOSPC).message("the buffer is full").at("data");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub(super) errno: Errno,
    pub(super) message: Option<&'static str>,
    pub(super) attribute: Option<&'static str>,
    pub(super) violation: Option<Box<Violation>>,
}

impl Refusal {
    /// A refusal with that errno.
    pub const fn new(errno: Errno) -> Self {
        Self { errno, message: None, attribute: None, violation: None }
    }

    /// Says why, in a sentence (`NL_SET_ERR_MSG`).
    #[must_use]
    pub const fn message(mut self, message: &'static str) -> Self {
        self.message = Some(message);
        self
    }

    /// Says which attribute of the request is to blame (`NL_SET_BAD_ATTR`), by its field's name.
    #[must_use]
    pub const fn at(mut self, attribute: &'static str) -> Self {
        self.attribute = Some(attribute);
        self
    }

    /// The operation is not there (`EOPNOTSUPP`).
    pub const fn unsupported() -> Self {
        Self::new(Errno::EOPNOTSUPP)
    }

    /// The errno.
    pub const fn errno(&self) -> Errno {
        self.errno
    }
}

impl From<Violation> for Refusal {
    fn from(violation: Violation) -> Self {
        Self { violation: Some(Box::new(violation.clone())), ..Self::new(violation.errno) }
    }
}
