use nl_core::{Attributes, OwnedAttr, Value};

#[derive(Value)]
struct Port(#[nl(max = 7)] u16);

#[derive(Attributes)]
enum Item {
    #[nl(1)]
    Number(#[nl(max = 7)] u32),
    #[nl(other)]
    Other(OwnedAttr),
}

fn main() {}
