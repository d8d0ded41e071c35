//! A typed connection to a family whose calls are awaited.

use std::marker::PhantomData;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ::tokio::time::{Instant, timeout_at};

use super::asked::Asked;
use super::link::{Link, is_controller};
use super::port::Port;
use super::{Batch, CallReplies, Items, Replies, Subscription};
use crate::acknowledged::Acknowledged;
use crate::dump::DumpError;
use crate::error::{Error, Who};
use crate::place::Place;
use crate::wire::flags;
use crate::{Call, Dump, Family, Group, Options, Stream};

/// A handle of a connection to a family.
///
/// Clones share one socket; each has buffers of its own, so that what is returned borrows from the
/// handle until its next call, and a handle that is kept allocates nothing for a call. The family is
/// resolved by name when the first handle is opened, and again when its module was reloaded.
///
/// Every method's future may be dropped at any time (cancel safety): the other handles' calls are not
/// disturbed, and this one's next call works. Whether a request that was dropped took effect is open.
#[derive(Debug)]
pub struct Connection<F: Family> {
    pub(super) link: Arc<Link>,
    pub(super) port: Port,
    pub(super) options: Options,
    family: PhantomData<fn() -> F>,
}

impl<F: Family> Clone for Connection<F> {
    fn clone(&self) -> Self {
        let options = self.options.clone();
        let port = Port::new(self.link.board(), &options);
        Self { link: Arc::clone(&self.link), port, options, family: PhantomData }
    }
}

impl<F: Family> Connection<F> {
    /// Opens a connection, to the kernel where the family is registered there, else to its
    /// user-space host, with [`Options::new`]. Cancel safe: dropped, nothing is open.
    ///
    /// # Panics
    /// Outside of a tokio runtime, or in one without I/O or time; so does every other method.
    pub async fn open() -> Result<Self, Error> {
        Self::open_with(Options::new()).await
    }

    /// Opens a connection in a way of one's own. Cancel safe: dropped, nothing is open.
    pub async fn open_with(options: Options) -> Result<Self, Error> {
        let port = if is_controller(F::SCHEMA) {
            let places = options.transport.places(F::SCHEMA.name);
            let place = places.into_iter().next().unwrap_or(Place::Kernel);
            Port::open(place, F::SCHEMA, &options)?
        } else {
            let until = options.timeout.and_then(|time| Instant::now().checked_add(time));
            Port::resolved(F::SCHEMA, &options, None, until).await?
        };
        let link = Arc::new(Link { board: Mutex::new(Arc::clone(&port.board)) });
        Ok(Self { link, port, options, family: PhantomData })
    }

    /// Who answers on this connection.
    pub fn who(&self) -> Who {
        self.port.board.who
    }

    /// The id under which the family was known when it was last resolved.
    pub fn family_id(&self) -> u16 {
        self.port.board.family()
    }

    /// The port id of the socket, unique in its network namespace.
    pub fn port(&self) -> u32 {
        self.port.board.socket().port()
    }

    /// How many datagrams were dropped because somebody else than [`Connection::who`] sent them.
    pub fn foreign(&self) -> u64 {
        self.port.board.socket().foreign()
    }

    /// Whether an attribute that the declaration does not have is an error on this handle from now
    /// on.
    pub fn refuse_unknown(&mut self, refuse: bool) {
        self.options.refuse_unknown = refuse;
        self.port.refuse_unknown = refuse;
    }

