#[derive(nl_core::Family)]
#[nl(name = "f")]
enum F {
    #[nl(request = Ask)]
    First = 1,
    #[nl(request = Ask, reply = Told)]
    Second = 2,
}

#[derive(nl_core::Attributes)]
struct Ask {}
#[derive(nl_core::Attributes, Clone, Debug)]
struct Told {}

fn main() {}
