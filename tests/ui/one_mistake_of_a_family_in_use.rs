//! One error each: what uses a declaration with a mistake has none of its own.
use nl_core::{Attributes, Connection, Error, Family};

#[derive(Attributes, Clone, Debug)]
struct Ask {}
#[derive(Attributes, Clone, Debug)]
struct Tell {}

#[derive(Family)]
#[nl(name = "pulse", group = "beats", colour = "red")]
enum Pulse {
    #[nl(request = Ask, reply = Tell)]
    Ask = 1,
    #[nl(event = Tell, group = "beats")]
    Told = 2,
}

fn main() -> Result<(), Error> {
    let mut pulse = Connection::<Pulse>::open()?;
    let _tell: Tell = pulse.call(&Ask {})?;
    let mut events = pulse.subscribe(Pulse::BEATS)?;
    if let nl_core::Incoming::Event(PulseEvent::Told(_)) = events.next()? {}
    Ok(())
}
