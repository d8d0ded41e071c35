//! What of a kind is allowed: the declaration's `min`, `max`, `min_len`, `max_len`, `exact_len`.

use super::Kind;
use crate::wire::{EncodeError, EncodeErrorKind, MAX_PAYLOAD, native};

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
    #[track_caller]
    #[inline]
    pub const fn checked(self, kind: &Kind) -> Self {
        self.check_range_of(kind);
        self.check_mask_of(kind);
        self.check_length_of(kind);
        self
    }

    #[track_caller]
    #[inline]
    const fn check_range_of(&self, kind: &Kind) {
        if self.min.is_none() && self.max.is_none() {
            return;
        }
        let Some((least, most)) = kind.number_range() else {
            panic!("`min` and `max` bound a number, and this type is none");
        };
        let (min, max) = (or(self.min, least), or(self.max, most));
        assert!(
            least <= min && min <= most && least <= max && max <= most,
            "`min` or `max` is no value of this type"
        );
        assert!(min <= max, "`min` is above `max`: no value is allowed");
    }

    #[track_caller]
    #[inline]
    const fn check_mask_of(&self, kind: &Kind) {
        let Some(mask) = self.mask else {
            return;
        };
        let most = match (kind, kind.number_range()) {
            (Kind::Bitfield32, _) => u32::MAX as i128,
            (_, Some((0, most))) => most,
            (_, Some(_)) => panic!("a number with a sign has no `mask`: use `min` and `max`"),
            _ => panic!("`mask` bounds a number's bits or a bitfield, and this type is neither"),
        };
        assert!(mask as i128 <= most, "`mask` has bits that this type has not");
        assert!(
            !matches!(self.min, Some(min) if min > mask as i128),
            "`min` is above all that `mask` allows: no value is allowed"
        );
    }

    #[track_caller]
    #[inline]
    const fn check_length_of(&self, kind: &Kind) {
        if self.min_len.is_none() && self.max_len.is_none() {
            return;
        }
        let unit = match (kind.length_unit(), kind) {
            (Some(unit), _) => unit,
            (None, Kind::Fixed(..)) => panic!("this type has one length, which needs no bounds"),
            (None, _) => panic!(
                "`min_len`, `max_len` and `exact_len` bound a string or bytes, and this type is neither"
            ),
        };
        let terminator = matches!(kind, Kind::String) as usize;
        let (min, max) = match (self.min_len, self.max_len) {
            (Some(min), Some(max)) => (min, max),
            (Some(min), None) => (min, MAX_PAYLOAD - terminator),
            (None, Some(max)) => (0, max),
            (None, None) => return,
        };
        assert!(min <= max, "`min_len` is above `max_len`: no value is allowed");
        assert!(max + terminator <= MAX_PAYLOAD, "no attribute is that long: 65531 bytes at most");
        assert!(
            min.div_ceil(unit) * unit <= max,
            "no whole number of the array's integers has that length"
        );
    }

    /// Whether everything is allowed.
    #[inline]
    pub(crate) const fn are_none(&self) -> bool {
        self.min.is_none()
            && self.max.is_none()
            && self.min_len.is_none()
            && self.max_len.is_none()
            && self.mask.is_none()
    }

    /// Checks a payload of that kind.
    ///
    /// # Errors
    /// As of the number or of the length that it is.
    #[inline]
    pub(crate) fn check_payload(&self, kind: Kind, payload: &[u8]) -> Result<(), EncodeError> {
        if let Some(value) = super::number(kind, payload) {
            self.check_number(value)?;
            return u64::try_from(value).map_or(Ok(()), |bits| self.check_mask(bits));
        }
        match kind {
            Kind::Bitfield32 => {
                let selector = payload.last_chunk().map_or(0, |bytes| native::u32(*bytes));
                self.check_mask(selector.into())
            }
            Kind::String | Kind::Unterminated => {
                self.check_length(payload.strip_suffix(&[0]).unwrap_or(payload).len())
            }
            _ => self.check_length(payload.len()),
        }
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

#[inline]
const fn or(bound: Option<i128>, otherwise: i128) -> i128 {
    match bound {
        Some(bound) => bound,
        None => otherwise,
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
