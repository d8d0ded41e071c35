use nl_core::Attributes;

#[derive(Attributes)]
union Set {
    number: u32,
}

fn main() {}
