#[derive(nl_core::Value)]
enum Number {
    One = 1,
    #[nl(other)]
    Other(u8),
}

fn main() {}
