use nl_core::Attributes;

const NUMBER: u16 = 1;

#[derive(Attributes)]
struct Set {
    #[nl(NUMBER)]
    constant: u32,
    #[nl("1")]
    text: u32,
    #[nl(1, 2)]
    two: u32,
    #[nl(1 +)]
    broken: u32,
}

fn main() {}
