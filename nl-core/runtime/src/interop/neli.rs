//! Messages in the sockets and routers of `neli`, and what is written for these.
//!
//! [`Asked`] is what neli sends, [`Payload`] what it receives: its request's type says what an answer
//! is. An [`Inquiry`](super::Inquiry) takes whatever a router or socket yields, its errors as well, and
//! says what it means. [`Announcement`] is an event. A whole program, with the controller and the demo
//! family:
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("../../programs/neli.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! The same types are payloads of `NlSocketHandle`, and of the asynchronous ones.
//!
//! # What is allocated
//!
//! Nothing for a request: it is written into neli's own buffer. `FromBytesWithInput` hands over bytes
//! that nothing may borrow, so an answer keeps a copy of its attributes, and is read where it lies.
//!
//! Attributes one by one are what neli's own types hold; the way back allocates what the set's type
//! does. Sets of more than 1 KiB take a buffer meanwhile.
//!
//! # Attributes
//!
//! - One: an [`Attr`] converts to an [`Nlattr`], an [`Nlattr`] to an [`OwnedAttr`].
//! - A set: [`to_attrs`] and [`from_attrs`], for a [`GenlBuffer`] of any type of attributes; what is not
//!   declared comes through where the type keeps it (`#[nl(rest)]`).
//! - A message: [`to_message`] makes a [`Genlmsghdr`], family header and all, and `Payload::try_from`
//!   reads one.
//! - Types that were written for neli: [`Neli`] is a payload of one, as a field of a set.
//!
//! ```
//! use neli::consts::genl::CtrlAttr;
//! use neli::types::{Buffer, GenlBuffer};
//! use nl_core::controller::{FamilyAttrs, GetFamily};
//! use nl_core::interop::neli::{from_attrs, to_attrs};
//! use nl_core::{Attributes, OwnedAttr};
//!
//! #[derive(Attributes, Debug, PartialEq)]
//! struct Named {
//!     #[nl(2)]
//!     name: String,
//!     #[nl(rest)]
//!     rest: Vec<OwnedAttr>,
//! }
//!
//! let attrs = to_attrs(&GetFamily { id: Some(16), name: Some("nlctrl") })?;
//! let handle = attrs.get_typed_attr_handle::<CtrlAttr>().unwrap();
//! assert_eq!(handle.get_attr_payload_as::<u16>(CtrlAttr::FamilyId).unwrap(), 16);
//! let named: Named = from_attrs(&attrs).unwrap();
//! assert_eq!((named.name.as_str(), named.rest.len()), ("nlctrl", 1));
//! # Ok::<(), neli::err::SerError>(())
//! ```
//!
//! # What neli cannot say
//!
//! | what | where the source of neli 0.7.5 forbids it |
//! |---|---|
//! | another peer than the kernel | `socket/shared.rs:214` (`NlSocket::send` calls `send` without an address); an `NlSocketHandle`'s descriptor can be `connect`ed to a port, a router keeps its to itself (`router/synchronous.rs:58`: `socket` is private) |
//! | a dump whose parts have no `NLM_F_MULTI` (family `netdev`) | `router/synchronous.rs:638` (`next_typed`: the end after the first); `NlSocketHandle::recv` gives all |
//! | replies as they come about, behind the ACK | `router/synchronous.rs:626` (`next_typed`: the ACK is the end) |
//! | the sentence and the attribute of a refusal, through a router | `err.rs:203` (`Nlmsgerr::to_typed` leaves `ext_ack` out); an `NlSocketHandle` keeps it |
//! | a refusal that holds only the request's header (`NETLINK_CAP_ACK`) | `err.rs:111` (`NlmsghdrErr` reads as many bytes as the request had) |
//! | that a dump failed | `nl.rs:225` (`get_err` knows `NlPayload::Err` alone), `router/synchronous.rs:631` (so a router yields `DumpExtAck` as `Ok`); an `Inquiry` reads it |
//! | that a dump changed meanwhile | `router/synchronous.rs:638` (of a header's flags `NLM_F_MULTI` alone is looked at); an `Inquiry` looks at `NLM_F_DUMP_INTR` |
//! | two replies without `NLM_F_MULTI`, through a router | `router/synchronous.rs:641` (`assert!`: a panic) |
//! | a message that belongs to nobody, through a router | `router/synchronous.rs:99` (all who wait are told that it is an error, and read no more) |
//! | a datagram above 32 KiB | `utils.rs:338` with `consts/mod.rs:72` (the buffer, which `NELI_AUTO_BUFFER_LEN` sets where neli is built), `socket/shared.rs:238` (`recvfrom` does not ask how long it was: it is cut off) |
//! | events that were lost (`ENOBUFS`), through a router | `router/synchronous.rs:127` (`error_handling` tells those who asked, and not who listens) |
//! | `NLMSG_NOOP` and `NLMSG_OVERRUN` | `nl.rs:128` (what is no `NLMSG_ERROR` or `NLMSG_DONE` is a payload); an `Inquiry` tells them apart |
//! | an answer by value | `nl.rs:174` (`nl_payload` is private, its getter lends): an answer that is kept is cloned |
//! | events of a group above 32 | `socket/shared.rs:247` (`recv` takes the group from `nl_groups`, which is 0 then) |

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Cursor};

