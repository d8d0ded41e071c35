//! The controller's answers: by hand over the crate's iterators, and as its own type.

use netlink_packet_core::{
    NetlinkBuffer, NetlinkMessage, NetlinkPayload, NlasIterator, parse_u16, parse_u32,
};
use netlink_packet_generic::ctrl::GenlCtrl;
use netlink_packet_generic::ctrl::nlas::{GenlCtrlAttrs, McastGrpAttrs, OpAttrs};
use netlink_packet_generic::{GenlHeader, GenlMessage};

use nl_bench::case::Visitor;
use nl_bench::reference::{DONE, Family};

/// The next message's type and attributes; the first bytes are then those behind it.
pub(crate) fn next_message<'d>(bytes: &mut &'d [u8]) -> Option<(u16, GenlHeader, &'d [u8])> {
    if bytes.is_empty() {
        return None;
    }
    let message = NetlinkBuffer::new_checked(*bytes).unwrap();
    let length = message.length() as usize;
    let payload = &bytes[16..length];
    *bytes = &bytes[length.next_multiple_of(4).min(bytes.len())..];
    Some((message.message_type(), GenlHeader::parse(payload).unwrap(), &payload[4..]))
}

/// Number and payload of each attribute. What an attribute's buffer lends ends with the buffer, so
/// that the payload is taken from the bytes below it.
pub(crate) fn attributes(bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    NlasIterator::new(bytes).map(|attribute| {
        let attribute = attribute.unwrap();
        let (kind, length) = (attribute.kind(), usize::from(attribute.length()));
        (kind, &attribute.into_inner()[4..length])
    })
}

pub(crate) fn text(payload: &[u8]) -> &str {
    std::str::from_utf8(payload.strip_suffix(&[0]).unwrap()).unwrap()
}

pub(crate) fn visit<V: Visitor>(mut bytes: &[u8], new: impl Fn() -> V, mut done: impl FnMut(V)) {
    while let Some((kind, _, message)) = next_message(&mut bytes) {
        if kind == DONE {
            return;
        }
        let mut visitor = new();
        tell(message, &mut visitor);
        done(visitor);
    }
}

pub(crate) fn tell(message: &[u8], visitor: &mut impl Visitor) {
    let (mut id, mut version, mut header_size, mut max_attribute) = (0, 0, 0, 0);
    for (kind, payload) in attributes(message) {
        match kind {
            1 => id = parse_u16(payload).unwrap(),
            2 => visitor.name(text(payload)),
            3 => version = parse_u32(payload).unwrap(),
            4 => header_size = parse_u32(payload).unwrap(),
            5 => max_attribute = parse_u32(payload).unwrap(),
            6 => {
                for (_, nest) in attributes(payload) {
                    let (mut command, mut flags) = (0, 0);
                    for (kind, payload) in attributes(nest) {
                        match kind {
                            1 => command = parse_u32(payload).unwrap(),
                            2 => flags = parse_u32(payload).unwrap(),
                            _ => {}
                        }
                    }
                    visitor.operation(command, flags);
                }
            }
            7 => {
                for (_, nest) in attributes(payload) {
                    let (mut name, mut id) = ("", 0);
                    for (kind, payload) in attributes(nest) {
                        match kind {
                            1 => name = text(payload),
                            2 => id = parse_u32(payload).unwrap(),
                            _ => {}
                        }
                    }
                    visitor.group(name, id);
                }
            }
            _ => {}
        }
    }
    visitor.numbers(id, version, header_size, max_attribute);
}

/// Its own type of a family's message is what is owned.
pub(crate) fn decode(mut bytes: &[u8]) -> Vec<GenlCtrl> {
    let mut families = Vec::new();
    loop {
        let message = NetlinkMessage::<GenlMessage<GenlCtrl>>::deserialize(bytes).unwrap();
        let length = (message.header.length as usize).next_multiple_of(4);
        match message.payload {
            NetlinkPayload::InnerMessage(genl) => families.push(genl.payload),
            NetlinkPayload::Done(_) => return families,
            other => panic!("{other:?} in a dump"),
        }
        bytes = &bytes[length..];
    }
}

pub(crate) fn kept(message: &GenlCtrl) -> Family {
    let mut family = Family::default();
    for attribute in &message.nlas {
        match attribute {
            GenlCtrlAttrs::FamilyId(id) => family.id = *id,
            GenlCtrlAttrs::FamilyName(name) => family.name.clone_from(name),
            GenlCtrlAttrs::Version(version) => family.version = *version,
            GenlCtrlAttrs::HdrSize(size) => family.header_size = *size,
            GenlCtrlAttrs::MaxAttr(max) => family.max_attribute = *max,
            GenlCtrlAttrs::Ops(nests) => family.operations.extend(nests.iter().map(|nest| {
                let mut operation = (0, 0);
                for attribute in nest {
                    match attribute {
                        OpAttrs::Id(command) => operation.0 = *command,
                        OpAttrs::Flags(flags) => operation.1 = *flags,
                    }
                }
                operation
            })),
            GenlCtrlAttrs::McastGroups(nests) => family.groups.extend(nests.iter().map(|nest| {
                let mut group = (String::new(), 0);
                for attribute in nest {
                    match attribute {
                        McastGrpAttrs::Name(name) => group.0.clone_from(name),
                        McastGrpAttrs::Id(id) => group.1 = *id,
                    }
                }
                group
            })),
            _ => {}
        }
    }
    family
}
