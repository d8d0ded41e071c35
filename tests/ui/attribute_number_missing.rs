#[derive(nl_core::Attributes)]
struct Set {
    field: u32,
    #[nl(max = 3)]
    other: u32,
}

fn main() {}