use ::neli::consts::genl::{Cmd, NlAttrType};
use ::neli::consts::nl::NlType;
use ::neli::err::{DeError, Nlmsgerr, RouterError, SerError, SocketError};
use ::neli::genl::{AttrType, Genlmsghdr, GenlmsghdrBuilder, Nlattr, NlattrBuilder};
use ::neli::nl::{NlPayload, Nlmsghdr};
use ::neli::types::{Buffer, GenlBuffer};
use ::neli::{FromBytesWithInput, Size, ToBytes};

use super::inquiry::{Told, What};
use super::{Announcement, Payload, among};
use crate::schema::{Kind, Mode, SetSchema};
use crate::wire::{
    Attr, Attrs, DecodeError, DecodeErrorKind, Depth, EncodeError, EncodeErrorKind,
    GENL_HEADER_LEN, GenlHeader, MIN_TYPE, NESTED, NET_BYTEORDER, Writer, align, kind,
};
use crate::{Decode, Element, Encode, Errno, Family, OwnedAttr, Request, Value};

/// A request to be sent: what neli calls a payload.
pub struct Asked<'r, R>(pub &'r R);

impl<R: Request> Size for Asked<'_, R> {
    fn unpadded_size(&self) -> usize {
        GENL_HEADER_LEN + self.0.size()
    }
}

impl<R: Request> ToBytes for Asked<'_, R> {
    /// # Errors
    /// Where a value is outside of its declared bounds.
    fn to_bytes(&self, buffer: &mut Cursor<Vec<u8>>) -> Result<(), SerError> {
        let (command, version) = (R::OPERATION.command, R::Family::SCHEMA.version);
        write(buffer, self.unpadded_size(), |writer| {
            writer.put(GenlHeader { command, version, reserved: 0 }.emit())?;
            self.0.emit(writer)
        })
    }
}

impl<R: Request> fmt::Debug for Asked<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Asked({} {})", R::Family::SCHEMA.name, R::OPERATION.name)
    }
}

impl<R: Request> Size for Payload<R> {
    fn unpadded_size(&self) -> usize {
        GENL_HEADER_LEN + self.attributes().len()
    }
}

impl<R: Request> ToBytes for Payload<R> {
    fn to_bytes(&self, buffer: &mut Cursor<Vec<u8>>) -> Result<(), SerError> {
        put(buffer, self.command(), R::Family::SCHEMA.version, self.attributes())
    }
}

impl<R: Request> FromBytesWithInput for Payload<R> {
    type Input = usize;

    fn from_bytes_with_input(
        buffer: &mut Cursor<impl AsRef<[u8]>>,
        length: usize,
    ) -> Result<Self, DeError> {
        read(buffer, length).map(|(command, attributes)| Self::from_parts(command, attributes))
    }
}

