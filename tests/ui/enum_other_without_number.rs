use nl_core::Value;

#[derive(Value)]
#[repr(u8)]
enum Pace {
    Slow = 1,
    #[nl(other)]
    Other,
}

fn main() {}
