#[derive(nl_core::SubMessage)]
enum Data {
    #[nl("a")]
    A(u32),
    #[nl(other)]
    Other(Vec<u8>),
}

fn main() {}
