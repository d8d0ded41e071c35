use nl_core::Attributes;

const LOW: u32 = 1;
const HIGH: u32 = 2;
const SHORT: usize = 1;
const LONG: usize = 2;

#[derive(Attributes)]
struct Set {
    #[nl(1, min = HIGH, max = LOW)]
    number: u32,
    #[nl(2, min_len = LONG, max_len = SHORT)]
    bytes: Vec<u8>,
}

fn main() {}
