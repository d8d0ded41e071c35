//! What is encoded here against what two other crates encode, over random values of every kind.
//!
//! Each of them builds every attribute with its own builders from the same value, and the bytes of
//! whole messages are compared. Where one of them has no builder for a kind, its file says so, and
//! what it has for bytes is used. What they cannot encode at all is taken out of the value first, by
//! a function with the reason in its name.

use netlink_packet_core::NlasIterator;
use nl_core::wire::{
    Attrs, Buffer, EncodeErrorKind, GenlHeader, MessageHeader, Messages, NESTED, NET_BYTEORDER,
    Writer,
};
use nl_core::{Attributes, Decode, Encode};
use nl_tests::everything::{Borrowed, Everything};
use proptest::array::uniform2;
use proptest::collection::vec;
use proptest::prelude::*;

use peer::Peer;

#[path = "differential/controller.rs"]
mod controller;
#[path = "differential/neli_peer.rs"]
mod neli_peer;
#[path = "differential/others.rs"]
mod others;
#[path = "differential/packet_core.rs"]
mod packet_core;
#[path = "differential/peer.rs"]
mod peer;
#[path = "differential/values.rs"]
mod values;

/// Encodes into memory full of 0xa5, so that a byte that nobody wrote shows.
fn encode<E: Encode>(set: &E) -> Vec<u8> {
    let mut bytes = vec![0xa5; set.size()];
    let mut writer = Writer::new(&mut bytes);
    set.emit(&mut writer).unwrap();
    assert_eq!(writer.written(), set.size(), "size and emit agree");
    bytes
}

/// A message in a buffer whose memory is full of 0xa5.
fn message<E: Encode>(header: MessageHeader, [command, version]: [u8; 2], set: &E) -> Vec<u8> {
    let mut buffer = Buffer::new();
    let size = set.size() + 20;
    buffer.push_with(header, size, |writer| writer.bytes(&vec![0xa5; size - 16])).unwrap();
    buffer.clear();
    buffer.push(header, GenlHeader { command, version, reserved: 0 }, set).unwrap();
    buffer.as_bytes().to_vec()
}

/// The same value without what netlink-packet-core cannot encode: both flag bits on one attribute.
fn without_both_flags(mut value: Everything) -> Everything {
    value.rest.retain(|attr| attr.raw_type & (NESTED | NET_BYTEORDER) != NESTED | NET_BYTEORDER);
    value
}

/// The attributes of a set that is whole: type fields and payloads.
fn listed(set: &[u8]) -> Vec<(u16, Vec<u8>)> {
    let attr = |attr: nl_core::wire::Attr<'_>| (attr.raw_type, attr.payload.to_vec());
    Attrs::new(set).map(|read| attr(read.unwrap())).collect()
}

fn headers() -> impl Strategy<Value = (MessageHeader, [u8; 2])> {
    let header = (16u16.., any::<u16>(), any::<u32>(), any::<u32>());
    let header = header.prop_map(|(kind, flags, seq, port)| MessageHeader {
        len: 0,
        kind,
        flags,
        seq,
        port,
    });
    (header, uniform2(any::<u8>()))
}

/// Bytes that are nearly attributes: lengths around the right one, any type field.
fn nearly_attributes() -> impl Strategy<Value = Vec<u8>> {
    let attr =
        (0u16..24, any::<u16>(), vec(any::<u8>(), 0..24)).prop_map(|(length, kind, bytes)| {
            [&length.to_ne_bytes()[..], &kind.to_ne_bytes(), &bytes].concat()
        });
    vec(attr, 0..4).prop_map(|attributes| attributes.concat())
}

/// An encoding of everything in which some bytes are other ones, cut off somewhere.
fn broken() -> impl Strategy<Value = Vec<u8>> {
    let changes = vec((any::<prop::sample::Index>(), any::<u8>()), 0..6);
    let cut = prop_oneof![Just(None), any::<prop::sample::Index>().prop_map(Some)];
    (values::everything(), changes, cut).prop_map(|(value, changes, cut)| {
        let mut bytes = encode(&value);
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.map_or(bytes.len(), |cut| cut.index(bytes.len())));
        bytes
    })
}

/// What was read before the first fault, and whether there was one.
type Read = (Vec<(u16, Vec<u8>)>, bool);

fn read_here(set: &[u8]) -> Read {
    let read: Vec<_> = Attrs::new(set).collect();
    let good = read.iter().flatten().map(|attr| (attr.raw_type, attr.payload.to_vec()));
    (good.collect(), read.iter().any(Result::is_err))
}

