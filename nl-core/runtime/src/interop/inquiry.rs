//! One request in another library's socket, and what the messages that come back mean to it.

use std::borrow::Cow;
use std::io;

use super::Payload;
use crate::ack::Status;
use crate::error::{Error, Operated, Refused, Who};
use crate::schema::Mode;
use crate::wire::{ATTRS_AT, flags};
use crate::{Errno, Family, Request, to_attributes};

/// A request that was sent with another library: what each message that comes back is to it.
///
/// Those libraries leave it to the caller what a message means, and some of it is easily passed over:
/// that a dump failed at its end, or was interrupted, or that an end never came.
/// [`answer`](Self::answer) takes what the library received, whatever it is, by reference.
pub struct Inquiry<'r, R> {
    request: &'r R,
    who: Who,
    interrupted: bool,
    answered: bool,
    over: bool,
}

impl<'r, R: Request> Inquiry<'r, R> {
    /// Of a request that the kernel answers.
    pub const fn of(request: &'r R) -> Self {
        let who = Who::Kernel;
        Self { request, who, interrupted: false, answered: false, over: false }
    }

    /// Says who answers, for refusals to say so: those libraries do not tell from whom a message came.
    #[must_use]
    pub const fn by(self, who: Who) -> Self {
        Self { who, ..self }
    }

    /// What a message is: an answer, or `None` for what is none and no error (an ACK, the end of a
    /// dump, a `NLMSG_NOOP`).
    ///
    /// # Errors
    /// [`Error::Refused`], at the end of a dump as well. [`Error::Interrupted`] at the end of a dump of
    /// which any message said that it is not consistent (`NLM_F_DUMP_INTR`). [`Error::Overrun`] for
    /// `NLMSG_OVERRUN`, and for `ENOBUFS` of neli's sockets. [`Error::Io`] with the library's name for
    /// an error of its own.
    pub fn answer<'m>(
        &mut self,
        message: impl Into<Told<'m, R>>,
    ) -> Result<Option<&'m Payload<R>>, Error> {
        let Told { flags, what } = message.into();
        self.interrupted |= flags & flags::DUMP_INTR != 0;
        match what {
            What::Answer(payload) => {
                self.answered = true;
                Ok(Some(payload))
            }
            What::Status { done, errno, tlvs } => self.status(done, errno, &tlvs).map(|()| None),
            What::Overrun => Err(Error::Overrun(operated::<R>())),
            What::Failed(library, error) => Err(Error::Io(library, error)),
            What::Nothing => Ok(None),
        }
    }

    /// Whether all has come: a dump's or a stream's end, the ACK of another request, or a refusal.
    pub const fn is_over(&self) -> bool {
        self.over
    }

    /// To be asked when the library has nothing more.
    ///
    /// # Errors
    /// [`Error::Incomplete`] where the end of a dump or of a stream has not come: the library dropped
    /// it, or ended before. [`Error::NoReply`] where a request has a reply, and none came.
    pub fn end(&self) -> Result<(), Error> {
        match R::OPERATION.mode {
            Mode::Dump | Mode::Stream if !self.over => Err(Error::Incomplete(operated::<R>())),
            Mode::Do if R::OPERATION.answer.is_some() && !self.answered => {
                Err(Error::NoReply(operated::<R>()))
            }
            _ => Ok(()),
        }
    }

    fn status(&mut self, done: bool, errno: Option<Errno>, tlvs: &[u8]) -> Result<(), Error> {
        // Behind the ACK of a dump or of a stream there is more to come.
        self.over |= done || errno.is_some() || R::OPERATION.mode == Mode::Do;
        match errno {
            Some(errno) => Err(self.refused(errno, tlvs)),
            None if done && self.interrupted => Err(Error::Interrupted(operated::<R>())),
            None => Ok(()),
        }
    }

    /// A refusal in the declaration's names. What came back of the request is not looked at, since
    /// some leave it out: it is encoded again.
    fn refused(&self, errno: Errno, tlvs: &[u8]) -> Error {
        let mut request = vec![0; ATTRS_AT];
        request.extend(to_attributes(self.request).unwrap_or_default());
        let family = <R::Family as Family>::SCHEMA.name;
        let ack = Status::from_tlvs(Some(errno), tlvs).ack();
        let refused = Refused::new(self.who, family, R::OPERATION, &request, errno, &ack);
        Error::Refused(Box::new(refused))
    }
}

fn operated<R: Request>() -> Operated<()> {
    Operated::new(<R::Family as Family>::SCHEMA.name, R::OPERATION, ())
}

/// What another library received: made of its messages, and of its errors, by `From`.
pub struct Told<'m, R> {
    /// Of the message's header.
    pub(super) flags: u16,
    pub(super) what: What<'m, R>,
}

pub(super) enum What<'m, R> {
    Answer(&'m Payload<R>),
    /// `NLMSG_DONE`, or else `NLMSG_ERROR`; without errno it is an end, or an ACK.
    Status {
        done: bool,
        errno: Option<Errno>,
        tlvs: Cow<'m, [u8]>,
    },
    Overrun,
    Nothing,
    /// The library's name, and its error.
    Failed(&'static str, io::Error),
}

#[cfg(feature = "neli")]
impl<R> What<'_, R> {
    /// The end of a dump, and nothing more.
    pub(super) const END: Self = Self::Status { done: true, errno: None, tlvs: Cow::Borrowed(&[]) };
}

impl<'m, R> Told<'m, R> {
    pub(super) const fn without_flags(what: What<'m, R>) -> Self {
        Self { flags: 0, what }
    }
}
