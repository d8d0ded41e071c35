use nl_core::Connection;

#[derive(nl_core::Family)]
#[nl(name = "f")]
enum F {
    #[nl(request = Ask, dump = Told)]
    Ask = 1,
}

#[derive(nl_core::Attributes)]
struct Ask {}
#[derive(nl_core::Attributes, Clone, Debug)]
struct Told {}

fn main() {
    let mut connection = Connection::<F>::open().unwrap();
    let _ = connection.call(&Ask {});
}
