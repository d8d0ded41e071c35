use nl_core::Family;

#[derive(Family)]
#[nl(name = "pulse")]
struct Pulse {}

fn main() {}
