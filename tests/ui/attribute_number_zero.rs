#[derive(nl_core::Attributes)]
struct Set {
    #[nl(0)]
    field: u32,
}

fn main() {}
