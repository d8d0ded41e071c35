use nl_core::Value;

#[derive(Value)]
#[repr(u32)]
#[nl(uint)]
enum Scope {
    Queue = 1,
    #[nl(other)]
    Other(u32),
}
#[derive(Value)]
#[nl(sint)]
struct Wrapper(u64);

fn main() {}
