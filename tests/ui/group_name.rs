use nl_core::{Attributes, Family};

#[derive(Attributes, Clone, Debug)]
struct Ask {}

#[derive(Family)]
#[nl(name = "pulse", group = "", group = "a_group_of_sixteen", group = "nul\0within")]
enum Pulse {
    #[nl(request = Ask)]
    Ask = 1,
}

fn main() {}
