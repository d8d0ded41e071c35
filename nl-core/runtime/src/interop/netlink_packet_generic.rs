//! Messages in the sockets of `genetlink` and `netlink-proto`, and what is written for these.
//!
//! [`Payload`] and [`Announcement`] are payloads of a `GenlMessage`: a `GenetlinkHandle` sends a
//! request under the family id that its own resolver finds, and what answers is read through the
//! request's type. A whole program, with the demo family:
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
//! [`GenlCtrl`] converts to [`FamilyInfo`] and from it, and to [`GetFamily`] and from it; `OpAttrs` and
//! `McastGrpAttrs` to [`OperationInfo`] and [`GroupInfo`] and from them; the messages of a policy dump to
//! [`Policies`] and from them, and what they are made of likewise.
//!
//! # What those crates cannot say
//!
//! | what | where their source forbids it |
//! |---|---|
//! | another peer than the kernel, another protocol | `genetlink` 0.3.0, `handle.rs:138` (`SocketAddr::new(0, 0)`) and `connection.rs:49` (`NETLINK_GENERIC`); a socket type of one's own, given to `new_connection_with_socket`, may send elsewhere, and `netlink-proto`'s own handle takes an address |
//! | an attribute with both `NLA_F_NESTED` and `NLA_F_NET_BYTEORDER` | `netlink-packet-core` 0.9.0, `nla.rs:133` (`set_nested_flag` reads the type without its flags); [`from_nlas`] and [`Nlas`] keep both |
//! | a controller attribute that is newer than the crate | `netlink-packet-generic` 0.5.0, `ctrl/nlas/mod.rs:162` (`GenlCtrlAttrs::parse`: "Unknown NLA type") |
//! | a policy of type `uint` or `sint` | `netlink-packet-generic` 0.5.0, `ctrl/nlas/policy.rs:224` (`NlaType` has none such) |
//! | a policy that it writes | `netlink-packet-generic` 0.5.0, `ctrl/nlas/mod.rs` (`emit_value` of `Policy` and `OpPolicy` leaves the nest's header out) and `ctrl/nlas/policy.rs:146` (a type has one byte by `value_len`, and four are written: a panic) |
//! | a dump whose parts have no `NLM_F_MULTI` (family `netdev`) | `netlink-proto` 0.13.0, `protocol/protocol.rs:116` (`handle_response`: done after the first); it comes whole where the request has `NLM_F_ACK` as well |
//! | the sentence and the attribute of a refusal | `netlink-packet-core` 0.9.0, `error.rs:288` (`ErrorMessage` keeps the bytes unread); [`refusal`] reads them, where the socket asked for them (`set_ext_ack`) |
//! | a group joined at any time | `netlink-proto` 0.13.0, `connection.rs:99` (`socket_mut`: the socket is out of reach once the connection runs) |

use ::netlink_packet_core::{
    DecodeError as TheirError, DefaultNla, Emitable, ErrorMessage, NetlinkHeader, Nla, NlaBuffer,
    NlasIterator, Parseable, ParseableParametrized,
};
use ::netlink_packet_generic::constants::GENL_ID_CTRL;
use ::netlink_packet_generic::ctrl::nlas::{
    AttributePolicyAttr, GenlCtrlAttrs, McastGrpAttrs, NlPolicyTypeAttrs, OpAttrs, OppolicyAttr,
    OppolicyIndexAttr, PolicyAttr,
};
use ::netlink_packet_generic::ctrl::{GenlCtrl, GenlCtrlCmd};
use ::netlink_packet_generic::{GenlFamily, GenlHeader};

use super::{Announcement, Payload};
use crate::controller::{
    FamilyAttrs, FamilyInfo, GetFamily, GroupAttrs, GroupInfo, Nlctrl, OperationInfo,
    OperationPolicy, Policies,
};
use crate::schema::{Kind, SetSchema};
use crate::wire::{
    ATTRS_AT, Attr, Attrs, DecodeError, DecodeErrorKind, Depth, EncodeError, Message,
    MessageHeader, NESTED, NET_BYTEORDER, Writer, align, flags,
};
use crate::{
    Decode, Element, Encode, Errno, Error, Family, OwnedAttr, Request, Status, Value, to_attributes,
};
use crate::{PolicyInfo, PolicyType};

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

