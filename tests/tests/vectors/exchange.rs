//! A captured exchange, and what every one of them is held against.

use nl_core::schema::{Kind, SetSchema};
use nl_core::wire::{Attrs, Buffer, GenlHeader, Message, MessageHeader, Messages, kind};
use nl_core::{Decode, Encode, ExtAck};

/// A file of `tests/vectors`: `#` a comment, `>` the request, `<` a datagram of the answer, all in
/// hex over as many lines as it takes.
pub(crate) struct Exchange {
    request: Vec<u8>,
    datagrams: Vec<Vec<u8>>,
}

/// The exchange of that name.
macro_rules! exchange {
    ($name:literal) => {
        crate::exchange::Exchange::parse(include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/vectors/",
            $name,
            ".hex"
        )))
    };
}
pub(crate) use exchange;

impl Exchange {
    /// Reads the file.
    pub(crate) fn parse(file: &str) -> Self {
        let mut exchange = Self { request: Vec::new(), datagrams: Vec::new() };
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with('<') {
                exchange.datagrams.push(Vec::new());
            }
            let bytes = hex(line.trim_start_matches(['<', '>', ' ']));
            exchange.datagrams.last_mut().unwrap_or(&mut exchange.request).extend(bytes);
        }
        exchange
    }

    /// Asserts that a request with these attributes is the one that was sent, byte for byte, in
    /// memory that was full of 0xa5.
    pub(crate) fn sends<E: Encode>(&self, command: u8, version: u8, attributes: &E) {
        let sent = Messages::new(&self.request).next().unwrap().unwrap();
        let header = MessageHeader { len: 0, ..sent.header };
        let mut buffer = Buffer::new();
        buffer.push_with(header, 4096, |writer| writer.bytes(&[0xa5; 4080])).unwrap();
        buffer.clear();
        buffer.push(header, GenlHeader { command, version, reserved: 0 }, attributes).unwrap();
        assert_eq!(buffer.as_bytes(), self.request);
    }

    /// All messages of the answer.
    pub(crate) fn messages(&self) -> Vec<Message<'_>> {
        self.datagrams.iter().flat_map(|one| Messages::new(one)).map(Result::unwrap).collect()
    }

    /// The attributes of the family's messages, all of which have that command. What ends the answer
    /// is an ACK or a DONE, if the request asked for one.
    pub(crate) fn replies(&self, command: u8) -> Vec<&[u8]> {
        let mut messages = self.messages();
        if let Some(last) = messages.pop_if(|last| last.header.kind < nl_core::wire::MIN_TYPE) {
            assert!(matches!(last.header.kind, kind::ERROR | kind::DONE));
            assert_eq!(last.payload[..4], [0; 4], "it ends well");
        }
        messages
            .iter()
            .map(|message| {
                let (genl, attributes) = message.genl().unwrap();
                assert_eq!((genl.command, genl.reserved), (command, 0));
                attributes
            })
            .collect()
    }

    /// The only message of the answer.
    pub(crate) fn reply(&self, command: u8) -> &[u8] {
        let replies = self.replies(command);
        assert_eq!(replies.len(), 1);
        replies[0]
    }

    /// What the `NLMSG_ERROR` says that is the whole answer: errno, and the extended ack.
    pub(crate) fn refusal(&self) -> (i32, ExtAck<'_>) {
        let messages = self.messages();
        assert_eq!((messages.len(), messages[0].header.kind), (1, kind::ERROR));
        status(&messages[0])
    }
}

fn hex(digits: &str) -> Vec<u8> {
    let digits = digits.as_bytes().chunks(2).map(|two| std::str::from_utf8(two).unwrap());
    digits.map(|two| u8::from_str_radix(two, 16).unwrap()).collect()
}

/// What an `NLMSG_ERROR` or `NLMSG_DONE` says: errno, and the extended ack.
pub(crate) fn status<'d>(message: &Message<'d>) -> (i32, ExtAck<'d>) {
    use nl_core::wire::flags::{ACK_TLVS, CAPPED};
    let word = |at: usize| u32::from_ne_bytes(message.payload[at..at + 4].try_into().unwrap());
    let flags = message.header.flags;
    let request = match message.header.kind {
        kind::DONE => 0,
        _ if flags & CAPPED != 0 => 16,
        _ => word(4) as usize,
    };
    let attributes = &message.payload[4 + request..];
    assert_eq!(flags & ACK_TLVS != 0, !attributes.is_empty());
    (-word(0).cast_signed(), again(attributes))
}

/// Encodes into memory full of 0xa5, so that a byte that nobody wrote shows.
pub(crate) fn encode<E: Encode>(set: &E) -> Vec<u8> {
    let mut bytes = vec![0xa5; set.size()];
    let mut writer = nl_core::wire::Writer::new(&mut bytes);
    set.emit(&mut writer).unwrap();
    assert_eq!(writer.written(), set.size(), "size and emit agree");
    bytes
}

/// Decodes, and asserts that encoding gives the same bytes again: the declaration has the kernel's
/// order and all that it sends.
pub(crate) fn exactly<'a, T: Decode<'a> + Encode>(attributes: &'a [u8]) -> T {
    let set = T::decode(attributes).unwrap();
    assert_eq!(encode(&set), attributes);
    set
}

/// Decodes, and asserts that encoding gives the same attributes: in another order, or with the
/// NESTED that the kernel leaves out.
pub(crate) fn again<'a, T: Decode<'a> + Encode>(attributes: &'a [u8]) -> T {
    let set = T::decode(attributes).unwrap();
    assert_eq!(outline(&encode(&set), T::SCHEMA), outline(attributes, T::SCHEMA));
    set
}

/// The attributes of a set by number, those of its nests one level further in.
fn outline(attributes: &[u8], set: &SetSchema) -> Vec<(u16, Vec<u8>)> {
    let mut all = Vec::new();
    for attr in Attrs::new(attributes).map(Result::unwrap) {
        match set.attribute(attr.number()).map(|schema| schema.kind) {
            Some(Kind::Nest(inner)) => {
                let within = outline(attr.payload, inner());
                all.extend(within.into_iter().map(|(number, bytes)| (number | 0x100, bytes)));
            }
            _ => all.push((attr.number(), attr.payload.to_vec())),
        }
    }
    all.sort_unstable();
    all
}
