//! What of a kind is allowed: the declaration's `min`, `max`, `min_len`, `max_len`, `exact_len`.

use crate::wire::{EncodeError, EncodeErrorKind};

/// The limits of an attribute's value; those that were not declared allow everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The least number allowed.
    pub min: Option<i128>,
    /// The greatest number allowed.
    pub max: Option<i128>,
    /// The least length allowed, bytes.
    pub min_len: Option<usize>,
    /// The greatest length allowed, bytes; a string's NUL is not counted.
    pub max_len: Option<usize>,
}

impl Bounds {
    /// Everything is allowed.
    pub const NONE: Self = Self { min: None, max: None, min_len: None, max_len: None };

    /// Checks a number.
    #[inline]
    pub fn check_number(&self, value: i128) -> Result<(), EncodeError> {
        let (min, max) = (self.min.unwrap_or(i128::MIN), self.max.unwrap_or(i128::MAX));
        if min <= value && value <= max {
            return Ok(());
        }
        Err(EncodeError::new(EncodeErrorKind::RangeBound { value, min, max }))
    }

    /// Checks a length in bytes.
    #[inline]
    pub fn check_length(&self, length: usize) -> Result<(), EncodeError> {
        let (min, max) = (self.min_len.unwrap_or(0), self.max_len.unwrap_or(usize::MAX));
        if min <= length && length <= max {
            return Ok(());
        }
        Err(EncodeError::new(EncodeErrorKind::LengthBound { length, min, max }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_end_of_a_range_is_in_it_and_the_next_number_is_not() {
        let bounds = Bounds { min: Some(1), max: Some(7), ..Bounds::NONE };
        assert!(bounds.check_number(1).is_ok() && bounds.check_number(7).is_ok());
        assert!(bounds.check_number(0).is_err() && bounds.check_number(8).is_err());
        let bounds = Bounds { min_len: Some(1), max_len: Some(7), ..Bounds::NONE };
        assert!(bounds.check_length(1).is_ok() && bounds.check_length(7).is_ok());
        assert!(bounds.check_length(0).is_err() && bounds.check_length(8).is_err());
    }
}
