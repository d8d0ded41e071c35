use nl_core::{Attributes, Family};

#[derive(Attributes, Clone, Debug)]
struct Ask {}

#[derive(Family)]
#[nl(name = "pulse", version = 256)]
enum Pulse {
    #[nl(request = Ask)]
    Ask = 1,
}

fn main() {}
