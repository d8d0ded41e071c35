#[derive(nl_core::Family)]
#[nl(name = "f", group = "g")]
enum F {
    #[nl(request = Ask, reply = Told, dump = Told)]
    Ask = 1,
    #[nl(request = Told, event = Told, group = "g")]
    Told = 2,
}

#[derive(nl_core::Attributes)]
struct Ask {}
#[derive(nl_core::Attributes, Clone, Debug)]
struct Told {}

fn main() {}