fn read_by_packet_core(set: &[u8]) -> Read {
    let read: Vec<_> = NlasIterator::new(set).collect();
    let raw_type = |attr: &netlink_packet_core::NlaBuffer<&[u8]>| {
        let nested = if attr.nested_flag() { NESTED } else { 0 };
        let order = if attr.network_byte_order_flag() { NET_BYTEORDER } else { 0 };
        attr.kind() | nested | order
    };
    let good = read.iter().flatten().map(|attr| (raw_type(attr), attr.value().to_vec()));
    (good.collect(), read.iter().any(Result::is_err))
}

#[derive(Attributes)]
struct Name<'a> {
    #[nl(1)]
    text: &'a str,
}

/// 256 values of some 45 attributes each: a few seconds without optimisation.
fn config() -> ProptestConfig {
    ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_encoded_decodes_to_itself(value in values::everything(), odd in 1usize..4) {
        let bytes = encode(&value);
        prop_assert_eq!(&Everything::decode(&bytes).unwrap(), &value);
        let moved = [&[0xa5; 3][..odd], &bytes[..]].concat();
        prop_assert_eq!(Everything::decode(&moved[odd..]).unwrap(), value);
    }

    #[test]
    fn what_borrows_loses_nothing(value in values::everything()) {
        let bytes = encode(&value);
        let borrowed = Borrowed::decode(&bytes).unwrap();
        let again = encode(&borrowed);
        let (mut before, mut after) = (listed(&bytes[4..]), listed(&again[4..]));
        before.sort_unstable();
        after.sort_unstable();
        prop_assert_eq!(after, before);
        prop_assert_eq!(Borrowed::decode(&again).unwrap(), borrowed);
        prop_assert_eq!(Everything::decode(&again).unwrap(), value);
    }

    #[test]
    fn netlink_packet_core_encodes_the_same(
        (header, genl) in headers(),
        value in values::everything(),
    ) {
        let value = without_both_flags(value);
        let ours = message(header, genl, &value);
        let attributes = peer::attributes(&value);
        let theirs = packet_core::Attribute::message(header, genl, value.header, attributes);
        prop_assert_eq!(&theirs, &ours);
        prop_assert_eq!(decoded(&theirs), (header, genl, value));
    }

    #[test]
    fn neli_encodes_the_same((header, genl) in headers(), value in values::everything()) {
        let ours = message(header, genl, &value);
        let attributes = peer::attributes(&value);
        let theirs = neli_peer::Attribute::message(header, genl, value.header, attributes);
        prop_assert_eq!(&theirs, &ours);
        prop_assert_eq!(decoded(&theirs), (header, genl, value));
    }

    #[test]
    fn both_read_what_is_encoded_here(value in values::everything()) {
        let bytes = encode(&value);
        let set = &bytes[4..];
        prop_assert_eq!(neli_peer::read(set), Some(listed(set)));
        prop_assert_eq!(read_by_packet_core(set), (listed(set), false));
    }

    #[test]
    fn both_find_the_same_faults(
        set in prop_oneof![nearly_attributes(), broken(), vec(any::<u8>(), 0..48)],
    ) {
        let (good, fault) = read_here(&set);
        prop_assert_eq!(read_by_packet_core(&set), (good.clone(), fault));
        // neli gives all or nothing, and wants padding behind the last attribute too.
        let all = (!fault && set.len().is_multiple_of(4)).then_some(good);
        prop_assert_eq!(neli_peer::read(&set), all);
    }

    #[test]
    fn a_nul_is_refused_wherever_it_is(text in "[^\0]{0,20}(\0[a\0]{0,20})?") {
        let error = nl_core::to_attributes(&Name { text: &text }).err();
        let at = error.map(|error| error.kind().clone());
        prop_assert_eq!(at, text.find('\0').map(|at| EncodeErrorKind::InnerNul { at }));
    }

    #[test]
    fn broken_bytes_are_an_error_or_a_value(bytes in broken()) {
        if let Ok(value) = Everything::decode(&bytes) {
            // It may hold what has no encoding, such as a NUL within a text.
            let _ = nl_core::to_attributes(&value);
        }
        if let Ok(value) = Borrowed::decode(&bytes) {
            // Its lists are read as it is printed.
            let printed = format!("{value:?}");
            prop_assert!(printed.len() > 100);
            let _ = nl_core::to_attributes(&value);
        }
    }
}

/// The only message of a datagram; its length is checked here, and 0 in what is returned.
fn decoded<'a, T: Decode<'a>>(datagram: &'a [u8]) -> (MessageHeader, [u8; 2], T) {
    let mut messages = Messages::new(datagram);
    let message = messages.next().unwrap().unwrap();
    assert!(messages.next().is_none());
    let (genl, attributes) = message.genl().unwrap();
    assert_eq!((genl.reserved, message.header.len as usize), (0, datagram.len()));
    let value = T::decode(attributes).unwrap();
    (MessageHeader { len: 0, ..message.header }, [genl.command, genl.version], value)
}
