//! Messages in the sockets of `genetlink` and `netlink-proto`, and what is written for these.
//!
//! [`Payload`] and [`Announcement`] are payloads of a `GenlMessage`: a `GenetlinkHandle` sends a
//! request under the family id that its own resolver finds, and what answers is read through the
//! request's type. An [`Inquiry`](super::Inquiry) takes whatever comes and says what it means; a
//! connection hands it the end of a dump where `set_forward_done` is on. A whole program, with the
//! controller and the demo family:
//!
#![cfg_attr(not(doctest), doc = "```")]
#![cfg_attr(not(doctest), doc = include_str!("../../programs/genetlink.rs"))]
#![cfg_attr(not(doctest), doc = "```")]
//!
//! # What is allocated
//!
//! `Emitable::emit` cannot refuse a value, so a request is encoded when it is made; and
//! `ParseableParametrized` hands over bytes that nothing may borrow, so an answer keeps a copy. That is
//! one buffer for each message. Reading it allocates what its type allocates: nothing, where it borrows.
//!
//! Attributes one by one are a vector and a payload for each, as that crate's types have it; the way
//! back allocates what the set's type does. Sets of more than 1 KiB take a buffer meanwhile. The
//! controller's types allocate what the type that comes out of it holds.
//!
//! # Attributes
//!
//! - One: [`Attr`] and [`OwnedAttr`] are [`Nla`]s, and convert to and from [`DefaultNla`].
//! - A set: [`to_nlas`] and [`from_nlas`]; what is not declared comes through where the type keeps it
//!   (`#[nl(rest)]`).
//! - Types that were written for that crate: [`Nlas`] is a nest of them, as a field of a set.
//!
//! ```
//! use netlink_packet_core::DefaultNla;
//! use nl_core::interop::netlink_packet_generic::{from_nlas, to_nlas};
//! use nl_core::{Attributes, OwnedAttr};
//!
//! #[derive(Attributes, Debug, PartialEq)]
//! struct Named {
//!     #[nl(1)]
//!     name: String,
//!     #[nl(rest)]
//!     rest: Vec<OwnedAttr>,
//! }
//!
//! let nlas = [DefaultNla::new(1, b"left\0".to_vec()), DefaultNla::new(9, vec![7])];
//! let named: Named = from_nlas(&nlas)?;
//! assert_eq!((named.name.as_str(), named.rest[0].raw_type), ("left", 9));
//! assert_eq!(to_nlas(&named).unwrap(), nlas);
//! # Ok::<(), netlink_packet_core::DecodeError>(())
//! ```
//!
//! # The controller
//!
//! Both ways, and a message of another command is an error:
//!
//! | theirs | ours |
//! |---|---|
//! | [`GenlCtrl`] of a family, `Vec<OpAttrs>`, `Vec<McastGrpAttrs>` | [`FamilyInfo`], [`OperationInfo`], [`GroupInfo`] |
//! | [`GenlCtrl`] that asks | [`GetFamily`], [`GetFamilies`], [`GetPolicy`] |
//! | `[GenlCtrl]` of a policy dump | [`Policies`], which [`to_policy_dump`] makes such a dump of |
//! | [`PolicyAttr`], [`AttributePolicyAttr`], [`OppolicyAttr`] | a [`KeyedArray`] of one element, as the wire has it |
//! | `Vec<NlPolicyTypeAttrs>`, [`NlaType`], `Vec<OppolicyIndexAttr>` | [`PolicyInfo`], [`PolicyType`], [`OperationPolicy`] |
//!
//! A policy dump has no message for a policy that refuses all attributes: one that is referred to, and
//! not told of, is such a one.
//!
//! # What those crates cannot say
//!
//! | what | where their source forbids it |
//! |---|---|
//! | another peer than the kernel, another protocol | `genetlink` 0.3.0, `handle.rs:138` (`SocketAddr::new(0, 0)`) and `connection.rs:49` (`NETLINK_GENERIC`); a socket type of one's own, given to `new_connection_with_socket`, may send elsewhere, and `netlink-proto`'s own handle takes an address |
//! | an attribute with both `NLA_F_NESTED` and `NLA_F_NET_BYTEORDER` | `netlink-packet-core` 0.9.0, `nla.rs:133` (`set_nested_flag` reads the type without its flags); [`from_nlas`] and [`Nlas`] keep both |
//! | a controller attribute that is newer than the crate | `netlink-packet-generic` 0.5.0, `ctrl/nlas/mod.rs:162` (`GenlCtrlAttrs::parse`: "Unknown NLA type") |
//! | a policy of type `uint` or `sint` | `netlink-packet-generic` 0.5.0, `ctrl/nlas/policy.rs:224` (`NlaType` has none such) |
//! | a policy that it writes | `netlink-packet-generic` 0.5.0, `ctrl/nlas/mod.rs:86` and `:87` (`emit_value` of `Policy` and `OpPolicy` leaves the nest's header out), `ctrl/nlas/policy.rs:112` and `:146` (a type has one byte by `value_len`, and four are written: a panic), `:132` and `:133` (the numbers of least and greatest are exchanged); the conversions above read it value by value |
//! | a command above 255 in a policy | `netlink-packet-generic` 0.5.0, `ctrl/nlas/oppolicy.rs:43` (`as u8`) |
//! | a policy of several attributes in one message | `netlink-packet-generic` 0.5.0, `ctrl/nlas/policy.rs:15` (`PolicyAttr` holds one; the kernel sends one each) |
//! | a dump whose parts have no `NLM_F_MULTI` (family `netdev`) | `netlink-proto` 0.13.0, `protocol/protocol.rs:116` (`handle_response`: done after the first); it comes whole where the request has `NLM_F_ACK` as well |
//! | the sentence and the attribute of a refusal | `netlink-packet-core` 0.9.0, `error.rs:288` (`ErrorMessage` keeps the bytes unread); an `Inquiry` reads them, where the socket asked for them (`set_ext_ack`) |
//! | that a dump failed, unless it is asked for | `netlink-proto` 0.13.0, `connection.rs:79` and `:285` (`NLMSG_DONE` is dropped without `set_forward_done`); an `Inquiry` says at its end that none came |
//! | that a dump changed meanwhile | `netlink-proto` 0.13.0, `protocol/protocol.rs:111` (of a header's flags `NLM_F_MULTI` alone is looked at); an `Inquiry` looks at `NLM_F_DUMP_INTR` |
//! | a notification with a request's number | `netlink-proto` 0.13.0, `protocol/protocol.rs:83` (who asked is found by number and port alone): it is taken for the reply, which `reply()` refuses where its command is another |
//! | an answer that was lost (`ENOBUFS`) | `netlink-proto` 0.13.0, `framed.rs:91` (told as an unsolicited `NLMSG_OVERRUN`; whoever waits for the answer waits on) |
//! | an `NLMSG_OVERRUN` that answers a request | `netlink-proto` 0.13.0, `connection.rs:291` (`unimplemented!`: the connection panics) |
//! | a family that was reloaded | `genetlink` 0.3.0, `resolver.rs:61` (ids are cached until `clear_family_cache`) |
//! | requests of several types on one connection | `netlink-proto` 0.13.0, `handle.rs:12` (`ConnectionHandle<T>` has one type of messages): one connection for each, or `genetlink`, whose messages are raw; for requests that borrow see [`Payload::retyped`] |
//! | a group joined at any time | `netlink-proto` 0.13.0, `connection.rs:99` (`socket_mut`: the socket is out of reach once the connection runs) |

