//! Attributes whose format another attribute of the set names.

use crate::schema::{Selector, SubMessageSchema};
use crate::value::{Be, Le, Sint, Uint, Unterminated};
use crate::wire::{Attr, DecodeError, Depth, EncodeError, Writer};

/// A payload whose format is chosen by another attribute (YNL `sub-message`); `#[derive(SubMessage)]`
/// implements it for an enum with a variant for each format.
///
/// ```
/// use nl_core::wire::Attr;
/// use nl_core::{Attributes, Decode, SubMessage, to_attributes};
///
/// #[derive(Attributes, Debug, PartialEq)]
/// struct Link<'a> {
///     #[nl(1)]
///     kind: &'a str,
///     #[nl(2, selector = kind)]
///     data: Option<Data<'a>>,
/// }
/// #[derive(SubMessage, Debug, PartialEq)]
/// enum Data<'a> {
///     #[nl("bridge")]
///     Bridge(Bridge),
///     #[nl(other)]
///     Other(Attr<'a>),
/// }
/// #[derive(Attributes, Debug, PartialEq)]
/// struct Bridge {
///     #[nl(1)]
///     ports: u32,
/// }
/// let link = Link { kind: "bridge", data: Some(Data::Bridge(Bridge { ports: 4 })) };
/// let bytes = to_attributes(&link).unwrap();
/// assert_eq!(Link::decode(&bytes).unwrap(), link);
///
/// let mistaken = Link { kind: "veth", ..link };
/// let error = to_attributes(&mistaken).unwrap_err();
/// assert_eq!(error.to_string(), "Link.data: it is not the message that its selector names");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no sub-message",
    note = "a field with `selector = …` is an enum with #[derive(SubMessage)]"
)]
pub trait SubMessage<'a>: Sized {
    /// The formats as data.
    const SCHEMA: &'static SubMessageSchema;

    /// Reads the attribute's payload in the format that is selected. Of a format that is not declared
    /// the attribute is kept as it came.
    ///
    /// # Errors
    /// Where the payload is not of that format. An unknown selector is no error.
    fn decode(selector: Selector<'_>, attr: Attr<'a>, depth: Depth) -> Result<Self, DecodeError>;

    /// The selector that names this format; `None` where any may.
    fn selector(&self) -> Option<Selector<'static>>;

    /// The flag bits beside the attribute's number: [`NESTED`](crate::wire::NESTED) where the payload
    /// is attributes, and those it came with where the format is not declared.
    fn flags(&self) -> u16;

    /// Bytes of the payload.
    fn size(&self) -> usize;

    /// Writes the payload.
    ///
    /// # Errors
    /// Where it has no encoding.
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError>;
}

/// A field that selects the format of a sub-message: text, a number, an enum, or an `Option` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot select the format of a sub-message",
    note = "text, integers and enums with #[derive(Value)] can, and an `Option` of one"
)]
pub trait Selects {
    /// Its value.
    fn selector(&self) -> Selector<'_>;
}

impl Selects for &str {
    #[inline]
    fn selector(&self) -> Selector<'_> {
        Selector::Text(self)
    }
}

impl Selects for String {
    #[inline]
    fn selector(&self) -> Selector<'_> {
        Selector::Text(self)
    }
}

macro_rules! numbers {
    ($($int:ty)*) => {$(
        impl Selects for $int {
            #[inline]
            fn selector(&self) -> Selector<'_> {
                Selector::Number(i128::from(*self))
            }
        }
    )*};
}

numbers!(u8 u16 u32 u64 i8 i16 i32 i64);

impl Selects for Uint {
    #[inline]
    fn selector(&self) -> Selector<'_> {
        Selector::Number(self.0.into())
    }
}

impl Selects for Sint {
    #[inline]
    fn selector(&self) -> Selector<'_> {
        Selector::Number(self.0.into())
    }
}

impl<T: Copy + Into<i128>> Selects for Be<T> {
    #[inline]
    fn selector(&self) -> Selector<'_> {
        Selector::Number(self.0.into())
    }
}

