//! The families that every host serves beside its own: a small `nlctrl`, and group membership.

use super::core::{Core, FIRST_GROUP};
use super::{Context, Page, Refusal, Service};
use crate::controller::{
    self, FamilyAttrs, GetFamilies, GetFamily, GroupAttrs, Nlctrl, NlctrlHandler, OperationInfo,
    op_flags,
};
use crate::schema::{FamilySchema, Mode, Operation, Permission};
use crate::{Attributes, Errno, Family, List};

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

/// Serves `nlctrl`: the host's family, and the controller itself.
#[derive(Debug)]
pub(super) struct Registry {
    family: Entry,
    controller: Entry,
}

/// A family with its operations and groups as the controller lists them.
#[derive(Debug)]
struct Entry {
    id: u16,
    schema: &'static FamilySchema,
    operations: Vec<OperationInfo>,
    groups: Vec<GroupAttrs<'static>>,
}

impl Registry {
    pub(super) fn new(core: &Core) -> Self {
        Self {
            family: Entry::new(core.family, FIRST_GROUP, core.schema),
            controller: Entry::new(controller::ID, controller::ID.into(), Nlctrl::SCHEMA),
        }
    }

    fn find(&self, request: &GetFamily<'_>) -> Option<&Entry> {
        let wanted = |entry: &&Entry| match (request.name, request.id) {
            (Some(name), _) => entry.schema.name == name,
            (None, id) => id == Some(entry.id),
        };
        [&self.controller, &self.family].into_iter().find(wanted)
    }
}

impl NlctrlHandler for Registry {
    fn get_family<'r>(
        &'r mut self,
        request: GetFamily<'r>,
        _: &mut Context<'_, Nlctrl>,
    ) -> Result<FamilyAttrs<'r>, Refusal> {
        if request == GetFamily::default() {
            return Err(Refusal::new(Errno::EINVAL));
        }
        let found = self.find(&request).map(Entry::attrs);
        found.ok_or(Refusal::new(Errno::ENOENT))
    }

    fn get_family_dump(
        &mut self,
        _: GetFamilies,
        page: &mut Page<'_, GetFamilies>,
    ) -> Result<(), Refusal> {
        let all = [&self.controller, &self.family].into_iter().zip(1..);
        let rest = all.filter(|(_, next)| *next > page.cursor()).collect::<Vec<_>>();
        for (entry, next) in rest {
            if !page.push(&entry.attrs(), next)? {
                break;
            }
        }
        Ok(())
    }
}

impl Entry {
    fn new(id: u16, first_group: u32, schema: &'static FamilySchema) -> Self {
        let mut operations: Vec<OperationInfo> = Vec::new();
        for operation in schema.operations.iter().filter(|o| o.mode != Mode::Event) {
            let (command, flags) = (operation.command.into(), op_flags(operation));
            match operations.iter_mut().find(|other| other.command == command) {
                Some(other) => other.flags |= flags,
                None => operations.push(OperationInfo { command, flags }),
            }
        }
        let groups = schema.groups.iter().zip(first_group..);
        let groups = groups.map(|(group, id)| GroupAttrs { name: group.name, id }).collect();
        Self { id, schema, operations, groups }
    }

    fn attrs(&self) -> FamilyAttrs<'_> {
        FamilyAttrs {
            id: self.id,
            name: self.schema.name,
            version: Some(self.schema.version.into()),
            header_size: Some(0),
            max_attribute: Some(0),
            operations: (!self.operations.is_empty()).then(|| List::new(&self.operations)),
            groups: (!self.groups.is_empty()).then(|| List::new(&self.groups)),
        }
    }
}

fn op_flags(operation: &Operation) -> u32 {
    let mode = if operation.mode == Mode::Dump { op_flags::DUMP } else { op_flags::DO };
    let permission = match operation.permission {
        Permission::Everyone => 0,
        Permission::Admin => op_flags::ADMIN,
        Permission::NamespaceAdmin => op_flags::NAMESPACE_ADMIN,
    };
    mode | permission | op_flags::HAS_POLICY
}

/// The handlers as services, for the dispatcher.
pub(super) fn registry(core: &Core) -> impl Service<Family = Nlctrl> + use<> {
    Registry::new(core).service()
}

/// The handler of group membership as a service.
pub(super) fn membership() -> impl Service<Family = Control> {
    Membership.service()
}
