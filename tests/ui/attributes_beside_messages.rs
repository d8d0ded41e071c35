#[derive(nl_core::Attributes)]
enum Item {
    #[nl(1)]
    Number(u32),
    #[nl(command = 2)]
    Message(Message),
}

#[derive(nl_core::Attributes)]
struct Message {}

fn main() {}
