//! The family that every host serves beside its own: group membership.

/// The id of [`Control`] at every host.
pub(crate) const ID: u16 = 0x11;

/// Group membership. In the kernel it is a socket option, which `NETLINK_USERSOCK` grants the
/// administrator alone.
#[derive(Family, Clone, Copy, Debug, PartialEq, Eq)]
#[nl(name = "nl_host", version = 1)]
pub(crate) enum Control {
    /// Sends the group's events to the caller from now on.
    #[nl(request = Join)]
    Join = 1,
    /// Sends them no more.
    #[nl(request = Leave)]
    Leave = 2,
}

/// Joins a group; joining twice is as good as once.
#[derive(Attributes, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Join {
    /// The group's number.
    #[nl(1)]
    pub(crate) group: u32,
}

/// Leaves a group.
#[derive(Attributes, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leave {
    /// The group's number.
    #[nl(1)]
    pub(crate) group: u32,
}
