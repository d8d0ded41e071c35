use nl_core::{Attributes, Family};

#[derive(Attributes, Clone, Debug)]
struct Ask {}

#[derive(Family)]
#[nl(name = "pulse")]
enum Pulse {
    #[nl(request = Ask, admin, ns_admin)]
    Ask = 1,
}

fn main() {}
