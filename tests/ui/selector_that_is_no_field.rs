#[derive(nl_core::Attributes)]
struct Set {
    #[nl(1, selector = kind)]
    data: Option<Data>,
}

#[derive(nl_core::SubMessage)]
enum Data {
    #[nl(other)]
    Other(nl_core::OwnedAttr),
}

fn main() {}