use std::borrow::Cow;
use std::io;

use ::netlink_packet_core::{
    DecodeError as TheirError, DefaultNla, Emitable, NetlinkMessage, NetlinkPayload, Nla,
    NlaBuffer, NlasIterator, Parseable, ParseableParametrized,
};
use ::netlink_packet_generic::constants::GENL_ID_CTRL;
use ::netlink_packet_generic::ctrl::nlas::{
    AttributePolicyAttr, GenlCtrlAttrs, McastGrpAttrs, NlPolicyTypeAttrs, NlaType, OpAttrs,
    OppolicyAttr, OppolicyIndexAttr, PolicyAttr,
};
use ::netlink_packet_generic::ctrl::{GenlCtrl, GenlCtrlCmd};
use ::netlink_packet_generic::{GenlFamily, GenlHeader, GenlMessage};

use super::inquiry::{Told, What};
use super::{Announcement, Payload, among};
use crate::controller::{
    FamilyInfo, GetFamilies, GetFamily, GetPolicy, GroupInfo, Nlctrl, OperationInfo,
    OperationPolicy, Policies,
};
use crate::schema::{Kind, SetSchema};
use crate::wire::native::Native;
use crate::wire::{
    Attr, Attrs, DecodeError, DecodeErrorKind, Depth, EncodeError, NESTED, NET_BYTEORDER, Writer,
    align,
};
use crate::{Decode, Element, Encode, Family, OwnedAttr, Request, Status, Value};
use crate::{KeyedArray, PolicyInfo, PolicyType};

impl<R: Request> GenlFamily for Payload<R> {
    fn family_name() -> &'static str {
        R::Family::SCHEMA.name
    }

    fn family_id(&self) -> u16 {
        fixed_id::<R::Family>()
    }

    fn command(&self) -> u8 {
        Payload::command(self)
    }

    fn version(&self) -> u8 {
        R::Family::SCHEMA.version
    }
}

