//! A small program with one family: it makes one call.

use nl_core::{Attributes, Connection, Error, Family};

#[derive(Family)]
#[nl(name = "nlctrl", version = 2)]
enum Controller {
    #[nl(request = ByName<'_>, reply = Found, reply_command = 1)]
    GetFamily = 3,
}

#[derive(Attributes)]
struct ByName<'a> {
    #[nl(2)]
    name: &'a str,
}

#[derive(Attributes)]
struct Found {
    #[nl(1)]
    id: u16,
}

fn main() -> Result<(), Error> {
    let mut controller = Connection::<Controller>::open()?;
    println!("{}", controller.call(&ByName { name: "nlctrl" })?.id);
    Ok(())
}
