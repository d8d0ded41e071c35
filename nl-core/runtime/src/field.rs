//! How a struct's field sits in an attribute set: required, optional, a flag, or repeated.

use crate::schema::{Bounds, Kind, Presence};
use crate::value::{Unterminated, Value};
use crate::wire::{
    Attrs, DecodeError, DecodeErrorKind, Depth, EncodeError, MAX_PAYLOAD, NESTED, Writer, align,
    nest_too_long,
};

/// A field of a set. Which one decides its presence:
/// - `T: Value` is required,
/// - `Option<T>` is absent or present,
/// - `bool` is a flag, whose presence is its value,
/// - `Vec<T>` of an [`Element`] is a repeated attribute (`Vec<u8>` is bytes), and
///   [`Repeated<T>`](crate::Repeated) one that is read without allocating.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be an attribute",
    label = "not a value, nor `Option`, `bool` or `Vec` of one",
    note = "integers, strings and bytes are values; a struct becomes one with #[derive(Attributes)], an enum with #[derive(Value)]"
)]
pub trait Field<'a>: Sized {
    /// What decoding fills as attributes come.
    type Slot: Default;
    /// Whether and how often the attribute stands in a message.
    const PRESENCE: Presence;
    /// What its payload is.
    const KIND: Kind;

    /// Bytes of all its attributes, headers and padding included.
    fn size(&self) -> usize;

    /// Writes its attributes under that number.
    ///
    /// # Errors
    /// Where a value is outside of `bounds` or fits no attribute.
    fn emit(
        &self,
        number: u16,
        bounds: &Bounds,
        writer: &mut Writer<'_>,
    ) -> Result<(), EncodeError>;

    /// Takes one attribute.
    ///
    /// # Errors
    /// Where it does not decode.
    fn accept(slot: &mut Self::Slot, arrived: Arrived<'a>) -> Result<(), DecodeError>;

    /// Passes over attributes behind the one that was taken, if they are only read later.
    #[inline]
    fn pass_over(attributes: &mut Attrs<'a>, from_here: &'a [u8]) {
        let _ = (attributes, from_here);
    }

    /// The field, once there are no more attributes; `None` where it is required and did not come.
    fn finish(slot: Self::Slot) -> Option<Self>;

    /// Which of several the next attribute will be; `None` where there is one at most.
    #[inline]
    fn index(slot: &Self::Slot) -> Option<usize> {
        let _ = slot;
        None
    }
}

/// An attribute of a field, as it was met.
#[derive(Clone, Copy, Debug)]
pub struct Arrived<'a> {
    /// Its payload.
    pub payload: &'a [u8],
    /// The bytes from its header on, to the end of the set.
    pub from_here: &'a [u8],
    /// How deep the set lies.
    pub depth: Depth,
}

/// A value that can be an element of a repeated attribute: all but `u8`, whose `Vec` is bytes.
pub trait Element<'a>: Value<'a> {}

macro_rules! elements {
    ($($value:ty)*) => {$( impl<'a> Element<'a> for $value {} )*};
}

elements!(u16 u32 u64 i8 i16 i32 i64 String std::ffi::CString Vec<u8>);

impl<'a, 's> Element<'a> for &'s str where 'a: 's {}
impl<'a, 's> Element<'a> for &'s std::ffi::CStr where 'a: 's {}
impl<'a, 's> Element<'a> for &'s [u8] where 'a: 's {}
impl<const N: usize> Element<'_> for [u8; N] {}
impl<'a, S: Value<'a> + AsRef<str>> Element<'a> for Unterminated<S> {}

/// Bytes of an attribute with that payload, header and padding included.
#[inline]
pub fn size_of_attribute<'a, T: Value<'a>>(value: &T) -> usize {
    4 + align(value.size())
}