impl<F: Family> GenlFamily for Announcement<F> {
    fn family_name() -> &'static str {
        F::SCHEMA.name
    }

    fn family_id(&self) -> u16 {
        fixed_id::<F>()
    }

    fn command(&self) -> u8 {
        Announcement::command(self)
    }

    fn version(&self) -> u8 {
        F::SCHEMA.version
    }
}

/// The controller's id, which a resolver needs before it can resolve; 0 asks it to.
fn fixed_id<F: Family>() -> u16 {
    if F::SCHEMA.name == Nlctrl::SCHEMA.name { GENL_ID_CTRL } else { 0 }
}

impl<R: Request> Emitable for Payload<R> {
    fn buffer_len(&self) -> usize {
        self.attributes().len()
    }

    fn emit(&self, buffer: &mut [u8]) {
        buffer[..self.attributes().len()].copy_from_slice(self.attributes());
    }
}

impl<F: Family> Emitable for Announcement<F> {
    fn buffer_len(&self) -> usize {
        self.attributes().len()
    }

    fn emit(&self, buffer: &mut [u8]) {
        buffer[..self.attributes().len()].copy_from_slice(self.attributes());
    }
}

impl<R: Request> ParseableParametrized<[u8], GenlHeader> for Payload<R> {
    fn parse_with_param(attributes: &[u8], header: GenlHeader) -> Result<Self, TheirError> {
        Ok(Self::from_parts(header.cmd, attributes.to_vec()))
    }
}

impl<F: Family> ParseableParametrized<[u8], GenlHeader> for Announcement<F> {
    fn parse_with_param(attributes: &[u8], header: GenlHeader) -> Result<Self, TheirError> {
        Ok(Self::from_parts(header.cmd, attributes.to_vec()))
    }
}

impl<'m, R: Request> From<&'m NetlinkMessage<GenlMessage<Payload<R>>>> for Told<'m, R> {
    fn from(message: &'m NetlinkMessage<GenlMessage<Payload<R>>>) -> Self {
        let flags = message.header.flags;
        let status = |done, status: Status<'m>| What::Status {
            done,
            errno: status.errno,
            tlvs: Cow::Borrowed(status.tlvs()),
        };
        let what = match &message.payload {
            NetlinkPayload::InnerMessage(message) => What::Answer(&message.payload),
            NetlinkPayload::Error(error) => {
                let errno = error.raw_code().to_native();
                status(false, Status::behind(errno, flags, &error.header))
            }
            NetlinkPayload::Done(done) => {
                let errno = done.code.to_native();
                status(true, Status::new(errno, flags, Some(&done.extended_ack)))
            }
            NetlinkPayload::Overrun(_) => What::Overrun,
            _ => What::Nothing,
        };
        Self { flags, what }
    }
}

/// What a `GenetlinkHandle` yields: an error is one of its own, or of a message that did not parse.
impl<'m, R: Request> From<&'m Result<NetlinkMessage<GenlMessage<Payload<R>>>, TheirError>>
    for Told<'m, R>
{
    fn from(received: &'m Result<NetlinkMessage<GenlMessage<Payload<R>>>, TheirError>) -> Self {
        match received {
            Ok(message) => message.into(),
            Err(error) => {
                let error = io::Error::other(error.to_string());
                Self::without_flags(What::Failed("netlink-packet-core", error))
            }
        }
    }
}

impl Nla for Attr<'_> {
    fn value_len(&self) -> usize {
        self.payload.len()
    }

    fn kind(&self) -> u16 {
        self.raw_type
    }

    fn emit_value(&self, buffer: &mut [u8]) {
        buffer[..self.payload.len()].copy_from_slice(self.payload);
    }
}

impl Nla for OwnedAttr {
    fn value_len(&self) -> usize {
        self.payload.len()
    }

    fn kind(&self) -> u16 {
        self.raw_type
    }

    fn emit_value(&self, buffer: &mut [u8]) {
        buffer[..self.payload.len()].copy_from_slice(&self.payload);
    }
}

impl From<OwnedAttr> for DefaultNla {
    fn from(attr: OwnedAttr) -> Self {
        Self::new(attr.raw_type, attr.payload)
    }
}

impl From<Attr<'_>> for DefaultNla {
    fn from(attr: Attr<'_>) -> Self {
        Self::new(attr.raw_type, attr.payload.to_vec())
    }
}

impl From<DefaultNla> for OwnedAttr {
    fn from(nla: DefaultNla) -> Self {
        let mut payload = vec![0; nla.value_len()];
        nla.emit_value(&mut payload);
        Self { raw_type: raw_type(&nla), payload }
    }
}

