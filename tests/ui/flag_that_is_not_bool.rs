#[derive(nl_core::Attributes)]
struct Set {
    #[nl(1)]
    flag: (),
}

fn main() {}
