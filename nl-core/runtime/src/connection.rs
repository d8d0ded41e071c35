//! A typed connection to a family: calls that know their replies.

use std::marker::PhantomData;
use std::time::{Duration, Instant};

use crate::acknowledged::Acknowledged;
use crate::batch::Batch;
use crate::channel::{Channel, NO_REPLY};
use crate::controller::Nlctrl;
use crate::dump::{DumpError, Items};
use crate::error::{Error, Who};
use crate::many::CallReplies;
use crate::place::Place;
use crate::resolve::may_have_moved;
use crate::socket::Deadline;
use crate::stream::Replies;
use crate::subscription::Subscription;
use crate::wire::flags;
use crate::{Call, Dump, Family, Group, Options, Stream};

/// A blocking connection to a family.
///
/// The family is resolved by name when it is opened, and again when its module was reloaded. All
/// buffers are kept from call to call: what borrows from a reply ends with the next call.
///
/// ```no_run
/// # use nl_core::{Attributes, Connection, Family};
/// # #[derive(Family)] #[nl(name = "pulse")]
/// # pub enum Pulse { #[nl(request = Beat, reply = Count)] Beat = 1 }
/// # #[derive(Attributes)] pub struct Beat {}
/// # #[derive(Attributes)] pub struct Count { #[nl(1)] beats: u64 }
/// let mut pulse = Connection::<Pulse>::open()?;
/// let count = pulse.call(&Beat {})?;
/// println!("{} beats", count.beats);
/// # Ok::<(), nl_core::Error>(())
/// ```
#[derive(Debug)]
pub struct Connection<F: Family> {
    pub(crate) channel: Channel,
    pub(crate) options: Options,
    family: PhantomData<fn() -> F>,
}

impl<F: Family> Connection<F> {
    /// Opens a connection, to the kernel where the family is registered there, else to its
    /// user-space host, with [`Options::new`].
    pub fn open() -> Result<Self, Error> {
        Self::open_with(Options::new())
    }

    /// Opens a connection in a way of one's own.
    pub fn open_with(options: Options) -> Result<Self, Error> {
        Self::open_until(options, None)
    }

    /// The same, and it takes no longer than until then.
    fn open_until(options: Options, until: Option<Instant>) -> Result<Self, Error> {
        let mut deadline = Deadline::after(within(options.timeout, until));
        let channel = Channel::resolved(F::SCHEMA, &options, None, &mut deadline)?;
        Ok(Self { channel, options, family: PhantomData })
    }

    /// Who answers on this connection.
    pub fn who(&self) -> Who {
        self.channel.who
    }

    /// The id under which the family was known when it was last resolved.
    pub fn family_id(&self) -> u16 {
        self.channel.family
    }

    /// The connection's own port id, unique in its network namespace.
    pub fn port(&self) -> u32 {
        self.channel.socket.port()
    }

    /// Whether an attribute that the declaration does not have is an error from now on.
    pub fn refuse_unknown(&mut self, refuse: bool) {
        self.options.refuse_unknown = refuse;
        self.channel.refuse_unknown = refuse;
    }

    /// How many datagrams were dropped because somebody else than [`Connection::who`] sent them.
    pub fn foreign(&self) -> u64 {
        self.channel.socket.foreign()
    }

    /// Waits that long for each answer from now on; for ever with `None`.
    pub fn set_timeout(&mut self, timeout: Option<Duration>) {
        self.options.timeout = timeout;
        self.channel.timeout = timeout;
    }

    /// The warning that came with the last success: beside its ACK, or at the end of a dump or stream.
    pub fn warning(&self) -> Option<&str> {
        self.channel.warning.as_deref()
    }

