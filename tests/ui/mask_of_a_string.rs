#[derive(nl_core::Attributes)]
struct Set {
    #[nl(1, mask = 7)]
    text: String,
}

fn main() {}