/// The type field, flag bits and all.
fn raw_type<N: Nla>(nla: &N) -> u16 {
    let nested = if nla.is_nested() { NESTED } else { 0 };
    let order = if nla.is_network_byteorder() { NET_BYTEORDER } else { 0 };
    nla.kind() | nested | order
}

/// The attributes of a set, one by one.
///
/// # Errors
/// Where a value is outside of its declared bounds, or the set has a family's header, which is no
/// attribute.
pub fn to_nlas<E: Encode>(set: &E) -> Result<Vec<DefaultNla>, EncodeError> {
    among::attributes(set, |attributes| {
        // What was just encoded is well formed.
        let attributes = Attrs::new(attributes).map_while(Result::ok);
        let mut nlas = Vec::with_capacity(attributes.clone().count());
        nlas.extend(attributes.map(DefaultNla::from));
        nlas
    })
}

/// A set, of attributes one by one. For a type that borrows, [`encode_nlas`] gives the bytes that it
/// borrows from.
///
/// # Errors
/// Where an attribute does not decode, a required one is missing, or one is too long; or the set has
/// a family's header, which is no attribute.
pub fn from_nlas<T, N>(nlas: &[N]) -> Result<T, TheirError>
where
    T: Encode + for<'a> Decode<'a>,
    N: Nla,
{
    among::without_header::<T>().map_err(theirs)?;
    among::lend(size(nlas), |bytes| {
        emit(nlas, &mut Writer::new(bytes)).map_err(theirs)?;
        T::decode(bytes).map_err(theirs)
    })
}

fn theirs(error: impl std::error::Error) -> TheirError {
    TheirError::from(error.to_string())
}

/// Attributes as they are on the wire, with both flag bits where they have both.
///
/// # Errors
/// Where one is too long.
///
/// # Panics
/// Where an attribute writes more than it said: `netlink-packet-generic`'s own do where they hold a
/// policy, which the conversions of the controller's types are for.
pub fn encode_nlas<N: Nla>(nlas: &[N]) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = vec![0; size(nlas)];
    emit(nlas, &mut Writer::new(&mut bytes))?;
    Ok(bytes)
}

fn size<N: Nla>(nlas: &[N]) -> usize {
    nlas.iter().map(|nla| 4 + align(nla.value_len())).sum()
}

fn emit<N: Nla>(nlas: &[N], writer: &mut Writer<'_>) -> Result<(), EncodeError> {
    nlas.iter().try_for_each(|nla| {
        let length = nla.value_len();
        writer.attribute(raw_type(nla), length, |writer| {
            nla.emit_value(writer.take(length)?);
            Ok(())
        })
    })
}

/// A nest of attributes of a type that was written for `netlink-packet-core`: an enum with [`Nla`] and
/// [`Parseable`], such as every `netlink-packet-…` crate has. It may as well be a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Nlas<N>(pub Vec<N>);

const FOREIGN: &SetSchema = &SetSchema { name: "nlas", type_name: "Nlas", ..SetSchema::EMPTY };

impl<N: Nla> Encode for Nlas<N> {
    const SCHEMA: &'static SetSchema = FOREIGN;

    fn size(&self) -> usize {
        size(&self.0)
    }

    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        emit(&self.0, writer)
    }
}

impl<'a, N: Parseable<NlaBuffer<&'a [u8]>>> Decode<'a> for Nlas<N> {
    fn decode_at(attributes: &'a [u8], _: Depth) -> Result<Self, DecodeError> {
        let parsed = NlasIterator::new(attributes).map(|nla| N::parse(&nla?));
        parsed.collect::<Result<_, TheirError>>().map(Self).map_err(|_| {
            let type_name = std::any::type_name::<N>();
            DecodeError::new(DecodeErrorKind::Foreign { type_name }, attributes)
        })
    }
}

impl<'a, N: Nla + Parseable<NlaBuffer<&'a [u8]>>> Value<'a> for Nlas<N> {
    const KIND: Kind = Kind::Nest(|| FOREIGN);

    fn size(&self) -> usize {
        size(&self.0)
    }

    fn emit(&self, writer: &mut Writer<'_>) -> Result<(), EncodeError> {
        emit(&self.0, writer)
    }

    fn decode_payload(payload: &'a [u8], depth: Depth) -> Result<Self, DecodeError> {
        Self::decode_at(payload, depth.deeper(payload)?)
    }
}

impl<'a, N: Nla + Parseable<NlaBuffer<&'a [u8]>>> Element<'a> for Nlas<N> {}

