//! One error each: what uses a declaration with a mistake has none of its own.
use nl_core::{AttributeStream, Attributes, Decode, OwnedAttr, Sequence, SubMessage, Value, to_attributes};

#[derive(Attributes, Debug)]
enum Item {
    #[nl(1, colour = 3)]
    Number(u32),
}
#[derive(SubMessage, Debug)]
enum Data {
    #[nl("a", "b")]
    A(u32),
    #[nl(other)]
    Other(OwnedAttr),
}
#[derive(Value, Debug)]
#[repr(u8)]
enum Pace {
    Slow = 1,
    Fast = 1,
    #[nl(other)]
    Other(u8),
}
#[derive(Value, Debug)]
struct Wrapped<T>(#[nl(7)] T);

#[derive(Attributes, Debug)]
struct Set {
    #[nl(header)]
    pace: Pace,
    #[nl(1)]
    kind: String,
    #[nl(2, selector = kind)]
    data: Data,
    #[nl(3)]
    items: Sequence<Item>,
    #[nl(4)]
    paces: Vec<Pace>,
    #[nl(5)]
    wrapped: Wrapped<u32>,
}

fn main() {
    let bytes = to_attributes(&Sequence(vec![Item::Number(1)])).unwrap();
    let _items = AttributeStream::<Item>::new(&bytes).count();
    let _set = Set::decode(&bytes);
}
