use nl_core::{Attributes, Family};

#[derive(Attributes, Clone, Debug)]
struct Ask {}

#[derive(Family)]
#[nl(name = "pulse")]
enum Pulse {
    #[nl(request = Ask, reply_command = 2)]
    Ask = 1,
}

fn main() {}