impl From<&FamilyInfo> for GenlCtrl {
    /// What the controller answers.
    fn from(family: &FamilyInfo) -> Self {
        let mut nlas = Vec::with_capacity(7);
        nlas.extend([
            GenlCtrlAttrs::FamilyName(family.name.clone()),
            GenlCtrlAttrs::FamilyId(family.id),
            GenlCtrlAttrs::Version(family.version),
            GenlCtrlAttrs::HdrSize(family.header_size),
            GenlCtrlAttrs::MaxAttr(family.max_attribute),
        ]);
        if !family.operations.is_empty() {
            nlas.push(GenlCtrlAttrs::Ops(family.operations.iter().map(Vec::from).collect()));
        }
        if !family.groups.is_empty() {
            nlas.push(GenlCtrlAttrs::McastGroups(family.groups.iter().map(Vec::from).collect()));
        }
        Self { cmd: GenlCtrlCmd::NewFamily, nlas }
    }
}

/// The commands of the messages that describe a family: it is there, it came or went, or one of its
/// groups did.
const FAMILIES: &[GenlCtrlCmd] = &[
    GenlCtrlCmd::NewFamily,
    GenlCtrlCmd::DelFamily,
    GenlCtrlCmd::NewMcastGrp,
    GenlCtrlCmd::DelMcastGrp,
];

/// A message of another command is another message, whatever its attributes are.
fn expect(message: &GenlCtrl, commands: &[GenlCtrlCmd]) -> Result<(), TheirError> {
    if commands.contains(&message.cmd) {
        return Ok(());
    }
    Err(TheirError::from(format!("{:?} where one of {commands:?} is wanted", message.cmd)))
}

fn missing<T>(value: Option<T>, what: &str) -> Result<T, TheirError> {
    value.ok_or_else(|| TheirError::from(format!("{what} is missing")))
}

impl TryFrom<&GenlCtrl> for FamilyInfo {
    type Error = TheirError;

    /// Of a message that describes a family; whether it came or went is its command.
    ///
    /// # Errors
    /// Where it has another command, the id or the name is missing, here or of a group, or half of an
    /// operation.
    fn try_from(message: &GenlCtrl) -> Result<Self, TheirError> {
        expect(message, FAMILIES)?;
        let (mut id, mut name) = (None, None);
        let (mut version, mut header_size, mut max_attribute) = (0, 0, 0);
        let (mut operations, mut groups) = (Vec::new(), Vec::new());
        for nla in &message.nlas {
            match nla {
                GenlCtrlAttrs::FamilyId(told) => id = Some(*told),
                GenlCtrlAttrs::FamilyName(told) => name = Some(told),
                GenlCtrlAttrs::Version(told) => version = *told,
                GenlCtrlAttrs::HdrSize(told) => header_size = *told,
                GenlCtrlAttrs::MaxAttr(told) => max_attribute = *told,
                GenlCtrlAttrs::Ops(told) => operations = each(told)?,
                GenlCtrlAttrs::McastGroups(told) => groups = each(told)?,
                // Nothing that a family is described with.
                GenlCtrlAttrs::Policy(_) | GenlCtrlAttrs::OpPolicy(_) | GenlCtrlAttrs::Op(_) => {}
            }
        }
        let (id, name) = (missing(id, "a family's id")?, missing(name, "a family's name")?.clone());
        Ok(Self { id, name, version, header_size, max_attribute, operations, groups })
    }
}

fn each<'n, T, N>(lists: &'n [Vec<N>]) -> Result<Vec<T>, TheirError>
where
    T: TryFrom<&'n [N], Error = TheirError>,
{
    let mut all = Vec::with_capacity(lists.len());
    for list in lists {
        all.push(T::try_from(list)?);
    }
    Ok(all)
}

impl From<&OperationInfo> for Vec<OpAttrs> {
    fn from(operation: &OperationInfo) -> Self {
        vec![OpAttrs::Id(operation.command), OpAttrs::Flags(operation.flags)]
    }
}

impl TryFrom<&[OpAttrs]> for OperationInfo {
    type Error = TheirError;

    /// # Errors
    /// Where the command or the flags are missing.
    fn try_from(nlas: &[OpAttrs]) -> Result<Self, TheirError> {
        let (mut command, mut flags) = (None, None);
        for nla in nlas {
            match nla {
                OpAttrs::Id(told) => command = Some(*told),
                OpAttrs::Flags(told) => flags = Some(*told),
            }
        }
        let command = missing(command, "an operation's command")?;
        Ok(Self { command, flags: missing(flags, "an operation's flags")? })
    }
}

impl From<&GroupInfo> for Vec<McastGrpAttrs> {
    fn from(group: &GroupInfo) -> Self {
        vec![McastGrpAttrs::Name(group.name.clone()), McastGrpAttrs::Id(group.id)]
    }
}

