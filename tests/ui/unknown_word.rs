#[derive(nl_core::Attributes)]
#[nl(sett = "x")]
struct Set {
    #[nl(1, max_length = 8)]
    text: String,
    #[nl(2, colour = 8)]
    number: u32,
}

fn main() {}
