//! What a subscription has received.

use std::io;
use std::ops::Range;

use crate::ask::{next_message, nothing};
use crate::error::{Error, Operated};
use crate::incoming::{Incoming, Origin};
use crate::schema::Mode;
use crate::socket::{Ancillary, Datagram, Intake, Socket, timed_out};
use crate::watch::{EventAt, Found, Watch};
use crate::wire::{ATTRS_AT, DatagramError, DecodeError};
use crate::{Event, Family, trace};

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
    loss: Option<Loss>,
}

/// The kernel drops events, and goes on with that until the socket is empty (`netlink_rcv_wake` of
/// `net/netlink/af_netlink.c`); it says so only when it begins.
#[derive(Debug)]
struct Loss {
    /// How many datagrams the socket may still hold from before.
    left: usize,
    /// Whether there was another one before, which has ended and is not told.
    before: bool,
}

/// The least that a datagram takes of a receive buffer, bytes (`SKB_TRUESIZE` of `linux/skbuff.h`
/// adds more to each).
const LEAST: u32 = 512;

/// What there is to tell, with how many events were lost.
#[derive(Debug)]
pub(crate) enum Told {
    Found(Found),
    Overrun(Option<u32>),
}

impl Inbox {
    #[inline]
    pub(crate) fn new() -> Self {
        let (intake, ancillary) = (Intake::new(), Ancillary::default());
        Self { intake, unread: 0..0, ancillary, drops: 0, too_large: 0, loss: None }
    }

    /// The next message where it is an event, as nearly all are; `None` leaves what else there is to
    /// [`Inbox::next`].
    ///
    /// Inlined, since an event's parts are to stay in registers on their way to the caller.
    #[expect(clippy::inline_always, reason = "measured: a tenth of what an event costs")]
    #[inline(always)]
    pub(crate) fn event<F: Family>(
        &mut self,
        watch: &Watch<F>,
        socket: &Socket,
    ) -> Result<Option<EventAt>, Error> {
        while self.unread.is_empty() {
            let Some((datagram, place)) = socket.next_of(&mut self.intake) else {
                return Ok(None);
            };
            self.open(datagram, place, watch)?;
        }
        let mut unread = self.unread.clone();
        let message = next_message(self.intake.memory(), &mut unread);
        let Some(Ok((at, message))) = message else {
            return Ok(None);
        };
        let event = watch.event(&message, at);
        if event.is_some() {
            self.unread.start = unread.start;
        }
        Ok(event)
    }

    /// What the unread messages have to tell; `None` once all are read.
    pub(crate) fn next<F: Family>(
        &mut self,
        watch: &mut Watch<F>,
        socket: &Socket,
    ) -> Result<Option<Told>, Error> {
        loop {
            if let Some(event) = self.event(watch, socket)? {
                return Ok(Some(Told::Found(Found::Event(event))));
            }
            if self.unread.is_empty() {
                return Ok(self.end_of_loss(watch, socket));
            }
            let Some(message) = next_message(self.intake.memory(), &mut self.unread) else {
                continue;
            };
            let (at, message) = message.map_err(broken::<F>)?;
            if let Some(found) = watch.replaced(&message) {
                // Another host than before: that is told first, and the message read again.
                self.unread.start = at;
                return Ok(Some(Told::Found(found)));
            }
            match watch.message(&message, socket)? {
                Some(Found::Overrun) => return Ok(Some(Told::Overrun(None))),
                Some(found) => return Ok(Some(Told::Found(found))),
                None => {}
            }
        }
    }

