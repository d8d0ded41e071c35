//! Events of a family's multicast groups, awaited.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use ::tokio::io::unix::AsyncFd;

use super::Events;
use super::port::Port;
use crate::error::{Error, Who};
use crate::inbox::{Inbox, Told};
use crate::incoming::{Incoming, Origin};
use crate::place::Place;
use crate::socket::{Intake, Socket, timed_out};
use crate::watch::{Found, Want, Watch};
use crate::{Family, Group, Options};

/// A subscription to multicast groups of a family, on a socket of its own; see
/// [`nl_core::Subscription`](crate::Subscription).
pub struct Subscription<F: Family> {
    options: Options,
    watch: Watch<F>,
    fd: AsyncFd<Socket>,
    inbox: Inbox,
}

impl<F: Family> Subscription<F> {
    /// Subscribes to groups of a family that is there. Cancel safe: dropped, nothing is subscribed to.
    ///
    /// # Errors
    /// [`Error::FamilyNotFound`] where it is not; [`Error::GroupNotFound`] where it lacks a group.
    pub async fn open(groups: &[Group<F>], options: Options) -> Result<Self, Error> {
        let subscription = Self::wait(groups, options).await?;
        if subscription.watch.id.is_none() {
            let tried = subscription.options.transport.tried();
            return Err(Error::FamilyNotFound { family: F::SCHEMA.name, tried });
        }
        Ok(subscription)
    }

    /// Subscribes to groups of a family that need not be there yet; [`Incoming::Here`] says when. Cancel
    /// safe: dropped, nothing is subscribed to.
    pub async fn wait(groups: &[Group<F>], options: Options) -> Result<Self, Error> {
        let mut watch = Watch::new(groups, &options);
        // The first that is wanted is a socket.
        let Some(Want::Open(place)) = watch.want() else {
            let tried = options.transport.tried();
            return Err(Error::FamilyNotFound { family: F::SCHEMA.name, tried });
        };
        let (fd, inbox) = (watched(place.open(&options)?)?, Inbox::new());
        watch.opened(place, fd.get_ref())?;
        let mut subscription = Self { options, watch, fd, inbox };
        // Whether it is there is the caller's to ask, and not told as news.
        while subscription.settle().await?.is_some() {}
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
        self.fd.get_ref().foreign()
    }

    /// Waits for what comes next. Cancel safe: nothing is lost with its future, so that
    /// `tokio::time::timeout` bounds the wait.
    ///
    /// # Errors
    /// [`Error::Decode`] is about one event alone; the subscription goes on.
    pub async fn next(&mut self) -> Result<Incoming<F::Event<'_>>, Error> {
        if let Some(event) = self.inbox.event(&self.watch, self.fd.get_ref())? {
            return self.inbox.decode::<F>(event);
        }
        let told = self.told().await?;
        self.inbox.incoming::<F>(told)
    }

    /// Waits for what comes next, that long at most; `None` where nothing came. Cancel safe, as
    /// [`Subscription::next`].
    ///
    /// # Errors
    /// As [`Subscription::next`].
    pub async fn next_within(
        &mut self,
        time: Duration,
    ) -> Result<Option<Incoming<F::Event<'_>>>, Error> {
        if let Some(event) = self.inbox.event(&self.watch, self.fd.get_ref())? {
            return self.inbox.decode::<F>(event).map(Some);
        }
        match ::tokio::time::timeout(time, self.told()).await {
            Ok(told) => self.inbox.incoming::<F>(told?).map(Some),
            Err(_) => Ok(None),
        }
    }

    /// A stream of what `map` makes of each event or change; events borrow, and a stream's items
    /// can't.
    pub fn into_events<T, M>(self, map: M) -> Events<T>
    where
        T: Send + 'static,
        M: FnMut(Result<Incoming<F::Event<'_>>, Error>) -> T + Send + 'static,
    {
        Events::new(self, map)
    }

    async fn told(&mut self) -> Result<Told, Error> {
        loop {
            if let Some(told) = self.inbox.next(&mut self.watch, self.fd.get_ref())? {
                return Ok(told);
            }
            if let Some(found) = self.settle().await? {
                return Ok(Told::Found(found));
            }
            let look = self.watch.look_in();
            match self.receive(look).await {
                // Strangers do not keep a host that has gone from being missed.
                Some(Ok(())) if look.is_some_and(|look| look.is_zero()) => {
                    if let Some(told) = self.inbox.next(&mut self.watch, self.fd.get_ref())? {
                        return Ok(told);
                    }
                }
                Some(Ok(())) => continue,
                Some(Err(error)) => {
                    self.inbox.failed(error, self.fd.get_ref())?;
                    continue;
                }
                None => {}
            }
            if let Some(found) = self.watch.look(self.fd.get_ref()) {
                return Ok(Told::Found(found));
            }
        }
    }

    /// Receives datagrams; `None` where it is time to look for a host.
    async fn receive(&mut self, look: Option<Duration>) -> Option<io::Result<()>> {
        let behind = self.inbox.is_behind();
        let (fd, intake) = (&self.fd, self.inbox.intake());
        let receive = poll_fn(|cx| poll_receive(fd, intake, behind, cx));
        match look {
            Some(time) => ::tokio::time::timeout(time, receive).await.ok(),
            None => Some(receive.await),
        }
    }

    /// Opens a socket there instead of the one in use.
    fn reopen(&mut self, place: Place) -> Result<(), Error> {
        if self.options.port.is_some() {
            // Two sockets can't have the port id: the old one is closed before.
            self.fd = watched(place.open(&self.options.beside())?)?;
        }
        self.fd = watched(place.open(&self.options)?)?;
        Ok(())
    }

    /// Does what the watch wants; and what came of it, if that is to be told. What is not done when
    /// the future is dropped is wanted still.
    async fn settle(&mut self) -> Result<Option<Found>, Error> {
        while let Some(want) = self.watch.want() {
            let found = match want {
                Want::Open(place) => {
                    self.reopen(place)?;
                    self.inbox.reset();
                    self.watch.opened(place, self.fd.get_ref())?
                }
                Want::Describe(place) => {
                    let mut port = Port::open(place, F::SCHEMA, &self.options.beside())?;
                    let family = port.describe(F::SCHEMA.name).await?;
                    self.watch.described(place, family.as_ref(), self.fd.get_ref())?
                }
            };
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

fn watched(socket: Socket) -> Result<AsyncFd<Socket>, Error> {
    socket.watched().map_err(|error| Error::Io("epoll_ctl", error))
}

/// Receives datagrams; waits for them unless the socket is `behind`.
fn poll_receive(
    fd: &AsyncFd<Socket>,
    intake: &mut Intake,
    behind: bool,
    cx: &mut Context<'_>,
) -> Poll<io::Result<()>> {
    let turn = ready!(::tokio::task::coop::poll_proceed(cx));
    loop {
        match fd.get_ref().try_fill(intake) {
            Err(error) if timed_out(&error) && !behind => {
                ready!(fd.poll_read_ready(cx))?.clear_ready();
            }
            filled => {
                turn.made_progress();
                return Poll::Ready(filled);
            }
        }
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
