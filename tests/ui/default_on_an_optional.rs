#[derive(nl_core::Attributes)]
struct Set {
    #[nl(1, default = Some(7))]
    number: Option<u32>,
}

fn main() {}
