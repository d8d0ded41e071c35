//! Where a subscription's events come from, and whether the family is there now.
//!
//! It does no I/O but to join groups of a socket that it is handed: what else it wants, the driver
//! does for it, blocking or not.

use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::time::{Duration, Instant};

use crate::controller::{FamilyAttrs, ID, Nlctrl};
use crate::declared::membership::{self, Control, Join};
use crate::error::{Error, Who};
use crate::place::Place;
use crate::socket::{Socket, timed_out};
use crate::wire::{ATTRS_AT, Buffer, GenlHeader, HEADER_LEN, Message, MessageHeader, flags, kind};
use crate::{Decode, Family, Group, List, Options, Request, Transport, trace};

/// How often a user-space host is looked for, or after, where the kernel tells nothing.
const LOOK: Duration = Duration::from_millis(100);

/// The state of a subscription.
pub(crate) struct Watch<F: Family> {
    pub(crate) groups: Vec<Group<F>>,
    transport: Transport,
    /// Whose socket is in use.
    pub(crate) who: Who,
    /// The family's id, while it is there.
    pub(crate) id: Option<u16>,
    /// The numbers of `groups` where they were joined last.
    numbers: Vec<u32>,
    /// A host that was found while the kernel's socket was in use, and the family's id there.
    host: Option<u16>,
    /// When a host is looked for, or after, the next time.
    look_at: Option<Instant>,
    wants: VecDeque<Want>,
}

/// What the driver is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Want {
    /// Open a socket there, and receive from it instead of the one in use.
    Open(Place),
    /// Ask the controller there about the family.
    Describe(Place),
}

/// What there is to tell the subscriber.
#[derive(Debug, PartialEq)]
pub(crate) enum Found {
    Event(EventAt),
    /// A host says that events were lost.
    Overrun,
    Gone,
    Here,
}

/// An event that was not decoded yet.
#[derive(Debug, PartialEq)]
pub(crate) struct EventAt {
    pub(crate) command: u8,
    /// A range of the receive buffer.
    pub(crate) attributes: Range<usize>,
}

impl<F: Family> Watch<F> {
    pub(crate) fn new(groups: &[Group<F>], options: &Options) -> Self {
        let mut watch = Self {
            groups: groups.to_vec(),
            transport: options.transport,
            who: Who::Kernel,
            id: None,
            numbers: Vec::new(),
            host: None,
            look_at: None,
            wants: VecDeque::new(),
        };
        watch.begin();
        watch
    }

    /// Looks for the family from the start.
    fn begin(&mut self) {
        let first = if self.transport.kernel() { Some(Place::Kernel) } else { self.host_place() };
        self.wants.clear();
        let wants = |place| [Want::Open(place), Want::Describe(place)];
        self.wants.extend(first.into_iter().flat_map(wants));
    }

    fn host_place(&self) -> Option<Place> {
        self.transport.host(F::SCHEMA.name).map(Place::Host)
    }

    /// What the driver is to do next, before it waits; the same until it was done.
    pub(crate) fn want(&self) -> Option<Want> {
        self.wants.front().copied()
    }

    /// The socket that was wanted is in use now.
    pub(crate) fn opened(&mut self, place: Place, socket: &Socket) -> Result<Option<Found>, Error> {
        self.wants.pop_front();
        self.who = if place == Place::Kernel { Who::Kernel } else { Who::Host };
        match self.host.take() {
            Some(id) if self.who == Who::Host => self.attach(id, socket).map(Some),
            _ => Ok(None),
        }
    }

    /// What the controller said there; `None` where it does not know the family.
    pub(crate) fn described(
        &mut self,
        place: Place,
        family: Option<&FamilyAttrs<'_>>,
        socket: &Socket,
    ) -> Result<Option<Found>, Error> {
        self.wants.pop_front();
        match (place, family) {
            (Place::Kernel, Some(family)) => self.join(family, socket),
            (Place::Kernel, None) => {
                self.wants.extend(self.host_place().map(Want::Describe));
                Ok(self.id.take().map(|_| Found::Gone))
            }
            (Place::Host(_), Some(family)) => {
                self.numbers = self.numbers_of(family)?;
                if self.who == Who::Host {
                    return self.attach(family.id, socket).map(Some);
                }
                self.host = Some(family.id);
                self.wants.push_back(Want::Open(place));
                Ok(None)
            }
            (Place::Host(_), None) => Ok(None),
        }
    }

    /// Joins the groups in the kernel, which does no harm where they are joined already.
    fn join(&mut self, family: &FamilyAttrs<'_>, socket: &Socket) -> Result<Option<Found>, Error> {
        self.numbers = self.numbers_of(family)?;
        for number in &self.numbers {
            socket.join(*number).map_err(|error| Error::Io("joining the group", error))?;
        }
        let before = self.id.replace(family.id);
        Ok((before != self.id).then_some(Found::Here))
    }

    fn numbers_of(&self, family: &FamilyAttrs<'_>) -> Result<Vec<u32>, Error> {
        self.groups.iter().map(|group| number_of(family, *group)).collect()
    }

    /// Has a host send the groups' events. It handles requests in the order in which they were sent,
    /// so nothing waits for an answer.
    fn attach(&mut self, id: u16, socket: &Socket) -> Result<Found, Error> {
        self.id = Some(id);
        self.send_joins(socket).map_err(|error| Error::Io("sendto", error))?;
        Ok(Found::Here)
    }

