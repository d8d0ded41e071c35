#[derive(nl_core::Value)]
#[repr(u8)]
enum Number {
    #[nl(other)]
    Other(u32),
}

fn main() {}
