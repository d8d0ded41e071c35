//! What of a kind is allowed: the declaration's `min`, `max`, `min_len`, `max_len`, `exact_len`.

use super::Kind;
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
    /// The bits that a number, or a bitfield's selector, may have.
    pub mask: Option<u64>,
}

impl Bounds {
    /// Everything is allowed.
    pub const NONE: Self = Self { min: None, max: None, min_len: None, max_len: None, mask: None };

    /// The bounds, once it is sure that they bound that kind; the compiler evaluates it.
    ///
    /// # Panics
    /// Where they do not.
    #[must_use]
    pub const fn checked(self, kind: &Kind) -> Self {
        let number = kind.number_range();
        if self.min.is_some() || self.max.is_some() {
            let Some((least, most)) = number else {
                panic!("`min` and `max` bound a number, and this type is none");
            };
            if matches!(self.min, Some(min) if min < least || min > most)
                || matches!(self.max, Some(max) if max < least || max > most)
            {
                panic!("`min` or `max` is no value of this type");
            }
        }
        assert!(
            self.mask.is_none() || number.is_some() || matches!(kind, Kind::Bitfield32),
            "`mask` bounds a number's bits or a bitfield, and this type is neither"
        );
        let length = matches!(
            kind,
            Kind::String | Kind::Unterminated | Kind::Binary | Kind::Packed(_) | Kind::Unspec
        );
        assert!(
            (self.min_len.is_none() && self.max_len.is_none()) || length,
            "`min_len`, `max_len` and `exact_len` bound a string or bytes, and this type is neither"
        );
        self
    }

    /// Checks a number.
    ///
    /// # Errors
    /// [`EncodeErrorKind::RangeBound`] where it is less than `min` or more than `max`.
    #[inline]
    pub fn check_number(&self, value: i128) -> Result<(), EncodeError> {
        let (min, max) = (self.min.unwrap_or(i128::MIN), self.max.unwrap_or(i128::MAX));
        if min <= value && value <= max {
            return Ok(());
        }
        Err(EncodeError::new(EncodeErrorKind::RangeBound { value, min, max }))
    }

    /// Checks bits.
    ///
    /// # Errors
    /// [`EncodeErrorKind::MaskBound`] for one that is not in `mask`.
    #[inline]
    pub fn check_mask(&self, value: u64) -> Result<(), EncodeError> {
        match self.mask {
            Some(mask) if value & !mask != 0 => {
                Err(EncodeError::new(EncodeErrorKind::MaskBound { value, mask }))
            }
            _ => Ok(()),
        }
    }

    /// Checks a length in bytes.
    ///
    /// # Errors
    /// [`EncodeErrorKind::LengthBound`] where it is less than `min_len` or more than `max_len`.
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
    fn a_bit_outside_of_the_mask_is_refused() {
        let bounds = Bounds { mask: Some(0b101), ..Bounds::NONE };
        assert!(bounds.check_mask(0b101).is_ok() && bounds.check_mask(0).is_ok());
        assert!(bounds.check_mask(0b10).is_err());
    }

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
