//! What a subscription yields.

use std::fmt;
use std::io;
use std::ops::Range;

use crate::ask::next_message;
use crate::error::{Error, Operated};
use crate::schema::Mode;
use crate::socket::{Ancillary, Datagram, Intake, Socket};
use crate::watch::{Found, Watch};
use crate::wire::{ATTRS_AT, DatagramError};
use crate::{Event, Family, Group, trace};

/// What a subscription yields.
#[derive(Debug)]
#[non_exhaustive]
pub enum Incoming<E> {
    /// An event of the family.
    Event(E),
    /// Events were lost, because they were not read in time. The subscription goes on.
    Overrun {
        /// How many the kernel dropped since the last time; `None` where a host says it, which
        /// counts none.
        lost: Option<u32>,
    },
    /// The family went: its module was unloaded, or its host stopped. The subscription waits for it.
    Gone,
    /// The family came, or came back, and its groups are joined.
    Here,
}

/// How an event came.
#[non_exhaustive]
pub struct Origin<F: Family> {
    /// The group it was sent to; `None` where a host sent it, which does not say.
    pub group: Option<Group<F>>,
    /// The id of the network namespace it comes from, where that is another one
    /// ([`Options::all_namespaces`](crate::Options::all_namespaces)).
    pub namespace: Option<i32>,
}

/// Whether the family's own enum shows itself does not matter.
impl<F: Family> fmt::Debug for Origin<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { group, namespace } = self;
        f.debug_struct("Origin").field("group", group).field("namespace", namespace).finish()
    }
}

/// What a subscription has received, and what of it was not looked at.
#[derive(Debug)]
pub(crate) struct Inbox {
    intake: Intake,
    /// What of the intake's memory was not looked at in the current datagram.
    unread: Range<usize>,
    ancillary: Ancillary,
    /// What the kernel had dropped when that was told last.
    drops: u32,
    /// The length of a datagram that found too little room, for which there is to be room; else 0.
    too_large: usize,
}

/// What there is to tell, with how many events were lost.
#[derive(Debug)]
pub(crate) enum Told {
    Found(Found),
    Overrun(Option<u32>),
}

impl Inbox {
    pub(crate) fn new() -> Self {
        let (intake, ancillary) = (Intake::new(), Ancillary::default());
        Self { intake, unread: 0..0, ancillary, drops: 0, too_large: 0 }
    }

    /// What the unread messages have to tell; `None` once all are read.
    pub(crate) fn next<F: Family>(
        &mut self,
        watch: &mut Watch<F>,
        socket: &Socket,
    ) -> Result<Option<Told>, Error> {
        loop {
            while let Some(message) = next_message(self.intake.memory(), &mut self.unread) {
                let (at, message) = message.map_err(broken::<F>)?;
                if let Some(found) = watch.replaced(&message) {
                    // Another host than before: that is told first, and the message read again.
                    self.unread.start = at;
                    return Ok(Some(Told::Found(found)));
                }
                match watch.message(&message, at, socket)? {
                    Some(Found::Overrun) => return Ok(Some(Told::Overrun(None))),
                    Some(found) => return Ok(Some(Told::Found(found))),
                    None => {}
                }
            }
            let Some((datagram, place)) = socket.next_of(&mut self.intake) else {
                return Ok(None);
            };
            self.open(datagram, place, watch)?;
        }
    }

    /// Begins with the next datagram.
    fn open<F: Family>(
        &mut self,
        datagram: Datagram,
        place: Range<usize>,
        watch: &Watch<F>,
    ) -> Result<(), Error> {
        if datagram.length > self.intake.room() {
            // What else was received lies where the slots were before.
            self.too_large = self.too_large.max(datagram.length);
            return Err(Error::TooLarge(about::<F, _>(datagram.length)));
        }
        self.ancillary = datagram.ancillary;
        let bytes = self.intake.memory().get(place.clone()).unwrap_or_default();
        trace::received(F::SCHEMA, watch.id.unwrap_or(0), bytes);
        self.unread = place;
        Ok(())
    }

    /// Where the next datagrams go.
    pub(crate) fn intake(&mut self) -> &mut Intake {
        if self.too_large > 0 {
            self.intake.grow(std::mem::take(&mut self.too_large));
        }
        &mut self.intake
    }

    /// What a receive that failed has to tell.
    pub(crate) fn failed<F: Family>(
        &mut self,
        error: io::Error,
        watch: &mut Watch<F>,
        socket: &Socket,
    ) -> Result<Told, Error> {
        if error.raw_os_error() != Some(libc::ENOBUFS) {
            return Err(Error::Io("recvmmsg", error));
        }
        watch.overrun();
        let drops = socket.drops().ok();
        let lost = drops.map(|drops| drops.wrapping_sub(self.drops));
        self.drops = drops.unwrap_or(self.drops);
        Ok(Told::Overrun(lost))
    }

    /// Forgets what was received on a socket that is no longer in use.
    pub(crate) fn reset(&mut self) {
        self.intake.clear();
        self.unread = 0..0;
        self.drops = 0;
    }

    /// How the last event came.
    pub(crate) fn origin<F: Family>(&self, watch: &Watch<F>) -> Origin<F> {
        let group = self.ancillary.group.and_then(|number| watch.group(number));
        Origin { group, namespace: self.ancillary.namespace }
    }

    /// What is told, with the event decoded.
    pub(crate) fn incoming<F: Family>(&self, told: Told) -> Result<Incoming<F::Event<'_>>, Error> {
        let (command, attributes) = match told {
            Told::Overrun(lost) => return Ok(Incoming::Overrun { lost }),
            Told::Found(Found::Overrun) => return Ok(Incoming::Overrun { lost: None }),
            Told::Found(Found::Gone) => return Ok(Incoming::Gone),
            Told::Found(Found::Here) => return Ok(Incoming::Here),
            Told::Found(Found::Event { command, attributes }) => {
                (command, self.intake.memory().get(attributes).unwrap_or_default())
            }
        };
        let event = F::Event::decode(command, attributes);
        event.map(Incoming::Event).map_err(|error| {
            let what = error.in_message(attributes, ATTRS_AT);
            match F::SCHEMA.operation(command, &[Mode::Event]) {
                Some(operation) => Error::Decode(Operated::new(F::SCHEMA.name, operation, what)),
                None => Error::Decode(about::<F, _>(what)),
            }
        })
    }
}

fn about<F: Family, T>(what: T) -> Operated<T> {
    Operated { family: F::SCHEMA.name, operation: "event", what }
}

fn broken<F: Family>(what: DatagramError) -> Error {
    Error::Datagram(about::<F, _>(what))
}
