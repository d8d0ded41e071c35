use nl_core::Attributes;

#[derive(Attributes)]
struct Set {
    #[nl(1, max_len = 70000)]
    text: String,
    #[nl(2, min_len = 70000)]
    bytes: Vec<u8>,
}

fn main() {}
