//! A crate that imports everything, `use nl_core::*`: its own names win, and what it does every day
//! is not ambiguous.
//!
//! `size` and `emit` are methods of several traits, and a set has them of `Encode`, `Value` and
//! `Field`. With more than one of these in scope a call says which: `Encode::size(&set)`.

use nl_core::*;

/// The user's own, although nl-core has an `Event` as well.
#[derive(Attributes, Clone, Debug, PartialEq)]
struct Event<'a> {
    #[nl(1)]
    name: &'a str,
    #[nl(2)]
    level: Level,
    #[nl(3)]
    parts: Vec<Part>,
}

#[derive(Attributes, Clone, Debug, PartialEq)]
struct Part {
    #[nl(1)]
    size: u32,
}

#[derive(Value, Clone, Copy, Debug, PartialEq)]
#[repr(u8)]
enum Level {
    Low = 1,
    #[nl(other)]
    Other(u8),
}

#[derive(Family, Clone, Copy, Debug)]
#[nl(name = "glob", version = 1, group = "events")]
enum Glob {
    #[nl(request = Part)]
    Take = 1,
    #[nl(event = Event<'_>, group = "events")]
    Taken = 2,
}

/// Its own method of a name that nl-core's traits have, too.
impl Part {
    fn size(&self) -> u32 {
        self.size
    }
}

#[test]
fn everything_may_be_imported_at_once() {
    let event = Event { name: "n", level: Level::Low, parts: vec![Part { size: 7 }] };
    let bytes = to_attributes(&event).unwrap();
    assert_eq!(Encode::size(&event), bytes.len());
    assert_eq!(Event::decode(&bytes).unwrap(), event);
    assert_eq!(event.parts[0].size(), 7);
    assert_eq!(Event::SCHEMA.name, "event");
    let mut buffer = wire::Buffer::new();
    buffer.push(wire::MessageHeader::default(), wire::GenlHeader::default(), &event).unwrap();
    assert_eq!(buffer.len(), wire::ATTRS_AT + bytes.len());
    assert_eq!((Glob::SCHEMA.name, Glob::EVENTS.name()), ("glob", "events"));
    assert_eq!(Level::Other(9), Level::Other(9));
}
