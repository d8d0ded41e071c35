#[derive(nl_core::Attributes)]
struct Set {
    #[nl(0x8001)]
    field: u32,
}

fn main() {}
