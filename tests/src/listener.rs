//! A subscription of either flavour, blocking or awaited, so that a test is written once for both.

use std::time::Duration;

use nl_core::{Error, Family, Group, Incoming, Options, Origin, Subscription, tokio as awaited};
use tokio::runtime::Runtime;

use crate::TIMEOUT;
use crate::caller::runtime;

/// A subscription of either flavour.
pub enum Listener<F: Family> {
    /// A blocking one.
    Blocking(Box<Subscription<F>>),
    /// An awaited one, with the runtime that drives it.
    Awaited(Runtime, Box<awaited::Subscription<F>>),
}

/// A flavour's way to subscribe.
pub type Open<F> = fn(&[Group<F>], &Options) -> Result<Listener<F>, Error>;

impl<F: Family> Listener<F> {
    /// Each flavour's way to subscribe to a family that is there.
    pub const OPEN: [Open<F>; 2] = [Self::blocking, Self::awaited];
    /// Each flavour's way to subscribe to a family that need not be there.
    pub const WAIT: [Open<F>; 2] = [Self::blocking_wait, Self::awaited_wait];

    fn blocking(groups: &[Group<F>], options: &Options) -> Result<Self, Error> {
        Subscription::open(groups, options.clone()).map(Box::new).map(Self::Blocking)
    }

    fn awaited(groups: &[Group<F>], options: &Options) -> Result<Self, Error> {
        let runtime = runtime();
        let opened = awaited::Subscription::open(groups, options.clone());
        let opened = runtime.block_on(opened)?;
        Ok(Self::Awaited(runtime, Box::new(opened)))
    }

    fn blocking_wait(groups: &[Group<F>], options: &Options) -> Result<Self, Error> {
        Subscription::wait(groups, options.clone()).map(Box::new).map(Self::Blocking)
    }

    fn awaited_wait(groups: &[Group<F>], options: &Options) -> Result<Self, Error> {
        let runtime = runtime();
        let opened = awaited::Subscription::wait(groups, options.clone());
        let opened = runtime.block_on(opened)?;
        Ok(Self::Awaited(runtime, Box::new(opened)))
    }

    /// What comes next; nothing for long is a failure.
    ///
    /// # Errors
    /// As of [`Subscription::next`].
    pub fn hear(&mut self) -> Result<Incoming<F::Event<'_>>, Error> {
        self.next_within(TIMEOUT).map(|incoming| incoming.expect("something comes"))
    }

    /// See [`Subscription::next_within`].
    ///
    /// # Errors
    /// As of [`Subscription::next`].
    pub fn next_within(&mut self, time: Duration) -> Result<Option<Incoming<F::Event<'_>>>, Error> {
        match self {
            Self::Blocking(listener) => listener.next_within(time),
            Self::Awaited(runtime, listener) => runtime.block_on(listener.next_within(time)),
        }
    }

    /// See [`Subscription::origin`].
    pub fn origin(&self) -> Origin<F> {
        match self {
            Self::Blocking(listener) => listener.origin(),
            Self::Awaited(_, listener) => listener.origin(),
        }
    }

    /// See [`Subscription::foreign`].
    pub fn foreign(&self) -> u64 {
        match self {
            Self::Blocking(listener) => listener.foreign(),
            Self::Awaited(_, listener) => listener.foreign(),
        }
    }
}
