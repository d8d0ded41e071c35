//! The replies to a call that has several.

use std::marker::PhantomData;

use crate::Call;
use crate::channel::{Channel, Step};
use crate::error::Error;

/// The replies to a request that has several, until its ACK.
///
/// Dropped before its end, what still comes is passed over.
#[derive(Debug)]
pub struct CallReplies<'c, R: Call> {
    channel: &'c mut Channel,
    /// What came with the start, until it is asked for.
    first: Option<Step>,
    done: bool,
    request: PhantomData<fn() -> R>,
}

impl<'c, R: Call> CallReplies<'c, R> {
    pub(crate) fn new(channel: &'c mut Channel, first: Step) -> Self {
        Self { channel, first: Some(first), done: false, request: PhantomData }
    }

    /// The next reply, `None` once the operation is acknowledged.
    ///
    /// # Errors
    /// [`Error::Refused`] where the other side ends it early. After an error there is nothing more,
    /// but for [`Error::Decode`], which is about one reply alone.
    #[expect(
        clippy::should_implement_trait,
        reason = "replies borrow from it, as Iterator's cannot"
    )]
    pub fn next(&mut self) -> Result<Option<R::Reply<'_>>, Error> {
        if self.done {
            return Ok(None);
        }
        let step = match self.first.take() {
            Some(first) => first,
            None => self.channel.step().inspect_err(|_| self.done = true)?,
        };
        match step {
            Step::Reply(item) => self.channel.decode::<R, R::Reply<'_>>(item).map(Some),
            Step::Done { .. } => {
                self.done = true;
                Ok(None)
            }
        }
    }
}

impl<R: Call> Drop for CallReplies<'_, R> {
    fn drop(&mut self) {
        if !self.done {
            self.channel.abandon();
        }
    }
}
