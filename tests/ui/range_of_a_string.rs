#[derive(nl_core::Attributes)]
struct Set {
    #[nl(1, max = 7)]
    text: String,
}

fn main() {}