/// A refusal in the declaration's names: [`Error::Refused`]. The attribute has a name where the socket
/// asked for extended acks, and the kernel sent the request back (it does without `NETLINK_CAP_ACK`).
pub fn refusal<R: Request>(header: &NetlinkHeader, error: &ErrorMessage) -> Error {
    let payload = [&error.raw_code().to_ne_bytes()[..], &error.header].concat();
    let header = MessageHeader { flags: header.flags, ..MessageHeader::default() };
    let status = Status::of_error(&Message { header, payload: &payload });
    let (errno, ack) = status.map_or_else(Default::default, |status| (status.errno, status.ack()));
    let attributes = match error.header.first_chunk().map(MessageHeader::parse) {
        Some(request) if header.flags & flags::CAPPED == 0 => {
            error.header.get(ATTRS_AT..request.len as usize)
        }
        _ => None,
    };
    let request = Payload::<R>::from_parts(0, attributes.unwrap_or_default().to_vec());
    request.refused(errno.unwrap_or(Errno(0)), &ack)
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
/// Where a value is outside of its declared bounds.
pub fn to_nlas<E: Encode>(set: &E) -> Result<Vec<DefaultNla>, EncodeError> {
    let bytes = to_attributes(set)?;
    // What was just encoded is well formed.
    let attributes = Attrs::new(bytes.get(E::SCHEMA.header..).unwrap_or_default());
    Ok(attributes.map_while(Result::ok).map(DefaultNla::from).collect())
}

/// A set, of attributes one by one. For a type that borrows, [`encode_nlas`] gives the bytes that it
/// borrows from.
///
/// # Errors
/// Where an attribute does not decode, a required one is missing, or one is too long.
pub fn from_nlas<T: for<'a> Decode<'a>, N: Nla>(nlas: &[N]) -> Result<T, TheirError> {
    let bytes = encode_nlas(nlas).map_err(theirs)?;
    T::decode(&bytes).map_err(theirs)
}

fn theirs(error: impl std::error::Error) -> TheirError {
    TheirError::from(error.to_string())
}

/// Attributes as they are on the wire, with both flag bits where they have both.
///
/// # Errors
/// Where one is too long.
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
        let mut nlas = vec![
            GenlCtrlAttrs::FamilyName(family.name.clone()),
            GenlCtrlAttrs::FamilyId(family.id),
            GenlCtrlAttrs::Version(family.version),
            GenlCtrlAttrs::HdrSize(family.header_size),
            GenlCtrlAttrs::MaxAttr(family.max_attribute),
        ];
        if !family.operations.is_empty() {
            nlas.push(GenlCtrlAttrs::Ops(family.operations.iter().map(Vec::from).collect()));
        }
        if !family.groups.is_empty() {
            nlas.push(GenlCtrlAttrs::McastGroups(family.groups.iter().map(Vec::from).collect()));
        }
        Self { cmd: GenlCtrlCmd::NewFamily, nlas }
    }
}

impl TryFrom<&GenlCtrl> for FamilyInfo {
    type Error = TheirError;

    /// # Errors
    /// Where the id or the name is missing, here or of a group, or half of an operation.
    fn try_from(message: &GenlCtrl) -> Result<Self, TheirError> {
        let bytes = encode_nlas(&message.nlas).map_err(theirs)?;
        FamilyAttrs::decode(&bytes).and_then(Self::try_from).map_err(theirs)
    }
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
        from_nlas(nlas)
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
        let bytes = encode_nlas(nlas).map_err(theirs)?;
        let group = GroupAttrs::decode(&bytes).map_err(theirs)?;
        Ok(Self { name: group.name.to_owned(), id: group.id })
    }
}

impl From<GetFamily<'_>> for GenlCtrl {
    fn from(request: GetFamily<'_>) -> Self {
        let id = request.id.map(GenlCtrlAttrs::FamilyId);
        let name = request.name.map(|name| GenlCtrlAttrs::FamilyName(name.to_owned()));
        Self { cmd: GenlCtrlCmd::GetFamily, nlas: id.into_iter().chain(name).collect() }
    }
}

