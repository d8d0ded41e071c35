//! What every host serves beside its own family: a small `nlctrl`, and group membership.

use super::core::{Core, FIRST_GROUP};
use super::registry::Registry;
use super::{Context, Refusal, Service};
use crate::Errno;
use crate::controller::{Nlctrl, NlctrlHandler};
use crate::declared::membership::{Control, ControlHandler, Join, Leave};
use crate::schema::FamilySchema;

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
