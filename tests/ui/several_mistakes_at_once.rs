#[derive(nl_core::Attributes)]
#[nl(name = "set")]
struct Set {
    #[nl(0)]
    zero: u32,
    #[nl(2, min = 9, max = 8)]
    none: u32,
    #[nl(2)]
    again: u32,
    unnumbered: u32,
}

// No avalanche: what uses the set is not told off for it.
fn main() {
    let set = Set { zero: 0, none: 0, again: 0, unnumbered: 0 };
    let _ = nl_core::to_attributes(&set);
}