impl TryFrom<&[McastGrpAttrs]> for GroupInfo {
    type Error = TheirError;

    /// # Errors
    /// Where the name or the number is missing.
    fn try_from(nlas: &[McastGrpAttrs]) -> Result<Self, TheirError> {
        let (mut name, mut id) = (None, None);
        for nla in nlas {
            match nla {
                McastGrpAttrs::Name(told) => name = Some(told),
                McastGrpAttrs::Id(told) => id = Some(*told),
            }
        }
        let id = missing(id, "a group's number")?;
        Ok(Self { name: missing(name, "a group's name")?.clone(), id })
    }
}

impl From<GetFamily<'_>> for GenlCtrl {
    fn from(request: GetFamily<'_>) -> Self {
        asking(GenlCtrlCmd::GetFamily, request.id, request.name, None)
    }
}

impl From<GetFamilies> for GenlCtrl {
    fn from(_: GetFamilies) -> Self {
        Self { cmd: GenlCtrlCmd::GetFamily, nlas: Vec::new() }
    }
}

impl From<GetPolicy<'_>> for GenlCtrl {
    fn from(request: GetPolicy<'_>) -> Self {
        asking(GenlCtrlCmd::GetPolicy, request.id, request.name, request.command)
    }
}

fn asking(cmd: GenlCtrlCmd, id: Option<u16>, name: Option<&str>, op: Option<u32>) -> GenlCtrl {
    let mut nlas = Vec::with_capacity(3);
    nlas.extend(id.map(GenlCtrlAttrs::FamilyId));
    nlas.extend(name.map(|name| GenlCtrlAttrs::FamilyName(name.to_owned())));
    nlas.extend(op.map(GenlCtrlAttrs::Op));
    GenlCtrl { cmd, nlas }
}

impl<'a> TryFrom<&'a GenlCtrl> for GetFamily<'a> {
    type Error = TheirError;

    /// # Errors
    /// Where the message has another command.
    fn try_from(message: &'a GenlCtrl) -> Result<Self, TheirError> {
        expect(message, &[GenlCtrlCmd::GetFamily])?;
        let GetPolicy { id, name, .. } = asked(message);
        Ok(Self { id, name })
    }
}

impl TryFrom<&GenlCtrl> for GetFamilies {
    type Error = TheirError;

    /// # Errors
    /// Where the message has another command, or asks for one family.
    fn try_from(message: &GenlCtrl) -> Result<Self, TheirError> {
        expect(message, &[GenlCtrlCmd::GetFamily])?;
        match asked(message) {
            GetPolicy { id: None, name: None, .. } => Ok(Self {}),
            _ => Err(TheirError::from("one family is asked for".to_owned())),
        }
    }
}

impl<'a> TryFrom<&'a GenlCtrl> for GetPolicy<'a> {
    type Error = TheirError;

    /// # Errors
    /// Where the message has another command.
    fn try_from(message: &'a GenlCtrl) -> Result<Self, TheirError> {
        expect(message, &[GenlCtrlCmd::GetPolicy])?;
        Ok(asked(message))
    }
}

fn asked(message: &GenlCtrl) -> GetPolicy<'_> {
    let mut request = GetPolicy::default();
    for nla in &message.nlas {
        match nla {
            GenlCtrlAttrs::FamilyId(id) => request.id = Some(*id),
            GenlCtrlAttrs::FamilyName(name) => request.name = Some(name),
            GenlCtrlAttrs::Op(command) => request.command = Some(*command),
            _ => {}
        }
    }
    request
}

impl TryFrom<&[GenlCtrl]> for Policies {
    type Error = TheirError;

    /// Of the messages of a policy dump. A policy that they refer to, and none of them tells of,
    /// refuses all attributes.
    ///
    /// # Errors
    /// Where a message has another command.
    fn try_from(messages: &[GenlCtrl]) -> Result<Self, TheirError> {
        let mut policies = Self::default();
        for message in messages {
            expect(message, &[GenlCtrlCmd::GetPolicy])?;
            for nla in &message.nlas {
                match nla {
                    GenlCtrlAttrs::OpPolicy(told) => {
                        let policy = OperationPolicy::from(&told.policy_idx[..]);
                        policies.operations.insert(told.cmd.into(), policy);
                    }
                    GenlCtrlAttrs::Policy(PolicyAttr { index, attr_policy }) => {
                        let policy = policies.policies.entry((*index).into()).or_default();
                        let told = PolicyInfo::from(&attr_policy.policies[..]);
                        policy.attributes.insert(attr_policy.index, told);
                    }
                    _ => {}
                }
            }
        }
        policies.complete();
        Ok(policies)
    }
}

