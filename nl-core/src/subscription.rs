//! Events of a family's multicast groups, through the comings and goings of its module.

use std::fmt;
use std::io;
use std::marker::PhantomData;
use std::ops::Range;
use std::time::{Duration, Instant};

use crate::connection::{Channel, next_message};
use crate::controller::{FamilyAttrs, ID, Nlctrl};
use crate::error::{Error, Operated, Who};
use crate::host::control::{self, Control, Join};
use crate::schema::Mode;
use crate::socket::{Deadline, Socket, timed_out};
use crate::wire::{
    ATTRS_AT, Buffer, DatagramError, GenlHeader, Message, MessageHeader, Messages, flags, kind,
};
use crate::{Decode, Event, Family, Group, List, Options, Request, trace};

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

struct Source {
    socket: Socket,
    who: Who,
    /// The family's id, while it is there.
    id: Option<u16>,
    /// The numbers of the groups that a host sends.
    joined: Vec<u32>,
}

/// What the wait ended with.
enum Found {
    Event { command: u8, attributes: Range<usize> },
    Overrun,
    Gone,
    Here,
}

impl<F: Family> Subscription<F> {
    /// Subscribes to groups of a family that is there.
    ///
    /// # Errors
    /// [`Error::FamilyNotFound`] where it is not; [`Error::GroupNotFound`] where it lacks a group.
    pub fn open(groups: &[Group<F>], options: Options) -> Result<Self, Error> {
        let subscription = Self::wait(groups, options)?;
        if subscription.source.id.is_none() {
            let tried = options.transport.tried();
            return Err(Error::FamilyNotFound { family: F::SCHEMA.name, tried });
        }
        Ok(subscription)
    }

