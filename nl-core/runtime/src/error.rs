//! What can go wrong between a program and a family.

use std::fmt;
use std::io;
use std::time::Duration;

use crate::ExtAck;
use crate::schema::{self, Operation};
use crate::wire::{ATTRS_AT, DatagramError, DecodeError, EncodeError, Path};
use crate::{Accepts, Errno};

/// What went wrong, for a program to match on; its [`Display`](fmt::Display) is for people.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// No such family, neither in the kernel nor, where that was tried, at a user-space host.
    FamilyNotFound {
        /// The name it was looked up by.
        family: &'static str,
        /// Where.
        tried: &'static [Who],
    },
    /// The family that there is has no multicast group of that name.
    GroupNotFound {
        /// The family's name.
        family: &'static str,
        /// The group's name.
        group: &'static str,
    },
    /// The other side answered that it refuses.
    Refused(Box<Refused>),
    /// The request does not fit its own declaration; nothing was sent.
    Encode(Operated<EncodeError>),
    /// The answer does not fit the declaration.
    Decode(Operated<DecodeError>),
    /// The message has another command than the declaration says.
    UnexpectedCommand(Operated<u8>),
    /// The operation was acknowledged, but its reply did not come.
    NoReply(Operated<()>),
    /// No answer came in that time. Whether the request took effect is open.
    TimedOut(Operated<Duration>),
    /// The answers stopped before their end came: what is missing is not known.
    Incomplete(Operated<()>),
    /// The dump is not consistent, because what it lists changed meanwhile: all items were read.
    Interrupted(Operated<()>),
    /// Answers were lost, because they were not read in time (`ENOBUFS`).
    Overrun(Operated<()>),
    /// A datagram that does not hold together.
    Datagram(Operated<DatagramError>),
    /// A ticket was asked for whose batch is another one.
    ForeignTicket,
    /// A datagram of so many bytes was larger than the buffer, and none of it was looked at. The
    /// buffer has grown, so that the next one fits.
    TooLarge(Operated<usize>),
    /// A system call failed.
    Io(&'static str, io::Error),
}

impl Error {
    /// The same once more, for another request that it is about.
    pub(crate) fn copy(&self) -> Self {
        match self {
            Self::FamilyNotFound { family, tried } => Self::FamilyNotFound { family, tried },
            Self::GroupNotFound { family, group } => Self::GroupNotFound { family, group },
            Self::Refused(refused) => Self::Refused(refused.clone()),
            Self::Encode(error) => Self::Encode(error.clone()),
            Self::Decode(error) => Self::Decode(error.clone()),
            Self::UnexpectedCommand(error) => Self::UnexpectedCommand(error.clone()),
            Self::NoReply(error) => Self::NoReply(error.clone()),
            Self::TimedOut(error) => Self::TimedOut(error.clone()),
            Self::Interrupted(error) => Self::Interrupted(error.clone()),
            Self::Overrun(error) => Self::Overrun(error.clone()),
            Self::Datagram(error) => Self::Datagram(error.clone()),
            Self::ForeignTicket => Self::ForeignTicket,
            Self::TooLarge(error) => Self::TooLarge(error.clone()),
            Self::Incomplete(error) => Self::Incomplete(error.clone()),
            Self::Io(call, error) => {
                let errno = error.raw_os_error();
                Self::Io(call, errno.map_or(error.kind().into(), io::Error::from_raw_os_error))
            }
        }
    }
}

/// Something that happened in one operation of a family.
#[derive(Clone, Debug, PartialEq)]
pub struct Operated<T> {
    /// The family's name.
    pub family: &'static str,
    /// The operation's name.
    pub operation: &'static str,
    /// What happened.
    pub what: T,
}

impl<T> Operated<T> {
    pub(crate) fn new(family: &'static str, operation: &Operation, what: T) -> Self {
        Self { family, operation: operation.name, what }
    }
}

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Who {
    /// The kernel.
    Kernel,
    /// A user-space host.
    Host,
}

impl fmt::Display for Who {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Kernel => "the kernel",
            Self::Host => "the user-space host",
        })
    }
}

/// A refusal, with all that the extended ack says, in the declaration's names.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Refused {
    /// Who refused.
    pub who: Who,
    /// The family's name.
    pub family: &'static str,
    /// The operation's name.
    pub operation: &'static str,
    /// The errno.
    pub errno: Errno,
    /// The sentence that came with it.
    pub message: Option<String>,
    /// The attribute that was refused.
    pub attribute: Option<Path>,
    /// The attribute that is missing.
    pub missing: Option<Path>,
    /// What the attribute's policy accepts.
    pub accepts: Option<Accepts>,
}

