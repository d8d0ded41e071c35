#[derive(nl_core::Value)]
#[repr(u16)]
enum Number {
    One = 1,
}

fn main() {}
