use nl_core::Value;

#[derive(Value)]
struct Pair {
    a: u8,
}
#[derive(Value)]
struct Two(u8, u8);

fn main() {}
