use nl_core::Attributes;

#[derive(Attributes)]
struct Set {
    #[nl(1, mask = 3, min = 8)]
    bits: u8,
}

fn main() {}
