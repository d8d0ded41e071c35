use nl_core::Attributes;

#[derive(Attributes)]
struct Set {
    #[nl(1, mask = 0xff)]
    bits: i8,
}

fn main() {}
