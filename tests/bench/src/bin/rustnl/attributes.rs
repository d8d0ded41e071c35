//! The family as crates over netlink-packet-core declare theirs: for each set an enum of owned
//! attributes, which implements that crate's traits.

use netlink_packet_core::{
    DecodeError, Emitable, Nla, NlaBuffer, NlasIterator, Parseable, ParseableParametrized,
    emit_u16, emit_u32, emit_u64, parse_string, parse_u8, parse_u16, parse_u32, parse_u64,
};
use netlink_packet_generic::{GenlFamily, GenlHeader};

use nl_bench::reference::{ECHO, EVENT, LIST, OwnedEvent, VERSION};

macro_rules! attributes {
    ($name:ident { $($number:literal $variant:ident($value:ty),)* }) => {
        #[derive(Clone, Debug, PartialEq)]
        pub(crate) enum $name { $($variant($value)),* }

        impl Nla for $name {
            fn value_len(&self) -> usize {
                match self { $(Self::$variant(value) => value.length()),* }
            }

            fn kind(&self) -> u16 {
                match self { $(Self::$variant(_) => $number),* }
            }

            fn is_nested(&self) -> bool {
                match self { $(Self::$variant(_) => <$value as Payload>::NESTED),* }
            }

            fn emit_value(&self, room: &mut [u8]) {
                match self { $(Self::$variant(value) => value.emit(room)),* }
            }
        }

        impl<'a, T: AsRef<[u8]> + ?Sized> Parseable<NlaBuffer<&'a T>> for $name {
            fn parse(attribute: &NlaBuffer<&'a T>) -> Result<Self, DecodeError> {
                match attribute.kind() {
                    $($number => <$value as Payload>::parse(attribute.value()).map(Self::$variant),)*
                    other => Err(DecodeError::from(format!("attribute {other} is unknown"))),
                }
            }
        }
    };
}

attributes!(EchoAttr { 1 Seq(u32), 2 Ts(u64), 3 Name(String), 4 Data(Vec<u8>), 5 Nest(Nest<InnerAttr>), });
attributes!(InnerAttr { 1 Port(u16), 2 State(u8), 3 Up(()), });
attributes!(ListAttr { 1 Items(Nest<Item>), 2 Item(Nest<PairAttr>), });
attributes!(PairAttr { 1 A(u32), 2 B(u32), });
attributes!(EventAttr { 1 Ifindex(u32), 2 Ts(u64), 3 State(u8), 4 Ifname(String), });

/// The attributes of a nest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Nest<A>(pub(crate) Vec<A>);

/// An element of the array: its number, and its nest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item(pub(crate) u16, pub(crate) Nest<PairAttr>);

impl Nla for Item {
    fn value_len(&self) -> usize {
        self.1.length()
    }

    fn kind(&self) -> u16 {
        self.0
    }

    fn is_nested(&self) -> bool {
        true
    }

    fn emit_value(&self, room: &mut [u8]) {
        self.1.emit(room);
    }
}

impl<'a, T: AsRef<[u8]> + ?Sized> Parseable<NlaBuffer<&'a T>> for Item {
    fn parse(attribute: &NlaBuffer<&'a T>) -> Result<Self, DecodeError> {
        Ok(Self(attribute.kind(), Payload::parse(attribute.value())?))
    }
}

/// How a value's payload is laid out.
trait Payload: Sized {
    const NESTED: bool = false;
    fn length(&self) -> usize;
    fn emit(&self, room: &mut [u8]);
    fn parse(payload: &[u8]) -> Result<Self, DecodeError>;
}

macro_rules! numbers {
    ($($number:ident $emit:ident $parse:ident)*) => {$(
        impl Payload for $number {
            fn length(&self) -> usize {
                size_of::<$number>()
            }

            fn emit(&self, room: &mut [u8]) {
                $emit(room, *self).unwrap();
            }

            fn parse(payload: &[u8]) -> Result<Self, DecodeError> {
                $parse(payload)
            }
        }
    )*};
}

numbers!(u16 emit_u16 parse_u16 u32 emit_u32 parse_u32 u64 emit_u64 parse_u64);

impl Payload for u8 {
    fn length(&self) -> usize {
        1
    }

    fn emit(&self, room: &mut [u8]) {
        room[0] = *self;
    }

    fn parse(payload: &[u8]) -> Result<Self, DecodeError> {
        parse_u8(payload)
    }
}

impl Payload for () {
    fn length(&self) -> usize {
        0
    }

    fn emit(&self, _: &mut [u8]) {}

    fn parse(_: &[u8]) -> Result<Self, DecodeError> {
        Ok(())
    }
}

impl Payload for String {
    fn length(&self) -> usize {
        self.len() + 1
    }

    fn emit(&self, room: &mut [u8]) {
        let (text, nul) = room.split_at_mut(self.len());
        text.copy_from_slice(self.as_bytes());
        nul[0] = 0;
    }

    fn parse(payload: &[u8]) -> Result<Self, DecodeError> {
        parse_string(payload)
    }
}

impl Payload for Vec<u8> {
    fn length(&self) -> usize {
        self.len()
    }

    fn emit(&self, room: &mut [u8]) {
        room.copy_from_slice(self);
    }

    fn parse(payload: &[u8]) -> Result<Self, DecodeError> {
        Ok(payload.to_vec())
    }
}

impl<A: Nla + for<'a> Parseable<NlaBuffer<&'a [u8]>>> Payload for Nest<A> {
    const NESTED: bool = true;

    fn length(&self) -> usize {
        self.0.as_slice().buffer_len()
    }

    fn emit(&self, room: &mut [u8]) {
        self.0.as_slice().emit(room);
    }

    fn parse(payload: &[u8]) -> Result<Self, DecodeError> {
        NlasIterator::new(payload).map(|one| A::parse(&one?)).collect::<Result<_, _>>().map(Self)
    }
}

macro_rules! messages {
    ($($name:ident $attribute:ident $command:ident)*) => {$(
        #[derive(Clone, Debug, PartialEq)]
        pub(crate) struct $name(pub(crate) Nest<$attribute>);

        impl GenlFamily for $name {
            fn family_name() -> &'static str {
                "bench"
            }

            fn command(&self) -> u8 {
                $command
            }

            fn version(&self) -> u8 {
                VERSION
            }
        }

        impl Emitable for $name {
            fn buffer_len(&self) -> usize {
                self.0.length()
            }

            fn emit(&self, room: &mut [u8]) {
                self.0.emit(room);
            }
        }

        impl ParseableParametrized<[u8], GenlHeader> for $name {
            fn parse_with_param(bytes: &[u8], _: GenlHeader) -> Result<Self, DecodeError> {
                Nest::parse(bytes).map(Self)
            }
        }
    )*};
}

messages!(Echo EchoAttr ECHO List ListAttr LIST Event EventAttr EVENT);

impl From<Event> for OwnedEvent {
    fn from(message: Event) -> Self {
        let mut event = Self { ifindex: 0, ts: 0, state: 0, ifname: String::new() };
        for attribute in message.0.0 {
            match attribute {
                EventAttr::Ifindex(ifindex) => event.ifindex = ifindex,
                EventAttr::Ts(ts) => event.ts = ts,
                EventAttr::State(state) => event.state = state,
                EventAttr::Ifname(ifname) => event.ifname = ifname,
            }
        }
        event
    }
}
