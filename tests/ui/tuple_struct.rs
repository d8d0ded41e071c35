#[derive(nl_core::Attributes)]
struct Set(u32, u32);

fn main() {}
