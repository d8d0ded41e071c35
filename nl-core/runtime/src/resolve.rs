//! Finding a family: in the kernel, or at its user-space host.

use std::io;
use std::ops::Range;

use crate::channel::Channel;
use crate::controller::{FamilyAttrs, GetFamily, ID, Nlctrl, ResolvedId};
use crate::error::Error;
use crate::place::Place;
use crate::schema::FamilySchema;
use crate::socket::Deadline;
use crate::{Errno, Family, Options};

impl Channel {
    /// A channel to wherever the options find the family, if that is not the place that it was found
    /// gone from. It is looked for until the deadline.
    pub(crate) fn resolved(
        schema: &'static FamilySchema,
        options: &Options,
        gone_from: Option<Place>,
        deadline: &mut Deadline,
    ) -> Result<Self, Error> {
        let places = options.transport.places(schema.name);
        for place in places.filter(|place| Some(*place) != gone_from) {
            let mut channel = Self::open(place, options)?;
            (channel.deadline, channel.is_part) = (*deadline, true);
            let found = channel.resolve(schema.name);
            (*deadline, channel.is_part) = (channel.deadline, false);
            if found? {
                return Ok(channel);
            }
        }
        Err(Error::FamilyNotFound { family: schema.name, tried: options.transport.tried() })
    }

    /// Asks the controller for a family's id; whether there is one.
    pub(crate) fn resolve(&mut self, name: &'static str) -> Result<bool, Error> {
        let Some(reply) = self.look_up(name)? else {
            return Ok(false);
        };
        self.family = self.decode::<GetFamily<'_>, ResolvedId>(reply)?.id;
        Ok(true)
    }

    /// Asks the controller for all about a family.
    #[inline]
    pub(crate) fn describe(&mut self, name: &str) -> Result<Option<FamilyAttrs<'_>>, Error> {
        let reply = self.look_up(name)?;
        reply.map(|reply| self.decode::<GetFamily<'_>, FamilyAttrs<'_>>(reply)).transpose()
    }

    fn look_up(&mut self, name: &str) -> Result<Option<Range<usize>>, Error> {
        let before = std::mem::replace(&mut self.family, ID);
        let request = GetFamily { id: None, name: Some(name) };
        let ask = self.encode(Nlctrl::SCHEMA, &request, 0);
        let reply = ask.and_then(|ask| self.reply(ask));
        self.family = before;
        match reply {
            Ok(reply) => Ok(Some(reply)),
            Err(error) if nobody_there(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// Whether the error says that there is no such family, or nobody at the host's port id.
pub(crate) fn nobody_there(error: &Error) -> bool {
    match error {
        Error::Refused(refused) => refused.errno == Errno::ENOENT,
        Error::Io(_, error) => error.kind() == io::ErrorKind::ConnectionRefused,
        _ => false,
    }
}

/// Whether the error is what comes where a family has another id or place than it had: its module was
/// reloaded, or its host was started again.
pub(crate) fn may_have_moved(error: &Error) -> bool {
    match error {
        Error::Refused(refused) => refused.says_nothing() && nobody_there(error),
        other => nobody_there(other),
    }
}
