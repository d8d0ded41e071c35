//! What was wrong with bytes that were read, or with values that were to be written.

use std::fmt;

use super::MAX_PAYLOAD;
use crate::schema::SetSchema;

/// Bytes that do not decode to the type asked for.
///
/// Its [`Display`](fmt::Display) names the type, the path to the field and the offset:
/// `Stored.tags[2].weight at byte 64: 3 bytes where u32 needs 4`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    // Boxed, so that a `Result` of a number stays in registers while all is well.
    inner: Box<Inner<DecodeErrorKind>>,
}

/// A value that cannot be encoded as its declaration says.
///
/// Its [`Display`](fmt::Display) names the type and the path to the field:
/// `EchoRequest.text: 2000 bytes where at most 1024 are allowed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    inner: Box<Inner<EncodeErrorKind>>,
}

#[derive(Clone, Debug)]
struct Inner<K> {
    kind: K,
    path: Path,
    /// Of the fault, counted from the message's first byte, once that is known.
    offset: Option<usize>,
    /// The address of the faulty bytes, of which the offset is made.
    address: usize,
}

/// Where the bytes lay makes no difference.
impl<K: PartialEq> PartialEq for Inner<K> {
    fn eq(&self, other: &Self) -> bool {
        (&self.kind, &self.path, self.offset) == (&other.kind, &other.path, other.offset)
    }
}

impl<K: Eq> Eq for Inner<K> {}

/// What was wrong with the bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// An attribute's own length is below 4 or beyond the bytes that there are.
    AttributeLength {
        /// What the attribute's header says, bytes.
        declared: usize,
        /// What there was, bytes.
        available: usize,
    },
    /// 1 to 3 bytes behind the last attribute.
    Leftover {
        /// How many.
        bytes: usize,
    },
    /// A payload of another length than the type has.
    Length {
        /// The type, as the schema calls it.
        needs: &'static str,
        /// Its length, bytes.
        expected: usize,
        /// The length that was found, bytes.
        found: usize,
    },
    /// A string that is not UTF-8.
    Utf8 {
        /// Bytes of the payload that were good.
        valid_up_to: usize,
    },
    /// A string without its NUL, where it must have one.
    Unterminated,
    /// A string with a NUL in its middle, where it must be the last byte.
    InnerNul {
        /// Where, bytes from the payload's start.
        at: usize,
    },
    /// A required attribute is not there.
    Missing,
    /// Nests in nests, more than [`Depth::MAX`](super::Depth::MAX).
    TooDeep,
    /// An attribute that the declaration does not have, where that is asked to be an error.
    Unknown {
        /// Its number.
        number: u16,
    },
    /// A type of another library does not take the bytes.
    Foreign {
        /// The type's name.
        type_name: &'static str,
    },
}

impl fmt::Display for DecodeErrorKind {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AttributeLength { declared, available } => write!(
                f,
                "an attribute says that it has {declared} bytes where {available} remain and its header takes 4"
            ),
            Self::Leftover { bytes } => {
                write!(f, "{bytes} bytes are left behind the last attribute")
            }
            Self::Length { needs, expected, found } => {
                write!(f, "{found} bytes where {needs} needs {expected}")
            }
            Self::Utf8 { valid_up_to } => {
                write!(f, "not UTF-8 from byte {valid_up_to} of the string on")
            }
            Self::Unterminated => f.write_str("a string without its NUL"),
            Self::InnerNul { at } => write!(f, "a NUL at byte {at}, before the end of the string"),
            Self::Missing => f.write_str("required, but not there"),
            Self::TooDeep => write!(f, "more than {} nests in one another", super::Depth::MAX),
            Self::Unknown { number } => write!(f, "attribute {number} is not declared"),
            Self::Foreign { type_name } => write!(f, "{type_name} does not take it"),
        }
    }
}

