use nl_core::{Attributes, PackedArray};

#[derive(Attributes)]
struct Set {
    #[nl(1, exact_len = 3)]
    numbers: PackedArray<u32>,
}

fn main() {}
