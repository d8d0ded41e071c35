//! The items of a dump that is awaited, one at a time.

use std::marker::PhantomData;

use super::asked::Asked;
use crate::channel::Step;
use crate::error::{Error, Operated};
use crate::{Dump, Family};

/// The items of a dump. Each borrows from the handle until the next one is asked for.
///
/// Dropped before its end, the rest is read and passed over before the socket's next dump.
#[derive(Debug)]
pub struct Items<'c, R: Dump> {
    asked: Asked<'c>,
    /// What came with the start, until it is asked for.
    first: Option<Step>,
    done: bool,
    request: PhantomData<fn() -> R>,
}

impl<'c, R: Dump> Items<'c, R> {
    pub(super) fn new(asked: Asked<'c>, first: Step) -> Self {
        Self { asked, first: Some(first), done: false, request: PhantomData }
    }

    /// The next item, `None` at the end. Cancel safe: no item is lost with its future.
    ///
    /// # Errors
    /// [`Error::Interrupted`] at the end of a dump that is not consistent, after all of its items;
    /// [`Error::Refused`] where the other side breaks it off. After an error there is nothing more,
    /// but for [`Error::Decode`], which is about one item alone.
    pub async fn next(&mut self) -> Result<Option<R::Item<'_>>, Error> {
        if self.done {
            return Ok(None);
        }
        let step = match self.first.take() {
            Some(first) => first,
            None => self.asked.step().await.inspect_err(|_| self.done = true)?,
        };
        match step {
            Step::Reply(item) => self.asked.port.decode::<R, R::Item<'_>>(item).map(Some),
            Step::Done { interrupted } => {
                self.done = true;
                if interrupted {
                    let family = <R::Family as Family>::SCHEMA.name;
                    return Err(Error::Interrupted(Operated::new(family, R::OPERATION, ())));
                }
                Ok(None)
            }
        }
    }
}
