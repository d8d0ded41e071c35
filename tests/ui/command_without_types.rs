#[derive(nl_core::Family)]
#[nl(name = "f")]
enum F {
    Ask = 1,
    #[nl(admin)]
    Told = 2,
}

#[derive(nl_core::Attributes)]
struct Ask {}
#[derive(nl_core::Attributes, Clone, Debug)]
struct Told {}

fn main() {}
