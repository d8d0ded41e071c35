use nl_core::Attributes;

#[derive(Attributes)]
struct Set {
    #[nl(1, exact_len = 6)]
    address: [u8; 6],
}

fn main() {}
