use nl_core::SubMessage;

#[derive(SubMessage)]
struct Data {
    number: u32,
}

fn main() {}
