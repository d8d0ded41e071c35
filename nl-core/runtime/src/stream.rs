//! Replies that come as they come about.

use std::marker::PhantomData;

use crate::Stream;
use crate::channel::{Channel, Step};
use crate::error::Error;

/// The replies to a request that has many, until the other side says that it is done.
///
/// Dropped before its end, what still comes is passed over.
#[derive(Debug)]
pub struct Replies<'c, R: Stream> {
    channel: &'c mut Channel,
    done: bool,
    request: PhantomData<fn() -> R>,
}

impl<'c, R: Stream> Replies<'c, R> {
    pub(crate) fn new(channel: &'c mut Channel) -> Self {
        Self { channel, done: false, request: PhantomData }
    }

    /// The next reply, `None` at the end.
    ///
    /// # Errors
    /// [`Error::Refused`] where the other side ends it early. After an error there is nothing more,
    /// but for [`Error::Decode`], which is about one reply alone.
    #[expect(
        clippy::should_implement_trait,
        reason = "replies borrow from it, as Iterator's cannot"
    )]
    pub fn next(&mut self) -> Result<Option<R::Item<'_>>, Error> {
        if self.done {
            return Ok(None);
        }
        match self.channel.step().inspect_err(|_| self.done = true)? {
            Step::Reply(item) => self.channel.decode::<R, R::Item<'_>>(item).map(Some),
            Step::Done { .. } => {
                self.done = true;
                Ok(None)
            }
        }
    }
}

impl<R: Stream> Drop for Replies<'_, R> {
    fn drop(&mut self) {
        if !self.done {
            self.channel.abandon();
        }
    }
}
