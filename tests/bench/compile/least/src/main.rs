//! A small program with a derive.

use compile_least_macros::Fields;

#[derive(Fields)]
struct Found {
    id: u16,
}

fn main() {
    let found = Found { id: 16 };
    println!("{} of {}", found.id, Found::FIELDS);
}
