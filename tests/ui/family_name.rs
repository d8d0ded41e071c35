use nl_core::{Attributes, Family};

#[derive(Attributes, Clone, Debug)]
struct Ask {}
#[derive(Attributes, Clone, Debug)]
struct Tell {}

#[derive(Family)]
#[nl(name = "")]
enum Without {
    #[nl(request = Ask)]
    Ask = 1,
}
#[derive(Family)]
#[nl(name = "a_name_of_sixteen")]
enum Long {
    #[nl(request = Tell)]
    Ask = 1,
}
#[derive(Family)]
#[nl(name = "nul\0within")]
enum Nul {}

fn main() {}
