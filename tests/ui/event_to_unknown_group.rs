#[derive(nl_core::Family)]
#[nl(name = "f", group = "there")]
enum F {
    #[nl(event = Told, group = "elsewhere")]
    Told = 1,
}

#[derive(nl_core::Attributes)]
struct Ask {}
#[derive(nl_core::Attributes, Clone, Debug)]
struct Told {}

fn main() {}