    /// Asks, and waits for the reply; where the operation has none, for its ACK.
    ///
    /// # Errors
    /// [`Error::Refused`] where the other side says no, and every other that has no answer.
    pub fn call<R: Call<Family = F>>(&mut self, request: &R) -> Result<R::Reply<'_>, Error> {
        let more_flags = if R::OPERATION.answer.is_none() { flags::ACK } else { 0 };
        let ask = self.channel.encode(F::SCHEMA, request, more_flags)?;
        let reply = match self.channel.reply_or_ack::<R>(ask) {
            Ok(reply) => reply,
            Err(error) => self.again(error, |channel| channel.reply_or_ack::<R>(ask))?,
        };
        self.channel.decode::<R, R::Reply<'_>>(reply)
    }

    /// Asks for the reply and for an ACK behind it, and waits for both; the ACK may come alone, and
    /// may carry a warning.
    ///
    /// One system call more than [`Connection::call`], for operations that answer only sometimes.
    ///
    /// # Errors
    /// As of [`Connection::call`].
    pub fn call_acknowledged<R: Call<Family = F>>(
        &mut self,
        request: &R,
    ) -> Result<Acknowledged<'_, R::Reply<'_>>, Error> {
        let ask = self.channel.encode(F::SCHEMA, request, flags::ACK)?;
        let reply = match self.channel.acknowledged_reply(ask) {
            Ok(reply) => reply,
            Err(error) => self.again(error, |channel| channel.acknowledged_reply(ask))?,
        };
        let channel = &self.channel;
        let there = reply != NO_REPLY;
        let reply = there.then(|| channel.decode::<R, R::Reply<'_>>(reply)).transpose()?;
        Ok(Acknowledged { reply, warning: channel.warning.as_deref() })
    }

    /// Asks, and yields every reply that comes before the ACK, for operations that have several.
    pub fn call_many<R: Call<Family = F>>(
        &mut self,
        request: &R,
    ) -> Result<CallReplies<'_, R>, Error> {
        let first = match self.channel.first_of_many(F::SCHEMA, request) {
            Ok(first) => first,
            Err(error) => self.again(error, |channel| channel.first_of_many(F::SCHEMA, request))?,
        };
        Ok(CallReplies::new(&mut self.channel, first))
    }

    /// Collects requests to send them together.
    pub fn batch(&mut self) -> Batch<'_, F> {
        Batch::new(self)
    }

    /// Asks for a dump, and waits for its first part. Items borrow from the receive buffer, one at a
    /// time.
    pub fn dump<R: Dump<Family = F>>(&mut self, request: &R) -> Result<Items<'_, R>, Error> {
        let first = match self.channel.dump_of(F::SCHEMA, request) {
            Ok(first) => first,
            Err(error) => self.again(error, |channel| channel.dump_of(F::SCHEMA, request))?,
        };
        Ok(Items::new(&mut self.channel, first))
    }

    /// The items of a dump, all of them, where their type borrows nothing. A dump that turns out
    /// inconsistent, or has a datagram larger than the buffer was, is asked for again,
    /// [`Options::retries`] times.
    ///
    /// # Errors
    /// [`DumpError::Interrupted`] with the items where it is still inconsistent then.
    pub fn dump_all<R, T>(&mut self, request: &R) -> Result<Vec<T>, DumpError<T>>
    where
        R: for<'r> Dump<Family = F, Item<'r> = T>,
    {
        self.dump_map(request, |item| item)
    }

    /// What `map` makes of the items of a dump; else as [`Connection::dump_all`].
    ///
    /// # Errors
    /// As of [`Connection::dump_all`].
    pub fn dump_map<R: Dump<Family = F>, T>(
        &mut self,
        request: &R,
        mut map: impl FnMut(R::Item<'_>) -> T,
    ) -> Result<Vec<T>, DumpError<T>> {
        let mut retries = self.options.retries;
        loop {
            let mut all = Vec::new();
            match self.collect(request, &mut map, &mut all) {
                Ok(()) => return Ok(all),
                Err(error) => DumpError::unless_again(error, all, &mut retries)?,
            }
        }
    }

    fn collect<R: Dump<Family = F>, T>(
        &mut self,
        request: &R,
        map: &mut impl FnMut(R::Item<'_>) -> T,
        all: &mut Vec<T>,
    ) -> Result<(), Error> {
        let mut items = self.dump(request)?;
        while let Some(item) = items.next()? {
            all.push(map(item));
        }
        Ok(())
    }

    /// Asks for replies that come as they come about, and waits for the ACK.
    ///
    /// What is returned waits for each reply as long as for that of a call.
    pub fn stream<R: Stream<Family = F>>(&mut self, request: &R) -> Result<Replies<'_, R>, Error> {
        if let Err(error) = self.channel.acknowledged(F::SCHEMA, request) {
            self.again(error, |channel| channel.acknowledged(F::SCHEMA, request))?;
        }
        Ok(Replies::new(&mut self.channel))
    }

    /// Subscribes to a multicast group, on a socket of its own: events that nobody reads block no
    /// call.
    pub fn subscribe(&self, group: Group<F>) -> Result<Subscription<F>, Error> {
        self.subscribe_all(&[group])
    }

    /// Subscribes to several multicast groups, on one socket.
    pub fn subscribe_all(&self, groups: &[Group<F>]) -> Result<Subscription<F>, Error> {
        // The port id, if one was chosen, is this connection's.
        Subscription::open(groups, Options { port: None, ..self.options.clone() })
    }

    /// Waits until the family is there, that long at most, and opens a connection to it.
    ///
    /// # Errors
    /// [`Error::FamilyNotFound`] where it has not come in that time; [`Error::TimedOut`] where a host
    /// that is there does not answer, in that time or in [`Options::timeout`].
    pub fn wait_for_family(options: Options, time: Option<Duration>) -> Result<Self, Error> {
        let until = time.and_then(|time| Instant::now().checked_add(time));
        let timeout = options.timeout;
        let options = options.timeout(timeout.into_iter().chain(time).min());
        let beside = Options { port: None, ..options.clone() };
        let mut comings = Subscription::<F>::wait_until(&[], beside, until)?;
        let mut opened = loop {
            match Self::open_until(options.clone(), until) {
                Err(Error::FamilyNotFound { .. }) => {}
                opened => break opened?,
            }
            match until {
                None => drop(comings.next()?),
                Some(until) if comings.next_until(until)?.is_some() => {}
                Some(_) => break Self::open_until(options, until)?,
            }
        };
        opened.set_timeout(timeout);
        Ok(opened)
    }

    /// Asks once more what was asked last, if the error says that the family has moved and it is found
    /// again; else it is that error. All of it takes no longer than one call may.
    #[cold]
    fn again<T>(
        &mut self,
        error: Error,
        ask: impl FnOnce(&mut Channel) -> Result<T, Error>,
    ) -> Result<T, Error> {
        // To look for the family takes requests as well.
        let request = std::mem::take(&mut self.channel.request);
        let moved = self.moved(&error);
        self.channel.request = request;
        if !moved? {
            return Err(error);
        }
        self.channel.is_part = true;
        let answer = ask(&mut self.channel);
        self.channel.is_part = false;
        answer
    }

    /// Whether the error says that the family may have moved (a module was reloaded, a host was
    /// started again), and the family was found elsewhere. It is looked for in what is left of the
    /// call's time.
    ///
    /// # Errors
    /// [`Error::FamilyNotFound`] where it is gone. Where that can't be told, the first error is.
    pub(crate) fn moved(&mut self, error: &Error) -> Result<bool, Error> {
        if !may_have_moved(error) || F::SCHEMA.name == Nlctrl::SCHEMA.name {
            return Ok(false);
        }
        match self.found_again(matches!(error, Error::Refused(_))) {
            Err(gone @ Error::FamilyNotFound { .. }) => Err(gone),
            found => Ok(found.unwrap_or(false)),
        }
    }

    fn found_again(&mut self, is_refused: bool) -> Result<bool, Error> {
        let before = self.channel.family;
        self.channel.is_part = true;
        let found = self.channel.resolve(F::SCHEMA.name);
        self.channel.is_part = false;
        if found? {
            // A refusal by the family itself says the same as one by a kernel that lacks it.
            return Ok(self.channel.family != before || !is_refused);
        }
        let (gone_from, mut deadline) = (Some(self.channel.place), self.channel.deadline);
        self.channel = Channel::resolved(F::SCHEMA, &self.options, gone_from, &mut deadline)?;
        Ok(true)
    }
}

/// How long a step may take of what must be over at a certain time.
pub(crate) fn within(limit: Option<Duration>, until: Option<Instant>) -> Option<Duration> {
    let left = until.map(|until| until.saturating_duration_since(Instant::now()));
    limit.into_iter().chain(left).min()
}

impl Connection<Nlctrl> {
    /// A connection to a controller, whose id needs no resolving.
    #[inline]
    pub(crate) fn to_controller(options: Options) -> Result<Self, Error> {
        let mut places = options.transport.places(Nlctrl::SCHEMA.name);
        let place = places.next().unwrap_or(Place::Kernel);
        let channel = Channel::open(place, &options)?;
        Ok(Self { channel, options, family: PhantomData })
    }
}
