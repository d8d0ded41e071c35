//! The families that every host serves beside its own: a small `nlctrl`, and group membership.

use super::core::{Core, FIRST_GROUP};
use super::registry::Registry;
use super::{Context, Refusal, Service};
use crate::controller::{Nlctrl, NlctrlHandler};
use crate::schema::FamilySchema;
use crate::{Attributes, Errno, Family};

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

/// Serves [`Control`].
#[derive(Debug)]
pub(super) struct Membership;

impl ControlHandler for Membership {
    fn join(&mut self, request: Join, context: &mut Context<'_, Control>) -> Result<(), Refusal> {
        let groups = FIRST_GROUP..FIRST_GROUP + count(context.core.schema);
        if !groups.contains(&request.group) {
            return Err(Refusal::new(Errno::EINVAL).message("no such group").at("group"));
        }
        if let Some(caller) = context.caller() {
            context.core.join(request.group, caller.port);
        }
        Ok(())
    }

    fn leave(&mut self, request: Leave, context: &mut Context<'_, Control>) -> Result<(), Refusal> {
        if let Some(caller) = context.caller() {
            context.core.leave(request.group, caller.port);
        }
        Ok(())
    }
}

fn count(schema: &FamilySchema) -> u32 {
    u32::try_from(schema.groups.len()).unwrap_or(u32::MAX - FIRST_GROUP)
}

/// The handlers as services, for the dispatcher.
pub(super) fn registry(core: &Core) -> impl Service<Family = Nlctrl> + use<> {
    Registry::new(core).service()
}

/// The handler of group membership as a service.
pub(super) fn membership() -> impl Service<Family = Control> {
    Membership.service()
}
