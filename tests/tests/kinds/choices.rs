//! Enums whose variants are attributes, or messages.

use nl_core::schema::Presence;
use nl_core::wire::{Attr, EncodeErrorKind, NET_BYTEORDER, Writer};
use nl_core::{
    AttributeStream, Attributes, Decode, Encode, MessageSet, OwnedAttr, Sequence, UnknownEvent,
    to_attributes,
};
use nl_tests::everything::{Everything, Inner, Tree};

use super::{encode, everything};

#[test]
fn what_is_declared_is_refused_among_what_is_not() {
    let rest = vec![
        OwnedAttr { raw_type: 99, payload: vec![] },
        OwnedAttr { raw_type: NET_BYTEORDER + 41, payload: vec![1] },
    ];
    let error = to_attributes(&Everything { rest, ..everything() }).unwrap_err();
    assert_eq!(error.kind(), &EncodeErrorKind::Declared);
    assert_eq!(
        error.to_string(),
        "Everything.#41: it is declared, and stands where what is not declared is kept"
    );
    // One attribute at a time, too.
    let other = Item::Other(Attr { raw_type: 2, payload: &[] });
    let error = other.emit(&mut Writer::new(&mut [0; 4])).unwrap_err();
    assert_eq!(
        (error.kind(), error.path().to_string()),
        (&EncodeErrorKind::Declared, "Item.#2".into())
    );
}

/// One variant, one attribute.
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
    #[nl(other)]
    Other(Attr<'a>),
}

#[test]
fn an_enum_is_a_stream_of_attributes() {
    let items = vec![
        Item::Index(2),
        Item::Name("b"),
        Item::Urgent,
        Item::Name("a"),
        Item::Inner(Inner { a: 1, b: true }),
        Item::Other(Attr { raw_type: 0x4009, payload: &[1] }),
        Item::Index(1),
    ];
    let size = items.iter().map(Encode::size).sum();
    let mut bytes = vec![0xa5; size];
    let mut writer = Writer::new(&mut bytes);
    items.iter().try_for_each(|item| item.emit(&mut writer)).unwrap();
    let read: Result<Vec<Item<'_>>, _> = AttributeStream::new(&bytes).collect();
    assert_eq!(read.unwrap(), items);
    let mut room = [0; 64];
    let error = Item::Name("too long").emit(&mut Writer::new(&mut room)).unwrap_err();
    assert_eq!(error.to_string(), "Item.name: 8 bytes where at most 5 are allowed");
    assert_eq!(Item::SCHEMA.attributes[2].presence, Presence::Flag);
    let sequence = Sequence::<Item<'_>>::decode(&bytes).unwrap();
    assert_eq!(sequence.0, items);
    assert_eq!(encode(&sequence), bytes);
    assert_eq!(to_attributes(&Item::Urgent).unwrap(), [4, 0, 3, 0]);
    let bad = [7, 0, 2, 0, 1, 2, 3, 0];
    let mut stream = AttributeStream::<Item<'_>>::new(&bad);
    assert!(stream.next().unwrap().is_err());
    assert!(stream.next().is_none());
}

/// Messages, told apart by command.
#[derive(Attributes, Clone, Debug, PartialEq)]
enum Messages<'a> {
    #[nl(command = 1)]
    Inner(Inner),
    #[nl(command = 200)]
    Tree(Tree),
    #[nl(other)]
    Unknown(UnknownEvent<'a>),
}

#[test]
fn an_enum_of_messages_is_told_apart_by_command() {
    for message in [
        Messages::Inner(Inner { a: 1, b: true }),
        Messages::Tree(Tree { value: 3, ..Tree::default() }),
        Messages::Unknown(UnknownEvent::new(9, &[4, 0, 1, 0])),
    ] {
        let mut bytes = vec![0xa5; message.size()];
        message.emit(&mut Writer::new(&mut bytes)).unwrap();
        assert_eq!(Messages::read(message.command(), &bytes).unwrap(), Some(message));
    }
}
