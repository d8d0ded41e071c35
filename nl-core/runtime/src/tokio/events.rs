//! A subscription as a stream.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use super::Subscription;
use crate::{Error, Family, Incoming};

/// What a subscription yields, as a [`Stream`] that has no end.
///
/// It waits in one future that it keeps, so that polling it costs no allocation but one for each item.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Events<T> {
    next: Next<T>,
}

/// The next item, and what makes the one after it.
type Next<T> = Pin<Box<dyn Future<Output = (T, Box<dyn Again<T>>)> + Send>>;

/// A subscription with what is made of its items.
trait Again<T>: Send {
    /// Waits for the next item.
    fn next(self: Box<Self>) -> Next<T>;
}

struct Mapped<F: Family, M> {
    subscription: Subscription<F>,
    map: M,
}

impl<F, T, M> Again<T> for Mapped<F, M>
where
    F: Family,
    T: Send + 'static,
    M: FnMut(Result<Incoming<F::Event<'_>>, Error>) -> T + Send + 'static,
{
    fn next(mut self: Box<Self>) -> Next<T> {
        Box::pin(async move {
            let item = (self.map)(self.subscription.next().await);
            (item, self as Box<dyn Again<T>>)
        })
    }
}

impl<T: Send + 'static> Events<T> {
    pub(super) fn new<F, M>(subscription: Subscription<F>, map: M) -> Self
    where
        F: Family,
        M: FnMut(Result<Incoming<F::Event<'_>>, Error>) -> T + Send + 'static,
    {
        Self { next: Box::new(Mapped { subscription, map }).next() }
    }
}

impl<T: Send + 'static> Stream for Events<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let (item, again) = ready!(self.next.as_mut().poll(cx));
        self.next = again.next();
        Poll::Ready(Some(item))
    }
}

impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}