    /// Waits that long for each answer on this handle from now on; for ever with `None`.
    pub fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.options.timeout = timeout;
        self.port.timeout = timeout;
    }

    /// The warning that came with this handle's last success: beside its ACK, or at the end of a dump
    /// or stream.
    pub fn warning(&self) -> Option<&str> {
        self.port.warning.as_deref()
    }

    /// Asks, and waits for the reply; where the operation has none, for its ACK.
    ///
    /// Cancel safe: its answer is passed over when it comes. Whether the request took effect is open.
    ///
    /// # Errors
    /// [`Error::Refused`] where the other side says no, and every other that has no answer.
    pub async fn call<R: Call<Family = F>>(&mut self, request: &R) -> Result<R::Reply<'_>, Error> {
        self.adopt();
        let reply = match self.port.reply_to(F::SCHEMA, request).await {
            Err(error) if self.moved(&error).await? => {
                self.port.reply_to(F::SCHEMA, request).await?
            }
            other => other?,
        };
        self.port.decode::<R, R::Reply<'_>>(reply)
    }

    /// Asks for the reply and for an ACK behind it, and waits for both; the ACK may come alone, and
    /// may carry a warning. Cancel safe, as [`Connection::call`].
    ///
    /// # Errors
    /// As of [`Connection::call`].
    pub async fn call_acknowledged<R: Call<Family = F>>(
        &mut self,
        request: &R,
    ) -> Result<Acknowledged<'_, R::Reply<'_>>, Error> {
        self.adopt();
        let reply = match self.port.acknowledged_reply_to(F::SCHEMA, request).await {
            Err(error) if self.moved(&error).await? => {
                self.port.acknowledged_reply_to(F::SCHEMA, request).await?
            }
            other => other?,
        };
        let decoded = reply.map(|reply| self.port.decode::<R, R::Reply<'_>>(reply));
        Ok(Acknowledged { reply: decoded.transpose()?, warning: self.port.warning.as_deref() })
    }

    /// Asks, and yields every reply that comes before the ACK, for operations that have several. Cancel
    /// safe, as [`Connection::call`].
    pub async fn call_many<R: Call<Family = F>>(
        &mut self,
        request: &R,
    ) -> Result<CallReplies<'_, R>, Error> {
        self.adopt();
        let (ask, first) = match self.port.started(F::SCHEMA, request, flags::ACK).await {
            Err(error) if self.moved(&error).await? => {
                self.port.started(F::SCHEMA, request, flags::ACK).await?
            }
            other => other?,
        };
        Ok(CallReplies::new(Asked::resume(&mut self.port, ask), first))
    }

    /// Collects requests to send them together.
    pub fn batch(&mut self) -> Batch<'_, F> {
        self.adopt();
        Batch::new(self)
    }

    /// Asks for a dump, and waits for its first part. Items borrow from the handle, one at a time.
    ///
    /// Dumps on one socket are made one after another: this waits for another handle's to end. Cancel
    /// safe: what comes all the same is passed over.
    pub async fn dump<R: Dump<Family = F>>(&mut self, request: &R) -> Result<Items<'_, R>, Error> {
        self.adopt();
        let (ask, first) = match self.port.started(F::SCHEMA, request, flags::DUMP).await {
            Err(error) if self.moved(&error).await? => {
                self.port.started(F::SCHEMA, request, flags::DUMP).await?
            }
            other => other?,
        };
        Ok(Items::new(Asked::resume(&mut self.port, ask), first))
    }

    /// The items of a dump, all of them, where their type borrows nothing. A dump that turns out
    /// inconsistent is asked for again, [`Options::retries`] times. Cancel safe, as
    /// [`Connection::dump`]; the items that were read are dropped with it.
    ///
    /// # Errors
    /// [`DumpError::Interrupted`] with the items where it is still inconsistent then.
    pub async fn dump_all<R, T>(&mut self, request: &R) -> Result<Vec<T>, DumpError<T>>
    where
        R: for<'r> Dump<Family = F, Item<'r> = T>,
    {
        self.dump_map(request, |item| item).await
    }

    /// What `map` makes of the items of a dump; else as [`Connection::dump_all`].
    ///
    /// # Errors
    /// As of [`Connection::dump_all`].
    pub async fn dump_map<R: Dump<Family = F>, T>(
        &mut self,
        request: &R,
        mut map: impl FnMut(R::Item<'_>) -> T,
    ) -> Result<Vec<T>, DumpError<T>> {
        let mut retries = self.options.retries;
        loop {
            let mut all = Vec::new();
            match self.collect(request, &mut map, &mut all).await {
                Ok(()) => return Ok(all),
                Err(error) => DumpError::unless_again(error, all, &mut retries)?,
            }
        }
    }

    async fn collect<R: Dump<Family = F>, T>(
        &mut self,
        request: &R,
        map: &mut impl FnMut(R::Item<'_>) -> T,
        all: &mut Vec<T>,
    ) -> Result<(), Error> {
        let mut items = self.dump(request).await?;
        while let Some(item) = items.next().await? {
            all.push(map(item));
        }
        Ok(())
    }

    /// Asks for replies that come as they come about, and waits for the ACK.
    ///
    /// What is returned waits for each reply as long as for that of a call. Cancel safe, as
    /// [`Connection::call`]: the replies of a stream that was begun are passed over.
    pub async fn stream<R: Stream<Family = F>>(
        &mut self,
        request: &R,
    ) -> Result<Replies<'_, R>, Error> {
        self.adopt();
        let (ask, first) = match self.port.acknowledged(F::SCHEMA, request).await {
            Err(error) if self.moved(&error).await? => {
                self.port.acknowledged(F::SCHEMA, request).await?
            }
            other => other?,
        };
        Ok(Replies::new(Asked::resume(&mut self.port, ask), first))
    }

    /// Subscribes to a multicast group, on a socket of its own: events that nobody reads block no
    /// call. Cancel safe: dropped, nothing is subscribed to.
    pub async fn subscribe(&self, group: Group<F>) -> Result<Subscription<F>, Error> {
        self.subscribe_all(&[group]).await
    }

    /// Subscribes to several multicast groups, on one socket. Cancel safe, as
    /// [`Connection::subscribe`].
    pub async fn subscribe_all(&self, groups: &[Group<F>]) -> Result<Subscription<F>, Error> {
        // The port id, if one was chosen, is this connection's.
        Subscription::open(groups, Options { port: None, ..self.options.clone() }).await
    }

    /// Waits until the family is there, that long at most, and opens a connection to it. Cancel safe:
    /// dropped, nothing is open.
    ///
    /// # Errors
    /// [`Error::FamilyNotFound`] where it has not come in that time; [`Error::TimedOut`] where a host
    /// that is there does not answer, in that time or in [`Options::timeout`]. Without any time a family
    /// that is there is found all the same.
    pub async fn wait_for_family(options: Options, time: Option<Duration>) -> Result<Self, Error> {
        if time == Some(Duration::ZERO) {
            return Self::open_with(options).await;
        }
        let until = time.and_then(|time| Instant::now().checked_add(time));
        let timeout = options.timeout;
        // What it takes to look does not make the wait longer.
        let within = || options.clone().timeout(timeout.into_iter().chain(left(until)).min());
        let beside = Options { port: None, ..within() };
        let mut comings = Subscription::<F>::wait(&[], beside).await?;
        let mut opened = loop {
            match Self::open_with(within()).await {
                Err(Error::FamilyNotFound { .. }) => {}
                opened => break opened?,
            }
            let Some(until) = until else {
                drop(comings.next().await?);
                continue;
            };
            match timeout_at(until, comings.next()).await {
                Ok(coming) => drop(coming?),
                Err(_) => break Self::open_with(within()).await?,
            }
        };
        opened.set_timeout(timeout);
        Ok(opened)
    }
}

/// How long it is until then.
fn left(until: Option<Instant>) -> Option<Duration> {
    until.map(|until| until.saturating_duration_since(Instant::now()))
}
