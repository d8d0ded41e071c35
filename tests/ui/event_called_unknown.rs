use nl_core::{Attributes, Family};

#[derive(Attributes, Clone, Debug)]
struct Tell {}

#[derive(Family)]
#[nl(name = "pulse", group = "beats")]
enum Pulse {
    #[nl(event = Tell, group = "beats")]
    Unknown = 1,
}

fn main() {}