impl<F: Family> Size for Announcement<F> {
    fn unpadded_size(&self) -> usize {
        GENL_HEADER_LEN + self.attributes().len()
    }
}

impl<F: Family> ToBytes for Announcement<F> {
    fn to_bytes(&self, buffer: &mut Cursor<Vec<u8>>) -> Result<(), SerError> {
        put(buffer, self.command(), F::SCHEMA.version, self.attributes())
    }
}

impl<F: Family> FromBytesWithInput for Announcement<F> {
    type Input = usize;

    fn from_bytes_with_input(
        buffer: &mut Cursor<impl AsRef<[u8]>>,
        length: usize,
    ) -> Result<Self, DeError> {
        read(buffer, length).map(|(command, attributes)| Self::from_parts(command, attributes))
    }
}

fn put(
    buffer: &mut Cursor<Vec<u8>>,
    command: u8,
    version: u8,
    attributes: &[u8],
) -> Result<(), SerError> {
    write(buffer, GENL_HEADER_LEN + attributes.len(), |writer| {
        writer.put(GenlHeader { command, version, reserved: 0 }.emit())?;
        writer.bytes(attributes)
    })
}

/// Writes so many bytes where neli's cursor is.
fn write(
    buffer: &mut Cursor<Vec<u8>>,
    size: usize,
    write: impl FnOnce(&mut Writer<'_>) -> Result<(), EncodeError>,
) -> Result<(), SerError> {
    let start = position(buffer);
    let bytes = buffer.get_mut();
    if bytes.len() < start + size {
        bytes.resize(start + size, 0);
    }
    write(&mut Writer::new(&mut bytes[start..start + size])).map_err(SerError::new)?;
    buffer.set_position((start + size) as u64);
    Ok(())
}

/// Takes so many bytes from where neli's cursor is.
fn take(buffer: &mut Cursor<impl AsRef<[u8]>>, length: usize) -> Result<Vec<u8>, DeError> {
    let start = position(buffer);
    let end = start.saturating_add(length);
    let bytes = buffer.get_ref().as_ref().get(start..end).ok_or(DeError::InvalidInput(length))?;
    let bytes = bytes.to_vec();
    buffer.set_position(end as u64);
    Ok(bytes)
}

fn position<T>(buffer: &Cursor<T>) -> usize {
    usize::try_from(buffer.position()).unwrap_or(usize::MAX)
}

/// A message: its command, and its attributes.
fn read(buffer: &mut Cursor<impl AsRef<[u8]>>, length: usize) -> Result<(u8, Vec<u8>), DeError> {
    let attributes = length.checked_sub(GENL_HEADER_LEN).ok_or(DeError::InvalidInput(length))?;
    let start = position(buffer);
    let header = buffer.get_ref().as_ref().get(start..).and_then(<[u8]>::first_chunk);
    let header = GenlHeader::parse(*header.ok_or(DeError::InvalidInput(length))?);
    buffer.set_position((start + GENL_HEADER_LEN) as u64);
    Ok((header.command, take(buffer, attributes)?))
}

/// An error whose type does not name what was sent: one that `?` can turn into a `Box<dyn Error>`.
pub fn plain<T, P>(error: RouterError<T, P>) -> RouterError<u16, Buffer>
where
    T: fmt::Debug,
    P: fmt::Debug,
{
    match error {
        RouterError::Msg(said) => RouterError::Msg(said),
        RouterError::Io(kind) => RouterError::Io(kind),
        RouterError::De(error) => RouterError::De(error),
        RouterError::Socket(error) => RouterError::Socket(error),
        RouterError::NoAck => RouterError::NoAck,
        RouterError::UnexpectedAck => RouterError::UnexpectedAck,
        RouterError::ClosedChannel => RouterError::ClosedChannel,
        error @ (RouterError::Nlmsgerr(_) | RouterError::BadSeqOrPid(_)) => RouterError::new(error),
    }
}

impl<'m, T: NlType, R: Request> From<&'m Nlmsghdr<T, Payload<R>>> for Told<'m, R> {
    fn from(message: &'m Nlmsghdr<T, Payload<R>>) -> Self {
        let what = match message.nl_payload() {
            NlPayload::Payload(payload) => answer((*message.nl_type()).into(), payload),
            NlPayload::Ack(ack) => status(false, ack),
            NlPayload::DumpExtAck(done) => status(true, done),
            NlPayload::Err(error) => status(false, error),
            NlPayload::Empty if (*message.nl_type()).into() == kind::DONE => What::END,
            NlPayload::Empty => What::Nothing,
        };
        Self { flags: message.nl_flags().bits(), what }
    }
}

