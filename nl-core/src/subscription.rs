//! Events of a family's multicast groups, through the comings and goings of its module.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;
use std::time::{Duration, Instant};

use crate::ask::next_message;
use crate::error::{Error, Operated, Who};
use crate::schema::Mode;
use crate::socket::{Deadline, timed_out};
use crate::source::{Found, Source};
use crate::wire::{ATTRS_AT, DatagramError};
use crate::{Event, Family, Group, Options, trace};

/// How often a user-space host is looked for, or after, where the kernel tells nothing.
const LOOK: Duration = Duration::from_millis(100);

/// What a subscription yields.
#[derive(Debug)]
#[non_exhaustive]
pub enum Incoming<E> {
    /// An event of the family.
    Event(E),
    /// Events were lost, because they were not read in time. The subscription goes on.
    Overrun,
    /// The family went: its module was unloaded, or its host stopped. The subscription waits for it.
    Gone,
    /// The family came, or came back, and its groups are joined.
    Here,
}

/// A subscription to multicast groups of a family, on a socket of its own.
///
/// It joins the controller's group `notify` as well: a family that is unregistered takes its
/// memberships with it, and only the controller tells when it is back. In between events are lost
/// from the registration until the groups are joined, which takes one wake-up of this program.
pub struct Subscription<F: Family> {
    options: Options,
    groups: Vec<Group<F>>,
    source: Source,
    datagram: Vec<u8>,
    unread: Range<usize>,
    family: PhantomData<fn() -> F>,
}

impl<F: Family> Subscription<F> {
    /// Subscribes to groups of a family that is there.
    ///
    /// # Errors
    /// [`Error::FamilyNotFound`] where it is not; [`Error::GroupNotFound`] where it lacks a group.
    pub fn open(groups: &[Group<F>], options: Options) -> Result<Self, Error> {
        let subscription = Self::wait(groups, options)?;
        if subscription.source.id.is_none() {
            let tried = subscription.options.transport.tried();
            return Err(Error::FamilyNotFound { family: F::SCHEMA.name, tried });
        }
        Ok(subscription)
    }

    /// Subscribes to groups of a family that need not be there yet; [`Incoming::Here`] says when.
    pub fn wait(groups: &[Group<F>], options: Options) -> Result<Self, Error> {
        Ok(Self {
            groups: groups.to_vec(),
            source: Source::find(groups, &options)?,
            datagram: options.new_buffer(),
            options,
            unread: 0..0,
            family: PhantomData,
        })
    }

    /// Whether the family is there now, and who sends its events.
    pub fn who(&self) -> Option<Who> {
        self.source.id.map(|_| self.source.who)
    }

    /// Waits for what comes next, for as long as it takes.
    ///
    /// # Errors
    /// [`Error::Decode`] is about one event alone; the subscription goes on.
    #[expect(
        clippy::should_implement_trait,
        reason = "events borrow from it, as Iterator's cannot"
    )]
    pub fn next(&mut self) -> Result<Incoming<F::Event<'_>>, Error> {
        loop {
            if let Some(found) = self.found(None)? {
                return self.incoming(found);
            }
        }
    }

    /// Waits for what comes next, that long at most; `None` where nothing came.
    ///
    /// # Errors
    /// As [`Subscription::next`].
    pub fn next_within(&mut self, time: Duration) -> Result<Option<Incoming<F::Event<'_>>>, Error> {
        match self.found(Instant::now().checked_add(time))? {
            Some(found) => self.incoming(found).map(Some),
            None => Ok(None),
        }
    }

    fn incoming(&self, found: Found) -> Result<Incoming<F::Event<'_>>, Error> {
        let (command, attributes) = match found {
            Found::Overrun => return Ok(Incoming::Overrun),
            Found::Gone => return Ok(Incoming::Gone),
            Found::Here => return Ok(Incoming::Here),
            Found::Event { command, attributes } => {
                (command, self.datagram.get(attributes).unwrap_or_default())
            }
        };
        let event = F::Event::decode(command, attributes);
        event.map(Incoming::Event).map_err(|error| {
            let what = error.in_message(attributes, ATTRS_AT);
            match F::SCHEMA.operation(command, &[Mode::Event]) {
                Some(operation) => Error::Decode(Operated::new(F::SCHEMA.name, operation, what)),
                None => {
                    Error::Decode(Operated { family: F::SCHEMA.name, operation: "event", what })
                }
            }
        })
    }

    /// Waits until there is something to tell; `None` where the time was up before.
    fn found(&mut self, until: Option<Instant>) -> Result<Option<Found>, Error> {
        loop {
            while let Some(message) = next_message(&self.datagram, &mut self.unread) {
                let (at, message) = message.map_err(broken::<F>)?;
                if let Some(found) = self.source.replaced(&message) {
                    // Another host than before: that is told first, and the message read again.
                    self.unread.start = at;
                    return Ok(Some(found));
                }
                if let Some(found) = self.source.message(&message, at, &self.groups)? {
                    return Ok(Some(found));
                }
            }
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            let looking = self.source.must_look(&self.options);
            let slice = if looking { Some(left.map_or(LOOK, |left| left.min(LOOK))) } else { left };
            match self.receive(slice)? {
                Some(found) => return Ok(Some(found)),
                None if !self.unread.is_empty() => continue,
                None => {}
            }
            if looking && let Some(found) = self.source.look(&self.groups, &self.options)? {
                return Ok(Some(found));
            }
            if until.is_some_and(|until| Instant::now() >= until) {
                return Ok(None);
            }
        }
    }

    /// Receives a datagram into `unread`, which stays empty where none came in time.
    fn receive(&mut self, time: Option<Duration>) -> Result<Option<Found>, Error> {
        let source = &mut self.source;
        match source.socket.receive(&mut self.datagram, &mut Deadline::after(time)) {
            Ok(received) if received.length > self.datagram.len() => {
                let declared = u32::try_from(received.length).ok();
                Err(broken::<F>(DatagramError { declared, available: self.datagram.len() }))
            }
            Ok(received) => {
                self.unread = 0..received.length;
                let bytes = self.datagram.get(..received.length).unwrap_or_default();
                trace::received(F::SCHEMA, source.id.unwrap_or(0), bytes);
                Ok(None)
            }
            Err(error) if timed_out(&error) => Ok(None),
            Err(error) if error.raw_os_error() == Some(libc::ENOBUFS) => {
                // The controller's notifications may be among what was lost.
                source.refresh(&self.groups)?;
                Ok(Some(Found::Overrun))
            }
            Err(error) => Err(Error::Io("recvmsg", error)),
        }
    }
}

impl<F: Family> fmt::Debug for Subscription<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = &self.source;
        f.debug_struct("Subscription")
            .field("groups", &self.groups)
            .field("who", &source.who)
            .field("family_id", &source.id)
            .finish_non_exhaustive()
    }
}

fn broken<F: Family>(what: DatagramError) -> Error {
    const EVENT: &str = "event";
    Error::Datagram(Operated { family: F::SCHEMA.name, operation: EVENT, what })
}
