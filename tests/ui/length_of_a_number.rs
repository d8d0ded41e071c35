#[derive(nl_core::Attributes)]
struct Set {
    #[nl(1, max_len = 4)]
    number: u32,
}

fn main() {}
