use nl_core::Attributes;

#[derive(Attributes)]
struct Set {
    #[nl(1, zero)]
    number: u32,
}

fn main() {}
