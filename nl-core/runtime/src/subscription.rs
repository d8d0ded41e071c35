//! Events of a family's multicast groups, through the comings and goings of its module.

use std::fmt;
use std::time::{Duration, Instant};

use crate::channel::Channel;
use crate::connection::within;
use crate::error::{Error, Who};
use crate::inbox::{Inbox, Told};
use crate::incoming::{Incoming, Origin};
use crate::place::Place;
use crate::socket::{Deadline, Socket, timed_out};
use crate::watch::{Found, Want, Watch};
use crate::{Family, Group, Options};

/// A subscription to multicast groups of a family, on a socket of its own.
///
/// It joins the controller's group `notify` as well: a family that is unregistered takes its
/// memberships with it, and only the controller tells when it is back. In between events are lost
/// from the registration until the groups are joined, which takes one wake-up of this program.
pub struct Subscription<F: Family> {
    options: Options,
    watch: Watch<F>,
    socket: Socket,
    inbox: Inbox,
}

impl<F: Family> Subscription<F> {
    /// Subscribes to groups of a family that is there.
    ///
    /// # Errors
    /// [`Error::FamilyNotFound`] where it is not; [`Error::GroupNotFound`] where it lacks a group.
    pub fn open(groups: &[Group<F>], options: Options) -> Result<Self, Error> {
        let subscription = Self::wait(groups, options)?;
        if subscription.watch.id.is_none() {
            let tried = subscription.options.transport.tried();
            return Err(Error::FamilyNotFound { family: F::SCHEMA.name, tried });
        }
        Ok(subscription)
    }

    /// Subscribes to groups of a family that need not be there yet; [`Incoming::Here`] says when.
    pub fn wait(groups: &[Group<F>], options: Options) -> Result<Self, Error> {
        Self::wait_until(groups, options, None)
    }

    /// The same, and it takes no longer than until then.
    pub(crate) fn wait_until(
        groups: &[Group<F>],
        options: Options,
        until: Option<Instant>,
    ) -> Result<Self, Error> {
        let mut watch = Watch::new(groups, &options);
        // The first that is wanted is a socket.
        let Some(Want::Open(place)) = watch.want() else {
            let tried = options.transport.tried();
            return Err(Error::FamilyNotFound { family: F::SCHEMA.name, tried });
        };
        let (socket, inbox) = (place.open(&options)?, Inbox::new());
        watch.opened(place, &socket)?;
        let mut subscription = Self { options, watch, socket, inbox };
        // Whether it is there is the caller's to ask, and not told as news.
        let limit = within(subscription.options.timeout, until);
        let until = limit.and_then(|limit| Instant::now().checked_add(limit));
        while subscription.settle(until)?.is_some() {}
        Ok(subscription)
    }

    /// Whether the family is there now, and who sends its events.
    pub fn who(&self) -> Option<Who> {
        self.watch.id.map(|_| self.watch.who)
    }

    /// How the event that was yielded last came: to which group, from which network namespace.
    pub fn origin(&self) -> Origin<F> {
        self.inbox.origin(&self.watch)
    }

    /// How many datagrams were dropped because somebody else sent them.
    pub fn foreign(&self) -> u64 {
        self.socket.foreign()
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
            if let Some(event) = self.inbox.event(&self.watch, &self.socket)? {
                return self.inbox.decode::<F>(event);
            }
            if let Some(told) = self.told(None)? {
                return self.inbox.incoming::<F>(told);
            }
        }
    }

    /// Waits for what comes next, that long at most; `None` where nothing came.
    ///
    /// # Errors
    /// As [`Subscription::next`].
    pub fn next_within(&mut self, time: Duration) -> Result<Option<Incoming<F::Event<'_>>>, Error> {
        if let Some(event) = self.inbox.event(&self.watch, &self.socket)? {
            return self.inbox.decode::<F>(event).map(Some);
        }
        self.next_told(Instant::now().checked_add(time))
    }

    /// The same until then.
    pub(crate) fn next_until(
        &mut self,
        until: Instant,
    ) -> Result<Option<Incoming<F::Event<'_>>>, Error> {
        self.next_told(Some(until))
    }

    fn next_told(
        &mut self,
        until: Option<Instant>,
    ) -> Result<Option<Incoming<F::Event<'_>>>, Error> {
        match self.told(until)? {
            Some(told) => self.inbox.incoming::<F>(told).map(Some),
            None => Ok(None),
        }
    }

    /// Waits until there is something to tell; `None` where the time was up before.
    fn told(&mut self, until: Option<Instant>) -> Result<Option<Told>, Error> {
        loop {
            if let Some(told) = self.inbox.next(&mut self.watch, &self.socket)? {
                return Ok(Some(told));
            }
            match self.settle(until) {
                Ok(Some(found)) => return Ok(Some(Told::Found(found))),
                // It was waited for as long as the caller wants to wait.
                Err(Error::TimedOut(_)) if until.is_some_and(|until| Instant::now() >= until) => {
                    return Ok(None);
                }
                other => other?,
            };
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            let look = self.watch.look_in();
            let behind = self.inbox.is_behind().then_some(Duration::ZERO);
            let time = look.into_iter().chain(left).chain(behind).min();
            match self.socket.fill(self.inbox.intake(), time) {
                Ok(()) if left.is_some_and(|left| left.is_zero()) => {
                    // Strangers who send without a pause do not make it last longer.
                    return self.inbox.next(&mut self.watch, &self.socket);
                }
                Ok(()) if look.is_some_and(|look| look.is_zero()) => {
                    // Nor do they keep a host that has gone from being missed.
                    let told = self.inbox.next(&mut self.watch, &self.socket)?;
                    let told = told.or_else(|| self.watch.look(&self.socket).map(Told::Found));
                    if told.is_some() {
                        return Ok(told);
                    }
                }
                Ok(()) => {}
                Err(error) if timed_out(&error) && behind.is_none() => {
                    if look.is_some()
                        && let Some(found) = self.watch.look(&self.socket)
                    {
                        return Ok(Some(Told::Found(found)));
                    }
                    // A signal may have ended the wait before.
                    if until.is_some_and(|until| Instant::now() >= until) {
                        return Ok(None);
                    }
                }
                Err(error) => self.inbox.failed(error, &self.socket)?,
            }
        }
    }

    /// Does what the watch wants, until then; and what came of it, if that is to be told.
    fn settle(&mut self, until: Option<Instant>) -> Result<Option<Found>, Error> {
        while let Some(want) = self.watch.want() {
            let found = match want {
                Want::Open(place) => {
                    self.reopen(place)?;
                    self.inbox.reset();
                    self.watch.opened(place, &self.socket)?
                }
                Want::Describe(place) => {
                    let mut channel = Channel::open(place, &self.options.beside())?;
                    channel.deadline = Deadline::after(within(self.options.timeout, until));
                    channel.is_part = true;
                    let family = channel.describe(F::SCHEMA.name)?;
                    self.watch.described(place, family.as_ref(), &self.socket)?
                }
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

impl<F: Family> Subscription<F> {
    /// Opens a socket there instead of the one in use.
    fn reopen(&mut self, place: Place) -> Result<(), Error> {
        if self.options.port.is_some() {
            // Two sockets can't have the port id: the old one is closed before.
            self.socket = place.open(&self.options.beside())?;
        }
        self.socket = place.open(&self.options)?;
        Ok(())
    }
}

impl<F: Family> fmt::Debug for Subscription<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription")
            .field("groups", &self.watch.groups)
            .field("who", &self.watch.who)
            .field("family_id", &self.watch.id)
            .finish_non_exhaustive()
    }
}
