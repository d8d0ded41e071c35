use nl_core::Attributes;

#[derive(Attributes)]
enum Item {
    #[nl(1)]
    Pair(u32, u32),
    #[nl(2)]
    Named { number: u32 },
    Without(u32),
}

fn main() {}