    /// Tells of a loss once it has ended, when everything that was received is read.
    fn end_of_loss<F: Family>(&mut self, watch: &mut Watch<F>, socket: &Socket) -> Option<Told> {
        let pending = self.loss.as_mut()?;
        let (count, emptied) = self.intake.taken();
        // Where there are always some more, because new events come, those from before run out.
        pending.left = pending.left.saturating_sub(count);
        if !std::mem::take(&mut pending.before) {
            if !emptied && pending.left > 0 {
                return None;
            }
            self.loss = None;
        }
        watch.overrun();
        let drops = socket.drops().ok();
        let lost = drops.map(|drops| drops.wrapping_sub(self.drops));
        self.drops = drops.unwrap_or(self.drops);
        Some(Told::Overrun(lost))
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

    /// Whether events are being lost: what the socket holds is read without waiting for more.
    pub(crate) fn is_behind(&self) -> bool {
        self.loss.is_some()
    }

    /// A receive failed. What that means, [`Inbox::next`] tells.
    #[inline]
    pub(crate) fn failed(&mut self, error: io::Error, socket: &Socket) -> Result<(), Error> {
        if error.raw_os_error() == Some(libc::ENOBUFS) {
            let room = socket.receive_buffer().map_err(|error| Error::Io("getsockopt", error))?;
            self.intake.taken();
            self.loss = Some(Loss { left: (room / LEAST) as usize, before: self.loss.is_some() });
            return Ok(());
        }
        if self.is_behind() && timed_out(&error) {
            return Ok(());
        }
        Err(Error::Io("recvmmsg", error))
    }

    /// Forgets what was received on a socket that is no longer in use.
    #[inline]
    pub(crate) fn reset(&mut self) {
        self.intake.clear();
        self.unread = 0..0;
        self.drops = 0;
        self.loss = None;
    }

    /// How the last event came.
    pub(crate) fn origin<F: Family>(&self, watch: &Watch<F>) -> Origin<F> {
        let group = self.ancillary.group.and_then(|number| watch.group(number));
        Origin { group, namespace: self.ancillary.namespace }
    }

    /// What is told, with the event decoded.
    pub(crate) fn incoming<F: Family>(&self, told: Told) -> Result<Incoming<F::Event<'_>>, Error> {
        match told {
            Told::Overrun(lost) => Ok(Incoming::Overrun { lost }),
            Told::Found(Found::Overrun) => Ok(Incoming::Overrun { lost: None }),
            Told::Found(Found::Gone) => Ok(Incoming::Gone),
            Told::Found(Found::Here) => Ok(Incoming::Here),
            Told::Found(Found::Event(event)) => self.decode::<F>(event),
        }
    }

    /// An event decoded.
    #[inline]
    pub(crate) fn decode<F: Family>(
        &self,
        EventAt { command, attributes }: EventAt,
    ) -> Result<Incoming<F::Event<'_>>, Error> {
        let attributes = self.intake.memory().get(attributes).unwrap_or_else(nothing);
        let event = F::Event::decode(command, attributes);
        event.map(Incoming::Event).map_err(|error| undecoded::<F>(command, attributes, error))
    }
}

#[cold]
fn undecoded<F: Family>(command: u8, attributes: &[u8], error: DecodeError) -> Error {
    let what = error.in_message(attributes, ATTRS_AT);
    match F::SCHEMA.operation(command, &[Mode::Event]) {
        Some(operation) => Error::Decode(Operated::new(F::SCHEMA.name, operation, what)),
        None => Error::Decode(about::<F, _>(what)),
    }
}

fn about<F: Family, T>(what: T) -> Operated<T> {
    Operated { family: F::SCHEMA.name, operation: "event", what }
}

fn broken<F: Family>(what: DatagramError) -> Error {
    Error::Datagram(about::<F, _>(what))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;
    use crate::controller::Nlctrl;

    fn overrun(told: Result<Option<Told>, Error>) -> bool {
        match told.unwrap() {
            Some(Told::Overrun(lost)) => lost == Some(0),
            Some(told) => panic!("{told:?}"),
            None => false,
        }
    }

    #[test]
    fn a_loss_is_told_when_it_has_ended_and_at_the_latest_when_the_next_begins() {
        let options = Options::new();
        let (socket, mut inbox) = (Socket::kernel(&options).unwrap(), Inbox::new());
        let mut watch = Watch::new(&[Nlctrl::NOTIFY], &options);
        let enobufs = || io::Error::from_raw_os_error(libc::ENOBUFS);
        let mut next = |inbox: &mut Inbox| overrun(inbox.next(&mut watch, &socket));
        assert!(!next(&mut inbox) && !inbox.is_behind());
        inbox.failed(enobufs(), &socket).unwrap();
        assert!(!next(&mut inbox), "the socket may hold more");
        inbox.failed(enobufs(), &socket).unwrap();
        assert!(next(&mut inbox) && !next(&mut inbox), "the first one, once");
        // The socket is empty.
        let error = socket.try_fill(inbox.intake()).unwrap_err();
        inbox.failed(error, &socket).unwrap();
        assert!(next(&mut inbox) && !next(&mut inbox) && !inbox.is_behind(), "the second");
    }
}
