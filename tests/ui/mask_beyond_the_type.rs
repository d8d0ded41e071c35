use nl_core::Attributes;

#[derive(Attributes)]
struct Set {
    #[nl(1, mask = 0x1ff)]
    bits: u8,
}

fn main() {}
