#[derive(nl_core::Attributes)]
struct Set {
    #[nl(header)]
    header: [u8; 6],
}

fn main() {}
