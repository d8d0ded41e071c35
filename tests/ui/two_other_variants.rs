#[derive(nl_core::Attributes)]
enum Item {
    #[nl(1)]
    Number(u32),
    #[nl(other)]
    Other(nl_core::OwnedAttr),
    #[nl(other)]
    Another(nl_core::OwnedAttr),
}

fn main() {}
