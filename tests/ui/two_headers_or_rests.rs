#[derive(nl_core::Attributes)]
struct Set {
    #[nl(header)]
    first: u32,
    #[nl(header)]
    second: u32,
    #[nl(rest)]
    third: Vec<nl_core::OwnedAttr>,
    #[nl(rest)]
    fourth: Vec<nl_core::OwnedAttr>,
}

fn main() {}
