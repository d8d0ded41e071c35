//! The items of a dump, one at a time.

#![expect(clippy::inline_always, reason = "measured: each call is a part of what a request costs")]

use std::fmt;
use std::marker::PhantomData;

use crate::channel::{Channel, Step};
use crate::error::{Error, Operated};
use crate::{Dump, Family};

/// Why a dump could not be collected.
#[derive(Debug)]
#[non_exhaustive]
pub enum DumpError<T> {
    /// What it lists changed meanwhile, each time that it was asked for. All items were read.
    Interrupted {
        /// The items of the last time. One may be there twice, another one not at all.
        items: Vec<T>,
        /// Which operation.
        operated: Operated<()>,
    },
    /// It did not come to its end.
    Failed(Error),
}

impl<T> DumpError<T> {
    /// What a dump that failed after these items means: it is asked for once more where that helps,
    /// as often as is left.
    pub(crate) fn unless_again(error: Error, items: Vec<T>, left: &mut u32) -> Result<(), Self> {
        match error {
            // Nothing is done by a dump, and the buffer has grown.
            Error::Interrupted(_) | Error::TooLarge(_) if *left > 0 => {
                *left -= 1;
                Ok(())
            }
            Error::Interrupted(operated) => Err(Self::Interrupted { items, operated }),
            error => Err(Self::Failed(error)),
        }
    }
}

impl<T> From<Error> for DumpError<T> {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Without the items.
impl<T> From<DumpError<T>> for Error {
    fn from(error: DumpError<T>) -> Self {
        match error {
            DumpError::Interrupted { operated, .. } => Self::Interrupted(operated),
            DumpError::Failed(error) => error,
        }
    }
}

impl<T> fmt::Display for DumpError<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted { items, operated } => {
                let count = items.len();
                write!(f, "{operated}{count} items, but what they list changed meanwhile")
            }
            Self::Failed(error) => error.fmt(f),
        }
    }
}

impl<T: fmt::Debug> std::error::Error for DumpError<T> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Interrupted { .. } => None,
            Self::Failed(error) => Some(error),
        }
    }
}

/// The items of a dump. Each borrows from the receive buffer until the next one is asked for.
///
/// Dropped before its end, the rest is read and passed over before the connection's next dump.
///
/// ```no_run
/// # use nl_core::{Connection, controller::{Nlctrl, GetFamilies}};
/// # fn list(connection: &mut Connection<Nlctrl>) -> Result<(), nl_core::Error> {
/// let mut families = connection.dump(&GetFamilies {})?;
/// while let Some(family) = families.next()? {
///     println!("{} {}", family.id, family.name);
/// }
/// # Ok(()) }
/// ```
#[derive(Debug)]
pub struct Items<'c, R: Dump> {
    channel: &'c mut Channel,
    /// The end, if that came with the start, until it is asked for.
    first: Option<Step>,
    done: bool,
    request: PhantomData<fn() -> R>,
}

impl<'c, R: Dump> Items<'c, R> {
    pub(crate) fn new(channel: &'c mut Channel, first: Step) -> Self {
        let first = match first {
            Step::Reply(item) => {
                channel.read_again(&item);
                None
            }
            end @ Step::Done { .. } => Some(end),
        };
        Self { channel, first, done: false, request: PhantomData }
    }

    /// The next item, `None` at the end.
    ///
    /// # Errors
    /// [`Error::Interrupted`] at the end of a dump that is not consistent, after all of its items;
    /// [`Error::Refused`] where the other side breaks it off. After an error there is nothing more,
    /// but for [`Error::Decode`], which is about one item alone.
    #[expect(clippy::should_implement_trait, reason = "items borrow from it, as Iterator's cannot")]
    #[inline(always)]
    pub fn next(&mut self) -> Result<Option<R::Item<'_>>, Error> {
        let item = match self.channel.next_item() {
            Some(item) => item,
            None => match self.step()? {
                Step::Reply(item) => item,
                Step::Done { .. } => return Ok(None),
            },
        };
        self.channel.decode::<R, R::Item<'_>>(item).map(Some)
    }

    /// What comes next, whatever it is.
    #[inline(always)]
    fn step(&mut self) -> Result<Step, Error> {
        if self.done {
            return Ok(Step::Done { interrupted: false });
        }
        let step = match self.first.take() {
            Some(end) => end,
            None => self.channel.step().inspect_err(|_| self.done = true)?,
        };
        if let Step::Done { interrupted } = step {
            self.done = true;
            if interrupted {
                let family = <R::Family as Family>::SCHEMA.name;
                return Err(Error::Interrupted(Operated::new(family, R::OPERATION, ())));
            }
        }
        Ok(step)
    }
}

impl<R: Dump> Drop for Items<'_, R> {
    fn drop(&mut self) {
        if !self.done {
            self.channel.abandon();
        }
    }
}
