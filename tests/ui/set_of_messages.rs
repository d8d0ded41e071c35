use nl_core::Attributes;

#[derive(Attributes)]
#[nl(set = "messages")]
enum Message {
    #[nl(command = 1)]
    Empty(Empty),
}
#[derive(Attributes)]
struct Empty {}

fn main() {}
