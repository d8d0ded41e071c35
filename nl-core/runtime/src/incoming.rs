//! What a subscription yields.

use std::fmt;

use crate::{Family, Group};

/// What a subscription yields.
#[derive(Debug)]
#[non_exhaustive]
pub enum Incoming<E> {
    /// An event of the family.
    Event(E),
    /// Events were lost, because they were not read in time. The subscription goes on.
    ///
    /// The kernel drops all events from the first that finds no room until the last that did is
    /// read; this is told then, and nothing of that loss follows it. Who asks now for what the
    /// events would have told misses nothing.
    Overrun {
        /// How many the kernel dropped since the last time; `None` where a host says it, which
        /// counts none.
        lost: Option<u32>,
    },
    /// The family went: its module was unloaded, or its host stopped. The subscription waits for it.
    Gone,
    /// The family came, or came back, and its groups are joined.
    Here,
}

/// How an event came.
#[non_exhaustive]
pub struct Origin<F: Family> {
    /// The group it was sent to; `None` where a host sent it, which does not say.
    pub group: Option<Group<F>>,
    /// The id of the network namespace it comes from, where that is another one
    /// ([`Options::all_namespaces`](crate::Options::all_namespaces)).
    pub namespace: Option<i32>,
}

/// Whether the family's own enum shows itself does not matter.
impl<F: Family> fmt::Debug for Origin<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { group, namespace } = self;
        f.debug_struct("Origin").field("group", group).field("namespace", namespace).finish()
    }
}
