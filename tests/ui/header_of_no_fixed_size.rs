#[derive(nl_core::Attributes)]
struct Set {
    #[nl(header)]
    header: String,
}

fn main() {}
