use nl_core::{Attributes, OwnedAttr, SubMessage};

#[derive(Attributes)]
struct Link {
    #[nl(1)]
    kind: String,
    #[nl(2, selector = kind, default = Data::A(1))]
    data: Data,
}
#[derive(SubMessage)]
enum Data {
    #[nl("a")]
    A(u32),
    #[nl(other)]
    Other(OwnedAttr),
}

fn main() {}
