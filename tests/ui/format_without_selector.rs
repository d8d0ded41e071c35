use nl_core::{OwnedAttr, SubMessage};

#[derive(SubMessage)]
enum Data {
    A(u32),
    #[nl("b", 3)]
    B(u32),
    #[nl(other, "c")]
    Other(OwnedAttr),
}

fn main() {}