fn answer<R: Request>(message_type: u16, payload: &Payload<R>) -> What<'_, R> {
    match message_type {
        kind::OVERRUN => What::Overrun,
        // One without NLM_F_MULTI, which neli takes for another protocol's: its errno is not to be had.
        kind::DONE if payload.command() != 0 => {
            What::Failed("neli", io::ErrorKind::InvalidData.into())
        }
        kind::DONE => What::END,
        MIN_TYPE.. => What::Answer(payload),
        _ => What::Nothing,
    }
}

fn status<'m, R, M>(done: bool, said: &Nlmsgerr<M>) -> What<'m, R> {
    let errno = Some(Errno(said.error().saturating_neg())).filter(|errno| errno.0 != 0);
    let tlvs = Cow::Owned(encode_attrs(said.ext_ack()).unwrap_or_default());
    What::Status { done, errno, tlvs }
}

impl<'m, T: NlType, R: Request> From<&'m RouterError<T, Payload<R>>> for Told<'m, R>
where
    T: fmt::Debug,
{
    fn from(error: &'m RouterError<T, Payload<R>>) -> Self {
        Self::without_flags(match error {
            RouterError::Nlmsgerr(refused) => status(false, refused),
            RouterError::Socket(error) => failed(error),
            error => What::Failed("neli", io::Error::other(plain(error.clone()))),
        })
    }
}

/// What a router yields.
impl<'m, T, R> From<&'m Result<Nlmsghdr<T, Payload<R>>, RouterError<T, Payload<R>>>> for Told<'m, R>
where
    T: NlType + fmt::Debug,
    R: Request,
{
    fn from(received: &'m Result<Nlmsghdr<T, Payload<R>>, RouterError<T, Payload<R>>>) -> Self {
        match received {
            Ok(message) => message.into(),
            Err(error) => error.into(),
        }
    }
}

/// What an `NlSocketHandle` yields.
impl<'m, T, R> From<&'m Result<Nlmsghdr<T, Payload<R>>, SocketError>> for Told<'m, R>
where
    T: NlType,
    R: Request,
{
    fn from(received: &'m Result<Nlmsghdr<T, Payload<R>>, SocketError>) -> Self {
        match received {
            Ok(message) => message.into(),
            Err(error) => Self::without_flags(failed(error)),
        }
    }
}

fn failed<'m, R>(error: &SocketError) -> What<'m, R> {
    match error {
        SocketError::Io(error) if error.raw_os_error() == Some(Errno::ENOBUFS.0) => What::Overrun,
        error => What::Failed("neli", io::Error::other(error.clone())),
    }
}

/// The attributes of a set, one by one.
///
/// # Errors
/// Where a value is outside of its declared bounds, or the set has a family's header, which is no
/// attribute.
pub fn to_attrs<E: Encode>(set: &E) -> Result<GenlBuffer<u16, Buffer>, SerError> {
    among::attributes(set, split).map_err(SerError::new)?
}

fn split(attributes: &[u8]) -> Result<GenlBuffer<u16, Buffer>, SerError> {
    let attributes = Attrs::new(attributes);
    let mut attrs = Vec::with_capacity(attributes.clone().count());
    for attr in attributes {
        attrs.push(Nlattr::try_from(attr.map_err(SerError::new)?)?);
    }
    Ok(attrs.into_iter().collect())
}

