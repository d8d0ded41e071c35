//! Inputs to begin with: a schema's attributes with values that its kinds allow.

use nl_core::controller::{self, FamilyAttrs};
use nl_core::schema::{Kind, Presence, Selector, SetSchema};
use nl_core::wire::{
    GENL_HEADER_LEN, GenlHeader, HEADER_LEN, MessageHeader, NESTED, align, flags, kind,
};
use nl_core::{Encode, ExtAck};
use nl_family_demo::family;
use nl_tests::everything::{Everything, Tree};
use nl_tests::others::Others;

use super::datagram::DEMO_ID;

/// How many values each kind has.
const VARIANTS: usize = 6;

/// How deep nests lie.
const DEPTH: usize = 3;

/// The seeds of a target; none for a name that is no target.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    let sets = [
        Everything::SCHEMA,
        Tree::SCHEMA,
        FamilyAttrs::SCHEMA,
        ExtAck::SCHEMA,
        family::Echo::SCHEMA,
        Others::SCHEMA,
    ];
    let all = sets.into_iter().flat_map(|set| (0..VARIANTS).map(move |v| message(set, v)));
    match target {
        "datagram" => (0..VARIANTS).flat_map(datagrams).collect(),
        "attributes" => all
            .enumerate()
            .map(|(at, bytes)| [&[u8::try_from(4 * at).unwrap_or(0), 0], &bytes[..]].concat())
            .collect(),
        "derived" => all.collect(),
        _ => Vec::new(),
    }
}

/// The header and the attributes of a message.
fn message(set: &'static SetSchema, variant: usize) -> Vec<u8> {
    [&vec![1; set.header], &attributes(set, variant, DEPTH)[..]].concat()
}

fn attributes(set: &'static SetSchema, variant: usize, depth: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for schema in set.attributes {
        if depth == 0 && schema.kind.is_nested() && schema.presence != Presence::Required {
            continue;
        }
        let mut payload = payload(schema.kind, variant, depth.saturating_sub(1));
        if let (Some(mask), Some(_)) = (schema.bounds.mask, schema.kind.number_range()) {
            // A number without other bits than those that are allowed: it is written again.
            payload.iter_mut().zip(mask.to_le_bytes()).for_each(|(byte, bits)| *byte &= bits);
        }
        let times = match schema.presence {
            Presence::Repeated => variant % 3,
            Presence::Optional | Presence::Flag | Presence::Default => (variant + 1) % 2,
            _ => 1,
        };
        for _ in 0..times {
            bytes.extend(attribute(schema.number, schema.kind, &payload));
        }
    }
    bytes
}

fn attribute(number: u16, kind: Kind, payload: &[u8]) -> Vec<u8> {
    let nested = if kind.is_nested() { NESTED } else { 0 };
    let length = u16::try_from(payload.len() + 4).expect("seeds are short");
    let mut bytes = [length.to_ne_bytes(), (number | nested).to_ne_bytes()].concat();
    bytes.extend(payload);
    bytes.resize(align(bytes.len()), 0);
    bytes
}

fn payload(kind: Kind, variant: usize, depth: usize) -> Vec<u8> {
    let texts = ["inner\0", "number\0", "gr\u{fc}n\0", "x", "a\0b\0", "other\0"];
    let byte = [1, 0, 0x7f, 0x80, 0xff, 3][variant % VARIANTS];
    match kind {
        Kind::Flag | Kind::Pad => Vec::new(),
        Kind::Int(scalar)
        | Kind::BigEndian(scalar)
        | Kind::LittleEndian(scalar)
        | Kind::Enum(scalar, _)
        | Kind::Flags(scalar, _) => vec![byte; scalar.len()],
        Kind::Uint | Kind::Sint => vec![byte; if variant.is_multiple_of(2) { 4 } else { 8 }],
        Kind::String | Kind::Unterminated => texts[variant % VARIANTS].into(),
        Kind::Fixed(length, _) => vec![byte; length],
        Kind::Ip => vec![byte; if variant.is_multiple_of(2) { 4 } else { 16 }],
        Kind::Packed(scalar) => vec![byte; variant * scalar.len()],
        Kind::Bitfield32 => [1u32.to_ne_bytes(), 3u32.to_ne_bytes()].concat(),
        Kind::Nest(set) => attributes(set(), variant, depth),
        Kind::Array(kind) | Kind::Keyed(kind) => (0..u16::try_from(variant % 3).unwrap_or(0))
            .flat_map(|number| attribute(number + 1, kind(), &payload(kind(), variant, depth)))
            .collect(),
        Kind::SubMessage(_, formats) => {
            let selector = texts[variant % VARIANTS].trim_end_matches('\0');
            let mut formats = formats().formats.iter();
            let format = formats.find(|format| format.selector == Selector::Text(selector));
            format.map_or(vec![byte], |format| payload(format.kind, variant, depth))
        }
        _ => vec![byte; variant],
    }
}

/// Datagrams of several messages: answers to the requests that wait, events, and what is neither.
fn datagrams(variant: usize) -> Vec<Vec<u8>> {
    let mut seqs = 0..7;
    let each = seqs.by_ref().flat_map(|seq| {
        let reply = genl(controller::ID, seq, 1, &message(FamilyAttrs::SCHEMA, variant));
        let item =
            genl(DEMO_ID, seq, seq.to_ne_bytes()[0], &message(family::Echo::SCHEMA, variant));
        let done = plain(kind::DONE, flags::MULTI, seq, &errno(variant));
        let ack = [&errno(variant)[..], &plain(0x10, 0, seq, &[])].concat();
        let tlvs = [&ack[..], &attributes(ExtAck::SCHEMA, variant, DEPTH)].concat();
        let short = plain(kind::ERROR, flags::CAPPED, seq, &ack);
        let long = plain(kind::ERROR, flags::CAPPED | flags::ACK_TLVS, seq, &tlvs);
        let ended = plain(kind::DONE, flags::ACK_TLVS | flags::DUMP_INTR, seq, &tlvs);
        [reply, item, done, short, long, ended]
    });
    let each: Vec<_> = each.collect();
    let whole = each.concat();
    let noise = [plain(kind::NOOP, 0, 1, &[]), plain(kind::OVERRUN, 0, 0, &[0; 5])].concat();
    each.into_iter().chain([whole, noise]).collect()
}

fn errno(variant: usize) -> [u8; 4] {
    [0i32, -22, -34, 0, 5, i32::MIN][variant % VARIANTS].to_ne_bytes()
}

fn genl(family: u16, seq: u32, command: u8, attributes: &[u8]) -> Vec<u8> {
    let header: [u8; GENL_HEADER_LEN] = GenlHeader { command, version: 1, reserved: 0 }.emit();
    plain(family, 0, seq, &[&header[..], attributes].concat())
}

fn plain(kind: u16, flags: u16, seq: u32, payload: &[u8]) -> Vec<u8> {
    let len = u32::try_from(HEADER_LEN + payload.len()).expect("seeds are short");
    let mut bytes = MessageHeader { len, kind, flags, seq, port: 0 }.emit().to_vec();
    bytes.extend(payload);
    bytes.resize(align(bytes.len()), 0);
    bytes
}
