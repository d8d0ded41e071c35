use nl_core::{Attributes, OwnedAttr, SubMessage};

#[derive(Attributes)]
struct Link {
    #[nl(1)]
    kind: String,
    #[nl(2, selector = kind)]
    by_text: Option<ByNumber>,
    #[nl(3)]
    number: u8,
    #[nl(4, selector = number)]
    by_number: Option<ByText>,
    #[nl(5, selector = number)]
    too_large: Option<ByNumber>,
}
#[derive(SubMessage)]
enum ByNumber {
    #[nl(300)]
    Large(u32),
    #[nl(other)]
    Other(OwnedAttr),
}
#[derive(SubMessage)]
enum ByText {
    #[nl("text")]
    Text(u32),
    #[nl(other)]
    Other(OwnedAttr),
}

fn main() {}