/// The messages of a policy dump of the family that has that id, one for each operation and for each
/// attribute.
///
/// # Errors
/// Where a policy has a type that those crates do not know, or a number that fits no attribute.
pub fn to_policy_dump(family: u16, policies: &Policies) -> Result<Vec<GenlCtrl>, TheirError> {
    let attributes: usize = policies.policies.values().map(|policy| policy.attributes.len()).sum();
    let mut messages = Vec::with_capacity(policies.operations.len() + attributes);
    let mut add = |nla| {
        let nlas = vec![GenlCtrlAttrs::FamilyId(family), nla];
        messages.push(GenlCtrl { cmd: GenlCtrlCmd::GetPolicy, nlas });
    };
    for (command, policy) in &policies.operations {
        let cmd = u8::try_from(*command).map_err(theirs)?;
        add(GenlCtrlAttrs::OpPolicy(OppolicyAttr { cmd, policy_idx: Vec::from(policy) }));
    }
    for (index, policy) in &policies.policies {
        let index = u16::try_from(*index).map_err(theirs)?;
        for (attribute, policy) in &policy.attributes {
            let attr_policy = attribute_policy(*attribute, policy)?;
            add(GenlCtrlAttrs::Policy(PolicyAttr { index, attr_policy }));
        }
    }
    Ok(messages)
}

fn attribute_policy(index: u16, policy: &PolicyInfo) -> Result<AttributePolicyAttr, TheirError> {
    Ok(AttributePolicyAttr { index, policies: Vec::try_from(policy)? })
}

/// The one element of a list: those types have room for no more.
fn one<T>(list: &KeyedArray<T>) -> Result<(u16, &T), TheirError> {
    match &list.0[..] {
        [(number, element)] => Ok((*number, element)),
        more => Err(TheirError::from(format!("{} elements where one is wanted", more.len()))),
    }
}

impl TryFrom<&KeyedArray<PolicyInfo>> for AttributePolicyAttr {
    type Error = TheirError;

    /// # Errors
    /// Where there is not one attribute, or it is of a type that those crates do not know.
    fn try_from(attributes: &KeyedArray<PolicyInfo>) -> Result<Self, TheirError> {
        one(attributes).and_then(|(index, policy)| attribute_policy(index, policy))
    }
}

impl From<&AttributePolicyAttr> for KeyedArray<PolicyInfo> {
    fn from(theirs: &AttributePolicyAttr) -> Self {
        Self(vec![(theirs.index, PolicyInfo::from(&theirs.policies[..]))])
    }
}

impl TryFrom<&KeyedArray<KeyedArray<PolicyInfo>>> for PolicyAttr {
    type Error = TheirError;

    /// # Errors
    /// Where there is not one policy of one attribute, or it is of a type that those crates do not
    /// know.
    fn try_from(policies: &KeyedArray<KeyedArray<PolicyInfo>>) -> Result<Self, TheirError> {
        let (index, attributes) = one(policies)?;
        Ok(Self { index, attr_policy: attributes.try_into()? })
    }
}

impl From<&PolicyAttr> for KeyedArray<KeyedArray<PolicyInfo>> {
    fn from(theirs: &PolicyAttr) -> Self {
        Self(vec![(theirs.index, KeyedArray::from(&theirs.attr_policy))])
    }
}

impl TryFrom<&KeyedArray<OperationPolicy>> for OppolicyAttr {
    type Error = TheirError;

    /// # Errors
    /// Where there is not one operation, or its command is above 255.
    fn try_from(operations: &KeyedArray<OperationPolicy>) -> Result<Self, TheirError> {
        let (command, policy) = one(operations)?;
        let cmd = u8::try_from(command).map_err(theirs)?;
        Ok(Self { cmd, policy_idx: Vec::from(policy) })
    }
}

impl From<&OppolicyAttr> for KeyedArray<OperationPolicy> {
    fn from(theirs: &OppolicyAttr) -> Self {
        Self(vec![(theirs.cmd.into(), OperationPolicy::from(&theirs.policy_idx[..]))])
    }
}

impl From<&OperationPolicy> for Vec<OppolicyIndexAttr> {
    fn from(policy: &OperationPolicy) -> Self {
        let mut nlas = Self::with_capacity(2);
        nlas.extend(policy.call.map(OppolicyIndexAttr::Do));
        nlas.extend(policy.dump.map(OppolicyIndexAttr::Dump));
        nlas
    }
}

impl From<&[OppolicyIndexAttr]> for OperationPolicy {
    fn from(nlas: &[OppolicyIndexAttr]) -> Self {
        let mut policy = Self::default();
        for nla in nlas {
            match nla {
                OppolicyIndexAttr::Do(index) => policy.call = Some(*index),
                OppolicyIndexAttr::Dump(index) => policy.dump = Some(*index),
            }
        }
        policy
    }
}

