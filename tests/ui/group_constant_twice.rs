use nl_core::{Attributes, Family};

#[derive(Attributes, Clone, Debug)]
struct Ask {}

#[derive(Family)]
#[nl(name = "pulse", group = "a-b", group = "a_b")]
enum Pulse {
    #[nl(request = Ask)]
    Ask = 1,
}

fn main() {}