/// What was wrong with the value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeErrorKind {
    /// A payload beyond [`MAX_PAYLOAD`].
    TooLong {
        /// The payload's length, bytes.
        length: usize,
    },
    /// A string with a NUL in it, which would end it early.
    InnerNul {
        /// Where, bytes from its start.
        at: usize,
    },
    /// Another length than the declaration's `min_len`, `max_len` or `exact_len` allow.
    LengthBound {
        /// The value's length, bytes; a string's NUL is not counted.
        length: usize,
        /// The least that is allowed.
        min: usize,
        /// The most that is allowed.
        max: usize,
    },
    /// A number outside of the declaration's `min` and `max`.
    RangeBound {
        /// The number.
        value: i128,
        /// The least that is allowed.
        min: i128,
        /// The most that is allowed.
        max: i128,
    },
    /// Bits outside of the declaration's `mask`.
    MaskBound {
        /// The value.
        value: u64,
        /// The bits that are allowed.
        mask: u64,
    },
    /// A sub-message of another kind than its selector names.
    Selector,
    /// An attribute of a number that the declaration has, among those that it has not.
    Declared,
    /// An event that the declaration does not have: nothing says under which command it goes.
    UnknownEvent,
    /// A family's own header, where another library has room for another one, or for none.
    Header {
        /// Its length, bytes.
        length: usize,
    },
    /// A type of another library does not give its bytes.
    Foreign {
        /// The type's name.
        type_name: &'static str,
    },
    /// A hand-written `size` promised less than its `emit` wrote.
    SizeMismatch,
}

impl fmt::Display for EncodeErrorKind {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { length } => {
                write!(f, "{length} bytes where an attribute holds at most {MAX_PAYLOAD}")
            }
            Self::InnerNul { at } => write!(f, "a NUL at byte {at} would end the string there"),
            Self::LengthBound { length, min: 0, max } => {
                write!(f, "{length} bytes where at most {max} are allowed")
            }
            Self::LengthBound { length, min, max } if *max == usize::MAX => {
                write!(f, "{length} bytes where at least {min} are needed")
            }
            Self::LengthBound { length, min, max } => {
                write!(f, "{length} bytes where {min}..={max} are allowed")
            }
            Self::RangeBound { value, min: i128::MIN, max } => {
                write!(f, "{value} where at most {max} is allowed")
            }
            Self::RangeBound { value, min, max: i128::MAX } => {
                write!(f, "{value} where at least {min} is needed")
            }
            Self::RangeBound { value, min, max } => {
                write!(f, "{value} where {min}..={max} is allowed")
            }
            Self::MaskBound { value, mask } => {
                write!(f, "{value:#x} where only the bits {mask:#x} are allowed")
            }
            Self::Selector => f.write_str("it is not the message that its selector names"),
            Self::Declared => {
                f.write_str("it is declared, and stands where what is not declared is kept")
            }
            Self::UnknownEvent => f.write_str("the event is not declared"),
            Self::Header { length } => {
                write!(f, "the family's header of {length} bytes has no place there")
            }
            Self::Foreign { type_name } => write!(f, "{type_name} does not give its bytes"),
            Self::SizeMismatch => f.write_str("more was written than its size promised"),
        }
    }
}

/// The way from a type to one of its fields: `Stored.tags[2].weight`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path {
    root: &'static str,
    /// Innermost first, since errors are built on the way out.
    inner_first: Vec<Segment>,
}

/// One step of a [`Path`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Segment {
    /// A field, by its name in the declaration.
    Field(&'static str),
    /// An element of a repeated attribute or array, from 0.
    Index(usize),
    /// An attribute that the declaration does not have, by its number.
    Number(u16),
}

impl Path {
    /// A path that starts at a type or set of that name.
    pub fn new(root: &'static str) -> Self {
        Self { root, inner_first: Vec::new() }
    }

    /// The type or set where it starts.
    pub fn root(&self) -> &'static str {
        self.root
    }

    /// The steps, outermost first.
    pub fn segments(&self) -> impl Iterator<Item = Segment> + '_ {
        self.inner_first.iter().rev().copied()
    }

    /// Adds a step behind the last.
    pub fn push(&mut self, segment: Segment) {
        self.inner_first.insert(0, segment);
    }

    fn wrap(&mut self, segment: Segment) {
        self.inner_first.push(segment);
    }
}

impl fmt::Display for Path {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_element = matches!(self.inner_first.last(), Some(Segment::Index(_)));
        // An element of a list that is read later, whose type has no name.
        f.write_str(if self.root.is_empty() && is_element { "list" } else { self.root })?;
        for segment in self.segments() {
            match segment {
                Segment::Field(name) => write!(f, ".{name}")?,
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Number(number) => write!(f, ".#{number}")?,
            }
        }
        Ok(())
    }
}

impl<K> Inner<K> {
    fn boxed(kind: K, address: usize) -> Box<Self> {
        Box::new(Self { kind, path: Path::default(), offset: None, address })
    }

    fn enter(&mut self, set: &'static SetSchema, attribute: usize, index: Option<usize>) {
        if let Some(index) = index {
            self.path.wrap(Segment::Index(index));
        }
        if let Some(attribute) = set.attributes.get(attribute) {
            self.path.wrap(Segment::Field(attribute.name));
        }
        self.path.root = set.type_name;
    }
}

