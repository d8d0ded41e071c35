//! A success that was acknowledged.

/// What came of an operation that was acknowledged: its reply, and what the ACK says beside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Acknowledged<'c, T> {
    /// The reply; `None` where none came.
    pub reply: Option<T>,
    /// The sentence that came with the ACK, if that carried a warning.
    pub warning: Option<&'c str>,
}
