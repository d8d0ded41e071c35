use nl_core::{Attributes, OwnedAttr};

#[derive(Attributes)]
struct Set {
    #[nl(header, max = 3)]
    header: u32,
    #[nl(rest, default = 3, min_len = 1)]
    rest: Vec<OwnedAttr>,
}
#[derive(Attributes)]
enum Item {
    #[nl(1)]
    Number(u32),
    #[nl(other, 5, max = 3)]
    Other(OwnedAttr),
}
#[derive(Attributes)]
enum Message {
    #[nl(command = 1, max = 3)]
    Set(Empty),
}
#[derive(Attributes)]
struct Empty {}

fn main() {}
