use nl_core::Attributes;

#[derive(Attributes)]
#[nl(set = "one", set = "two")]
struct Set {
    #[nl(header = 1)]
    header: u32,
    #[nl(1, max = "7")]
    number: u32,
    #[nl(2, selector = 7)]
    message: u32,
}

fn main() {}
