#[derive(nl_core::Attributes)]
struct Set {
    #[nl(1)]
    field: std::time::Duration,
}

fn main() {}
