#[derive(nl_core::SubMessage)]
enum Data {
    #[nl("a")]
    A(u32),
    #[nl("a")]
    Again(u32),
}

fn main() {}
