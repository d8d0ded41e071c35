//! Where a subscription's events come from, and whether the family is there now.

use std::io;
use std::ops::Range;

use crate::channel::Channel;
use crate::controller::{FamilyAttrs, ID, Nlctrl};
use crate::error::{Error, Who};
use crate::host::control::{self, Control, Join};
use crate::socket::Socket;
use crate::wire::{ATTRS_AT, Buffer, GenlHeader, Message, MessageHeader, flags, kind};
use crate::{Decode, Family, Group, List, Options, Request};

/// Where a subscription's events come from.
pub(crate) struct Source {
    pub(crate) socket: Socket,
    pub(crate) who: Who,
    /// The family's id, while it is there.
    pub(crate) id: Option<u16>,
    /// The numbers of the groups that a host sends.
    joined: Vec<u32>,
    /// For the sockets on which the controller is asked.
    options: Options,
}

/// What the wait ended with.
pub(crate) enum Found {
    Event { command: u8, attributes: Range<usize> },
    Overrun,
    Gone,
    Here,
}

impl Source {
    /// Attaches to the family wherever it is; where it is nowhere yet, to the kernel's controller.
    pub(crate) fn find<F: Family>(groups: &[Group<F>], options: &Options) -> Result<Self, Error> {
        let transport = options.transport;
        let mut kernel = None;
        if transport.kernel() {
            let mut source = Self::open(Socket::kernel(options), Who::Kernel, options)?;
            source.socket.join(ID.into()).map_err(|error| Error::Io("setsockopt", error))?;
            if source.refresh(groups)? {
                return Ok(source);
            }
            kernel = Some(source);
        }
        let Some(port) = transport.host(F::SCHEMA.name) else {
            return kernel
                .map_or_else(|| Self::open(Socket::kernel(options), Who::Kernel, options), Ok);
        };
        let mut source = Self::open(Socket::to_host(port, options), Who::Host, options)?;
        let attached = source.attach_to_host(groups, port)?;
        Ok(kernel.filter(|_| !attached).unwrap_or(source))
    }

    fn open(socket: io::Result<Socket>, who: Who, options: &Options) -> Result<Self, Error> {
        let socket = socket.map_err(|error| Error::Io("socket", error))?;
        Ok(Self { socket, who, id: None, joined: Vec::new(), options: options.beside() })
    }

    /// Asks the kernel's controller anew and joins what it names; whether the family is there.
    pub(crate) fn refresh<F: Family>(&mut self, groups: &[Group<F>]) -> Result<bool, Error> {
        if self.who != Who::Kernel {
            return Ok(self.id.is_some());
        }
        let mut channel = Channel::to_kernel(&self.options)?;
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
    fn attach_to_host<F: Family>(&mut self, groups: &[Group<F>], port: u32) -> Result<bool, Error> {
        let mut channel = Channel::to_host(port, &self.options)?;
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
    pub(crate) fn must_look(&self, options: &Options) -> bool {
        match (self.who, self.id) {
            (Who::Kernel, Some(_)) => false,
            (Who::Kernel, None) => options.transport != crate::Transport::Kernel,
            (Who::Host, _) => true,
        }
    }

    pub(crate) fn look<F: Family>(
        &mut self,
        groups: &[Group<F>],
        options: &Options,
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
        let mut host = Self::open(Socket::to_host(port, options), Who::Host, options)?;
        if !host.attach_to_host(groups, port)? {
            return Ok(None);
        }
        *self = host;
        Ok(Some(Found::Here))
    }

    /// A host that was started again has another id for its family; between two looks only its
    /// events tell.
    pub(crate) fn replaced(&mut self, message: &Message<'_>) -> Option<Found> {
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
    pub(crate) fn message<F: Family>(
        &mut self,
        message: &Message<'_>,
        at: usize,
        groups: &[Group<F>],
    ) -> Result<Option<Found>, Error> {
        if message.header.kind == kind::OVERRUN {
            return Ok(Some(Found::Overrun));
        }
        let Some((genl, attributes)) = message.genl() else {
            return Ok(None);
        };
        if Some(message.header.kind) == self.id {
            let start = at + ATTRS_AT;
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
