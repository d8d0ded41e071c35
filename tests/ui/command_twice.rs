#[derive(nl_core::Family)]
#[nl(name = "f", group = "g")]
enum F {
    #[nl(request = Ask)]
    Ask = 1,
    #[nl(event = Told, group = "g")]
    Told = 1,
}

#[derive(nl_core::Attributes)]
struct Ask {}
#[derive(nl_core::Attributes, Clone, Debug)]
struct Told {}

fn main() {}