    /// Subscribes to groups of a family that need not be there yet; [`Incoming::Here`] says when.
    pub fn wait(groups: &[Group<F>], options: Options) -> Result<Self, Error> {
        Ok(Self {
            options,
            groups: groups.to_vec(),
            source: Source::find(groups, options)?,
            datagram: vec![0; options.buffer.max(32 * 1024)],
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
                let range = message.map_err(broken::<F>)?;
                let bytes = self.datagram.get(range.clone()).unwrap_or_default();
                let Some(Ok(message)) = Messages::new(bytes).next() else {
                    continue;
                };
                if let Some(found) = self.source.replaced(&message) {
                    // Another host than before: that is told first, and the message read again.
                    self.unread.start = range.start;
                    return Ok(Some(found));
                }
                if let Some(found) = self.source.message(&message, range, &self.groups)? {
                    return Ok(Some(found));
                }
            }
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            let looking = self.source.must_look(self.options);
            let slice = if looking { Some(left.map_or(LOOK, |left| left.min(LOOK))) } else { left };
            match self.receive(slice)? {
                Some(found) => return Ok(Some(found)),
                None if !self.unread.is_empty() => continue,
                None => {}
            }
            if looking && let Some(found) = self.source.look(&self.groups, self.options)? {
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

impl Source {
    /// Attaches to the family wherever it is; where it is nowhere yet, to the kernel's controller.
    fn find<F: Family>(groups: &[Group<F>], options: Options) -> Result<Self, Error> {
        let transport = options.transport;
        let mut kernel = None;
        if transport.kernel() {
            let mut source = Self::open(Socket::kernel(), Who::Kernel, options)?;
            source.socket.join(ID.into()).map_err(|error| Error::Io("setsockopt", error))?;
            if source.refresh(groups)? {
                return Ok(source);
            }
            kernel = Some(source);
        }
        let Some(port) = transport.host(F::SCHEMA.name) else {
            return kernel.map_or_else(|| Self::open(Socket::kernel(), Who::Kernel, options), Ok);
        };
        let mut source = Self::open(Socket::to_host(port), Who::Host, options)?;
        let attached = source.attach_to_host(groups, port, options)?;
        Ok(kernel.filter(|_| !attached).unwrap_or(source))
    }

    fn open(socket: io::Result<Socket>, who: Who, options: Options) -> Result<Self, Error> {
        let socket = socket.map_err(|error| Error::Io("socket", error))?;
        if let Some(bytes) = options.receive_buffer {
            socket.set_receive_buffer(bytes).map_err(|error| Error::Io("setsockopt", error))?;
        }
        Ok(Self { socket, who, id: None, joined: Vec::new() })
    }

    /// Asks the kernel's controller anew and joins what it names; whether the family is there.
    fn refresh<F: Family>(&mut self, groups: &[Group<F>]) -> Result<bool, Error> {
        if self.who != Who::Kernel {
            return Ok(self.id.is_some());
        }
        let mut channel = Channel::to_kernel(Options::new())?;
        let family = channel.describe(F::SCHEMA.name)?;
        match &family {
            Some(family) => self.join(family, groups)?,
            None => self.id = None,
        }
        Ok(family.is_some())
    }

    fn join<F: Family>(
        &mut self,
        family: &FamilyAttrs<'_>,
        groups: &[Group<F>],
    ) -> Result<(), Error> {
        for group in groups {
            let number = group_number(family, *group)?;
            self.socket.join(number).map_err(|error| Error::Io("joining the group", error))?;
        }
        self.id = Some(family.id);
        Ok(())
    }

    /// Asks the family's host to be sent its groups; whether there is a host.
    fn attach_to_host<F: Family>(
        &mut self,
        groups: &[Group<F>],
        port: u32,
        options: Options,
    ) -> Result<bool, Error> {
        let mut channel = Channel::to_host(port, options)?;
        let Some(family) = channel.describe(F::SCHEMA.name)? else {
            return Ok(false);
        };
        let numbers = groups.iter().map(|group| group_number(&family, *group));
        self.joined = numbers.collect::<Result<_, _>>()?;
        self.id = Some(family.id);
        // Requests are handled in the order in which they were sent, so nothing waits for an answer.
        self.send_joins().map_err(|error| Error::Io("sendto", error))?;
        Ok(true)
    }

    /// Joins the groups at the host, which does no harm where they are joined already.
    fn send_joins(&self) -> io::Result<()> {
        let mut requests = Buffer::new();
        let (kind, flags) = (control::ID, flags::REQUEST);
        let header = MessageHeader { kind, flags, ..Default::default() };
        let command = Join::OPERATION.command;
        let genl = GenlHeader { command, version: Control::SCHEMA.version, reserved: 0 };
        for group in &self.joined {
            let pushed = requests.push(header, genl, &Join { group: *group });
            pushed.map_err(io::Error::other)?;
        }
        self.socket.send(requests.as_bytes())
    }

    /// Whether nobody tells of the family's coming and going, so that it must be looked for.
    fn must_look(&self, options: Options) -> bool {
        match (self.who, self.id) {
            (Who::Kernel, Some(_)) => false,
            (Who::Kernel, None) => options.transport != crate::Transport::Kernel,
            (Who::Host, _) => true,
        }
    }

    fn look<F: Family>(
        &mut self,
        groups: &[Group<F>],
        options: Options,
    ) -> Result<Option<Found>, Error> {
        if self.who == Who::Host && self.id.is_some() {
            // Joining again does no harm, and fails where nobody has the host's port any more.
            return match self.send_joins() {
                Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                    self.id = None;
                    Ok(Some(Found::Gone))
                }
                _ => Ok(None),
            };
        }
        if self.who == Who::Host && options.transport.kernel() {
            *self = Self::find(groups, options)?;
            return Ok(self.id.map(|_| Found::Here));
        }
        let Some(port) = options.transport.host(F::SCHEMA.name) else {
            return Ok(None);
        };
        let mut host = Self::open(Socket::to_host(port), Who::Host, options)?;
        if !host.attach_to_host(groups, port, options)? {
            return Ok(None);
        }
        *self = host;
        Ok(Some(Found::Here))
    }

    /// A host that was started again has another id for its family; between two looks only its
    /// events tell.
    fn replaced(&mut self, message: &Message<'_>) -> Option<Found> {
        let kind = message.header.kind;
        let is_family = kind > control::ID && message.header.seq == 0;
        if self.who != Who::Host || !is_family || self.id == Some(kind) {
            return None;
        }
        if self.id.take().is_some() {
            return Some(Found::Gone);
        }
        self.id = Some(kind);
        Some(Found::Here)
    }

    /// What one message is to the subscriber; `None` for what is to be passed over.
    fn message<F: Family>(
        &mut self,
        message: &Message<'_>,
        range: Range<usize>,
        groups: &[Group<F>],
    ) -> Result<Option<Found>, Error> {
        if message.header.kind == kind::OVERRUN {
            return Ok(Some(Found::Overrun));
        }
        let Some((genl, attributes)) = message.genl() else {
            return Ok(None);
        };
        if Some(message.header.kind) == self.id {
            let start = range.start + ATTRS_AT;
            let attributes = start..start + attributes.len();
            return Ok(Some(Found::Event { command: genl.command, attributes }));
        }
        if message.header.kind == ID && self.who == Who::Kernel {
            return self.notified(genl.command, attributes, groups);
        }
        Ok(None)
    }

    /// The controller tells of some family.
    fn notified<F: Family>(
        &mut self,
        command: u8,
        attributes: &[u8],
        groups: &[Group<F>],
    ) -> Result<Option<Found>, Error> {
        // Whatever a newer kernel tells here that does not decode is not about our family.
        let Ok(family) = FamilyAttrs::decode(attributes) else {
            return Ok(None);
        };
        let is = |variant: Nlctrl| command == variant as u8;
        if is(Nlctrl::NewFamily) && family.name == F::SCHEMA.name && self.id != Some(family.id) {
            self.join(&family, groups)?;
            return Ok(Some(Found::Here));
        }
        if is(Nlctrl::DelFamily) && self.id == Some(family.id) {
            self.id = None;
            return Ok(Some(Found::Gone));
        }
        Ok(None)
    }
}

fn group_number<F: Family>(family: &FamilyAttrs<'_>, group: Group<F>) -> Result<u32, Error> {
    let groups = family.groups.iter().flat_map(List::iter);
    let found = groups.flatten().find(|found| found.name == group.name());
    found
        .map(|found| found.id)
        .ok_or(Error::GroupNotFound { family: F::SCHEMA.name, group: group.name() })
}

fn broken<F: Family>(what: DatagramError) -> Error {
    const EVENT: &str = "event";
    Error::Datagram(Operated { family: F::SCHEMA.name, operation: EVENT, what })
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