/// Writes an attribute with that payload.
///
/// # Errors
/// Where the value is outside of `bounds` or has no encoding.
#[inline]
pub fn emit_attribute<'a, T: Value<'a>>(
    value: &T,
    number: u16,
    bounds: &Bounds,
    writer: &mut Writer<'_>,
) -> Result<(), EncodeError> {
    value.check(bounds)?;
    let (size, emit) = (value.size(), |writer: &mut Writer<'_>| value.emit(writer));
    if !T::KIND.is_nested() {
        return writer.attribute(number, size, emit);
    }
    if size > MAX_PAYLOAD {
        return Err(nest_too_long(size, emit));
    }
    writer.attribute(number | NESTED, size, emit)
}

impl<'a, T: Value<'a>> Field<'a> for T {
    type Slot = Option<T>;
    const PRESENCE: Presence = Presence::Required;
    const KIND: Kind = T::KIND;

    #[inline]
    fn size(&self) -> usize {
        size_of_attribute(self)
    }

    #[inline]
    fn emit(
        &self,
        number: u16,
        bounds: &Bounds,
        writer: &mut Writer<'_>,
    ) -> Result<(), EncodeError> {
        emit_attribute(self, number, bounds, writer)
    }

    #[inline]
    fn accept(slot: &mut Option<T>, arrived: Arrived<'a>) -> Result<(), DecodeError> {
        *slot = Some(T::decode_payload(arrived.payload, arrived.depth)?);
        Ok(())
    }

    #[inline]
    fn finish(slot: Option<T>) -> Option<Self> {
        slot
    }
}

impl<'a, T: Value<'a>> Field<'a> for Option<T> {
    type Slot = Option<T>;
    const PRESENCE: Presence = Presence::Optional;
    const KIND: Kind = T::KIND;

    #[inline]
    fn size(&self) -> usize {
        self.as_ref().map_or(0, size_of_attribute)
    }

    #[inline]
    fn emit(
        &self,
        number: u16,
        bounds: &Bounds,
        writer: &mut Writer<'_>,
    ) -> Result<(), EncodeError> {
        match self {
            Some(value) => emit_attribute(value, number, bounds, writer),
            None => Ok(()),
        }
    }

    #[inline]
    fn accept(slot: &mut Option<T>, arrived: Arrived<'a>) -> Result<(), DecodeError> {
        *slot = Some(T::decode_payload(arrived.payload, arrived.depth)?);
        Ok(())
    }

    #[inline]
    fn finish(slot: Option<T>) -> Option<Self> {
        Some(slot)
    }
}

impl<'a> Field<'a> for bool {
    type Slot = bool;
    const PRESENCE: Presence = Presence::Flag;
    const KIND: Kind = Kind::Flag;

    #[inline]
    fn size(&self) -> usize {
        if *self { 4 } else { 0 }
    }

    #[inline]
    fn emit(&self, number: u16, _: &Bounds, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        if !*self {
            return Ok(());
        }
        writer.attribute(number, 0, |_| Ok(()))
    }

    #[inline]
    fn accept(slot: &mut bool, arrived: Arrived<'a>) -> Result<(), DecodeError> {
        if !arrived.payload.is_empty() {
            // A number that says "false" would be read as true.
            return Err(flag_with_payload(arrived.payload));
        }
        *slot = true;
        Ok(())
    }

    #[inline]
    fn finish(slot: bool) -> Option<Self> {
        Some(slot)
    }
}

#[cold]
fn flag_with_payload(payload: &[u8]) -> DecodeError {
    let kind = DecodeErrorKind::Length { needs: "a flag", expected: 0, found: payload.len() };
    DecodeError::new(kind, payload)
}

impl<'a, T: Element<'a>> Field<'a> for Vec<T> {
    type Slot = Vec<T>;
    const PRESENCE: Presence = Presence::Repeated;
    const KIND: Kind = T::KIND;

    #[inline]
    fn size(&self) -> usize {
        self.iter().map(size_of_attribute).sum()
    }

    #[inline]
    fn emit(
        &self,
        number: u16,
        bounds: &Bounds,
        writer: &mut Writer<'_>,
    ) -> Result<(), EncodeError> {
        for (index, value) in self.iter().enumerate() {
            emit_attribute(value, number, bounds, writer).map_err(|e| e.at_index(index))?;
        }
        Ok(())
    }

    #[inline]
    fn accept(slot: &mut Vec<T>, arrived: Arrived<'a>) -> Result<(), DecodeError> {
        slot.push(T::decode_payload(arrived.payload, arrived.depth)?);
        Ok(())
    }

    #[inline]
    fn finish(slot: Vec<T>) -> Option<Self> {
        Some(slot)
    }

    #[inline]
    fn index(slot: &Vec<T>) -> Option<usize> {
        Some(slot.len())
    }
}