/// A set, of attributes one by one. For a type that borrows, [`encode_attrs`] gives the bytes that it
/// borrows from.
///
/// # Errors
/// Where an attribute does not decode, a required one is missing, or one is too long; or the set has
/// a family's header, which is no attribute.
pub fn from_attrs<T, A>(attrs: &GenlBuffer<A, Buffer>) -> Result<T, DeError>
where
    T: Encode + for<'a> Decode<'a>,
    A: NlAttrType,
{
    among::without_header::<T>().map_err(DeError::new)?;
    among::lend(size(attrs), |bytes| {
        emit(attrs, &mut Writer::new(bytes)).map_err(DeError::new)?;
        T::decode(bytes).map_err(DeError::new)
    })
}

/// Attributes as they are on the wire.
///
/// # Errors
/// Where one is too long.
pub fn encode_attrs<A: NlAttrType>(attrs: &GenlBuffer<A, Buffer>) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = vec![0; size(attrs)];
    emit(attrs, &mut Writer::new(&mut bytes))?;
    Ok(bytes)
}

fn size<A: NlAttrType>(attrs: &GenlBuffer<A, Buffer>) -> usize {
    attrs.iter().map(|attr| 4 + align(attr.nla_payload().len())).sum()
}

fn emit<A: NlAttrType>(
    attrs: &GenlBuffer<A, Buffer>,
    writer: &mut Writer<'_>,
) -> Result<(), EncodeError> {
    attrs.iter().try_for_each(|attr| {
        let payload = attr.nla_payload().as_ref();
        writer.attribute(raw_type(attr.nla_type()), payload.len(), |writer| writer.bytes(payload))
    })
}

/// The type field, flag bits and all.
fn raw_type<A: NlAttrType>(attr: &AttrType<A>) -> u16 {
    let nested = if *attr.nla_nested() { NESTED } else { 0 };
    let order = if *attr.nla_network_order() { NET_BYTEORDER } else { 0 };
    let number: u16 = (*attr.nla_type()).into();
    number | nested | order
}

impl TryFrom<Attr<'_>> for Nlattr<u16, Buffer> {
    type Error = SerError;

    /// # Errors
    /// Where the payload is too long for an attribute.
    fn try_from(attr: Attr<'_>) -> Result<Self, SerError> {
        if attr.payload.len() > crate::wire::MAX_PAYLOAD {
            let length = attr.payload.len();
            return Err(SerError::new(EncodeError::new(EncodeErrorKind::TooLong { length })));
        }
        NlattrBuilder::default()
            .nla_type(AttrType::from(attr.raw_type))
            .nla_payload(attr.payload)
            .build()
            .map_err(SerError::new)
    }
}

impl<A: NlAttrType> From<&Nlattr<A, Buffer>> for OwnedAttr {
    fn from(attr: &Nlattr<A, Buffer>) -> Self {
        let payload = attr.nla_payload().as_ref().to_vec();
        Self { raw_type: raw_type(attr.nla_type()), payload }
    }
}

/// A family's own header in neli's message, of no bytes where it has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Header(pub Vec<u8>);

impl Size for Header {
    fn unpadded_size(&self) -> usize {
        self.0.len()
    }
}

impl ToBytes for Header {
    fn to_bytes(&self, buffer: &mut Cursor<Vec<u8>>) -> Result<(), SerError> {
        write(buffer, self.0.len(), |writer| writer.bytes(&self.0))
    }
}

/// A request as neli's own message. [`Asked`] is shorter.
///
/// # Errors
/// Where a value is outside of its declared bounds.
pub fn to_message<R: Request>(request: &R) -> Result<Genlmsghdr<u8, u16, Header>, SerError> {
    let header = R::SCHEMA.header;
    let (header, attrs) = among::encoded(request, |bytes| {
        let (header, attributes) = bytes.split_at_checked(header).unwrap_or_default();
        (Header(header.to_vec()), split(attributes))
    })
    .map_err(SerError::new)?;
    GenlmsghdrBuilder::default()
        .cmd(R::OPERATION.command)
        .version(R::Family::SCHEMA.version)
        .header(header)
        .attrs(attrs?)
        .build_with_header()
        .map_err(SerError::new)
}