impl TryFrom<&PolicyInfo> for Vec<NlPolicyTypeAttrs> {
    type Error = TheirError;

    /// # Errors
    /// Where it has a type that those crates do not know.
    fn try_from(policy: &PolicyInfo) -> Result<Self, TheirError> {
        let mut nlas = Self::with_capacity(11);
        nlas.extend(policy.kind.map(NlaType::try_from).transpose()?.map(NlPolicyTypeAttrs::Type));
        nlas.extend(policy.min_signed.map(NlPolicyTypeAttrs::MinValueSigned));
        nlas.extend(policy.max_signed.map(NlPolicyTypeAttrs::MaxValueSigned));
        nlas.extend(policy.min.map(NlPolicyTypeAttrs::MinValueUnsigned));
        nlas.extend(policy.max.map(NlPolicyTypeAttrs::MaxValueUnsigned));
        nlas.extend(policy.min_len.map(NlPolicyTypeAttrs::MinLength));
        nlas.extend(policy.max_len.map(NlPolicyTypeAttrs::MaxLength));
        nlas.extend(policy.policy_index.map(NlPolicyTypeAttrs::PolicyIdx));
        nlas.extend(policy.max_type.map(NlPolicyTypeAttrs::PolicyMaxType));
        nlas.extend(policy.bitfield_mask.map(NlPolicyTypeAttrs::Bitfield32Mask));
        nlas.extend(policy.mask.map(NlPolicyTypeAttrs::Mask));
        Ok(nlas)
    }
}

impl From<&[NlPolicyTypeAttrs]> for PolicyInfo {
    fn from(nlas: &[NlPolicyTypeAttrs]) -> Self {
        let mut policy = Self::default();
        for nla in nlas {
            match *nla {
                NlPolicyTypeAttrs::Type(kind) => policy.kind = Some(kind.into()),
                NlPolicyTypeAttrs::MinValueSigned(value) => policy.min_signed = Some(value),
                NlPolicyTypeAttrs::MaxValueSigned(value) => policy.max_signed = Some(value),
                NlPolicyTypeAttrs::MinValueUnsigned(value) => policy.min = Some(value),
                NlPolicyTypeAttrs::MaxValueUnsigned(value) => policy.max = Some(value),
                NlPolicyTypeAttrs::MinLength(bytes) => policy.min_len = Some(bytes),
                NlPolicyTypeAttrs::MaxLength(bytes) => policy.max_len = Some(bytes),
                NlPolicyTypeAttrs::PolicyIdx(index) => policy.policy_index = Some(index),
                NlPolicyTypeAttrs::PolicyMaxType(number) => policy.max_type = Some(number),
                NlPolicyTypeAttrs::Bitfield32Mask(mask) => policy.bitfield_mask = Some(mask),
                NlPolicyTypeAttrs::Mask(mask) => policy.mask = Some(mask),
            }
        }
        policy
    }
}

const TYPES: [(NlaType, PolicyType); 15] = [
    (NlaType::Flag, PolicyType::Flag),
    (NlaType::U8, PolicyType::U8),
    (NlaType::U16, PolicyType::U16),
    (NlaType::U32, PolicyType::U32),
    (NlaType::U64, PolicyType::U64),
    (NlaType::S8, PolicyType::S8),
    (NlaType::S16, PolicyType::S16),
    (NlaType::S32, PolicyType::S32),
    (NlaType::S64, PolicyType::S64),
    (NlaType::Binary, PolicyType::Binary),
    (NlaType::String, PolicyType::String),
    (NlaType::NulString, PolicyType::NulString),
    (NlaType::Nested, PolicyType::Nested),
    (NlaType::NestedArray, PolicyType::NestedArray),
    (NlaType::Bitfield32, PolicyType::Bitfield32),
];

impl From<NlaType> for PolicyType {
    fn from(kind: NlaType) -> Self {
        let known = TYPES.iter().find(|(theirs, _)| *theirs == kind);
        known.map_or(Self::Other(kind.into()), |(_, ours)| *ours)
    }
}

impl TryFrom<PolicyType> for NlaType {
    type Error = TheirError;

    /// # Errors
    /// For `uint`, `sint`, and what is newer: those crates know none of them.
    fn try_from(kind: PolicyType) -> Result<Self, TheirError> {
        let known = TYPES.iter().find(|(_, ours)| *ours == kind).map(|(theirs, _)| *theirs);
        known.ok_or_else(|| TheirError::from(format!("NlaType has no {kind:?}")))
    }
}