impl DecodeError {
    /// An error about these bytes, which are part of what is decoded.
    #[cold]
    pub fn new(kind: DecodeErrorKind, bytes: &[u8]) -> Self {
        Self { inner: Inner::boxed(kind, bytes.as_ptr().addr()) }
    }

    /// A required attribute of `set`, by its position there, is not in `bytes`.
    #[cold]
    pub fn missing(set: &'static SetSchema, attribute: usize, bytes: &[u8]) -> Self {
        let mut error = Self::new(DecodeErrorKind::Missing, bytes);
        error.inner.enter(set, attribute, None);
        error
    }

    /// Says in which field the error is: attribute `attribute` of `set`, and which of several.
    #[cold]
    #[must_use]
    pub fn within(
        mut self,
        set: &'static SetSchema,
        attribute: usize,
        index: Option<usize>,
    ) -> Self {
        self.inner.enter(set, attribute, index);
        self
    }

    /// Says in which set the error is, where it is in no field.
    #[cold]
    #[must_use]
    pub fn in_set(mut self, set: &'static SetSchema) -> Self {
        self.inner.path.root = set.type_name;
        self
    }

    /// Says that the error is in the header of `set`, which is the field of that name.
    #[cold]
    #[must_use]
    pub fn in_header(mut self, set: &'static SetSchema, field: &'static str) -> Self {
        self.inner.path.wrap(Segment::Field(field));
        self.in_set(set)
    }

    /// Says which element of an array the error is in.
    #[cold]
    #[must_use]
    pub fn at_index(mut self, index: usize) -> Self {
        self.inner.path.wrap(Segment::Index(index));
        self
    }

    /// Says where the fault is in its message: in `attributes`, which were decoded and are not moved
    /// since, and which start `before` bytes into the message ([`ATTRS_AT`](super::ATTRS_AT), or 0 for
    /// attributes alone). Of other bytes than those it says nothing.
    #[cold]
    #[must_use]
    pub fn in_message(mut self, attributes: &[u8], before: usize) -> Self {
        let within = self.inner.address.checked_sub(attributes.as_ptr().addr());
        let within = within.filter(|within| *within <= attributes.len());
        self.inner.offset = within.map(|within| within + before).or(self.inner.offset);
        self
    }

    /// What was wrong.
    pub fn kind(&self) -> &DecodeErrorKind {
        &self.inner.kind
    }

    /// The way to the faulty field, from the type that was decoded. Of a list that is read lazily
    /// each element is decoded on its own: the way starts there, with its place in the list, as in
    /// `Tag[2].weight`, or `list[2]` where the elements are no sets.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Where the faulty bytes start, counted from the message's first byte, bytes. `None` where
    /// bytes were decoded that are known to be part of no message.
    pub fn offset(&self) -> Option<usize> {
        self.inner.offset
    }
}

impl fmt::Display for DecodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.inner.path)?;
        if let Some(offset) = self.inner.offset {
            write!(f, " at byte {offset}")?;
        }
        write!(f, ": {}", self.inner.kind)
    }
}

impl std::error::Error for DecodeError {}

impl EncodeError {
    /// An error about a value, in no field yet.
    #[cold]
    pub fn new(kind: EncodeErrorKind) -> Self {
        Self { inner: Inner::boxed(kind, 0) }
    }

    /// Says in which field the error is: attribute `attribute` of `set`.
    #[cold]
    #[must_use]
    pub fn within(mut self, set: &'static SetSchema, attribute: usize) -> Self {
        self.inner.enter(set, attribute, None);
        self
    }

    /// Says in which set the error is, where it is in none of its fields.
    #[cold]
    #[must_use]
    pub fn in_set(mut self, set: &'static SetSchema) -> Self {
        self.inner.path.root = set.type_name;
        self
    }

    /// Says which element of an array or of a repeated attribute the error is in.
    #[cold]
    #[must_use]
    pub fn at_index(mut self, index: usize) -> Self {
        self.inner.path.wrap(Segment::Index(index));
        self
    }

    /// Says which attribute the error is in that the declaration does not have.
    #[cold]
    #[must_use]
    pub fn at_number(mut self, number: u16) -> Self {
        self.inner.path.wrap(Segment::Number(number));
        self
    }

    /// What was wrong.
    pub fn kind(&self) -> &EncodeErrorKind {
        &self.inner.kind
    }

    /// The way to the field.
    pub fn path(&self) -> &Path {
        &self.inner.path
    }
}

impl fmt::Display for EncodeError {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.inner.path, self.inner.kind)
    }
}

impl std::error::Error for EncodeError {}
