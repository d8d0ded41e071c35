//! Several replies to one request, awaited one at a time.

use std::marker::PhantomData;

use super::asked::Asked;
use crate::channel::Step;
use crate::error::Error;
use crate::{Call, Stream};

/// The replies to a request that has many, until the other side says that it is done.
///
/// Dropped before its end, what still comes is passed over.
#[derive(Debug)]
pub struct Replies<'c, R: Stream> {
    several: Several<'c>,
    request: PhantomData<fn() -> R>,
}

/// The replies to a request that has several, until its ACK.
///
/// Dropped before its end, what still comes is passed over.
#[derive(Debug)]
pub struct CallReplies<'c, R: Call> {
    several: Several<'c>,
    request: PhantomData<fn() -> R>,
}

#[derive(Debug)]
struct Several<'c> {
    asked: Asked<'c>,
    /// What came with the start, until it is asked for.
    first: Option<Step>,
    done: bool,
}

impl<'c, R: Stream> Replies<'c, R> {
    pub(super) fn new(asked: Asked<'c>, first: Option<Step>) -> Self {
        Self { several: Several { asked, first, done: false }, request: PhantomData }
    }

    /// The next reply, `None` at the end. Cancel safe: no reply is lost with its future.
    ///
    /// # Errors
    /// [`Error::Refused`] where the other side ends it early. After an error there is nothing more,
    /// but for [`Error::Decode`], which is about one reply alone.
    pub async fn next(&mut self) -> Result<Option<R::Item<'_>>, Error> {
        match self.several.next().await? {
            Some(reply) => self.several.asked.port.decode::<R, R::Item<'_>>(reply).map(Some),
            None => Ok(None),
        }
    }
}

impl<'c, R: Call> CallReplies<'c, R> {
    pub(super) fn new(asked: Asked<'c>, first: Step) -> Self {
        Self { several: Several { asked, first: Some(first), done: false }, request: PhantomData }
    }

    /// The next reply, `None` once the operation is acknowledged. Cancel safe: no reply is lost with
    /// its future.
    ///
    /// # Errors
    /// As of [`Replies::next`].
    pub async fn next(&mut self) -> Result<Option<R::Reply<'_>>, Error> {
        match self.several.next().await? {
            Some(reply) => self.several.asked.port.decode::<R, R::Reply<'_>>(reply).map(Some),
            None => Ok(None),
        }
    }
}

impl Several<'_> {
    async fn next(&mut self) -> Result<Option<std::ops::Range<usize>>, Error> {
        if self.done {
            return Ok(None);
        }
        let step = match self.first.take() {
            Some(first) => first,
            None => self.asked.step().await.inspect_err(|_| self.done = true)?,
        };
        Ok(match step {
            Step::Reply(reply) => Some(reply),
            Step::Done { .. } => {
                self.done = true;
                None
            }
        })
    }
}
