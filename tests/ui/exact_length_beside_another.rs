#[derive(nl_core::Attributes)]
struct Set {
    #[nl(1, exact_len = 6, max_len = 8)]
    bytes: Vec<u8>,
}

fn main() {}
