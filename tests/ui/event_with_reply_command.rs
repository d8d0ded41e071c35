use nl_core::{Attributes, Family};

#[derive(Attributes, Clone, Debug)]
struct Tell {}

#[derive(Family)]
#[nl(name = "pulse", group = "beats")]
enum Pulse {
    #[nl(event = Tell, group = "beats", reply_command = 2)]
    Told = 1,
}

fn main() {}