impl<R, C, A, H> TryFrom<&Genlmsghdr<C, A, H>> for Payload<R>
where
    R: Request,
    C: Cmd,
    A: NlAttrType,
    H: Size + ToBytes,
{
    type Error = EncodeError;

    /// # Errors
    /// Where an attribute is too long, or the header is not the family's.
    fn try_from(message: &Genlmsghdr<C, A, H>) -> Result<Self, EncodeError> {
        let bytes = joined(message, &[R::OPERATION.request, R::OPERATION.answer])?;
        Ok(Self::from_parts((*message.cmd()).into(), bytes))
    }
}

impl<F, C, A, H> TryFrom<&Genlmsghdr<C, A, H>> for Announcement<F>
where
    F: Family,
    C: Cmd,
    A: NlAttrType,
    H: Size + ToBytes,
{
    type Error = EncodeError;

    /// # Errors
    /// Where an attribute is too long, or the header is not the family's.
    fn try_from(message: &Genlmsghdr<C, A, H>) -> Result<Self, EncodeError> {
        let command = (*message.cmd()).into();
        let event = F::SCHEMA.operation(command, &[Mode::Event]);
        let bytes = joined(message, &[event.and_then(|event| event.answer)])?;
        Ok(Self::from_parts(command, bytes))
    }
}

/// What stands behind the generic header: the family's, which must be that of one of the sets where
/// any is declared, and the attributes.
fn joined<C, A, H>(
    message: &Genlmsghdr<C, A, H>,
    sets: &[Option<&'static SetSchema>],
) -> Result<Vec<u8>, EncodeError>
where
    A: NlAttrType,
    H: Size + ToBytes,
{
    let length = message.header().unpadded_size();
    let mut declared = sets.iter().flatten().map(|set| set.header);
    if !declared.clone().any(|header| header == length)
        && let Some(header) = declared.next()
    {
        return Err(EncodeError::new(EncodeErrorKind::Header { length: header.max(length) }));
    }
    let mut buffer = Cursor::new(vec![0; length + size(message.attrs())]);
    let type_name = std::any::type_name::<H>();
    let header = message.header().to_bytes(&mut buffer);
    header.map_err(|_| EncodeError::new(EncodeErrorKind::Foreign { type_name }))?;
    let mut bytes = buffer.into_inner();
    emit(message.attrs(), &mut Writer::new(bytes.get_mut(length..).unwrap_or_default()))?;
    Ok(bytes)
}

/// A payload of a type that was written for neli: one with `Size`, `ToBytes` and `FromBytesWithInput`,
/// as its derives make them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Neli<T>(pub T);

impl<'a, T> Value<'a> for Neli<T>
where
    T: Size + ToBytes + FromBytesWithInput<Input = usize>,
{
    const KIND: Kind = Kind::Unspec;

    fn size(&self) -> usize {
        self.0.unpadded_size()
    }

    /// `ToBytes` writes into a vector that it may grow, so there is one.
    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        let mut buffer = Cursor::new(vec![0; self.0.unpadded_size()]);
        let type_name = std::any::type_name::<T>();
        self.0
            .to_bytes(&mut buffer)
            .map_err(|_| EncodeError::new(EncodeErrorKind::Foreign { type_name }))?;
        writer.bytes(buffer.get_ref())
    }

    fn decode_payload(payload: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
        let type_name = std::any::type_name::<T>();
        T::from_bytes_with_input(&mut Cursor::new(payload), payload.len())
            .map(Self)
            .map_err(|_| DecodeError::new(DecodeErrorKind::Foreign { type_name }, payload))
    }
}

impl<T> Element<'_> for Neli<T> where T: Size + ToBytes + FromBytesWithInput<Input = usize> {}
