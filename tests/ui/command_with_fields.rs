use nl_core::{Attributes, Family};

#[derive(Attributes, Clone, Debug)]
struct Ask {}

#[derive(Family)]
#[nl(name = "pulse")]
#[repr(u8)]
enum Pulse {
    #[nl(request = Ask)]
    Ask(u32) = 1,
}

fn main() {}
