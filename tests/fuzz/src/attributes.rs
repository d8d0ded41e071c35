//! Attributes without a type, or one at a time, and what goes by a schema alone.

use nl_core::controller::FamilyAttrs;
use nl_core::policy::{self, Violation};
use nl_core::schema::{self, SetSchema, Show};
use nl_core::wire::{Attr, Attrs, Writer};
use nl_core::{
    AttributeStream, Attributes, Decode, Encode, ExtAck, MessageSet, Sequence, UnknownEvent,
};
use nl_tests::everything::{Everything, Inner, Named, Tree};
use nl_tests::others::Others;

/// So many bytes in front say where to look.
const OFFSET: usize = 2;

/// The first two bytes are an offset, the others attributes.
pub fn check(bytes: &[u8]) {
    let Some((offset, bytes)) = bytes.split_first_chunk::<OFFSET>() else {
        return;
    };
    let offset = usize::from(u16::from_le_bytes(*offset));
    let starts = check_order(bytes);
    check_stream(bytes);
    check_messages(bytes, offset.to_le_bytes()[0]);
    let sets =
        [Everything::SCHEMA, Tree::SCHEMA, FamilyAttrs::SCHEMA, ExtAck::SCHEMA, Others::SCHEMA];
    for set in sets {
        check_shown(set, bytes);
        let attributes = bytes.get(set.header..).unwrap_or_default();
        check_located(set, attributes, offset, if set.header == 0 { &starts } else { &[] });
        if let Err(error) = schema::refuse_unknown(set, bytes) {
            assert!(error.in_message(bytes, 0).offset() <= Some(bytes.len()));
        }
        if let Err(violation) = policy::validate(set, bytes) {
            check_violation(set, attributes, &violation);
        }
    }
}

/// Payloads lie one behind another, and an error is the last that comes. Where attributes start.
fn check_order(bytes: &[u8]) -> Vec<usize> {
    let (mut attrs, mut starts) = (Attrs::new(bytes), Vec::new());
    loop {
        let start = bytes.len() - attrs.rest().len();
        match attrs.next() {
            None => break,
            Some(Err(error)) => {
                assert_eq!(
                    error.in_message(bytes, 0).offset(),
                    Some(start),
                    "the error says where"
                );
                assert_eq!((attrs.rest(), attrs.next()), (&[][..], None), "after an error");
                return starts;
            }
            Some(Ok(attr)) => {
                let at = attr.payload.as_ptr().addr() - bytes.as_ptr().addr();
                assert_eq!(at, start + 4, "the payload follows the header");
                assert!(at + attr.payload.len() <= bytes.len(), "it lies within");
                assert_eq!(attr.number(), attr.raw_type & 0x3fff);
                starts.push(start);
            }
        }
    }
    assert_eq!(attrs.next(), None, "the end stays the end");
    starts
}

/// One attribute at a time.
#[derive(Attributes, Clone, Debug, PartialEq)]
#[nl(set = "item")]
enum Item<'a> {
    #[nl(1, max_len = 5)]
    Name(&'a str),
    #[nl(2)]
    Index(u32),
    #[nl(3)]
    Urgent,
    #[nl(4)]
    Inner(Inner),
    #[nl(5)]
    Tree(Box<Tree>),
    #[nl(6)]
    Named(Named),
    #[nl(other)]
    Other(Attr<'a>),
}

/// What a stream reads is written as it came, but for padding and flag bits.
fn check_stream(bytes: &[u8]) {
    let stream: Vec<Result<Item<'_>, _>> = AttributeStream::new(bytes).collect();
    let good = stream.iter().take_while(|item| item.is_ok()).count();
    let stream: Result<Vec<Item<'_>>, _> = stream.into_iter().collect();
    // A sequence says as well which of its elements is broken.
    let stream = stream.map_err(|error| error.at_index(good));
    let sequence = Sequence::<Item<'_>>::decode(bytes).map(|sequence| sequence.0);
    assert_eq!(stream, sequence, "a stream and a sequence read the same");
    let Ok(items) = stream else {
        return;
    };
    let mut room = vec![0xa5; items.iter().map(Encode::size).sum()];
    let mut writer = Writer::new(&mut room);
    if items.iter().try_for_each(|item| item.emit(&mut writer)).is_err() {
        return;
    }
    assert_eq!(writer.written(), room.len(), "size and emit agree");
    let again: Result<Vec<Item<'_>>, _> = AttributeStream::new(&room).collect();
    assert_eq!(again.as_ref(), Ok(&items));
}

/// One message at a time.
#[derive(Attributes, Clone, Debug, PartialEq)]
enum Any<'a> {
    #[nl(command = 1)]
    Inner(Inner),
    #[nl(command = 200)]
    Tree(Tree),
    #[nl(other)]
    Unknown(UnknownEvent<'a>),
}

fn check_messages(bytes: &[u8], command: u8) {
    for command in [1, 200, command] {
        let Ok(message) = Any::read(command, bytes) else {
            continue;
        };
        let message = message.expect("there is a variant for every command");
        assert_eq!(message.command(), command);
        let mut room = vec![0xa5; message.size()];
        message.emit(&mut Writer::new(&mut room)).expect("it has no bounds");
        assert_eq!(Any::read(command, &room), Ok(Some(message)));
    }
}

/// Anything can be printed, at a length that is in proportion.
fn check_shown(set: &'static SetSchema, attributes: &[u8]) {
    let shown = Show { set, attributes }.to_string();
    assert!(shown.len() <= 100 * (attributes.len() + 1), "{} bytes", shown.len());
}

/// Where an attribute starts, there is a path to it; elsewhere there may be none.
fn check_located(set: &'static SetSchema, attributes: &[u8], offset: usize, starts: &[usize]) {
    for start in starts.iter().take(64) {
        let path = schema::locate(set, attributes, *start).expect("an attribute starts there");
        assert_eq!(path.root(), set.name);
        assert!(path.segments().count() <= 2, "{path}");
    }
    for nest in [None, Some(offset)] {
        let missing = schema::missing(set, attributes, nest, 1);
        assert!(nest.is_some() || missing.is_some());
        let located = schema::locate(set, attributes, offset);
        assert!(nest.is_none() || missing.is_some() == located.is_some());
        for path in [missing, located].into_iter().flatten() {
            assert!(path.to_string().starts_with(set.name));
        }
    }
}

/// What is refused is there, so that its name can be said.
fn check_violation(set: &'static SetSchema, attributes: &[u8], violation: &Violation) {
    for offset in [violation.offset, violation.missing_nest].into_iter().flatten() {
        let offset = offset.checked_sub(set.header).expect("it is behind the header");
        assert!(schema::locate(set, attributes, offset).is_some(), "{violation:?}");
    }
    if let Some(number) = violation.missing {
        let nest = violation.missing_nest.map(|nest| nest - set.header);
        assert!(schema::missing(set, attributes, nest, number).is_some(), "{violation:?}");
    }
}