impl<'a> From<&'a GenlCtrl> for GetFamily<'a> {
    fn from(message: &'a GenlCtrl) -> Self {
        let mut request = Self::default();
        for nla in &message.nlas {
            match nla {
                GenlCtrlAttrs::FamilyId(id) => request.id = Some(*id),
                GenlCtrlAttrs::FamilyName(name) => request.name = Some(name),
                _ => {}
            }
        }
        request
    }
}

impl TryFrom<&[GenlCtrl]> for Policies {
    type Error = TheirError;

    /// Of the messages of a policy dump.
    ///
    /// # Errors
    /// Where an attribute is too long to be written.
    fn try_from(messages: &[GenlCtrl]) -> Result<Self, TheirError> {
        let mut policies = Self::default();
        for nla in messages.iter().flat_map(|message| &message.nlas) {
            match nla {
                GenlCtrlAttrs::OpPolicy(told) => {
                    let policy = OperationPolicy::try_from(&told.policy_idx[..])?;
                    policies.operations.insert(told.cmd.into(), policy);
                }
                GenlCtrlAttrs::Policy(PolicyAttr { index, attr_policy }) => {
                    let policy = policies.policies.entry((*index).into()).or_default();
                    let told = PolicyInfo::try_from(&attr_policy.policies[..])?;
                    policy.attributes.insert(attr_policy.index, told);
                }
                _ => {}
            }
        }
        Ok(policies)
    }
}

impl TryFrom<&Policies> for Vec<GenlCtrl> {
    type Error = TheirError;

    /// The messages of a policy dump, one for each operation and for each attribute.
    ///
    /// # Errors
    /// Where a policy has a type that those crates do not know, or a number that fits no attribute.
    fn try_from(policies: &Policies) -> Result<Self, TheirError> {
        let mut messages = Vec::new();
        let mut add =
            |nla| messages.push(GenlCtrl { cmd: GenlCtrlCmd::GetPolicy, nlas: vec![nla] });
        for (command, policy) in &policies.operations {
            let cmd = u8::try_from(*command).map_err(theirs)?;
            let policy_idx = Vec::from(policy);
            add(GenlCtrlAttrs::OpPolicy(OppolicyAttr { cmd, policy_idx }));
        }
        for (index, policy) in &policies.policies {
            let index = u16::try_from(*index).map_err(theirs)?;
            for (attribute, policy) in &policy.attributes {
                let policies = Vec::try_from(policy)?;
                let attr_policy = AttributePolicyAttr { index: *attribute, policies };
                add(GenlCtrlAttrs::Policy(PolicyAttr { index, attr_policy }));
            }
        }
        Ok(messages)
    }
}

impl From<&OperationPolicy> for Vec<OppolicyIndexAttr> {
    fn from(policy: &OperationPolicy) -> Self {
        let call = policy.call.map(OppolicyIndexAttr::Do);
        call.into_iter().chain(policy.dump.map(OppolicyIndexAttr::Dump)).collect()
    }
}

impl TryFrom<&[OppolicyIndexAttr]> for OperationPolicy {
    type Error = TheirError;

    fn try_from(nlas: &[OppolicyIndexAttr]) -> Result<Self, TheirError> {
        from_nlas(nlas)
    }
}

impl TryFrom<&PolicyInfo> for Vec<NlPolicyTypeAttrs> {
    type Error = TheirError;

    /// # Errors
    /// Where it has a type or an attribute that those crates do not know.
    fn try_from(policy: &PolicyInfo) -> Result<Self, TheirError> {
        let bytes = crate::to_attributes(policy).map_err(theirs)?;
        NlasIterator::new(&bytes).map(|nla| NlPolicyTypeAttrs::parse(&nla?)).collect()
    }
}

impl TryFrom<&[NlPolicyTypeAttrs]> for PolicyInfo {
    type Error = TheirError;

    /// Value by value, since that crate promises one byte for a type and writes four.
    fn try_from(nlas: &[NlPolicyTypeAttrs]) -> Result<Self, TheirError> {
        let mut policy = Self::default();
        for nla in nlas {
            match *nla {
                NlPolicyTypeAttrs::Type(kind) => {
                    let number = u32::from(kind).to_ne_bytes();
                    let kind = PolicyType::decode_payload(&number, Depth::TOP);
                    policy.kind = Some(kind.map_err(theirs)?);
                }
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
        Ok(policy)
    }
}
