#[derive(nl_core::Attributes)]
struct Set {
    #[nl(1, min = 7, max = 1)]
    number: u32,
    #[nl(2, min_len = 7, max_len = 1)]
    bytes: Vec<u8>,
}

fn main() {}
