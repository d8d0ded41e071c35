#[derive(nl_core::Value)]
#[repr(u8)]
enum Number {
    One(u8),
    #[nl(other)]
    Other(u8),
}

fn main() {}
