#[derive(nl_core::Attributes)]
enum Item {
    #[nl(0)]
    Zero(u32),
    #[nl(5)]
    Five(u32),
    #[nl(5)]
    Again(u32),
    #[nl(6)]
    Two(u32, u32),
    Without(u32),
}

fn main() {}
