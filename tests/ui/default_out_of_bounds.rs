use nl_core::Attributes;

#[derive(Attributes)]
struct Set {
    #[nl(1, max = 7, default = 9)]
    high: u32,
    #[nl(2, min = -3, default = -4)]
    low: i32,
}

fn main() {}
