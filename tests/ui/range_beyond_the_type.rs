#[derive(nl_core::Attributes)]
struct Set {
    #[nl(1, max = 256)]
    number: u8,
}

fn main() {}
