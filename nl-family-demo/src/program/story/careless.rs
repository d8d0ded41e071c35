//! The same family as a careless program declares it: without bounds, so that the other side must
//! say no.

use nl_core::{Attributes, Family};

/// Only the echo.
#[derive(Family, Clone, Copy, Debug)]
#[nl(name = "nl_demo", version = 1)]
pub(super) enum Careless {
    /// Returns the message to its sender.
    #[nl(request = Echo<'_>, reply = Echo<'_>)]
    Echo = 1,
}

/// What comes back, if it may.
#[derive(Attributes, Clone, Debug)]
#[nl(set = "echo")]
pub(super) struct Echo<'a> {
    /// Required by the other side.
    #[nl(1)]
    pub(super) sequence: Option<u32>,
    /// Required by the other side.
    #[nl(2)]
    pub(super) text: Option<&'a str>,
    /// Labels with weights.
    #[nl(5)]
    pub(super) tags: Vec<Tag<'a>>,
}

/// A label with any weight.
#[derive(Attributes, Clone, Copy, Debug)]
#[nl(set = "tag")]
pub(super) struct Tag<'a> {
    /// Any length.
    #[nl(1)]
    pub(super) name: &'a str,
    /// Any number.
    #[nl(2)]
    pub(super) weight: u32,
}
