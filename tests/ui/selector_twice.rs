use nl_core::{OwnedAttr, SubMessage};

#[derive(SubMessage)]
enum Data {
    #[nl("a")]
    A(u32),
    #[nl("a")]
    B(u32),
    #[nl(1)]
    C(u32),
    #[nl(1)]
    D(u32),
    #[nl(other)]
    Other(OwnedAttr),
}

fn main() {}
