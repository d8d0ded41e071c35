#[derive(nl_core::Value)]
#[repr(u8)]
enum Number {
    #[nl(other)]
    Other(u8),
    #[nl(other)]
    Another(u8),
}

fn main() {}