impl<T: Copy + Into<i128>> Selects for Le<T> {
    #[inline]
    fn selector(&self) -> Selector<'_> {
        Selector::Number(self.0.into())
    }
}

impl<S: AsRef<str>> Selects for Unterminated<S> {
    #[inline]
    fn selector(&self) -> Selector<'_> {
        Selector::Text(self.0.as_ref())
    }
}

impl<T: Selects> Selects for Option<T> {
    #[inline]
    fn selector(&self) -> Selector<'_> {
        self.as_ref().map_or(Selector::Absent, Selects::selector)
    }
}

/// How a sub-message sits in a set: required, or with `Option` absent or present.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no sub-message",
    note = "a field with `selector = …` is an enum with #[derive(SubMessage)], or an `Option` of one"
)]
pub trait Selected<'a>: Sized {
    /// The formats as data.
    const SCHEMA: &'static SubMessageSchema;
    /// Whether it must be there.
    const REQUIRED: bool;

    /// The field, of the attribute that came, if one did; `None` where it is required and did not.
    ///
    /// # Errors
    /// What [`SubMessage::decode`] says.
    fn finish(
        selector: Selector<'_>,
        attr: Option<Attr<'a>>,
        depth: Depth,
    ) -> Result<Option<Self>, DecodeError>;

    /// What is written; nothing where it is absent.
    fn message(&self) -> Option<&impl SubMessage<'a>>;
}

impl<'a, T: SubMessage<'a>> Selected<'a> for T {
    const SCHEMA: &'static SubMessageSchema = T::SCHEMA;
    const REQUIRED: bool = true;

    #[inline]
    fn finish(
        selector: Selector<'_>,
        attr: Option<Attr<'a>>,
        depth: Depth,
    ) -> Result<Option<Self>, DecodeError> {
        attr.map(|attr| T::decode(selector, attr, depth)).transpose()
    }

    #[inline]
    fn message(&self) -> Option<&impl SubMessage<'a>> {
        Some(self)
    }
}

impl<'a, T: SubMessage<'a>> Selected<'a> for Option<T> {
    const SCHEMA: &'static SubMessageSchema = T::SCHEMA;
    const REQUIRED: bool = false;

    #[inline]
    fn finish(
        selector: Selector<'_>,
        attr: Option<Attr<'a>>,
        depth: Depth,
    ) -> Result<Option<Self>, DecodeError> {
        attr.map(|attr| T::decode(selector, attr, depth)).transpose().map(Some)
    }

    #[inline]
    fn message(&self) -> Option<&impl SubMessage<'a>> {
        self.as_ref()
    }
}

/// Bytes of a sub-message's attribute, header and padding included.
#[doc(hidden)]
#[inline]
pub fn size<'a, S: Selected<'a>>(field: &S) -> usize {
    field.message().map_or(0, |message| 4 + crate::wire::align(message.size()))
}

/// Writes a sub-message's attribute.
///
/// # Errors
/// [`EncodeErrorKind::Selector`](crate::wire::EncodeErrorKind::Selector) where the selector names
/// another format, and what [`SubMessage::emit`] says.
#[doc(hidden)]
#[inline]
pub fn emit<'a, S: Selected<'a>>(
    field: &S,
    selector: Selector<'_>,
    number: u16,
    writer: &mut Writer<'_>,
) -> Result<(), EncodeError> {
    let Some(message) = field.message() else {
        return Ok(());
    };
    let declared = || S::SCHEMA.formats.iter().any(|format| format.selector == selector);
    let fits = message.selector().map_or_else(|| !declared(), |own| own == selector);
    if !fits {
        return Err(EncodeError::new(crate::wire::EncodeErrorKind::Selector));
    }
    let size = message.size();
    if size > crate::wire::MAX_PAYLOAD {
        return Err(crate::wire::nest_too_long(size, |writer| message.emit(writer)));
    }
    writer.attribute(number | message.flags(), size, |writer| message.emit(writer))
}
