//! One attribute at a time: enums whose variants are a set's attributes.

use std::marker::PhantomData;

use crate::schema::{Kind, SetSchema};
use crate::wire::{Attr, Attrs, DecodeError, Depth, EncodeError, Message, Writer};
use crate::{Decode, Encode, Value};

/// One attribute of a set, whichever it is; `#[derive(Attributes)]` implements it for an enum with a
/// variant for each. It is written as a set that has this one attribute.
///
/// ```
/// use nl_core::{AttributeStream, Attributes, Sequence, to_attributes};
///
/// #[derive(Attributes, Debug, PartialEq)]
/// enum Step<'a> {
///     #[nl(1)]
///     Wait(u32),
///     #[nl(2)]
///     Say(&'a str),
/// }
/// let bytes = to_attributes(&Sequence(vec![Step::Say("hi"), Step::Wait(2), Step::Say("bye")]))?;
/// let last = AttributeStream::<Step<'_>>::new(&bytes).last();
/// assert_eq!(last, Some(Ok(Step::Say("bye"))));
/// # Ok::<(), nl_core::wire::EncodeError>(())
/// ```
pub trait Attribute<'a>: Sized {
    /// The set of which it is one.
    const SCHEMA: &'static SetSchema;

    /// Reads an attribute. One that the declaration does not have becomes the variant that is
    /// `#[nl(other)]`, or `None` where there is none.
    ///
    /// # Errors
    /// Where the payload does not decode.
    fn read(attr: Attr<'a>, depth: Depth) -> Result<Option<Self>, DecodeError>;
}

/// The attributes of a set one after another, in the order of the wire and as often as they come.
#[derive(Clone, Debug)]
pub struct AttributeStream<'a, A> {
    attrs: Attrs<'a>,
    depth: Depth,
    attribute: PhantomData<fn() -> A>,
}

impl<'a, A: Attribute<'a>> AttributeStream<'a, A> {
    /// Starts at the first byte of a message's attributes or of a nest's payload.
    pub fn new(attributes: &'a [u8]) -> Self {
        Self { attrs: Attrs::new(attributes), depth: Depth::TOP, attribute: PhantomData }
    }
}

impl<'a, A: Attribute<'a>> Iterator for AttributeStream<'a, A> {
    type Item = Result<A, DecodeError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let read = match self.attrs.next_attr() {
                Ok(None) => return None,
                Ok(Some(attr)) => A::read(attr, self.depth),
                Err(error) => Err(error.in_set(A::SCHEMA)),
            };
            match read {
                Ok(None) => {}
                Ok(Some(attribute)) => return Some(Ok(attribute)),
                Err(error) => {
                    self.attrs = Attrs::new(&[]);
                    return Some(Err(error));
                }
            }
        }
    }
}

/// A set as a list of its attributes, in the order of the wire and as often as they come.
///
/// It is a message's attributes, or a nest, where a struct is too narrow: the order matters, or
/// anything may repeat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sequence<A>(pub Vec<A>);

impl<A: Encode> Encode for Sequence<A> {
    const SCHEMA: &'static SetSchema = A::SCHEMA;

    #[inline]
    fn size(&self) -> usize {
        self.0.iter().map(Encode::size).sum()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        emit_all(&self.0, writer)
    }
}

impl<'a, A: Attribute<'a>> Decode<'a> for Sequence<A> {
    #[inline]
    fn decode_at(attributes: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        let stream =
            AttributeStream { attrs: Attrs::new(attributes), depth, attribute: PhantomData };
        let mut all = Vec::new();
        for attribute in stream {
            all.push(attribute.map_err(|error| error.at_index(all.len()))?);
        }
        Ok(Self(all))
    }
}

/// Writes attributes one after another.
fn emit_all<A: Encode>(attributes: &[A], writer: &mut Writer<'_>) -> Result<(), EncodeError> {
    let emit = |(index, attribute): (usize, &A)| {
        attribute.emit(writer).map_err(|error| error.at_index(index))
    };
    attributes.iter().enumerate().try_for_each(emit)
}

impl<'a, A: Attribute<'a> + Encode> Value<'a> for Sequence<A> {
    const KIND: Kind = Kind::Nest(|| <A as Attribute<'a>>::SCHEMA);

    #[inline]
    fn size(&self) -> usize {
        self.0.iter().map(Encode::size).sum()
    }

    #[inline]
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        emit_all(&self.0, writer)
    }

    #[inline]
    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        Self::decode_at(payload, depth.deeper(payload)?)
    }
}

impl<'a, A: Attribute<'a> + Encode> crate::Element<'a> for Sequence<A> {}

/// A message of a family, whichever it is; `#[derive(Attributes)]` implements it for an enum whose
/// variants have `#[nl(command = N)]`.
///
/// ```
/// use nl_core::wire::{Buffer, MessageHeader, Messages};
/// use nl_core::{Attributes, MessageSet, UnknownEvent};
///
/// #[derive(Attributes, Debug, PartialEq)]
/// enum Message<'a> {
///     #[nl(command = 1)]
///     Moved(Moved),
///     #[nl(other)]
///     Other(UnknownEvent<'a>),
/// }
/// #[derive(Attributes, Debug, PartialEq)]
/// struct Moved {
///     #[nl(1)]
///     by: u8,
/// }
/// let mut buffer = Buffer::new();
/// let moved = Message::Moved(Moved { by: 9 });
/// buffer.push_message(MessageHeader { kind: 0x1c, ..MessageHeader::default() }, 1, &moved).unwrap();
/// let message = Messages::new(buffer.as_bytes()).next().unwrap().unwrap();
/// assert_eq!(Message::read_message(&message)?, Some(moved));
///
/// let attributes = [5, 0, 1, 0, 9, 0, 0, 0];
/// let other = Message::read(77, &attributes)?;
/// assert_eq!(other, Some(Message::Other(UnknownEvent::new(77, &attributes))));
/// # Ok::<(), nl_core::wire::DecodeError>(())
/// ```
pub trait MessageSet<'a>: Sized {
    /// Each command that is declared, with the attributes of its message.
    const MESSAGES: &'static [(u8, &'static SetSchema)];

    /// The message's command.
    fn command(&self) -> u8;

    /// Reads a message. A command that the declaration does not have becomes the variant that is
    /// `#[nl(other)]`, or `None` where there is none.
    ///
    /// # Errors
    /// Where its attributes do not decode.
    fn read(command: u8, attributes: &'a [u8]) -> Result<Option<Self>, DecodeError>;

    /// Reads a whole message; `None` as well where it is none of generic netlink.
    ///
    /// # Errors
    /// As [`MessageSet::read`].
    fn read_message(message: &Message<'a>) -> Result<Option<Self>, DecodeError> {
        match message.genl() {
            Some((genl, attributes)) => Self::read(genl.command, attributes),
            None => Ok(None),
        }
    }

    /// Bytes of the attributes.
    fn size(&self) -> usize;

    /// Writes the attributes; [`Buffer::push_message`](crate::wire::Buffer::push_message) writes the
    /// whole message.
    ///
    /// # Errors
    /// What [`Encode::emit`] says.
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError>;
}