    /// Joins the groups at the host, which does no harm where they are joined already.
    fn send_joins(&self, socket: &Socket) -> io::Result<()> {
        let mut requests = Buffer::new();
        let (kind, flags) = (membership::ID, flags::REQUEST);
        let header = MessageHeader { kind, flags, ..Default::default() };
        let command = Join::OPERATION.command;
        let genl = GenlHeader { command, version: Control::SCHEMA.version, reserved: 0 };
        for group in &self.numbers {
            let pushed = requests.push(header, genl, &Join { group: *group });
            pushed.map_err(io::Error::other)?;
        }
        if requests.is_empty() {
            // Nobody answers it, but that there is somebody shows.
            let noop = MessageHeader { kind: kind::NOOP, ..Default::default() };
            requests.push_with(noop, HEADER_LEN, |_| Ok(())).map_err(io::Error::other)?;
        }
        trace::sent(Control::SCHEMA, requests.as_bytes());
        match socket.try_send(requests.as_bytes()) {
            // It is there and behind; the next look sends this once more.
            Err(error) if timed_out(&error) => Ok(()),
            sent => sent,
        }
    }

    /// How long to wait at most before [`Watch::look`], however often the wait is begun anew; `None`
    /// where the kernel tells all.
    pub(crate) fn look_in(&mut self) -> Option<Duration> {
        let looks = match (self.who, self.id) {
            (Who::Kernel, Some(_)) => false,
            (Who::Kernel, None) => self.host_place().is_some(),
            (Who::Host, _) => true,
        };
        if !looks {
            self.look_at = None;
            return None;
        }
        let now = Instant::now();
        let at = *self.look_at.get_or_insert(now + LOOK);
        Some(at.saturating_duration_since(now))
    }

    /// Looks for the host, or after it.
    pub(crate) fn look(&mut self, socket: &Socket) -> Option<Found> {
        self.look_at = None;
        if self.who == Who::Kernel || self.id.is_none() {
            if self.id.is_none() {
                self.wants.extend(self.host_place().map(Want::Describe));
            }
            return None;
        }
        // Joining again fails where nobody has the host's port any more.
        match self.send_joins(socket) {
            Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                self.id = None;
                self.begin();
                Some(Found::Gone)
            }
            _ => None,
        }
    }

    /// Messages were lost: in the kernel, the controller's may be among them.
    pub(crate) fn overrun(&mut self) {
        if self.who == Who::Kernel {
            self.wants.push_back(Want::Describe(Place::Kernel));
        }
    }

    /// A host that was started again has another id for its family; between two looks only its
    /// events tell.
    pub(crate) fn replaced(&mut self, message: &Message<'_>) -> Option<Found> {
        let kind = message.header.kind;
        let is_family = kind > membership::ID && message.header.seq == 0;
        if self.who != Who::Host || !is_family || self.id == Some(kind) {
            return None;
        }
        if self.id.take().is_some() {
            return Some(Found::Gone);
        }
        self.id = Some(kind);
        Some(Found::Here)
    }

    /// A message, which starts at `at` of the receive buffer, where it is an event of the family.
    #[inline]
    pub(crate) fn event(&self, message: &Message<'_>, at: usize) -> Option<EventAt> {
        let (genl, attributes) = message.genl()?;
        let start = at + ATTRS_AT;
        (Some(message.header.kind) == self.id)
            .then(|| EventAt { command: genl.command, attributes: start..start + attributes.len() })
    }

    /// What a message that is no event is to the subscriber; `None` for what is to be passed over.
    pub(crate) fn message(
        &mut self,
        message: &Message<'_>,
        socket: &Socket,
    ) -> Result<Option<Found>, Error> {
        if message.header.kind == kind::OVERRUN {
            return Ok(Some(Found::Overrun));
        }
        match message.genl() {
            Some((genl, attributes)) if message.header.kind == ID && self.who == Who::Kernel => {
                self.notified(genl.command, attributes, socket)
            }
            _ => Ok(None),
        }
    }

    /// The controller tells of some family.
    fn notified(
        &mut self,
        command: u8,
        attributes: &[u8],
        socket: &Socket,
    ) -> Result<Option<Found>, Error> {
        // Whatever a newer kernel tells here that does not decode is not about our family.
        let Ok(family) = FamilyAttrs::decode(attributes) else {
            return Ok(None);
        };
        let is = |variant: Nlctrl| command == variant as u8;
        if is(Nlctrl::NewFamily) && family.name == F::SCHEMA.name && self.id != Some(family.id) {
            return self.join(&family, socket);
        }
        if is(Nlctrl::DelFamily) && self.id == Some(family.id) {
            self.id = None;
            return Ok(Some(Found::Gone));
        }
        Ok(None)
    }

    /// The group that has this number now.
    pub(crate) fn group(&self, number: u32) -> Option<Group<F>> {
        let position = self.numbers.iter().position(|joined| *joined == number)?;
        self.groups.get(position).copied()
    }
}

fn number_of<F: Family>(family: &FamilyAttrs<'_>, group: Group<F>) -> Result<u32, Error> {
    let groups = family.groups.iter().flat_map(List::iter);
    let found = groups.flatten().find(|found| found.name == group.name());
    found
        .map(|found| found.id)
        .ok_or(Error::GroupNotFound { family: F::SCHEMA.name, group: group.name() })
}
