#[derive(nl_core::Attributes)]
struct Set {
    #[nl(header, 1)]
    header: u32,
}

fn main() {}
