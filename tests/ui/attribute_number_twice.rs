#[derive(nl_core::Attributes)]
struct Set {
    #[nl(3)]
    first: u32,
    #[nl(3)]
    second: u32,
}

fn main() {}
