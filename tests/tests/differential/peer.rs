//! What another crate has to do, and everything laid out in its attributes.
//!
//! Neither crate has the kinds that are several attributes or none (flags, repeated attributes,
//! arrays, sub-messages), nor integers of as many bytes as the value needs: those are laid out here,
//! once for both.

use std::net::IpAddr;

use nl_core::KeyedArray;
use nl_core::wire::MessageHeader;
use nl_tests::everything::{Data, Everything, Inner, Named, Tree};

/// A number with its width, sign and byte order.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    U8(u8),
    U16(u16),
    U32(u32),
    U64(u64),
    S8(i8),
    S16(i16),
    S32(i32),
    S64(i64),
    Be16(u16),
    Be32(u32),
    Be64(u64),
    Le16(u16),
    Le32(u32),
    Le64(u64),
    BeS16(i16),
    BeS32(i32),
    BeS64(i64),
    LeS16(i16),
    LeS32(i32),
    LeS64(i64),
}

impl Number {
    /// Its width, bytes.
    pub(crate) fn len(self) -> usize {
        match self {
            Self::U8(_) | Self::S8(_) => 1,
            Self::U16(_)
            | Self::S16(_)
            | Self::Be16(_)
            | Self::Le16(_)
            | Self::BeS16(_)
            | Self::LeS16(_) => 2,
            Self::U32(_)
            | Self::S32(_)
            | Self::Be32(_)
            | Self::Le32(_)
            | Self::BeS32(_)
            | Self::LeS32(_) => 4,
            Self::U64(_)
            | Self::S64(_)
            | Self::Be64(_)
            | Self::Le64(_)
            | Self::BeS64(_)
            | Self::LeS64(_) => 8,
        }
    }
}

/// An attribute as another crate builds it.
pub(crate) trait Peer: Sized {
    /// One number.
    fn number(kind: u16, number: Number) -> Self;
    /// Text with a NUL behind it.
    fn text(kind: u16, text: &str) -> Self;
    /// Bytes, under a type field with flag bits.
    fn bytes(raw_type: u16, bytes: &[u8]) -> Self;
    /// Numbers one behind another.
    fn numbers(kind: u16, numbers: &[u32]) -> Self;
    /// Attributes in an attribute.
    fn nest(kind: u16, attributes: Vec<Self>) -> Self;
    /// A whole message: command and version are the generic header, `own` is the family's header.
    fn message<const N: usize>(
        header: MessageHeader,
        genl: [u8; 2],
        own: [u8; N],
        attributes: Vec<Self>,
    ) -> Vec<u8>;
}

/// The attributes of that value, built by that crate, in the order of the declaration.
pub(crate) fn attributes<P: Peer>(value: &Everything) -> Vec<P> {
    let mut all = integers(value);
    all.extend(texts(value));
    all.extend(nests(value));
    all.extend(others(value));
    all.extend(value.rest.iter().map(|attr| P::bytes(attr.raw_type, &attr.payload)));
    all
}

fn integers<P: Peer>(value: &Everything) -> Vec<P> {
    let numbers = [
        Number::U8(value.u8),
        Number::U16(value.u16),
        Number::U32(value.u32),
        Number::U64(value.u64),
        Number::S8(value.s8),
        Number::S16(value.s16),
        Number::S32(value.s32),
        Number::S64(value.s64),
        u32::try_from(value.uint.0).map_or(Number::U64(value.uint.0), Number::U32),
        i32::try_from(value.sint.0).map_or(Number::S64(value.sint.0), Number::S32),
        Number::Be16(value.be16.0),
        Number::Be32(value.be32.0),
        Number::Be64(value.be64.0),
        Number::Le16(value.le16.0),
        Number::Le32(value.le32.0),
    ];
    (1..).zip(numbers).map(|(kind, number)| P::number(kind, number)).collect()
}

fn texts<P: Peer>(value: &Everything) -> Vec<P> {
    let ip = match value.ip {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    };
    let flag = value.flag.then(|| P::bytes(16, &[]));
    let texts = [
        P::text(17, &value.string),
        P::bytes(18, value.unterminated.0.as_bytes()),
        P::bytes(19, &value.binary),
        P::bytes(20, &value.fixed),
        P::numbers(21, &value.packed.0),
        P::numbers(22, &[value.bitfield.value, value.bitfield.selector]),
        P::bytes(23, &value.ipv4.octets()),
        P::bytes(24, &value.ipv6.octets()),
        P::bytes(25, &ip),
        P::bytes(26, &value.mac.0),
    ];
    flag.into_iter().chain(texts).collect()
}

fn nests<P: Peer>(value: &Everything) -> Vec<P> {
    let keyed = |keyed: &KeyedArray<Inner>| {
        keyed.0.iter().map(|(key, element)| P::nest(*key, inner(element))).collect()
    };
    let elements = (0..).zip(&value.array_of_nests.0);
    let scalars = (1..).zip(&value.array_of_scalars.0);
    let mut all = vec![P::nest(27, inner(&value.nest))];
    all.extend(value.recursive.iter().map(|root| P::nest(28, tree(root))));
    all.extend(value.numbers.iter().map(|number| P::number(29, Number::U32(*number))));
    all.extend(value.nests.iter().map(|nest| P::nest(30, inner(nest))));
    all.push(P::nest(31, elements.map(|(kind, nest)| P::nest(kind, inner(nest))).collect()));
    all.push(P::nest(32, scalars.map(|(kind, n)| P::number(kind, Number::U16(*n))).collect()));
    all.push(P::nest(33, value.keyed.0.iter().map(|(key, e)| P::nest(*key, keyed(e))).collect()));
    all
}

pub(crate) fn inner<P: Peer>(inner: &Inner) -> Vec<P> {
    let flag = inner.b.then(|| P::bytes(2, &[]));
    [P::number(1, Number::U32(inner.a))].into_iter().chain(flag).collect()
}

fn tree<P: Peer>(node: &Tree) -> Vec<P> {
    let mut all = vec![P::number(1, Number::U8(node.value))];
    all.extend(node.left.iter().map(|left| P::nest(2, tree(left))));
    all.extend(node.children.iter().map(|child| P::nest(3, tree(child))));
    all
}

fn others<P: Peer>(value: &Everything) -> Vec<P> {
    let named = match value.named {
        Named::Minus => -1,
        Named::Plus => 1,
        Named::Other(other) => other,
    };
    let data = value.data.as_ref().map(|data| match data {
        Data::Inner(nest) => P::nest(37, inner(nest)),
        Data::Number(number) => P::number(37, Number::U32(*number)),
        Data::Other(kept) => P::bytes(37, &kept.payload),
    });
    let mut all =
        vec![P::number(34, Number::S16(named)), P::number(35, Number::Be16(value.port.0.0))];
    all.extend(value.kind.as_ref().map(|kind| P::text(36, kind)));
    all.extend(data);
    all.extend(value.pad.0.then(|| P::bytes(38, &[])));
    all.push(P::bytes(39, &value.unspec.0));
    all.push(P::number(40, Number::U32(value.defaulted)));
    all.extend(value.optional.map(|number| P::number(41, Number::U8(number))));
    all
}