impl Refused {
    /// Turns an extended ack into names, through the operation's schema and the request's attributes.
    pub(crate) fn new(
        who: Who,
        family: &'static str,
        operation: &Operation,
        request: &[u8],
        errno: Errno,
        ack: &ExtAck<'_>,
    ) -> Self {
        let set = operation.request.unwrap_or(&schema::SetSchema::EMPTY);
        let before = ATTRS_AT + set.header;
        let attributes = request.get(before..).unwrap_or_default();
        let within = |offset: u32| (offset as usize).checked_sub(before);
        let missing = ack.missing.and_then(|number| {
            let nest = ack.missing_nest.map(within);
            let number = u16::try_from(number).ok()?;
            match nest {
                None => schema::missing(set, attributes, None, number),
                Some(nest) => schema::missing(set, attributes, Some(nest?), number),
            }
        });
        Self {
            who,
            family,
            operation: operation.name,
            errno,
            message: ack.text(),
            attribute: ack
                .offset
                .and_then(within)
                .and_then(|offset| schema::locate(set, attributes, offset)),
            missing,
            accepts: ack.policy.clone().map(Accepts::new),
        }
    }
}

impl Refused {
    /// Whether there is nothing but the errno: the core's own answer for an id that nobody has.
    pub(crate) fn says_nothing(&self) -> bool {
        self.message.is_none() && self.attribute.is_none() && self.missing.is_none()
    }
}

impl fmt::Display for Refused {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {} refused", self.family, self.operation, self.who)?;
        match (&self.attribute, &self.missing) {
            (Some(attribute), _) => write!(f, " {attribute}")?,
            (None, Some(_)) => f.write_str(" the request")?,
            (None, None) => {}
        }
        match (&self.message, &self.missing) {
            (Some(message), _) => write!(f, ": {message} ({})", self.errno)?,
            (None, Some(_)) => write!(f, " ({})", self.errno)?,
            (None, None) => {
                let text = io::Error::from(self.errno).to_string();
                let text = text.rsplit_once('(').map_or(&*text, |(text, _)| text.trim_end());
                write!(f, ": {text} ({})", self.errno)?;
            }
        }
        if let Some(missing) = &self.missing {
            write!(f, ": {missing} is missing")?;
        }
        if let Some(accepts) = &self.accepts {
            write!(f, ", it accepts {accepts}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Error {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FamilyNotFound { family, tried } => {
                write!(f, "no family {family}: ")?;
                for (position, who) in tried.iter().enumerate() {
                    let and = if position > 0 { ", and " } else { "" };
                    match who {
                        Who::Kernel => write!(f, "{and}the kernel has none of that name")?,
                        Who::Host => write!(f, "{and}no user-space host serves it")?,
                    }
                }
                Ok(())
            }
            Self::GroupNotFound { family, group } => {
                write!(f, "{family}: the family has no multicast group {group}")
            }
            Self::Refused(refused) => refused.fmt(f),
            Self::Encode(error) => write!(f, "{error}the request was not sent: {}", error.what),
            Self::Decode(error) => write!(f, "{error}the answer does not decode: {}", error.what),
            Self::UnexpectedCommand(error) => {
                write!(f, "{error}the message has command {}, which is another's", error.what)
            }
            Self::NoReply(error) => write!(f, "{error}acknowledged, but no reply came"),
            Self::TimedOut(error) => write!(f, "{error}no answer in {:?}", error.what),
            Self::Incomplete(error) => write!(f, "{error}the answers stopped before their end"),
            Self::Interrupted(error) => {
                write!(f, "{error}the dump is not consistent: what it lists changed meanwhile")
            }
            Self::Overrun(error) => {
                write!(f, "{error}answers were lost, they were not read in time (ENOBUFS)")
            }
            Self::Datagram(error) => write!(f, "{error}{}", error.what),
            Self::ForeignTicket => f.write_str("the ticket is of another batch"),
            Self::TooLarge(error) => write!(
                f,
                "{error}a datagram of {} bytes was dropped, it was larger than the buffer, which has grown",
                error.what
            ),
            Self::Io(call, error) => write!(f, "{call}: {error}"),
        }
    }
}

impl<T> fmt::Display for Operated<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: ", self.family, self.operation)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Encode(error) => Some(&error.what),
            Self::Decode(error) => Some(&error.what),
            Self::Datagram(error) => Some(&error.what),
            Self::Io(_, error) => Some(error),
            _ => None,
        }
    }
}
